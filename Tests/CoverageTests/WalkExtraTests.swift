import Model
import Streets
import Testing

@testable import Coverage

/// Minutes at stations and before workers set out: constant, whatever the speed.
@Suite struct WalkExtraTests {
  /// One cell is 100 m: 1.5 minutes at 4 km/h.
  private func town() throws -> DrawnTown {
    try DrawnTown(
      """
      A---+-B--------+---C----------D------
      """)
  }

  @Test func `Extra minutes are in the time and not in the detour`() throws {
    let town = try town()
    // 300 m to A: 4.5 minutes and 5 at the station.
    let block = DrawnTown.Block(box: (250, -50, 350, 50), people: [("A", 0), ("B", 1)])
    let result = try town.measure([block], town.stations(["A"], extra: [5]))
    #expect(result.table.minutes(0) == 14)
    #expect(abs(result.table.detourRatio[0] - 1) < 1e-4)
    #expect(result.table.people(0) == 1)
  }

  @Test func `Only the walk grows when people are slow`() throws {
    let town = try town()
    // 600 m and 5 minutes: 14 at 4 km/h, 11.25 + 5 = 16.25 at 3.2. 500 m would be 14.4.
    let near = town.block("B")
    let settings = CoverageSettings(radii: [])
    let changed = try town.measure([near], town.stations(["A"], extra: [5]), settings)
    #expect(changed.table.borderline[0] == 1)
    // 600 m and 3 minutes: 14.25 at 3.2 km/h; were the 3 minutes stretched too it would be 15.
    let kept = try town.measure([near], town.stations(["A"], extra: [3.7]), settings)
    #expect(kept.table.borderline[0] == 0)
    // The same by --dispatch.
    let rules = StreetWalks.Rules(direction: .fromStations, dispatchMinutes: 3.7)
    let sent = try town.measure([near], town.stations(["A"]), settings, rules: rules)
    #expect(sent.table.borderline[0] == 0)
    #expect(sent.table.minutes(0) == 12.7)
  }

  @Test func `The first station in time changes with the speed`() throws {
    let town = try town()
    // From B: A 600 m + 6 min, C 1,300 m. At 4 km/h 15.0 and 19.5 minutes,
    // at 6.4 11.6 and 12.2, at 10 9.6 and 7.8.
    var settings = CoverageSettings(radii: [], minutes: [9], speed: 10)
    settings.extraShares = [
      .time(minutes: 15.1, speed: 4), .time(minutes: 14.9, speed: 4),
      .time(minutes: 11.7, speed: 6.4),
      .time(minutes: 11.5, speed: 6.4),
    ]
    let result = try town.measure(
      [town.block("B")], town.stations(["A", "C"], extra: [6, 0]), settings)
    #expect(result.table.minutes(0) == 7.8 && result.table.walkStation[0] == 1)
    #expect(result.table.people(0) == 1)
    // Within 9 minutes C only; the other is 9.6.
    #expect(result.table.stations[0] == 1)
    let shares = (0..<4).map { result.table.extraShare[$0] }
    #expect(shares == [1, 0, 1, 0])
    #expect(abs(result.table.detourRatio[0] - 1) < 1e-4)
  }

  @Test func `A share compares walk and extra with the time to the millimetre`() {
    let profile = WalkProfile(name: "", speed: 4)
    let extras = StationExtras([2.5, 0, 15, 15.1, 2.5], profile)
    #expect(extras.minutes == [0, 2.5, 15, 15.1] && extras.kinds == [1, 0, 2, 3, 1])
    // 12.5 min × 66,666.67 mm = 833,333.3: the millimetre above it is late.
    #expect(extras.longestWalks(minutes: 15, speed: 4) == [1_000_000, 833_333, 0, -1])
    #expect(extras.longestWalks(minutes: 15, speed: 3.2) == [800_000, 666_666, 0, -1])
  }

  @Test func `Extra minutes that fill the time leave only the doorstep, and more leave nobody`()
    throws
  {
    let town = try town()
    let blocks = [town.block("A"), town.block("B")]
    let full = try town.measure(blocks, town.stations(["A"], extra: [14.99]))
    #expect((full.table.people(0), full.table.people(1)) == (1, 0))
    let over = try town.measure(blocks, town.stations(["A"], extra: [15.5]))
    #expect((over.table.people(0), over.table.people(1)) == (0, 0))
    #expect(over.table.stations[0] == 0)
    #expect(over.table.minutes(0) == 15.5)
  }

  @Test func `Shares at other speeds look beyond the longest walk reported`() throws {
    let town = try town()
    // C is 1,900 m from A, 28.5 minutes; at 4.8 km/h 23.75.
    let settings = CoverageSettings(
      radii: [], minutes: [24], maximumMinutes: 24,
      rules: [UnderservedRule(.minutes(24), below: 0.95)])
    let result = try town.measure([town.block("C")], town.stations(["A"]), settings)
    #expect(result.table.walkMinutes[0].isNaN && result.table.unreachableShare[0] == 1)
    #expect(result.table.walkStation[0] == -1)
    #expect(result.table.people(0) == 0)
    #expect(result.table.borderline[0] == 1)
    #expect(result.reasons(0) == "beyond_24min")
  }

  @Test func `A group's share is that of a run with its speed and its people`() throws {
    let town = try town()
    let stations = town.stations(["A", "D"], extra: [2, 1])
    var settings = CoverageSettings(radii: [])
    settings.extraShares = [.group(0, minutes: 15, speed: 2.9)]
    let places: [Character] = ["A", "B", "C", "D"]
    for weights in [[1.0, 2, 5, 3], [0, 7, 0, 1], [0, 0, 0, 0]] {
      var block = town.block(places.map { ($0, 1) })
      block.group = weights
      let both = try town.measure([block], stations, settings)
      let alone = try town.measure(
        [town.block(Array(zip(places, weights)).map { ($0.0, $0.1) })], stations,
        CoverageSettings(radii: [], speed: 2.9))
      #expect(both.table.extraShare[0] == alone.table.people(0), "\(weights)")
    }
  }
}
