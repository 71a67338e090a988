import Model
import Testing

@testable import Streets

/// The lattice spacing chosen for a station: 0.145 × cell ÷ limit + 0.074 × the share of street points that have a
/// street they do not join within half a cell is at most 0.3 %.
@Suite struct IsochroneCellChoiceTests {
  private func station(_ x: Double, _ y: Double, _ index: StreetIndex) throws -> [IsochroneEntrance]
  {
    let place = SketchedStreets.place(x, y)
    guard case .snapped(let snapped) = index.snap(place.place, limitMetres: 200) else {
      throw NotSnapped()
    }
    return [
      IsochroneEntrance(place: place, entrance: StationEntrance(station: 0, place: snapped))
    ]
  }

  struct NotSnapped: Error {}

  private func cell(
    _ network: SketchedStreets, _ x: Double = 0, _ y: Double = 0, metres: [UInt32]
  ) throws -> Double {
    let graph = network.graph
    let index = StreetIndex(graph, legBarriers: true, threads: 1)
    let cells = try IsochroneCellChoice(graph, index: index).cells(
      around: [station(x, y, index)], limits: metres.map { 1000 * $0 }, threads: 2)
    return try #require(cells.first)
  }

  /// Streets from west to east, each a component of its own, 150 m apart, and another `gap` metres north of each.
  private func pairs(gap: Double) -> SketchedStreets {
    var network = SketchedStreets()
    for line in stride(from: -1500.0, through: 1500, by: 150) {
      let xs = Array(stride(from: -2000.0, through: 2000, by: 100))
      network.street(xs.map { ($0, line) })
      network.street(xs.map { ($0, line + gap) })
    }
    return network
  }

  private var grid: SketchedStreets {
    var network = SketchedStreets()
    let lines = Array(stride(from: -1500.0, through: 1500, by: 150))
    for line in lines {
      network.street(lines.map { ($0, line) })
      network.street(lines.map { (line, $0) })
    }
    return network
  }

  @Test func `On a plain grid of streets the limit alone decides`() throws {
    // 0.145 · 12 / 580 = 0.3 %, 0.145 · 8 / 386.7 = 0.3 %, 0.145 · 4 / 193.3 = 0.3 %.
    #expect(try cell(grid, metres: [1000]) == 12)
    #expect(try cell(grid, metres: [581]) == 12)
    #expect(try cell(grid, metres: [579]) == 8)
    #expect(try cell(grid, metres: [388]) == 8)
    #expect(try cell(grid, metres: [385]) == 4)
    #expect(try cell(grid, metres: [192]) == 2)
    #expect(try cell(grid, metres: [1000, 385]) == 4, "the shortest limit decides")
    #expect(try cell(grid, metres: [10]) == 2)
  }

  @Test(arguments: [(7.0, 12.0), (5, 8), (3, 4), (1.5, 2)])
  func `Streets side by side that do not join want half their distance`(
    _ gap: Double, _ wanted: Double
  ) throws {
    #expect(try cell(pairs(gap: gap), metres: [1000]) == wanted)
  }

  @Test func `Streets that join within three stretches do not count as close`() throws {
    var network = grid
    // A pavement 3 m beside each street, tied to it every 150 m.
    let lines = Array(stride(from: -1500.0, through: 1500, by: 150))
    for line in lines {
      network.street(lines.map { ($0, line + 3) })
      for x in lines { network.street([(x, line), (x, line + 3)]) }
    }
    #expect(try cell(network, metres: [1000]) == 12)
  }

  @Test func `Points and those with a street close by are counted`() throws {
    let graph = pairs(gap: 3).graph
    let index = StreetIndex(graph, legBarriers: true, threads: 1)
    let far = SketchedStreets.place(0, 9000)
    let counts = try StreetCloseness(graph, index)
      .counts(around: [[SketchedStreets.place(0, 0)], [far], []], threads: 2)
    // Two streets every 150 m in a circle of π km², a point every 400 m of them: 105, to the points at its rim.
    #expect(abs(counts[0].points - 105) < 12, "\(counts[0])")
    #expect(counts[0].close == [0, 0, counts[0].points, counts[0].points])
    #expect(counts[1].points == 0 && counts[1].share(0) == 0 && counts[2].points == 0)
  }

  @Test func `A station's choice depends on no other station, nor on the threads`() throws {
    var network = grid
    network.street(stride(from: -1500.0, through: 1500, by: 100).map { ($0, 1501.5) })
    network.street([(1500, 1500), (6000, 1500), (9000, 1500)])
    let graph = network.graph
    let index = StreetIndex(graph, legBarriers: true, threads: 1)
    let stations = try [
      station(0, 1400, index), station(0, -700, index), station(8500, 1480, index),
    ]
    let choice = IsochroneCellChoice(graph, index: index)
    let all = try choice.cells(around: stations, limits: [1_000_000], threads: 3)
    let each = try stations.flatMap {
      try choice.cells(around: [$0], limits: [1_000_000], threads: 1)
    }
    #expect(all == each && all == [2, 12, 12], "\(all)")
  }

  @Test func `What is left of the limit behind the station's own leg counts`() throws {
    let graph = grid.graph
    let index = StreetIndex(graph, legBarriers: true, threads: 1)
    var entrances = try station(0, 0, index)
    entrances[0].entrance.extraMillimetres = 500_000
    let choice = IsochroneCellChoice(graph, index: index)
    func cells(_ limits: [UInt32]) throws -> [Double] {
      try choice.cells(around: [entrances], limits: limits.map { 1000 * $0 }, threads: 1)
    }
    #expect(try cells([1100]) == [12] && cells([1070]) == [8])
    #expect(try cells([400, 1100]) == [12], "a limit that gives no area decides nothing")
  }
}
