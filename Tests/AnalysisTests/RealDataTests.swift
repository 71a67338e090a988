import Foundation
import Geometry
import Layers
import Model
import Testing

@testable import Analysis

/// Real cities against figures that others computed, and against GEOS in the systems those figures are in.
@Suite struct RealDataTests {
  /// Planar units of a projected system for one true metre at a place, from a geodesic of 200 m.
  private static func scale(
    _ place: Coordinate, _ transform: borrowing CoordinateTransform
  ) throws -> Double {
    let centre = GeographicPoint(longitude: place.x, latitude: place.y)
    var ends = [45.0, 225].map { azimuth in
      let end = Geodesic.wgs84.destination(from: centre, azimuth: azimuth, distance: 100)
      return Coordinate(x: end.longitude, y: end.latitude)
    }
    try transform.transform(&ends)
    return hypot(ends[0].x - ends[1].x, ends[0].y - ends[1].y) / 200
  }

  /// The stations of a layer of points or areas in degrees, as the contract takes areas: a point inside.
  private static func stations(_ layer: Layer) throws -> [Coordinate] {
    try layer.chunks.flatMap { chunk in
      try (0..<chunk.count).map { offset in
        try GEOSGeometry(chunk.shapes, feature: offset).pointOnSurface().coordinates[0]
      }
    }
  }

  private struct Planar {
    var area: Double
    var share: Double
    var count: Int
  }

  /// A block's measures by GEOS in a projected system, with radii scaled to true metres there.
  private static func measure(
    _ shapes: ShapeColumn, _ offset: Int, _ stations: [PlanarPoint], radius: Double,
    _ transform: borrowing CoordinateTransform
  ) throws -> Planar {
    let box = shapes.boundingBox(of: offset)
    let scale = try scale(
      Coordinate(x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2), transform)
    let block = try PlanarArea.projected(shapes, offset, transform)
    let near = try stations.map { try GEOSGeometry(point: $0) }.filter {
      try $0.distance(to: block) <= radius * scale
    }
    // 512 segments a quadrant lack 1.6e-6 of a disc; drawn at equal area.
    let angle = Double.pi / 1024
    let drawn = radius * scale * (angle / sin(angle)).squareRoot()
    let discs = try near.map { try $0.buffer(drawn, quadrantSegments: 512) }
    let area = try block.area
    let covered =
      discs.isEmpty ? 0 : try block.intersection(GEOSGeometry.unaryUnion(of: discs)).area
    return Planar(area: area / (scale * scale), share: covered / area, count: near.count)
  }

  private static func planar(
    _ places: [Coordinate], _ transform: borrowing CoordinateTransform
  ) throws -> [PlanarPoint] {
    var moved = places
    try transform.transform(&moved)
    return moved.map { PlanarPoint(x: $0.x, y: $0.y) }
  }

  @Test(.enabled(if: TestData.isPresent("porto-alegre"), "the shared test data are absent"))
  func `Porto Alegre agrees with its reference as far as UTM metres allow, and with GEOS tightly`()
    throws
  {
    let blocks = TestData.shared("porto-alegre/hexgrid_population.geojson")
    let stations = TestData.shared("porto-alegre/stations.geojson")
    let result = try Pipeline(
      blocks: blocks, stations: stations,
      settings: MeasureSettings(radii: [500, 1000], minutes: [])
    ).run()
    let cells = try TestData.table(
      TestData.shared("porto-alegre/expected_coverage_cells.csv"))
    let expected = Dictionary(uniqueKeysWithValues: cells.map { ($0["id"] ?? "", $0) })
    try #require(expected.count == 1227 && result.features.count == 1227)
    let layer = try Pipeline.layer(blocks)
    let transform = try CoordinateTransform(from: "EPSG:4326", to: "EPSG:31982")
    let places = try Self.planar(Self.stations(Pipeline.layer(stations)), transform)
    var people = [0.0, 0]
    var touched = 0
    for (index, feature) in result.features.enumerated() {
      let row = try #require(expected[feature.text("id") ?? ""])
      let (chunk, offset) = layer.locate(index)
      let shapes = layer.chunks[chunk].shapes
      for (reach, radius) in [500.0, 1000].enumerated() {
        let share = feature.number("area_share_\(Int(radius))m")
        people[reach] += feature.number("population") * share
        // Around 51.2° W the reference's metres (UTM 22S) are 0.9996 true metres: its 500 m discs are 0.2 m
        // wider than true ones, its 1,000 m discs 0.4 m; two arcs of 300 m through a cell of 1.1e5 m² make
        // 2.2e-3 of the latter. Its 256-gons are up to 0.08 m too narrow, the other way. The comparison with
        // GEOS below, with radii in true metres, leaves nothing of the difference.
        #expect(
          abs(share - row.number("areal_fraction_\(Int(radius))m"))
            <= (radius < 600 ? 2e-3 : 2.5e-3))
        if feature.number("nearest_m") < radius + 400 {
          touched += 1
          let exact = try Self.measure(shapes, offset, places, radius: radius, transform)
          // The same discs in true metres: 5e-6 for the scale taken at one place, 0.5e-6 for rounding.
          #expect(abs(share - exact.share) <= 6e-6, "\(feature.text("id") ?? "") \(radius)")
          #expect(feature.number("stations_\(Int(radius))m") == Double(exact.count))
          let area = feature.number("area_m2")
          #expect(abs(area - exact.area) <= 5e-6 * exact.area + 0.005)
        }
      }
      // In UTM metres, from H3's cell centre, which lies within 2 m of the hexagon's centroid.
      let near = row.number("nearest_m")
      #expect(abs(feature.number("nearest_m") * 0.9996 - near) <= 2 + 1e-4 * near)
    }
    #expect(touched > 300)
    let totals = try TestData.table(TestData.shared("porto-alegre/expected_coverage.csv"))
    try #require(totals.count == 2)
    for (reach, row) in totals.enumerated() {
      // As above: 0.2 m of 500 m are 8e-4 of a disc.
      let covered = row.number("pop_covered_areal")
      #expect(abs(people[reach] - covered) <= 1e-3 * covered)
      let summary = result.outcome.summary["radii"][["500", "1000"][reach]]
      #expect(abs(summary["pop_covered"].number - people[reach]) <= 1)
      #expect(summary["blocks_none"].number == row.number("cells_uncovered"))
      #expect(summary["blocks_full"].number == row.number("cells_fully_covered"))
    }
  }

  @Test(.enabled(if: TestData.isPresent("singapore"), "the shared test data are absent"))
  func `Singapore's subzones and parks agree with GEOS in SVY21`() throws {
    let blocks = TestData.shared("singapore/subzones_population_2020.geojson")
    let parks = TestData.shared("singapore/parks.geojson")
    let result = try Pipeline(
      blocks: blocks, stations: parks, settings: MeasureSettings(radii: [400], minutes: [])
    ).run()
    let layer = try Pipeline.layer(blocks)
    try #require(layer.count == 332 && result.features.count == 332)
    let transform = try CoordinateTransform(from: "EPSG:4326", to: "EPSG:3414")
    let places = try Self.planar(Self.stations(Pipeline.layer(parks)), transform)
    #expect(places.count == 674)
    #expect(result.outcome.summary["population"].number == 4_051_500)
    var compared = 0
    for index in stride(from: 0, to: 332, by: 6) {
      let feature = result.features[index]
      let (chunk, offset) = layer.locate(index)
      let exact = try Self.measure(
        layer.chunks[chunk].shapes, offset, places, radius: 400, transform)
      // Subzones are up to 10 km wide: 1e-5 of scale, here and in SVY21.
      #expect(abs(feature.number("area_m2") - exact.area) <= 1e-5 * exact.area + 0.01)
      #expect(abs(feature.number("area_share_400m") - exact.share) <= 2e-5)
      #expect(abs(feature.number("stations_400m") - Double(exact.count)) <= 1)
      compared += 1
    }
    #expect(compared == 56)
  }

  @Test(.enabled(if: TestData.isPresent("beijing-townships"), "the shared test data are absent"))
  func `Beijing's townships have their geodesic areas`() throws {
    let blocks = TestData.shared("beijing-townships/townships.geojson")
    let stations = TestData.shared("beijing-xueyuanlu/pois.geojson")
    let result = try Pipeline(
      blocks: blocks, stations: stations, settings: MeasureSettings(minutes: [])
    ).run()
    let rows = try TestData.table(TestData.shared("beijing-townships/townships.csv"))
    let layer = try Pipeline.layer(blocks)
    try #require(rows.count == 331 && result.features.count == 331)
    for (index, (row, feature)) in zip(rows, result.features).enumerated() {
      let (chunk, offset) = layer.locate(index)
      let expected = try PlanarArea.of(layer.chunks[chunk].shapes, offset)
      let area = feature.number("area_m2")
      // 5e-6: one scale for a township of 40 km, whose own varies by as much.
      #expect(abs(area - expected) <= 5e-6 * expected + 0.01, "\(index)")
      // The table's areas are planar in EPSG:4548, whose scale grows to 1 + x²/2R² = 1.00023 at 115.4° E, 137 km
      // from its meridian: areas there are up to 4.6e-4 too large, never too small; four decimals of km².
      let table = row.number("area_km2") * 1e6
      #expect(table - area >= -1e-5 * area - 60 && table - area <= 5e-4 * area + 60)
    }
    #expect(result.outcome.summary["population"].number == 20_755_648)
    #expect(result.features.contains { $0.number("area_share_500m") > 0.2 })
    #expect(result.features.contains { $0.number("nearest_m") > 50_000 })
  }

  @Test(.enabled(if: TestData.isPresent("helsinki"), "the shared test data are absent"))
  func `Helsinki's cells are 250 m squares once UTM's scale is taken out`() throws {
    let blocks = TestData.shared("helsinki/population_grid_2020.gpkg")
    // The GeoJSON has the reference's areas but corners rounded to a centimetre: up to 3 m² of a cell.
    let rounded = try Pipeline.layer(TestData.shared("helsinki/population_grid_2020.geojson"))
    let given = try rounded.numbers(named: "area_m2", threads: 1).values
    let ids = try rounded.strings(named: "id", threads: 1)
    let station = FileManager.default.temporaryDirectory
      .appendingPathComponent(UUID().uuidString + ".csv")
    defer { try? FileManager.default.removeItem(at: station) }
    try Data("id,lon,lat\nA,24.93,60.165\n".utf8).write(to: station)
    let result = try Pipeline(blocks: blocks, stations: station.path).run()
    try #require(result.features.count == 92 && given.count == 92)
    let layer = try Pipeline.layer(blocks)
    let transform = try CoordinateTransform(from: "EPSG:4326", to: "EPSG:3067")
    for (index, feature) in result.features.enumerated() {
      let (chunk, offset) = layer.locate(index)
      let box = layer.chunks[chunk].shapes.boundingBox(of: offset)
      let scale = try Self.scale(
        Coordinate(x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2), transform)
      // EPSG:3067 is 0.99976 of true length here, 115 km from its meridian: 30 m² of a cell.
      #expect(scale > 0.9997 && scale < 0.9998)
      let id = feature.number("id")
      let row = try #require(ids.firstIndex { $0.flatMap { Double($0) } == id })
      // 5e-6 and the reference's rounding to a tenth.
      let area = feature.number("area_m2")
      #expect(abs(area - given[row] / (scale * scale)) <= 5e-6 * area + 0.06)
    }
    #expect(result.outcome.summary["population"].number == 71_724)
  }

  @Test(
    .enabled(if: TestData.isPresent("china-admin"), "the shared test data are absent"),
    arguments: [
      ("220722_changling_datav_gcj02", 5735.8), ("220211_fengman_amap_gcj02", 1060.5),
      ("370685_zhaoyuan_datav_gcj02", 1442.6), ("370211_huangdao_datav_gcj02", 2129.1),
    ])
  func `Counties over several strips have their geodesic area after conversion from GCJ-02`(
    _ name: String, _ squareKilometres: Double
  ) throws {
    let file = TestData.shared("china-admin/\(name).geojson")
    var pipeline = Pipeline(
      blocks: file, stations: TestData.county("stations.geojson"),
      settings: MeasureSettings(minutes: []))
    pipeline.request.blocks.layer.coordinateSystem = .gcj02
    let result = try pipeline.run()
    let layer = try Pipeline.layer(file, .gcj02)
    try #require(result.features.count == 1)
    let expected = try PlanarArea.of(layer.chunks[0].shapes, 0)
    let area = result.features[0].number("area_m2")
    #expect(abs(area - expected) <= 1e-5 * expected)
    // The folder's README: datav and amap outlines of one county differ by some tenths of a per cent.
    #expect(abs(area / 1e6 - squareKilometres) <= 0.005 * squareKilometres)
  }

  @Test(.enabled(if: TestData.isPresent("china-admin"), "the shared test data are absent"))
  func `Shenzhen's GCJ-02 outlines fall on the WGS 84 ones only when converted`() throws {
    let given = TestData.shared("china-admin/440300_shenzhen_counties_datav_gcj02.geojson")
    let truth = try Pipeline.layer(
      TestData.shared("china-admin/440300_shenzhen_districts_wgs84.geojson"))
    let names = try truth.strings(named: "district", threads: 1)
    func overlap(_ layer: Layer) throws -> [String: Double] {
      var result: [String: Double] = [:]
      let own = try layer.strings(named: "name", threads: 1)
      for (index, name) in own.enumerated() {
        guard let name, let other = names.firstIndex(where: { $0.map(name.hasPrefix) == true })
        else { continue }
        let a = try Self.feature(layer, index)
        let b = try Self.feature(truth, other)
        result[name] = try a.intersection(b).area / a.union(b).area
      }
      return result
    }
    let converted = try overlap(Pipeline.layer(given, .gcj02))
    let raw = try overlap(Pipeline.layer(given))
    #expect(converted.count >= 5)
    for name in ["福田区", "罗湖区", "南山区", "盐田区"] {
      let right = try #require(converted[name])
      let wrong = try #require(raw[name])
      // 570 m of shift spoil a district of 10 km by a tenth; the sources' own outlines differ by less.
      #expect(right > wrong + 0.02, "\(name): \(right) and \(wrong)")
    }
  }

  private static func feature(_ layer: Layer, _ index: Int) throws -> GEOSGeometry {
    let (chunk, offset) = layer.locate(index)
    let geometry = try GEOSGeometry(layer.chunks[chunk].shapes, feature: offset)
    return try geometry.isValid ? geometry : geometry.madeValid()
  }

  @Test(.enabled(if: TestData.isPresent("local-metre-plan"), "the shared test data are absent"))
  func `A plan in local metres is refused and nothing is written`() throws {
    let pipeline = Pipeline(
      blocks: TestData.shared("local-metre-plan/dhm.geojson"),
      stations: TestData.county("stations.geojson"))
    let failure = #expect(throws: AnalysisError.self) { _ = try pipeline.run() }
    #expect(failure?.exitCode == 65)
  }
}
