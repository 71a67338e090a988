import Foundation
import Model
import Testing

@testable import Layers

extension VectorSuite {
  /// Real files, counted against their own documentation.
  @Suite(.enabled(if: Shared.folder != nil, "the shared test data is absent"))
  struct SharedVectorTests {
    private let folder = Shared.folder ?? ""
    private let scratch = Scratch()

    @Test func `Helsinki's population grid has 92 cells and 71,724 people`() throws {
      let (layer, ledger) = try readLayer("\(folder)/helsinki/population_grid_2020.gpkg")
      #expect(layer.count == 92)
      #expect(layer.chunks[0].shapes.kinds.allSatisfy { $0 == .polygon })
      let people = try (0..<92).map { try attributes(layer, $0)["population"] as? Int ?? 0 }
      #expect(people.reduce(0, +) == 71_724)
      #expect(layer.source.coordinateSystem == .wgs84)
      #expect(ledger.warningCount == 0)
      let box = layer.chunks[0].shapes.kinds.indices.reduce(into: BoundingBox.empty) {
        $0.formUnion(layer.chunks[0].shapes.boundingBox(of: $1))
      }
      // Bounds as documented, to the four decimals given there.
      #expect(abs(box.minX - 24.9054) < 1e-4 && abs(box.maxY - 60.1766) < 1e-4)
    }

    @Test func `A Shapefile of shapes alone is read as degrees outside China`() throws {
      let (layer, ledger) = try readLayer("\(folder)/spopt-sf/ServiceAreas_4.shp")
      #expect(layer.count == 16)
      #expect(layer.fields.isEmpty)
      #expect(ledger.count("dbf_missing") == 1)
      #expect(ledger.count("crs_assumed") == 1)
      #expect(ledger.count("crs_maybe_shifted") == 0)
    }

    @Test func `A plan in local metres that passes for degrees is refused in one line`() throws {
      let failure = try #require(readFailure("\(folder)/local-metre-plan/dhm.geojson"))
      #expect(failure.code == 65)
      #expect(failure.line.contains("metres"))
      #expect(!failure.line.contains("\n"))
    }

    @Test(
      .enabled(if: Tool.hasGDAL, "ogr2ogr is not installed"),
      arguments: [
        ("shp", "ESRI Shapefile", ["-lco", "ENCODING=GBK"]),
        ("shp", "ESRI Shapefile", ["-lco", "ENCODING=UTF-8"]),
        ("gpkg", "GPKG", []), ("fgb", "FlatGeobuf", ["-lco", "SPATIAL_INDEX=NO"]),
        ("kml", "LIBKML", []),
        ("kmz", "LIBKML", []), ("shz", "ESRI Shapefile", ["-lco", "ENCODING=UTF-8"]),
      ])
    func `Beijing's 331 townships survive every format`(
      _ ending: String, _ driver: String, _ options: [String]
    ) throws {
      let source = "\(folder)/beijing-townships/townships.geojson"
      let path = scratch.file("乡镇 街道.\(ending)")
      try #require(Tool.run("ogr2ogr", ["-f", driver, path, source] + options) != nil)
      let (layer, _) = try readLayer(path)
      #expect(layer.count == 331)
      let people = try (0..<331).map { index -> Int in
        let value = try attributes(layer, index)["population"]
        return (value as? Int) ?? Int(value as? Double ?? 0)
      }
      #expect(people.reduce(0, +) == 20_755_648)
      let truth = try #require(
        JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: source)))
          as? [String: Any])
      let features = try #require(truth["features"] as? [[String: Any]])
      for index in [0, 100, 330] {
        let wanted = try #require(features[index]["properties"] as? [String: Any])
        #expect(
          try attributes(layer, index)["township"] as? String == wanted["township"] as? String)
      }
      let shapes = layer.chunks[0].shapes
      #expect(shapes.kinds.allSatisfy { $0.isAreal })
      // 64 multipolygons in the source.
      #expect((0..<331).count { shapes.parts(of: $0).count > 1 } <= 64)
      #expect((0..<331).count { shapes.parts(of: $0).count > 1 } > 0)
    }

    @Test(.enabled(if: Tool.hasGDAL, "ogr2ogr is not installed"))
    func `A GeoPackage inside a zip archive is read in memory`() throws {
      let bytes = try Data(
        contentsOf: URL(fileURLWithPath: "\(folder)/helsinki/population_grid_2020.gpkg"))
      let zip = StoredZip(members: [.init(name: Array("grid.gpkg".utf8), bytes: [UInt8](bytes))])
      let (layer, _) = try readLayer(try scratch.write("g.zip", zip.bytes))
      #expect(layer.count == 92)
      #expect(layer.source.layerName == "population_grid_2020")
    }

    @Test func `Several layers read at once are what they are read alone`() throws {
      let path = "\(folder)/helsinki/population_grid_2020.gpkg"
      let shp = "\(folder)/spopt-sf/ServiceAreas_4.shp"
      let alone = try [path, shp].map { try readLayer($0).layer.chunks[0] }
      let together = try Parallel.map(count: 40, threads: 8) { index in
        try readLayer(index % 2 == 0 ? path : shp).layer.chunks[0]
      }
      for (index, chunk) in together.enumerated() {
        #expect(chunk.shapes == alone[index % 2].shapes)
        #expect(chunk.attributes == alone[index % 2].attributes)
      }
    }

    @Test func `Chinese cities are in China, neighbours' capitals are not`() throws {
      let text = try String(
        contentsOfFile: "\(folder)/coordinate-vectors/china_cities.csv", encoding: .utf8)
      let lines = text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",") }
      let header = try #require(lines.first)
      let column = try #require(header.firstIndex { $0.hasPrefix("wgs84") })
      var checked = 0
      for line in lines.dropFirst() {
        let x = try #require(Double(line[column]))
        let y = try #require(Double(line[column + 1]))
        // Taiwan and the islands of the South China Sea lie outside the rough outline.
        if y < 17.5 { continue }
        if (119.9...122.2).contains(x), (21.8...25.4).contains(y) { continue }
        #expect(ChinaOutline.contains(longitude: x, latitude: y), "\(line)")
        checked += 1
      }
      #expect(checked > 200)
      let capitals = [
        (103.8, 1.35), (139.7, 35.7), (127.0, 37.57), (106.9, 47.9), (105.85, 21.03), (77.2, 28.6),
        (100.5, 13.75), (125.75, 39.02), (76.9, 43.25), (85.3, 27.7), (96.2, 16.9), (132, 43.1),
      ]
      for (x, y) in capitals {
        #expect(!ChinaOutline.contains(longitude: x, latitude: y), "\(x) \(y)")
      }
    }
  }
}
