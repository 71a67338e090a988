import Foundation
import Layers
import Model
import Testing

@testable import Analysis

/// The example county against figures made with shapely, pyproj and numpy (its `reference.py`).
@Suite struct ExampleCountyTests {
  private static let settings = MeasureSettings(radii: [300, 500], minutes: [])

  private static func pipeline() -> Pipeline {
    Pipeline(
      blocks: TestData.county("grids.geojson"), stations: TestData.county("stations.geojson"),
      demand: TestData.county("buildings.csv"), settings: settings)
  }

  @Test func `Every grid has the reference's area, shares, distances, counts and people`() throws {
    let result = try Self.pipeline().run()
    let expected = try TestData.table(TestData.county("expected_coverage.csv"))
    try #require(expected.count == 126 && result.features.count == 126)
    for (row, feature) in zip(expected, result.features) {
      let id = row["id"] ?? ""
      #expect(feature.text("id") == id)
      // 1e-6 relative, and half of the hundredth the column is rounded to.
      let area = row.number("area_m2")
      #expect(abs(feature.number("area_m2") - area) <= 1e-6 * area + 0.006, "\(id)")
      #expect(feature.number("population") == row.number("population"))
      #expect(feature.text("pop_method") == row["pop_method"])
      // Both are rounded: ours to 0.005 m, the reference's to 0.0005 m; 1e-6 of the way for the planes.
      let near = row.number("nearest_m")
      #expect(abs(feature.number("nearest_m") - near) <= 0.01, "\(id)")
      for radius in ["300m", "500m"] {
        // 1e-6 is the reference's own accuracy, 0.5e-6 our rounding.
        #expect(
          abs(feature.number("area_share_\(radius)") - row.number("area_share_\(radius)")) <= 1.5e-6
        )
        #expect(
          abs(feature.number("pop_share_\(radius)") - row.number("pop_share_\(radius)")) <= 1.5e-6)
        #expect(
          abs(feature.number("pop_uncovered_\(radius)") - row.number("pop_uncovered_\(radius)"))
            <= 0.01)
        #expect(feature.number("stations_\(radius)") == row.number("stations_\(radius)"))
      }
      #expect(feature.boolean("underserved") == (row["underserved_500m"] == "true"))
    }
    #expect(result.outcome.summary["population"].number == 88_000)
  }

  @Test func `The GBK Shapefile in Gauss-Krüger metres gives what the GeoJSON gives`() throws {
    let plain = try Self.pipeline().run()
    var shapefile = Self.pipeline()
    shapefile.request.blocks = .init(
      LayerRequest(role: .blocks, path: TestData.county("grids_gbk.zip")))
    let other = try shapefile.run()
    try #require(plain.features.count == other.features.count)
    let layer = try Pipeline.layer(TestData.county("grids.geojson"))
    var areas = [0.0, 0]
    for (index, (left, right)) in zip(plain.features, other.features).enumerated() {
      #expect(left.text("id") == right.text("编号") && left.text("name") == right.text("名称"))
      // The GeoJSON's corners are rounded to the seventh decimal of a degree, up to 6 mm north and 4 mm east,
      // the Shapefile's to a millimetre; along a grid's outline that is at most 7 mm of width.
      let (chunk, offset) = layer.locate(index)
      let perimeter = try PlanarArea.perimeter(of: layer.chunks[chunk].shapes, offset)
      let area = left.number("area_m2")
      #expect(abs(right.number("area_m2") - area) <= 0.007 * perimeter)
      areas[0] += area
      areas[1] += right.number("area_m2")
      for name in ["area_share_300m", "area_share_500m", "pop_share_300m", "pop_share_500m"] {
        #expect(abs(right.number(name) - left.number(name)) <= 3e-5, "\(name)")
      }
      #expect(right.number("population") == left.number("population"))
      #expect(abs(right.number("nearest_m") - left.number("nearest_m")) <= 0.02)
      #expect(left.text("nearest_station") == right.text("nearest_station"))
    }
    // Grids share their corners, so roundings inside the town cancel: a wrong scale would not.
    #expect(abs(areas[1] - areas[0]) <= 1e-6 * areas[0])
  }

  @Test func `The office's table in GCJ-02 gives what the WGS 84 points give`() throws {
    let plain = try Self.pipeline().run()
    var table = Self.pipeline()
    table.request.stations = [
      .init(
        LayerRequest(
          role: .stations, path: TestData.county("stations_gcj02.xlsx"), coordinateSystem: .gcj02))
    ]
    let other = try table.run()
    try #require(plain.features.count == other.features.count)
    var sum = 0.0
    for (left, right) in zip(plain.features, other.features) {
      // Six decimals place a station within 0.07 m: distances shift by that much, and a share by 0.07 m along
      // the arcs in a grid, some 3e-4 where 400 m of arc cross a grid of 1e5 m².
      #expect(abs(right.number("nearest_m") - left.number("nearest_m")) <= 0.08)
      for name in ["area_share_300m", "area_share_500m"] {
        #expect(abs(right.number(name) - left.number(name)) <= 1e-3, "\(name)")
        sum += right.number(name) - left.number(name)
      }
    }
    // Roundings go all ways and cancel over 126 grids: a shift of the whole table would not.
    #expect(abs(sum / 252) <= 1e-5)
  }

  @Test func `A block without people of its own has those of the raster`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("all.geojson")
    let text = """
      {"type":"FeatureCollection","features":[
      {"type":"Feature","properties":{"id":"all"},"geometry":{"type":"Polygon","coordinates":
      [[[123.8,44.1],[124.2,44.1],[124.2,44.5],[123.8,44.5],[123.8,44.1]]]}},
      {"type":"Feature","properties":{"id":"elsewhere"},"geometry":{"type":"Polygon","coordinates":
      [[[125,44.1],[125.01,44.1],[125.01,44.11],[125,44.11],[125,44.1]]]}}]}
      """
    try Data(text.utf8).write(to: file)
    var pipeline = Pipeline(blocks: file.path, stations: TestData.county("stations.geojson"))
    pipeline.request.raster = TestData.county("population.tif")
    let result = try pipeline.run()
    // 88,000 people in the file, as its README says; cells are single-precision numbers.
    #expect(abs(result.features[0].number("population") - 88_000) < 0.1)
    #expect(result.features[0].text("pop_method") == "raster")
    #expect(result.features[1].number("population") == 0)
    #expect(!result.features[1].number("pop_share_500m").isNaN)
  }

  @Test func `With the raster as weights, people stay the grids' own`() throws {
    var pipeline = Self.pipeline()
    pipeline.request.demand = nil
    pipeline.request.raster = TestData.county("population.tif")
    let raster = try pipeline.run()
    let points = try Self.pipeline().run()
    var difference = 0.0
    for (left, right) in zip(points.features, raster.features) {
      #expect(left.number("population") == right.number("population"))
      difference += abs(left.number("pop_uncovered_500m") - right.number("pop_uncovered_500m"))
    }
    // The raster holds the same people in 100 m cells: about 3 % of 88,000 end up on another side of a circle.
    #expect(difference < 0.05 * 88_000)
  }

  @Test func `A mask moves people into the quarters`() throws {
    var pipeline = Self.pipeline()
    pipeline.request.demand = nil
    pipeline.request.mask = .init(
      LayerRequest(role: .mask, path: TestData.county("quarters.geojson")))
    let result = try pipeline.run()
    #expect(result.features.contains { $0.text("pop_method") == "mask" })
    for feature in result.features where feature.text("pop_method") == "area" {
      #expect(feature.number("pop_share_500m") == feature.number("area_share_500m"))
    }
  }
}

/// `--within`, `--where`, `--group-by` and `--uncovered` against runs without them and plain sums.
@Suite struct CoverageOptionTests {
  private static func pipeline(_ settings: MeasureSettings = .init()) -> Pipeline {
    Pipeline(
      blocks: TestData.county("grids.geojson"), stations: TestData.county("stations.geojson"),
      settings: settings)
  }

  private static let communityCount = 13

  @Test func `Within a community equals a run of that community alone`() throws {
    var within = Self.pipeline()
    within.request.within = "community"
    let all = try within.run()
    let communities = Set(all.features.compactMap { $0.text("community") }).sorted()
    try #require(communities.count == Self.communityCount)
    var compared = 0
    for community in communities {
      var alone = Self.pipeline()
      alone.request.blocks.filter = "community = '\(community)'"
      alone.request.stations[0].filter = "community = '\(community)'"
      for feature in try alone.run().features {
        var other = try #require(all.feature(feature.text("id") ?? ""))
        // Ranks are within a run.
        other.properties["priority"] = feature.properties["priority"]
        #expect(other == feature)
        compared += 1
      }
    }
    #expect(compared == 126)
  }

  @Test func `A filter keeps the stations it names`() throws {
    var filtered = Self.pipeline()
    filtered.request.stations[0].filter = "tier = '社区'"
    let result = try filtered.run()
    #expect(result.outcome.summary["stations"].number == 13)
    let all = try Self.pipeline().run()
    #expect(all.outcome.summary["stations"].number == 50)
    for (few, many) in zip(result.features, all.features) {
      #expect(few.number("nearest_m") >= many.number("nearest_m"))
      #expect(few.number("stations_500m") <= many.number("stations_500m"))
    }
  }

  @Test func `Groups are sums of their rows`() throws {
    var grouped = Self.pipeline()
    grouped.request.groupBy = ["community", "street"]
    let result = try grouped.run()
    let groups = result.outcome.summary["groups"].elements
    #expect(groups.count == Self.communityCount + 2)
    for group in groups {
      let field = try #require(group["field"].text)
      let rows = result.features.filter { $0.text(field) == group["value"].text }
      #expect(group["blocks"].number == Double(rows.count))
      let people = rows.reduce(0) { $0 + $1.number("population") }
      #expect(group["population"].number == people)
      let area = rows.reduce(0) { $0 + $1.number("area_m2") }
      // Rounded to a hundredth a row.
      #expect(abs(group["area_m2"].number - area) <= 0.01 * Double(rows.count))
      #expect(
        group["underserved"].number == Double(rows.count { $0.boolean("underserved") == true }))
      for (kind, key, label) in [("radii", "500", "500m"), ("minutes", "15", "15min")] {
        let reach = group[kind][key]
        let uncovered = rows.reduce(0) { $0 + $1.number("pop_uncovered_\(label)") }
        #expect(abs(reach["pop_uncovered"].number - uncovered) <= 0.01 * Double(rows.count))
        #expect(
          abs(reach["pop_covered"].number + reach["pop_uncovered"].number - people) <= 0.02)
        let covered = rows.reduce(0) {
          $0 + $1.number("area_m2") * $1.number("area_share_\(label)")
        }
        #expect(abs(reach["area_share"].number - covered / area) <= 2e-6)
        #expect(
          reach["blocks_none"].number
            == Double(rows.count { $0.number("area_share_\(label)") == 0 }))
      }
    }
    let whole = groups.filter { $0["field"].text == "street" }
    let sum = whole.reduce(0) { $0 + $1["population"].number }
    #expect(sum == 88_000)
  }

  @Test func `Gap polygons name their block and have its uncovered area`() throws {
    let result = try Self.pipeline(MeasureSettings(radii: [500], minutes: [15])).run(
      uncovered: true)
    let layer = try #require(result.uncoveredLayer)
    #expect(layer.count == result.uncovered.count && layer.count > 20)
    var expected = 0
    for feature in result.features {
      for label in ["500m", "15min"] {
        let area = feature.number("area_m2") * (1 - feature.number("area_share_\(label)"))
        let gap = result.uncovered.first {
          $0.text("block") == feature.text("id") && $0.text("measure") == label
        }
        // Shares have six decimals.
        if feature.number("area_share_\(label)") < 1 {
          expected += 1
          let found = try #require(gap)
          #expect(abs(found.number("area_m2") - area) <= 1e-6 * feature.number("area_m2") + 0.01)
          #expect(
            abs(found.number("pop_uncovered") - feature.number("pop_uncovered_\(label)")) <= 0.01)
        }
      }
    }
    #expect(result.uncovered.count >= expected && expected > 20)
    // The drawn polygons: 7 decimals of a degree are 1 cm along some kilometres of outline.
    for (index, gap) in result.uncovered.enumerated() {
      let (chunk, offset) = layer.locate(index)
      let area = try PlanarArea.of(layer.chunks[chunk].shapes, offset)
      let perimeter = try PlanarArea.perimeter(of: layer.chunks[chunk].shapes, offset)
      // 128 segments a quadrant cut at most 0.9 cm (500 m) or 1.5 cm (769 m) off the arcs.
      #expect(abs(area - gap.number("area_m2")) <= 0.025 * perimeter + 0.01, "\(index)")
      #expect(try PlanarArea.isValid(layer.chunks[chunk].shapes, offset), "\(index)")
    }
  }
}
