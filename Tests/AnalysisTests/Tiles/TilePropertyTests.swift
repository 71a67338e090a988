import Foundation
import Layers
import Model
import Streets
import Testing

@testable import Analysis

/// Every column of every block from its tile is the whole run's, bit by bit, in random worlds.
@Suite struct TilePropertyTests {
  private static func input(_ path: String, _ role: LayerRequest.Role) -> CoverageRequest.Input {
    CoverageRequest.Input(LayerRequest(role: role, path: path))
  }

  /// A request for a world, with measures of its own.
  private static func request(_ world: TileWorld) throws -> CoverageRequest {
    let blocks = try world.blocks(Int(world.number(20...60)))
    let stations = try world.stations(Int(world.number(2...14)))
    var request = CoverageRequest(
      blocks: input(blocks, .blocks), stations: [input(stations, .stations)],
      settings: MeasureSettings(
        radii: world.pick([[500], [300, 800], [1_000]]),
        minutes: world.pick([[15], [5, 10], [3, 15, 20]]), speed: world.pick([4, 2.9, 5.5]),
        detour: world.pick([1, 1.3]), maximumMinutes: world.pick([20, 30, 180])),
      within: world.chance(0.3) ? "area" : nil)
    if world.chance(0.5) {
      request.demand = input(try world.demand(200), .demand)
    } else if world.chance(0.4) {
      request.mask = input(try world.mask(12), .mask)
    }
    if world.chance(0.4) {
      request.groups = [
        PeopleGroup(name: "old", field: "old", profile: "elderly", speed: 2.9)
      ]
    }
    request.wantsSensitivity = world.chance(0.3)
    return request
  }

  /// Differences and counts for a request with some streets, cut by number or by value.
  private static func compare(
    _ world: TileWorld, _ request: CoverageRequest, streets: StreetGraph?
  ) throws -> (texts: [String], blocks: Int, tiles: Int) {
    var ledger = Ledger()
    var files = request
    files.streets = nil
    var inputs = try CoverageInputs.read(files, progress: { _ in }, &ledger)
    if let streets {
      let source = LayerSource(path: "streets.lcg")
      inputs.streets = StreetInput(
        graph: streets, source: source, count: 1, sources: [("streets", source, 1)],
        knowsFootways: true)
    }
    let comparison = try TileComparison(request, inputs)
    if world.chance(0.3) {
      let values = try FieldColumns(layer: inputs.blocks.layer, threads: 1).texts("area")
      return try comparison.differences(limit: nil, values: values, in: world.folder)
    }
    return try comparison.differences(limit: Int(world.number(1...12)), in: world.folder)
  }

  @Test(arguments: 1...30)
  func `Straight, a tile gives its blocks what the whole run gives them`(seed: Int) throws {
    let world = try TileWorld(seed: UInt64(seed))
    let found = try Self.compare(world, try Self.request(world), streets: nil)
    #expect(found.texts.isEmpty, "seed \(seed): \(found.texts.prefix(5))")
    #expect(found.blocks >= 20 && found.tiles > 1)
  }

  @Test(arguments: 101...124)
  func `On foot, a tile gives its blocks what the whole run gives them`(seed: Int) throws {
    let world = try TileWorld(seed: UInt64(seed))
    var request = try Self.request(world)
    request.streets = StreetRequest(
      streets: Self.input("streets.lcg", .streets), snapMetres: world.pick([60, 200]),
      legBarriers: world.chance(0.8))
    request.reverse = world.chance(0.4)
    if request.reverse { request.dispatchMinutes = world.pick([0, 2.5]) }
    if world.chance(0.4) { request.stationExtraField = "stairs" }
    let found = try Self.compare(world, request, streets: world.streets())
    #expect(found.texts.isEmpty, "seed \(seed): \(found.texts.prefix(5))")
    #expect(found.blocks >= 20 && found.tiles > 1)
  }

  /// 30 minutes at 4 km/h are 2,000 m: the station stands 1,950 m east of the block, the way is straight.
  @Test func `A station at the end of the longest walk is reached from its tile`() throws {
    let world = try TileWorld(seed: 7)
    func degrees(_ x: Double, _ y: Double) -> (Double, Double) {
      (124 + x / 79_900, 44.3 + y / 111_100)
    }
    func write(_ name: String, _ type: String, _ shapes: [[(Double, Double)]]) throws -> String {
      let features = shapes.map { places in
        let list = places.map { "[\(degrees($0.0, $0.1).0),\(degrees($0.0, $0.1).1)]" }
          .joined(separator: ",")
        let coordinates = type == "Point" ? list : "[[\(list)]]"
        return "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"\(type)\","
          + "\"coordinates\":\(coordinates)}}"
      }.joined(separator: ",")
      let file = world.folder.appendingPathComponent(name)
      try Data("{\"type\":\"FeatureCollection\",\"features\":[\(features)]}".utf8).write(to: file)
      return file.path
    }
    func square(_ x: Double) -> [(Double, Double)] {
      [(x, -5), (x + 10, -5), (x + 10, 5), (x, 5), (x, -5)]
    }
    var request = CoverageRequest(
      blocks: Self.input(
        try write("b.geojson", "Polygon", [square(0), square(4_000)]), .blocks),
      stations: [Self.input(try write("s.geojson", "Point", [[(1_955, 1)]]), .stations)],
      settings: MeasureSettings(radii: [100], minutes: [5], maximumMinutes: 30))
    request.streets = StreetRequest(
      streets: Self.input("streets.lcg", .streets), snapMetres: 60)
    let streets = TileWorld.graph(
      [[Character](repeating: "-", count: 45)], place: { degrees($0, $1) })
    var ledger = Ledger()
    var files = request
    files.streets = nil
    var inputs = try CoverageInputs.read(files, progress: { _ in }, &ledger)
    let source = LayerSource(path: "streets.lcg")
    inputs.streets = StreetInput(
      graph: streets, source: source, count: 1, sources: [("streets", source, 1)],
      knowsFootways: true)
    let comparison = try TileComparison(request, inputs)
    #expect(abs(comparison.whole.table.walkMinutes[0] - 29.25) < 0.1)
    let found = try comparison.differences(limit: 1, in: world.folder)
    #expect(found.texts.isEmpty && found.tiles == 2, "\(found.texts)")
  }
}
