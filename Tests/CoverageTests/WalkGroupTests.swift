import Model
import Streets
import Testing

@testable import Coverage

/// Stations that serve blocks of their own area only.
@Suite struct WalkGroupTests {
  /// A comb of streets with a station at every tooth; a cell is 100 m.
  private func town() throws -> DrawnTown {
    try DrawnTown(
      """
      a b c d e f g h
      A B C D E F G H
      | | | | | | | |
      I-J-K-L-M-N-O-P
      | | | | | | | |
      Q R S T U V W X
      """)
  }

  @Test func `Many groups give what each gives alone, and blocks without a group nothing`() throws {
    let town = try town()
    var random = SeededGenerator(seed: 77)
    let names = "ABCDEFGHIJKLMNOPQRSTUVWX".map { String($0) }
    let settings = {
      var settings = CoverageSettings(radii: [300], minutes: [5, 15])
      settings.extraShares = [.time(minutes: 5, speed: 3)]
      return settings
    }()
    for _ in 0..<4 {
      let stations = town.stations(
        names, extra: names.map { _ in [0, 3].randomElement(using: &random)! })
      // 9 groups, some of several stations; not all stations belong to one.
      var groups = [[Int]](repeating: [], count: 9)
      for station in names.indices.shuffled(using: &random).prefix(20).sorted() {
        groups[Int.random(in: 0..<9, using: &random)].append(station)
      }
      groups.removeAll(where: \.isEmpty)
      #expect(groups.count > StreetWalks.keptGroups)
      let blocks =
        "abcdefgh".map { town.block(String($0) + "S") }
        + "adh".map { _ in DrawnTown.Block(box: (100, -300, 300, -100)) }
      let groupOf = blocks.map { _ in Int32.random(in: -1..<Int32(groups.count), using: &random) }
      let together = try town.measure(
        blocks, stations, settings, groups: groups, groupOf: groupOf
      ).table
      let threaded = try town.measure(
        blocks, stations, settings, groups: groups, groupOf: groupOf, threads: 3
      ).table
      for (block, group) in groupOf.enumerated() {
        #expect(together.walkBits(block) == threaded.walkBits(block))
        if group < 0 {
          #expect(together.withoutOwnStation[block] == 1 && together.unreachableShare[block] == 1)
          #expect(together.extraShare[block] == 0 && together.walkMinutes[block].isNaN)
          continue
        }
        let alone = try town.measure(
          blocks, stations, settings, groups: [groups[Int(group)]]
        ).table
        #expect(together.walkBits(block) == alone.walkBits(block))
      }
    }
  }

  @Test func `A nearer station of another area does not count`() throws {
    let town = try town()
    let stations = town.stations(["A", "H"])
    let result = try town.measure(
      [town.block("I"), town.block("I")], stations, groups: [[0], [1]], groupOf: [0, 1])
    // From I: 200 m to A, 1,600 m to H.
    #expect(result.table.minutes(0) == 3 && result.table.minutes(1) == 24)
    #expect(result.table.walkStation[0] == 0 && result.table.walkStation[1] == 1)
    #expect(result.table.stations[0] == 1 && result.table.stations[1] == 0)
  }
}
