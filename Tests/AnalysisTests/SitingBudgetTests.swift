import Foundation
import Layers
import Model
import Testing

@testable import Analysis

/// p-median, p-center and set-cover by budget, by curve and under capacities, through the whole run.
///
/// Cost 1, 9, 5 from d0 (10 people) to a, b, c; 6, 2, 5 from d1 (20); 9, 4, 5 from d2 (5). Opening a costs 3, b 2, c 4.
@Suite struct SitingBudgetTests {
  private func town(
    _ model: SiteRequest.Model, rooms: [Int] = [10, 30, 35], limit: Double? = nil,
    _ change: (inout SiteRequest) -> Void
  ) throws -> SiteOutcome {
    try SitingCapacityTests.run(
      costs:
        "demand,site,cost\nd0,a,1\nd0,b,9\nd0,c,5\nd1,a,6\nd1,b,2\nd1,c,5\nd2,a,9\nd2,b,4\nd2,c,5\n",
      weights: "demand,weight\nd0,10\nd1,20\nd2,5\n",
      sites: "site,cost,room\na,3,\(rooms[0])\nb,2,\(rooms[1])\nc,4,\(rooms[2])\n", new: 1
    ) { request in
      (request.model, request.capacity, request.new) = (model, nil, nil)
      if case .matrix(var matrix) = request.input {
        matrix.limit = limit
        request.input = .matrix(matrix)
      }
      change(&request)
    }
  }

  private func sites(_ outcome: SiteOutcome) -> [String] {
    outcome.overview.rows.map(\.site).sorted()
  }

  private func line(_ outcome: SiteOutcome) -> String { outcome.failure?.line(in: .english) ?? "" }

  @Test(arguments: [
    (2.0, 150.0, ["b"]), (4, 150, ["b"]), (5, 70, ["a", "b"]), (9, 70, ["a", "b"]),
  ])
  func `A budget buys the stations nearest to all people`(
    budget: Double, sum: Double, chosen: [String]
  ) throws {
    let found = try town(.pMedian) { $0.budget = budget }
    #expect(found.overview.objective == sum && found.overview.status == "optimal")
    #expect(sites(found) == chosen)
  }

  @Test(arguments: [(2.0, 9.0, ["b"]), (4, 5, ["c"]), (5, 4, ["a", "b"]), (9, 4, ["a", "b"])])
  func `A budget brings the farthest person as near as can be`(
    budget: Double, largest: Double, chosen: [String]
  ) throws {
    let found = try town(.pCenter) { $0.budget = budget }
    #expect(found.overview.objective == largest && found.overview.status == "optimal")
    #expect(sites(found) == chosen)
  }

  @Test func `A number and a budget hold together`() throws {
    let one = try town(.pMedian) { ($0.new, $0.budget) = (1, 9) }
    #expect(one.overview.objective == 150)
    let cheap = try town(.pCenter) { ($0.new, $0.budget) = (2, 4) }
    #expect(cheap.overview.objective == 5)
  }

  @Test func `Too small a budget is named where nobody could be served`() throws {
    for model in [SiteRequest.Model.pMedian, .pCenter] {
      let found = try town(model) { $0.budget = 1 }
      #expect(found.failure?.kind == .noSolution)
      #expect(line(found).contains("no stations that --budget allows serve everybody"))
      #expect(line(found).contains("raise --budget, or relax"))
    }
  }

  @Test
  func `The curve by budget has the best sum of every part, and nothing where none is enough`()
    throws
  {
    let curve = try town(.pMedian) { ($0.budget, $0.tradeOff) = (5, 5) }.overview.curve
    #expect(curve.map(\.budget) == [1, 2, 3, 4, 5])
    #expect(curve[0].objective.isNaN && curve[0].bound.isNaN && curve[0].new == 0)
    #expect(curve.dropFirst().map(\.objective) == [150, 150, 150, 70])
    #expect(curve.dropFirst().map(\.bound) == [150, 150, 150, 70])
    let mean = 150.0 / 35
    #expect(curve.dropFirst().map(\.mean) == [mean, mean, mean, 2])
    #expect(curve.dropFirst().map(\.cost) == [2, 2, 2, 5])
  }

  @Test func `The curve by number ends where no further station helps`() throws {
    let median = try town(.pMedian, limit: 4) { ($0.new, $0.tradeOff) = (1, 3) }.overview.curve
    #expect(median.map(\.new) == [1, 2] && median.map(\.objective) == [150, 70])
    // Within a cost of 4 b has d1 and d2, a has d0.
    #expect(median.map(\.people) == [25, 35])
    let center = try town(.pCenter) { ($0.new, $0.tradeOff) = (2, 3) }.overview.curve
    #expect(center.map(\.new) == [1, 2] && center.map(\.objective) == [5, 4])
    #expect(center.allSatisfy { $0.mean.isNaN && $0.people.isNaN && $0.bound == $0.objective })
  }

  @Test func `Summaries and workbooks hold the objective, the mean and the bound of every line`()
    throws
  {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let summary = folder.appendingPathComponent("s.json")
    _ = try town(.pMedian) {
      ($0.budget, $0.tradeOff) = (5, 2)
      $0.outputs.summary = summary.path
      $0.outputs.sites = folder.appendingPathComponent("sites.xlsx").path
    }
    let text = try String(contentsOf: summary, encoding: .utf8)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let lines = try #require(json["trade_off"] as? [[String: Any]])
    #expect(lines.count == 2)
    let keys = ["bound", "budget", "cost", "mean", "new", "objective", "people"]
    #expect(lines.allSatisfy { $0.keys.sorted() == keys && $0["people"] is NSNull })
    #expect(lines[1]["objective"] as? Double == 70 && lines[1]["mean"] as? Double == 2)
    #expect(lines[0]["bound"] as? Double == 150 && lines[0]["budget"] as? Double == 2.5)
  }

  // MARK: Capacities

  @Test func `Fewest stations have room for all, and the summary counts whom they serve`() throws {
    let one = try town(.setCover, limit: 5) { $0.capacity = .field("room", areaPerPerson: nil) }
    #expect(sites(one) == ["c"] && one.overview.objective == 1 && one.overview.status == "optimal")
    #expect(one.overview.covered == 35)
    let two = try town(.setCover, rooms: [10, 30, 34], limit: 5) {
      $0.capacity = .field("room", areaPerPerson: nil)
    }
    #expect(two.overview.objective == 2 && two.overview.covered == 35)
    let part = try town(.setCover, rooms: [10, 30, 34], limit: 5) {
      $0.capacity = .field("room", areaPerPerson: nil)
      $0.targetShare = 0.9
    }
    #expect(part.overview.objective == 1 && part.overview.covered == 34)
  }

  @Test func `What is short is said: places, places in reach, or reach`() throws {
    func cover(_ rooms: [Int], _ limit: Double) throws -> SiteOutcome {
      try town(.setCover, rooms: rooms, limit: limit) {
        $0.capacity = .field("room", areaPerPerson: nil)
      }
    }
    let places = try cover([5, 5, 5], 5)
    #expect(places.failure?.kind == .noSolution)
    #expect(line(places).contains("together have 15 places, 35 are needed"))
    // Within 4, b has d1 and d2 but 10 places only: 20 of 35 are served.
    let reach = try cover([100, 10, 0], 4)
    #expect(line(reach).contains("a share of 0.571429 can be served, 1 is asked for"))
    let nobody = try cover([100, 100, 100], 1)
    #expect(line(nobody).contains("25 people at 2 of 3 demands are within reach of no station"))
    let farthest = try town(.pCenter, rooms: [5, 5, 5]) {
      $0.new = 3
      $0.capacity = .field("room", areaPerPerson: nil)
    }
    #expect(line(farthest).contains("together have 15 places, 35 are needed"))
    let few = try town(.pCenter, rooms: [10, 20, 20]) {
      $0.new = 1
      $0.capacity = .field("room", areaPerPerson: nil)
    }
    #expect(line(few).contains("no stations that --new allows serve everybody"))
  }

  @Test func `The farthest person is as near as room allows, by number, budget and curve`() throws {
    func farthest(_ room: Int, _ change: (inout SiteRequest) -> Void) throws -> SiteOverview {
      try town(.pCenter, rooms: [10, room, 35]) {
        $0.capacity = .field("room", areaPerPerson: nil)
        change(&$0)
      }.overview
    }
    #expect(try farthest(30) { $0.new = 2 }.objective == 4)
    // b is full with d1: d2 goes to c.
    #expect(try farthest(20) { $0.new = 2 }.objective == 5)
    #expect(try farthest(30) { $0.budget = 5 }.objective == 4)
    #expect(try farthest(30) { $0.budget = 4 }.objective == 5)
    let curve = try farthest(30) { ($0.new, $0.tradeOff) = (1, 3) }.curve
    #expect(curve.map(\.objective) == [5, 4] && curve.map(\.bound) == [5, 4])
    let gains = try farthest(30) { $0.new = 2 }.rows
    #expect(gains.map(\.site) == ["b", "a"] && gains.map(\.gain) == [25, 10])
  }

  @Test func `The curve of a p-median under capacities counts what room leaves`() throws {
    let curve = try town(.pMedian, rooms: [10, 20, 35]) {
      $0.capacity = .field("room", areaPerPerson: nil)
      ($0.new, $0.tradeOff) = (2, 3)
    }.overview.curve
    // c alone has room for all; then d2 must go to c beside b or a; with all three only d2 does.
    #expect(curve.map(\.objective) == [175, 115, 75])
    #expect(curve.allSatisfy { $0.bound <= $0.objective && $0.bound >= 0.999999 * $0.objective })
  }
}
