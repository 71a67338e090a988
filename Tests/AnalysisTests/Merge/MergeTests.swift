import Foundation
import Layers
import Model
import Streets
import Testing

@testable import Analysis

/// Tiles measured one by one and merged, against one run over all blocks.
@Suite struct MergeTests {
  private static func county(streets: Bool) -> CoverageRequest {
    var request = Pipeline(
      blocks: TestData.county("grids.geojson"), stations: TestData.county("stations.geojson"),
      demand: TestData.county("buildings.csv")
    ).request
    request.groupBy = ["street", "community"]
    if streets {
      request.streets = StreetRequest(
        streets: .init(LayerRequest(role: .streets, path: TestData.county("songling.osm.pbf"))))
    }
    return request
  }

  @Test(arguments: [false, true]) func `The county in tiles is the county, byte for byte`(
    streets: Bool
  ) throws {
    var run = try TiledRun(Self.county(streets: streets), blocksPerTile: 20)
    defer { run.remove() }
    run.formats = ["geojson", "csv", "gpkg"]
    #expect(try run.measure() > 6)
    #expect(try run.differences() == [])
    #expect(try run.differences(language: .chinese) == [])
  }

  @Test func `The county cut by street office, with the curve over radii and speeds`() throws {
    var run = try TiledRun(Self.county(streets: true), field: "street")
    defer { run.remove() }
    run.wantsSensitivity = true
    #expect(try run.measure() > 1)
    #expect(try run.differences() == [])
  }

  @Test(arguments: 0..<20) func `A random place in tiles is the place, byte for byte`(
    seed: Int
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "lifecircle-world-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var world = try RandomWorld(seed: UInt64(seed), in: folder)
    var run = try TiledRun(
      try world.request(seed: seed), blocksPerTile: 3 + seed % 9,
      field: seed % 6 == 5 ? "street" : nil)
    defer { run.remove() }
    run.wantsSensitivity = seed % 4 == 3
    let tiles = try run.measure()
    #expect(try run.differences() == [], "seed \(seed), \(tiles) tiles")
  }

  /// Real people on real streets, which end within the grid; four cells stand for stations.
  @Test(
    .enabled(
      if: TestData.isPresent("helsinki/population_grid_2020.geojson")
        && TestData.isPresent("helsinki/helsinki_centre_small.osm.pbf"),
      "reference data are not beside the repository"))
  func `Helsinki's population grid on its streets in tiles is one run, byte for byte`() throws {
    var request = Pipeline(
      blocks: TestData.shared("helsinki/population_grid_2020.geojson"),
      stations: TestData.shared("helsinki/population_grid_2020.geojson"),
      settings: MeasureSettings(radii: [300], minutes: [5, 10], maximumMinutes: 40)
    ).request
    request.stations[0].filter = "id = 5 OR id = 33 OR id = 47 OR id = 70"
    request.streets = StreetRequest(
      streets: .init(
        LayerRequest(
          role: .streets, path: TestData.shared("helsinki/helsinki_centre_small.osm.pbf"))))
    let run = try TiledRun(request, blocksPerTile: 12)
    defer { run.remove() }
    #expect(try run.measure() > 4)
    #expect(try run.differences() == [])
  }

  // MARK: Refusals

  private func refusal(_ body: () throws -> Void) -> AnalysisError? {
    do {
      try body()
      return nil
    } catch { return error as? AnalysisError }
  }

  @Test func `What is missing, doubled, foreign or damaged is refused by name`() throws {
    let run = try TiledRun(Self.county(streets: false), blocksPerTile: 60)
    defer { run.remove() }
    let count = try run.measure()
    try #require(count >= 3)
    let files = (1...count).map { run.parts + "/000\($0).lcpart" }
    func merged(_ parts: [String]) -> AnalysisError? { refusal { try run.merge(parts: parts) } }

    #expect(merged(files) == nil)
    let missing = try #require(merged(Array(files.dropFirst(2))))
    #expect(missing.kind == .badData)
    #expect(missing.message.english == "2 of \(count) tiles have no part: 0001, 0002")

    let copy = run.parts + "/again.lcpart"
    try FileManager.default.copyItem(atPath: files[0], toPath: copy)
    #expect(merged([run.parts])?.message.english == "tile 0001 has a part already, 0001.lcpart")
    try FileManager.default.removeItem(atPath: copy)

    var other = try TiledRun(Self.county(streets: false), blocksPerTile: 60)
    defer { other.remove() }
    other.request.settings.radii = [400]
    try other.measure()
    let foreign = try #require(merged([other.parts + "/0002.lcpart"] + files.dropFirst()))
    #expect(foreign.line(in: .english).contains("0002.lcpart: it is of another tile 0002"))

    let part = try CoveragePart.open(files[1])
    var old = part
    old.origin.product = "0.0.1"
    try old.save(to: copy)
    #expect(
      merged([copy])?.message.english
        == "it was measured by lifecircle 0.0.1, this is \(ProductVersion.text)")
    var stray = part
    stray.origin.name = "0099"
    try stray.save(to: copy)
    #expect(merged([copy])?.message.english.hasPrefix("it is of tile “0099”") == true)
    var moved = part
    moved.rows[moved.rows.count - 1] += 1
    try moved.save(to: copy)
    #expect(
      merged([files[0], copy] + files.dropFirst(2))?.message.english
        == "unusable part: it contradicts its tile")

    let empty = run.path("empty")
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    #expect(merged([empty])?.line(in: .english).contains("there is no part in this folder") == true)
    #expect(merged([run.path("nowhere")])?.kind == .missingInput)
    #expect(
      refusal { try run.merge(sensitivity: run.path("curve.csv")) } != nil)
  }

  @Test func `A tile that changed after it was cut is refused`() throws {
    let run = try TiledRun(Self.county(streets: false), blocksPerTile: 80)
    defer { run.remove() }
    try run.measure()
    let (first, second) = (run.tiles + "/0001.lct", run.tiles + "/0002.lct")
    try FileManager.default.removeItem(atPath: first)
    #expect(refusal { try run.merge() }?.kind == .missingInput)
    try FileManager.default.copyItem(atPath: second, toPath: first)
    #expect(
      refusal { try run.merge() }?.message.english.contains("not the one that tiles.json names")
        == true)
  }
}
