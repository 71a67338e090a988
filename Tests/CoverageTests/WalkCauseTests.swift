import Model
import Streets
import Testing

@testable import Coverage

/// Why people are late or never arrive, on drawn networks.
@Suite struct WalkCauseTests {
  /// A cell is 250 m. The second street joins nothing and is long enough to be used; behind the wall there is none.
  private func town() throws -> DrawnTown {
    try DrawnTown(
      """
      A---+---B-+

      f


      C-------D-+
      """, gridMetres: 250)
  }

  @Test func `A place far from every street says so`() throws {
    let town = try town()
    let result = try town.measure([town.block("f"), town.block("A")], town.stations(["A"]))
    #expect(result.reasons(0) == "beyond_15min;no_street_nearby")
    #expect(result.table.unreachableShare[0] == 1 && result.table.minutes(0) == nil)
    #expect(result.reasons(1) == "" && result.table.people(1) == 1)
  }

  @Test func `Streets that join no station's are cut off, and of one's own group only`() throws {
    let town = try town()
    let blocks = [town.block("C"), town.block("B")]
    let result = try town.measure(blocks, town.stations(["A"]))
    #expect(result.reasons(0) == "beyond_15min;cut_off")
    // 2,000 m are 30 minutes: late, and nothing else.
    #expect(result.reasons(1) == "beyond_15min" && result.table.minutes(1) == 30)
    // With stations on both streets nobody is; with those of the own group only, the other street again.
    let stations = town.stations(["A", "D"])
    let all = try town.measure(blocks, stations)
    #expect(all.reasons(0) == "beyond_15min" && all.table.minutes(0) == 30)
    let own = try town.measure(blocks, stations, groups: [[0], [1]], groupOf: [0, 1])
    #expect(own.reasons(0) == "beyond_15min;cut_off")
    #expect(own.reasons(1) == "beyond_15min;cut_off")
  }

  /// A cell is 50 m: w is 100 m from the street behind a wall that ends nowhere near, e is 100 m from it without one.
  private func walled() throws -> DrawnTown {
    try DrawnTown(
      """
      A-------------------B-------------------+
      ##########
         w               e
      """, gridMetres: 50)
  }

  @Test func `A wall along the street keeps people from it unless legs may cross`() throws {
    let town = try walled()
    // 150 m beside the end of the wall: any leg of 200 m from w meets it.
    let blocks = [town.block("w"), town.block("e")]
    let result = try town.measure(blocks, town.stations(["A"]))
    #expect(result.reasons(0) == "beyond_15min;barrier")
    #expect(result.table.unreachableShare[0] == 1)
    // e: 100 m and 950 m are 15.75 minutes.
    #expect(result.table.minutes(1) == 15.75 && result.reasons(1) == "beyond_15min")
    let free = try town.measure(
      blocks, town.stations(["A"]), rules: StreetWalks.Rules(legBarriers: false))
    // 100 m and 150 m.
    #expect(free.reasons(0) == "" && free.table.minutes(0) == 3.75)
  }

  @Test func `Where the data end a station could be nearer beyond`() throws {
    // A cell is 100 m. The street ends at * for lack of data; B stands 300 m beyond it, on another street.
    let town = try DrawnTown(
      """
      A-----------------E-----N-*  B---------------------+
      """)
    let stations = town.stations(["A", "B"])
    let blocks = [town.block("N"), town.block("E"), town.block("A")]
    let result = try town.measure(blocks, stations)
    // N: 2,400 m to A; 200 m to the end and 300 m on would be 7.5 minutes.
    #expect(result.reasons(0) == "beyond_15min;edge_of_network")
    #expect(result.table.minutes(0) == 36)
    // E: 1,800 m to A; 800 + 300 m beyond the end is more than 15 minutes too.
    #expect(result.reasons(1) == "beyond_15min")
    // Who arrives in time cannot gain.
    #expect(result.reasons(2) == "")
    // At 20 minutes E is within reach of B beyond the end.
    let twenty = CoverageSettings(
      radii: [], minutes: [5, 20], rules: [UnderservedRule(.minutes(20), below: 0.95)])
    #expect(try town.measure(blocks, stations, twenty).reasons(1) == "beyond_20min;edge_of_network")
    // With 10 minutes at every station it is not: 1,100 m and 10 minutes are 26.5.
    let slow = try town.measure(
      blocks, town.stations(["A", "B"], extra: [10, 10]), twenty)
    #expect(slow.reasons(1) == "beyond_20min")
    // B does not serve the group: no station of its own is beyond the end.
    let own = try town.measure(blocks, stations, groups: [[0], [1]], groupOf: [0, 0, 0])
    #expect(own.reasons(0) == "beyond_15min")
  }

  @Test func `The smaller of two times can be uncertain at the edge alone`() throws {
    let town = try DrawnTown(
      """
      +----------------A---------N* B---------------------+
      """)
    // N: 1,000 m to A, 15 minutes; 300 m by the end, 4.5 minutes.
    let settings = CoverageSettings(
      radii: [], minutes: [5, 16], rules: [UnderservedRule(.minutes(5), below: 0.95)])
    let result = try town.measure([town.block("N")], town.stations(["A", "B"]), settings)
    #expect(result.reasons(0) == "beyond_5min;edge_of_network")
    #expect(result.table.people(0, 1) == 1)
  }

  @Test func `Several causes in one block are all told, with hand-counted shares`() throws {
    let town = try DrawnTown(
      """
      A-------------------B-------------------------+
      ##########
         w               e




                 f




      C-------------------------------------------D
      """, gridMetres: 50)
    let people: [(Character, Double)] = [("A", 4), ("w", 1), ("e", 2), ("f", 3), ("C", 6)]
    let block = town.block(people.map { (place: $0.0, weight: $0.1) })
    let result = try town.measure([block], town.stations(["A"]))
    #expect(result.reasons(0) == "beyond_15min;no_street_nearby;cut_off;barrier")
    // 16 people: 4 at the station, 2 late (15.75 minutes), 10 never.
    #expect(result.table.people(0) == 4.0 / 16)
    #expect(result.table.unreachableShare[0] == 10.0 / 16)
    #expect(result.table.minutes(0) == 5.25)
    #expect(result.table.walkMinutes90[0].isNaN)
  }

  @Test func `Where nobody lives nobody is late and no station counts`() throws {
    let town = try town()
    let people: [(place: Character, weight: Double)] = [("A", 3), ("C", 0), ("f", 0)]
    var block = town.block(people)
    let stations = town.stations(["A", "C"])
    let strict = CoverageSettings(
      radii: [], rules: [UnderservedRule(.minutes(15), below: 1.5)])
    let result = try town.measure([block], stations, strict)
    #expect(result.reasons(0) == "beyond_15min")
    #expect(result.table.stations[0] == 1 && result.table.people(0) == 1)
    // Without anybody at all every place counts once.
    block = town.block(people.map { ($0.place, 0) })
    let empty = try town.measure([block], stations, strict)
    #expect(empty.reasons(0) == "beyond_15min;no_street_nearby")
    #expect(empty.table.stations[0] == 2 && empty.table.people(0) == 2.0 / 3)
  }

  @Test func `The ninetieth percentile stands when just ninety of a hundred arrive`() throws {
    let town = try town()
    // 0.1 added 27 times over 0.1 added 30 times is a hair less than 0.9.
    let people = Array(repeating: Character("A"), count: 27) + ["f", "f", "f"]
    let result = try town.measure([town.block(people.map { ($0, 0.1) })], town.stations(["A"]))
    #expect(result.table.walkMinutes90[0].isFinite)
    let fewer = Array(repeating: Character("A"), count: 26) + ["f", "f", "f"]
    let none = try town.measure([town.block(fewer.map { ($0, 0.1) })], town.stations(["A"]))
    #expect(none.table.walkMinutes90[0].isNaN)
  }

  /// A street of 2 km in the north; the block below is 400 m wide and 400 m deep.
  private let field = """
    A-------------------B
    """

  @Test func `On a lattice, rows beyond 200 metres have no street`() throws {
    let town = try DrawnTown(field)
    // 16 × 16 samples, rows at 12.5 … 387.5 m: 8 of them within 200 m.
    let block = DrawnTown.Block(box: (0, -400, 400, 0))
    let result = try town.measure([block], town.stations(["A"]))
    #expect(result.reasons(0) == "beyond_15min;no_street_nearby")
    #expect(result.table.unreachableShare[0] == 0.5)
    #expect(result.table.people(0) == 0.5)
    #expect(result.table.areaShare[0] == 0.5)
  }

  @Test func `People in a mask or a raster have causes of their own, the area its own share`()
    throws
  {
    let town = try DrawnTown(field)
    let block = DrawnTown.Block(box: (0, -400, 400, 0))
    // All live in the south, beyond 200 m.
    let south = DrawnTown.Block(box: (0, -400, 400, -225))
    let mask = try town.measure(
      [block], town.stations(["A"]), spread: MaskSpread(town.layer([south])))
    #expect(mask.reasons(0) == "beyond_15min;no_street_nearby")
    #expect(mask.table.people(0) == 0 && mask.table.areaShare[0] == 0.5)
    #expect(mask.table.stations[0] == 0 && mask.table.unreachableShare[0] == 1)
    #expect(PopulationMethod(rawValue: mask.table.method[0]) == .mask)
    // The same of a raster with people in the south only, in the north only.
    let west = try DrawnTown.plane.places([PlanarPoint(x: 0, y: 0)])[0]
    let east = try DrawnTown.plane.places([PlanarPoint(x: 400, y: -400)])[0]
    func raster(_ people: [Float]) throws -> DrawnTown.Outcome {
      try town.measure(
        [block], town.stations(["A"]),
        spread: RasterSpread(
          PopulationGrid(
            width: 1, height: people.count,
            transform: [
              west.longitude, east.longitude - west.longitude, 0, west.latitude, 0,
              (east.latitude - west.latitude) / Double(people.count),
            ], people: people, coordinateSystem: .wgs84)))
    }
    let far = try raster([0, 0, 0, 70])
    #expect(far.reasons(0) == "beyond_15min;no_street_nearby")
    #expect(far.table.people(0) == 0 && far.table.areaShare[0] == 0.5)
    #expect(PopulationMethod(rawValue: far.table.method[0]) == .raster)
    let near = try raster([70, 0, 0, 0])
    #expect(near.reasons(0) == "" && near.table.people(0) == 1 && near.table.areaShare[0] == 0.5)
  }

  @Test func `On a lattice a wall hides what lies behind it`() throws {
    // A cell is 50 m. The wall stands 50 m south of the street, far beyond the block on both sides.
    let town = try DrawnTown(
      """
      +--------A------------------------------+
      #################################
      """, gridMetres: 50)
    // 8 rows of 25 m: the first two before the wall, six behind it.
    let block = DrawnTown.Block(box: (700, -200, 1000, 0))
    let result = try town.measure([block], town.stations(["A"]))
    #expect(result.reasons(0) == "beyond_15min;barrier")
    // The block's weight is shared out to samples and summed up again.
    #expect(abs(result.table.people(0) - 0.25) < 1e-12)
    #expect(abs(result.table.unreachableShare[0] - 0.75) < 1e-12)
  }
}
