import Foundation
import Model
import Testing

@testable import Analysis

/// Comparing results of coverage: against people counted before they were rounded into files.
@Suite struct CompareTests {
  /// A block as it was measured, before a file rounds it.
  struct Block {
    var id: String
    var community: String
    var people: Double
    /// Unrounded people within 500 m and within 15 minutes.
    var covered: (radius: Double, minutes: Double)
    var isFlagged = false
  }

  /// A folder of results, removed when the test ends.
  final class Results {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

    init() throws {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// A table as coverage writes it: shares with six decimals, people beyond with two.
    func table(_ name: String, _ blocks: [Block]) throws -> String {
      var text = "id,community,population,pop_share_500m,pop_uncovered_500m,pop_share_15min,"
      text += "pop_uncovered_15min,underserved\n"
      for block in blocks {
        let shares = [block.covered.radius, block.covered.minutes].map { covered in
          String(
            format: "%.6f,%.2f", block.people == 0 ? 0 : covered / block.people,
            block.people - covered)
        }
        text += "\(block.id),\(block.community),\(block.people),\(shares[0]),\(shares[1]),"
        text += "\(block.isFlagged)\n"
      }
      return try write(name, text)
    }

    func write(_ name: String, _ text: String) throws -> String {
      let path = url.appendingPathComponent(name).path
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return path
    }

    func compare(
      _ before: String, _ after: String, groupBy: [String] = [], anyway: Bool = false
    ) throws -> (report: CompareReport, ledger: Ledger) {
      let outcome = try CompareRun(
        CompareRequest(before: before, after: after, groupBy: groupBy, anyway: anyway),
        language: .english
      ).run()
      guard case .coverage(let report) = outcome.findings else { throw CancellationError() }
      return (report, outcome.ledger)
    }
  }

  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// Blocks in some order, some missing; people are whole, or not.
  private static func blocks(
    _ people: [Double], whole: Bool, _ random: inout Generator
  ) -> [Block] {
    var blocks = people.enumerated().map { index, people -> Block in
      func covered() -> Double {
        let value = Double.random(in: 0...1, using: &random) * people
        return whole ? value.rounded() : value
      }
      return Block(
        id: "B\(index)", community: "C\(index % 5)", people: people,
        covered: (covered(), covered()), isFlagged: Bool.random(using: &random))
    }
    blocks.shuffle(using: &random)
    blocks.removeLast(Int.random(in: 0...5, using: &random))
    return blocks
  }

  @Test(arguments: 0..<12)
  func `Gains and losses are those of the people before rounding, group sums are the totals`(
    seed: Int
  ) throws {
    var random = Generator(state: UInt64(seed))
    let whole = seed % 2 == 0
    let people = (0..<60).map { index -> Double in
      if index % 13 == 0 { return 0 }
      let value = Double.random(in: 1...20_000, using: &random)
      return whole ? value.rounded() : (value * 100).rounded() / 100
    }
    let a = Self.blocks(people, whole: whole, &random)
    let b = Self.blocks(people, whole: whole, &random)
    let files = try Results()
    let (before, after) = (try files.table("a.csv", a), try files.table("b.csv", b))
    let (report, _) = try files.compare(before, after, groupBy: ["community"])
    try expect(report, a, b, isExact: whole, "seed \(seed)")

    // The other way round everything changes its sign or its side.
    let (back, _) = try files.compare(after, before)
    for (forth, back) in zip(report.totals.reaches, back.totals.reaches) {
      #expect(abs(forth.gained - back.lost) < 1e-6 && abs(forth.lost - back.gained) < 1e-6)
      #expect(abs(forth.net + back.net) < 1e-6)
      #expect(forth.blocksGained == back.blocksLost && forth.blocksLost == back.blocksGained)
    }
    #expect(report.totals.flagsCleared == back.totals.flagsRaised)
    #expect(report.totals.flagsRaised == back.totals.flagsCleared)
    #expect(report.totals.status[.improved] == back.totals.status[.worse])
    #expect(Set(report.appeared) == Set(back.gone) && Set(report.gone) == Set(back.appeared))
    #expect(report.totals.appeared.population == back.totals.gone.population)

    // Nothing changes between a result and itself.
    let (same, ledger) = try files.compare(before, before)
    #expect(same.totals.reaches.allSatisfy { $0.gained == 0 && $0.lost == 0 })
    #expect(same.totals.status == [.same: a.count])
    #expect(same.totals.flagsCleared == 0 && same.totals.flagsRaised == 0)
    #expect(same.mostChanged.isEmpty && same.appeared.isEmpty && same.gone.isEmpty)
    #expect(ledger.count(of: .compareBlockGone) == 0)
  }

  /// A sum over the blocks, by a loop over ids that knows nothing of files.
  private func expect(
    _ report: CompareReport, _ a: [Block], _ b: [Block], isExact: Bool, _ comment: Comment
  ) throws {
    let later = Dictionary(uniqueKeysWithValues: b.map { ($0.id, $0) })
    let measures: [(Block) -> Double] = [{ $0.covered.radius }, { $0.covered.minutes }]
    #expect(report.measures.map(\.label) == ["500m", "15min"], comment)
    #expect(report.totals.compared == a.count { later[$0.id] != nil }, comment)
    for (index, covered) in measures.enumerated() {
      var (gained, lost) = (0.0, 0.0)
      for block in a {
        guard let other = later[block.id] else { continue }
        gained += max(0, covered(other) - covered(block))
        lost += max(0, covered(block) - covered(other))
      }
      let reach = report.totals.reaches[index]
      try #require(gained > 0 && lost > 0, comment)
      let tolerance = isExact ? 1e-6 : reach.rounding
      #expect(abs(reach.gained - gained) <= tolerance, comment)
      #expect(abs(reach.lost - lost) <= tolerance, comment)
      #expect(abs(reach.net - (reach.after - reach.before)) < 1e-6, comment)
      let groups = report.groups.map { $0.totals.reaches[index] }
      #expect(abs(groups.reduce(0) { $0 + $1.gained } - reach.gained) < 1e-6, comment)
      #expect(abs(groups.reduce(0) { $0 + $1.lost } - reach.lost) < 1e-6, comment)
    }
    #expect(report.groups.reduce(0) { $0 + $1.totals.compared } == report.totals.compared)
    #expect(
      report.groups.reduce(0) { $0 + $1.totals.flagsCleared } == report.totals.flagsCleared)
    #expect(Set(report.gone) == Set(a.map(\.id)).subtracting(b.map(\.id)), comment)
  }

  /// Five blocks, one a status; figures by hand.
  private static let five: (before: [Block], after: [Block]) = (
    before: [
      Block(id: "up", community: "x", people: 100, covered: (10, 50), isFlagged: true),
      Block(id: "down", community: "x", people: 100, covered: (60, 90)),
      Block(id: "both", community: "y", people: 50, covered: (20, 40)),
      Block(id: "same", community: "y", people: 10, covered: (10, 10)),
      Block(id: "gone", community: "y", people: 7, covered: (3, 7), isFlagged: true),
    ],
    after: [
      Block(id: "new", community: "z", people: 9, covered: (9, 9)),
      Block(id: "same", community: "y", people: 10, covered: (10, 10)),
      Block(id: "up", community: "x", people: 100, covered: (70, 50)),
      Block(id: "down", community: "x", people: 100, covered: (45, 90), isFlagged: true),
      Block(id: "both", community: "y", people: 50, covered: (25, 30)),
    ]
  )

  @Test func `Every status, and blocks of one side only, as counted by hand`() throws {
    let files = try Results()
    let (report, ledger) = try files.compare(
      files.table("a.csv", Self.five.before), files.table("b.csv", Self.five.after),
      groupBy: ["community"])
    let totals = report.totals
    #expect(
      totals.status == [
        .improved: 1, .worse: 1, .mixed: 1, .same: 1, .appeared: 1, .gone: 1,
      ])
    #expect(totals.reaches[0].gained == 65 && totals.reaches[0].lost == 15)
    #expect(totals.reaches[1].gained == 0 && totals.reaches[1].lost == 10)
    #expect(totals.reaches[0].blocksGained == 2 && totals.reaches[0].blocksLost == 1)
    #expect(totals.flaggedBefore == 1 && totals.flaggedAfter == 1)
    #expect(totals.flagsCleared == 1 && totals.flagsRaised == 1)
    #expect(totals.population == 260)
    #expect(totals.gone.population == 7 && totals.gone.covered == [3, 7])
    #expect(totals.gone.underserved == 1 && totals.appeared.underserved == 0)
    #expect(totals.appeared.population == 9 && report.appeared == ["new"])
    #expect(report.mostChanged.map(\.id) == ["up", "down", "both"])
    #expect(report.groups.map(\.value) == ["x", "y", "z"])
    #expect(ledger.count(of: .compareParametersUnknown) == 2)
    #expect(ledger.count(of: .compareBlockAppeared) == 1)
  }

  @Test func `Other people in a block are refused with both numbers, and compared with --anyway`()
    throws
  {
    let files = try Results()
    var changed = Self.five.after
    changed[2].people = 120
    let (before, after) = (
      try files.table("a.csv", Self.five.before), try files.table("b.csv", changed)
    )
    let error = #expect(throws: AnalysisError.self) { try files.compare(before, after) }
    #expect(error?.kind == .badData)
    #expect(
      error?.message.english.contains("population of block up is 100 before and 120 after") == true)
    let (report, ledger) = try files.compare(before, after, anyway: true)
    #expect(report.conflicts.count == 1 && ledger.count(of: .compareNotComparable) == 1)
  }

  @Test func `Ids that stand twice, no common block, no common measure, no result: refused`() throws
  {
    let files = try Results()
    let before = try files.table("a.csv", Self.five.before)
    func refusal(_ after: String) -> String {
      let error = #expect(throws: AnalysisError.self) { try files.compare(before, after) }
      #expect(error?.kind == .badData)
      return error?.line(in: .english) ?? ""
    }
    let twice = try files.table("twice.csv", Self.five.after + [Self.five.after[1]])
    #expect(refusal(twice).contains("id same: this block id stands twice, first in row 3"))
    let others = Self.five.after.map { block in
      var block = block
      block.id += "*"
      return block
    }
    #expect(
      refusal(try files.table("others.csv", others)).contains(
        "first is “up” before and “new*” after"))
    let radius = try files.write("r.csv", "id,population,pop_share_300m\nup,100,0.5\n")
    #expect(refusal(radius).contains("500m,15min before and 300m after"))
    let plain = try files.write("p.csv", "id,population\nup,100\n")
    #expect(refusal(plain).contains("no result of lifecircle coverage"))
  }
}
