import Foundation
import Model
import Testing

@testable import Layers

extension VectorSuite {
  @Suite struct VectorFormatTests {
    private let scratch = Scratch()

    /// Values of every type, as GeoJSON that GDAL itself turns into other formats.
    private static let typed = """
      {"type":"FeatureCollection","features":[
      {"type":"Feature","properties":{"whole":7,"long":9007199254740993,"real":0.1,"yes":true,
       "text":"引号\\" 和\\n换行","day":"2024/05/01","moment":"2024/05/01 08:30:00+08","time":"08:30:00",
       "nested":{"a":[1,{"b":null}]},"list":["甲","乙"],"nothing":null},
       "geometry":{"type":"Polygon","coordinates":[[[116,40],[116.1,40],[116.1,40.1],[116,40.1],[116,40]]]}},
      {"type":"Feature","properties":{"whole":null,"long":-9223372036854775808,"real":1e-300,"yes":false,
       "text":"","day":null,"moment":null,"time":null,"nested":null,"list":null,"nothing":null},
       "geometry":{"type":"Polygon","coordinates":[[[117,40],[117.1,40],[117.1,40.1],[117,40.1],[117,40]]]}}
      ]}
      """

    /// Fields every format can hold.
    private static let plain = "whole,long,real,yes,text,moment"

    private func converted(_ ending: String, _ driver: String, _ options: [String] = []) throws
      -> String
    {
      let source = try scratch.write("typed.geojson", Self.typed)
      let path = scratch.file("中文 名.\(ending)")
      try #require(
        Tool.run("ogr2ogr", ["-f", driver, path, source, "-nln", "网格"] + options) != nil)
      return path
    }

    @Test(.enabled(if: Tool.hasGDAL, "ogr2ogr is not installed"))
    func `A GeoPackage keeps every type`() throws {
      let path = try converted("gpkg", "GPKG")
      let (layer, ledger) = try readLayer(path)
      #expect(layer.source.driver == "GPKG")
      #expect(layer.source.layerName == "网格")
      #expect(layer.source.coordinateSystem == .wgs84)
      #expect(layer.source.coordinateSystemChoice == .file)
      let types = Dictionary(uniqueKeysWithValues: layer.fields.map { ($0.name, $0.type) })
      #expect(types["whole"] == .integer)
      #expect(types["long"] == .integer64)
      #expect(types["real"] == .real)
      #expect(types["yes"] == .boolean)
      #expect(types["day"] == .date)
      #expect(types["moment"] == .dateTime)
      #expect(types["nested"] == .json)
      let first = layer.chunks[0].attributes.string(0)
      #expect(first.contains("\"whole\":7,"))
      #expect(first.contains("\"long\":9007199254740993,"))
      #expect(first.contains("\"real\":0.1,"))
      #expect(first.contains("\"yes\":true,"))
      #expect(first.contains("\"day\":\"2024-05-01\""))
      #expect(first.contains("\"moment\":\"2024-05-01T08:30:00+08:00\""))
      #expect(first.contains("\"nested\":{ \"a\": [ 1, { \"b\": null } ] }"))
      #expect(try attributes(layer, 0)["text"] as? String == "引号\" 和\n换行")
      #expect((try attributes(layer, 0)["nested"] as? [String: Any])?["a"] != nil)
      let second = layer.chunks[0].attributes.string(1)
      #expect(second.contains("\"long\":-9223372036854775808"))
      #expect(second.contains("\"real\":1e-300"))
      #expect(second.contains("\"whole\":null"))
      #expect(second.contains("\"text\":\"\""))
      #expect(ledger.warningCount == 0)
    }

    @Test(.enabled(if: Tool.hasGDAL, "ogr2ogr is not installed"))
    func `FlatGeobuf keeps order, text and types`() throws {
      let path = try converted(
        "fgb", "FlatGeobuf", ["-lco", "SPATIAL_INDEX=NO", "-select", Self.plain])
      let (layer, _) = try readLayer(path)
      #expect(layer.source.driver == "FlatGeobuf")
      #expect(layer.count == 2)
      #expect(try attributes(layer, 0)["text"] as? String == "引号\" 和\n换行")
      #expect(layer.chunks[0].attributes.string(0).contains("\"long\":9007199254740993"))
      #expect(layer.chunks[0].attributes.string(0).contains("+08:00"))
      #expect(layer.chunks[0].shapes.boundingBox(of: 1).minX == 117)
    }

    @Test(.enabled(if: Tool.hasGDAL, "ogr2ogr is not installed"), arguments: ["KML", "LIBKML"])
    func `KML is read and is WGS 84`(_ driver: String) throws {
      let path = try converted("kml", driver)
      let (layer, _) = try readLayer(path)
      #expect(layer.source.driver.hasSuffix("KML"))
      #expect(layer.source.coordinateSystem == .wgs84)
      #expect(layer.count == 2)
      #expect(layer.chunks[0].shapes.kinds == [.polygon, .polygon])
      #expect(layer.chunks[0].attributes.string(0).contains("\"whole\":7,"))
      // Drawing settings that GDAL adds to every feature are no attributes, and unused ones no fields.
      #expect(!layer.fields.contains { ["tessellate", "begin", "icon"].contains($0.name) })
    }

    @Test(.enabled(if: Tool.hasGDAL, "ogr2ogr is not installed"))
    func `Layers are named after a colon, and unknown ones answered with those there are`() throws {
      let path = try converted("gpkg", "GPKG")
      let source = scratch.file("typed.geojson")
      try #require(Tool.run("ogr2ogr", ["-update", path, source, "-nln", "streets"]) != nil)
      #expect(try readLayer("\(path):网格").layer.source.layerName == "网格")
      #expect(try readLayer("\(path):STREETS").layer.source.layerName == "streets")
      #expect(try readLayer("\(path):网格").layer.source.path == path)
      let unknown = try #require(readFailure("\(path):roads"))
      #expect(unknown.code == 65)
      #expect(unknown.line.contains("网格, streets"))
      let several = try #require(readFailure(path))
      #expect(several.code == 65)
      #expect(several.line.contains("several layers"))
    }

    @Test func `A workbook under another name is called so`() throws {
      let path = try scratch.write("stations.csv", "")
      let bytes = try Data(contentsOf: URL(filePath: try TableTestFiles.fixture("stations.xlsx")))
      try bytes.write(to: URL(filePath: path))
      let failure = try #require(readFailure(path))
      #expect(failure.code == 65)
      #expect(
        failure.line.contains("workbook under another name — rename it so that it ends in .xlsx"))
    }

    @Test(.enabled(if: Tool.hasGDAL, "ogr2ogr is not installed"))
    func `The only layer that fits the role is taken and noted`() throws {
      let path = try converted("gpkg", "GPKG")
      let point = try scratch.write(
        "p.geojson",
        #"{"type":"Feature","properties":{"id":1},"geometry":{"type":"Point","coordinates":[116,40]}}"#
      )
      try #require(Tool.run("ogr2ogr", ["-update", path, point, "-nln", "stations"]) != nil)
      let (blocks, ledger) = try readLayer(path, role: .blocks)
      #expect(blocks.source.layerName == "网格")
      #expect(ledger.count("layer_chosen") == 1)
      #expect(try readLayer(path, role: .stations).layer.source.layerName == "stations")
    }

    @Test(.enabled(if: Tool.hasGDAL, "ogr2ogr is not installed"))
    func `Heights are dropped and counted, arcs become chords`() throws {
      let csv = try scratch.write(
        "wkt.csv",
        """
        id,WKT
        1,"POLYGON Z ((116 40 5,116.1 40 5,116.1 40.1 5,116 40 5))"
        2,"CURVEPOLYGON (CIRCULARSTRING (116 40,117 41,118 40,117 39,116 40))"
        3,"MULTIPOLYGON (((116 40,116.1 40,116.1 40.1,116 40)),((117 40,117.1 40,117.1 40.1,117 40)))"
        4,"GEOMETRYCOLLECTION (POINT (116 40),LINESTRING (116 40,117 41))"
        5,"GEOMETRYCOLLECTION (POLYGON ((116 40,116.1 40,116.1 40.1,116 40)))"
        6,"POLYGON EMPTY"
        7,
        """)
      let path = scratch.file("curves.gpkg")
      try #require(
        Tool.run("ogr2ogr", [path, csv, "-a_srs", "EPSG:4326", "-nlt", "GEOMETRY"]) != nil)
      let (layer, ledger) = try readLayer(path)
      #expect(
        layer.chunks[0].shapes.kinds
          == [.polygon, .polygon, .multiPolygon, .collection, .multiPolygon, .none, .none])
      #expect(ledger.count("z_dropped") == 1)
      #expect(ledger.count("curves_linearised") == 1)
      #expect(ledger.count("geometry_collection") == 1)
      // The circle of radius 1: the chords' area falls short by less than 1e-5 (0.25° steps).
      let shapes = layer.chunks[0].shapes
      let ring = shapes.parts(at: 1)[0][0]
      let area =
        zip(ring, ring.dropFirst()).reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y } / 2
      #expect(abs(abs(area) / Double.pi - 1) < 1e-5)
      #expect(shapes.parts(of: 2).count == 2)
      #expect(shapes.parts(of: 3).isEmpty)
    }

    @Test(.enabled(if: Tool.hasGDAL, "ogr2ogr is not installed"))
    func `Chunks keep input order and rows`() throws {
      let features = (0..<4_500).map { index in
        #"{"type":"Feature","properties":{"id":\#(index)},"geometry":{"type":"Point","coordinates":[\#(Double(index) / 100),1]}}"#
      }
      let source = try scratch.write(
        "p.geojson",
        "{\"type\":\"FeatureCollection\",\"features\":[\(features.joined(separator: ","))]}")
      let path = scratch.file("p.gpkg")
      try #require(Tool.run("ogr2ogr", [path, source]) != nil)
      let (layer, _) = try readLayer(path, role: .stations)
      #expect(layer.chunks.map(\.count) == [2_000, 2_000, 500])
      #expect(layer.chunks.map(\.firstIndex) == [0, 2_000, 4_000])
      for index in [0, 1_999, 2_000, 4_499] {
        #expect(try attributes(layer, index)["id"] as? Int == index)
        let (chunk, offset) = layer.locate(index)
        #expect(layer.chunks[chunk].row(offset) == index + 1)
        #expect(layer.chunks[chunk].shapes.boundingBox(of: offset).minX == Double(index) / 100)
      }
    }

    @Test(.enabled(if: Tool.hasGDAL, "ogr2ogr is not installed"))
    func `A truncated GeoPackage or FlatGeobuf ends in one line, not in fewer features`() throws {
      var tried = 0
      for (ending, driver) in [("gpkg", "GPKG"), ("fgb", "FlatGeobuf")] {
        let path = try converted(ending, driver, ["-select", Self.plain])
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        for part in [10, 50, 90] {
          let cut = try scratch.write(
            "cut\(part).\(ending)", Array(bytes.prefix(bytes.count * part / 100)))
          let failure = readFailure(cut)
          #expect(failure?.code == 65, "\(ending) \(part) %: \(failure?.line ?? "read")")
          tried += 1
        }
      }
      #expect(tried == 6)
    }

    @Test(.enabled(if: Tool.hasGDAL, "ogr2ogr is not installed"))
    func `A GeoPackage whose tables reach outside is refused`() throws {
      let path = try converted("gpkg", "GPKG")
      try #require(
        Tool.run(
          "ogrinfo",
          [path, "-sql", "CREATE VIEW v AS SELECT ogr_geocode(text) FROM \"网格\""]) != nil)
      let failure = try #require(readFailure("\(path):网格"))
      #expect(failure.code == 65)
      // GDAL refuses this view itself; modules it does not know are refused by us.
      #expect(failure.line.contains("OGR extension SQL function"))
      let fine = try #require(Tool.run("ogrinfo", ["-q", scratch.file("typed.geojson")]))
      #expect(!fine.isEmpty)
    }

    @Test func `A virtual format under another ending is not opened`() throws {
      let text = """
        <OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>
        """
      for name in ["a.vrt", "a.gpkg", "a.kml", "a.fgb", "a.shp", "a.xml"] {
        let failure = readFailure(try scratch.write(name, text))
        #expect(failure?.code == 65, "\(name)")
      }
    }
  }
}
