import Foundation
import Layers
import Model
import Testing

@testable import Analysis

/// A common limit divided among trade-off curves.
@Suite struct CurveMergeTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "lifecircle-curves-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// A summary of `site` as far as a division reads it: new, people, bound, cost by line.
  private func summary(
    _ name: String, before: Double, everybody: Double,
    _ lines: [(new: Int, people: Double, bound: Double?, cost: Double?)],
    model: String = "max-coverage",
    budgets: [Double]? = nil
  ) throws -> String {
    let points = lines.enumerated().map { index, line in
      var members = ["\"new\":\(line.new)", "\"people\":\(line.people)"]
      members.append("\"bound\":" + (line.bound.map { "\($0)" } ?? "null"))
      members.append("\"cost\":" + (line.cost.map { "\($0)" } ?? "null"))
      if let budgets { members.append("\"budget\":\(budgets[index])") }
      return "{" + members.joined(separator: ",") + "}"
    }
    let text =
      "{\"model\":\"\(model)\",\"people\":\(everybody),\"people_covered_before\":\(before),"
      + "\"trade_off\":[\(points.joined(separator: ","))]}"
    try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    return path(name)
  }

  private func divide(
    _ summaries: [String], _ limit: CurveMergeRequest.Limit, output: String? = nil,
    summary: String? = nil
  ) throws -> CurveMergeOutcome {
    try CurveMergeRun(
      CurveMergeRequest(
        summaries: summaries, limit: limit, output: output, summary: summary, byteOrderMark: false),
      language: .english
    ).run()
  }

  /// Two regions: gains 100.5, 40 and 90, 60.25; both proven.
  private func pair() throws -> [String] {
    [
      try summary(
        "east.json", before: 1_000, everybody: 2_000,
        [(1, 1_100.5, 1_100.5, 8), (2, 1_140.5, 1_140.5, 20)]),
      try summary(
        "west.json", before: 500, everybody: 700, [(1, 590, 590, 5), (2, 650.25, 650.25, 12.5)]),
    ]
  }

  @Test func `Stations go where the next one gains most, and the sums are exact`() throws {
    let outcome = try divide(try pair(), .new(3))
    #expect(outcome.regions.map(\.name) == ["east", "west"])
    #expect(outcome.regions.map(\.new) == [1, 2])
    #expect(outcome.people == 1_750.75)
    #expect(outcome.peopleBefore == 1_500)
    #expect(outcome.cost == 20.5)
    #expect(outcome.regions[0].lastGain == 100.5 && outcome.regions[0].nextGain == 40)
    #expect(outcome.regions[1].lastGain == 60.25 && outcome.regions[1].nextGain.isNaN)
    #expect(outcome.regions.allSatisfy { $0.isConcave })
    // The west was given all its curve knows of while 49.75 of its people are still beyond.
    #expect(outcome.regions.map(\.isAtEnd) == [false, true])
    #expect(outcome.ledger.count(of: .curveAtItsEnd) == 1)
    // Three stations in the east might cover everybody there, for all its curve knows.
    #expect(outcome.bound == 2_000 + 500)
    #expect(try divide(try pair(), .new(2)).bound == 1_100.5 + 590)
    #expect(outcome.peopleAtLeast == 1_100.5)
  }

  @Test func `A budget is divided by what lines cost, to the hundredth`() throws {
    let outcome = try divide(try pair(), .budget(20.5))
    #expect(outcome.regions.map(\.new) == [1, 2])
    #expect(outcome.people == 1_750.75)
    let less = try divide(try pair(), .budget(20.49))
    // 8 + 5 is left: 20 alone in the east would gain 140.5, these gain 190.5.
    #expect(less.regions.map(\.new) == [1, 1])
    #expect(less.cost == 13)
  }

  @Test func `Beyond a curve's end only the number of its people bounds what is possible`() throws {
    let outcome = try divide(try pair(), .new(6))
    #expect(outcome.people == 1_790.75)
    #expect(outcome.bound == 2_700)
  }

  @Test func `A division of divisions is the division of all`() throws {
    let more = try summary(
      "north.json", before: 10, everybody: 400, [(1, 90, 90, 1), (2, 150, 150, 2)])
    let all = try divide(try pair() + [more], .new(4))
    _ = try divide(try pair(), .new(4), summary: path("pair.json"))
    let stepwise = try divide([path("pair.json"), more], .new(4))
    #expect(stepwise.people == all.people)
    #expect(stepwise.new == all.new && all.new == 4)
    #expect(stepwise.peopleBefore == all.peopleBefore)
  }

  @Test func `The table has a row a region and the summary a division that can be read again`()
    throws
  {
    _ = try divide(
      try pair(), .new(3), output: path("regions.csv"), summary: path("joint.json"))
    let text = try String(contentsOfFile: path("regions.csv"), encoding: .utf8)
    #expect(
      text == """
        region,new,cost,people_before,people,people_gained,last_gain,next_gain,concave,at_end
        east,1,8,1000,1100.5,100.5,100.5,40,true,false
        west,2,12.5,500,650.25,150.25,60.25,,true,true

        """)
    let json = try JSON5Reader.read(
      String(contentsOfFile: path("joint.json"), encoding: .utf8)
    ).json
    #expect(json["status"].text == "feasible" && json["bound"].number == 2_500)
    #expect(
      json["trade_off"].elements.map { $0["people"].number } == [1500, 1600.5, 1690.5, 1750.75])
    #expect(json["if_regions_share_people"]["people_covered_at_least"].number == 1_100.5)
  }

  @Test
  func `Where one street office's people are the other's, what is covered lies within the bounds`()
    throws
  {
    // People 1…6; the east counts 1–4, the west 3–6, so 3 and 4 are counted twice.
    let east = try summary("e.json", before: 0, everybody: 4, [(1, 3, 3, nil)])
    let west = try summary("w.json", before: 0, everybody: 4, [(1, 3, 3, nil)])
    let outcome = try divide([east, west], .new(2))
    for (left, right) in [
      ([1, 2, 3], [3, 4, 5]), ([1, 3, 4], [3, 4, 6]), ([1, 2, 3], [4, 5, 6]),
    ] {
      let covered = Double(Set(left).union(right).count)
      #expect(covered >= outcome.peopleAtLeast && covered <= outcome.people)
    }
  }

  @Test func `What is no curve of people covered is refused`() throws {
    func refusal(_ summaries: [String], _ limit: CurveMergeRequest.Limit = .new(1)) -> String? {
      do {
        _ = try divide(summaries, limit)
        return nil
      } catch { return (error as? AnalysisError).map { "\($0.exitCode) \($0.message.english)" } }
    }
    try "{\"a\":1}".write(toFile: path("other.json"), atomically: true, encoding: .utf8)
    #expect(refusal([path("other.json")]) == "65 is no summary of site")
    #expect(refusal([path("none.json")]) == "66 no such file")
    let median = try summary("m.json", before: 0, everybody: 1, [(1, 1, 1, 1)], model: "p-median")
    #expect(refusal([median]) == "65 its model is p-median, not max-coverage")
    let empty = try summary("empty.json", before: 0, everybody: 1, [])
    #expect(refusal([empty]) == "65 it has no trade-off curve")
    let free = try summary("free.json", before: 0, everybody: 9, [(1, 5, 5, nil)])
    #expect(
      refusal([free], .budget(3))
        == "65 this line of its trade_off has no cost, so no budget can be divided")
    let wild = try summary("wild.json", before: 0, everybody: 9, [(1, 50, 50, nil)])
    #expect(refusal([wild]) == "65 this line of its trade_off makes no sense")
  }

  /// Curves that `site` proves of regions with their own people and sites, against one `site` of all together.
  @Test(arguments: 1...6)
  func `Curves of regions that share nobody divide as one run over all chooses`(
    seed: Int
  ) throws {
    var random = SeededNumbers(seed: UInt64(seed))
    var all = "demand,site,cost\n"
    var summaries: [String] = []
    for region in 0..<3 {
      var own = "demand,site,cost\n"
      for demand in 0..<20 {
        for site in 0..<6 where Int.random(in: 0..<4, using: &random) == 0 {
          let line = "d\(region)_\(demand),s\(region)_\(site),1\n"
          (own, all) = (own + line, all + line)
        }
      }
      try own.write(toFile: path("\(region).csv"), atomically: true, encoding: .utf8)
      summaries.append(path("\(region).json"))
      _ = try site(path("\(region).csv"), new: 6, tradeOff: 6, summary: summaries[region])
    }
    try all.write(toFile: path("all.csv"), atomically: true, encoding: .utf8)
    for new in [1, 4, 9] {
      let together = try site(path("all.csv"), new: new, tradeOff: 0, summary: path("all.json"))
      let divided = try divide(summaries, .new(new))
      #expect(divided.people == together.objective, "seed \(seed), \(new) stations")
      #expect(divided.bound >= together.objective)
    }
  }

  private func site(
    _ costs: String, new: Int, tradeOff: Int, summary: String
  ) throws -> SiteOverview {
    var request = SiteRequest(
      model: .maxCoverage, input: .matrix(SiteMatrix(costs: costs, limit: 1)))
    (request.new, request.tradeOff) = (new, tradeOff)
    request.outputs.summary = summary
    return try SiteRun(request, language: .english).run().overview
  }
}
