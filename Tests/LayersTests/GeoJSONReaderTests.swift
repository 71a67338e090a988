import CSimdJSON
import Foundation
import Model
import Testing

@testable import Layers

@Suite struct GeoJSONReaderTests {
  @Test func `Each geometry type lands in its parts and rings`() throws {
    let square = "[[0,0],[4,0],[4,4],[0,0]]"
    let (layer, ledger) = try readGeoJSON(
      collection(
        feature(#"{"type":"Point","coordinates":[1,2]}"#),
        feature(#"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#),
        feature(#"{"type":"LineString","coordinates":[[1,2],[3,4]]}"#),
        feature(#"{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6],[7,8]]]}"#),
        feature(#"{"type":"Polygon","coordinates":[\#(square),[[1,1],[2,1],[2,2],[1,1]]]}"#),
        feature(#"{"type":"MultiPolygon","coordinates":[[\#(square)],[\#(square)]]}"#),
        feature("null")))
    let ring = [at(0, 0), at(4, 0), at(4, 4), at(0, 0)]
    let features = flat(layer)
    #expect(
      features.map(\.kind) == [
        .point, .multiPoint, .lineString, .multiLineString, .polygon, .multiPolygon, .none,
      ])
    #expect(features[0].parts == [[[at(1, 2)]]])
    #expect(features[1].parts == [[[at(1, 2)]], [[at(3, 4)]]])
    #expect(features[2].parts == [[[at(1, 2), at(3, 4)]]])
    #expect(features[3].parts == [[[at(1, 2), at(3, 4)]], [[at(5, 6), at(7, 8)]]])
    #expect(features[4].parts == [[ring, [at(1, 1), at(2, 1), at(2, 2), at(1, 1)]]])
    #expect(features[5].parts == [[ring], [ring]])
    #expect(features[6].parts.isEmpty)
    #expect(ledger.entries.isEmpty)
    #expect(layer.source.coordinateSystem == .wgs84)
    #expect(layer.source.coordinateSystemChoice == .assumed)
  }

  @Test func `Members are found in any order, escaped or repeated`() throws {
    let text = #"""
      {"features":[
        {"geometry":{"coordinates":[9,9],"bbox":[{}],"type":"Point"},"extra":[{"type":"x"}],
         "properties":{"a":0},"\u0070roperties":{ "a" : 1 , "b":[ 1,{"c":"}"} ] },"id":"x","type":"Feature",
         "geometry":{"type":"Point","coordinates":[1.5,-2]},"id":7}
      ],"name":"层","type":"FeatureCollection"}
      """#
    let (layer, _) = try readGeoJSON(text)
    #expect(
      flat(layer) == [
        FlatFeature(
          kind: .point, parts: [[[at(1.5, -2)]]], attributes: #""a" : 1 , "b":[ 1,{"c":"}"} ]"#,
          identifier: "7")
      ])
    #expect(layer.source.layerName == "层")
  }

  @Test func `Attribute text on several lines becomes one line, strings untouched`() throws {
    let properties = "{\r\n  \"a b\" : \"c  \\\" d\" ,\n\t\"e\": [1, 2]\n}"
    let (layer, _) = try readGeoJSON(collection(feature("null", properties: properties)))
    #expect(flat(layer)[0].attributes == #""a b":"c  \" d","e":[1,2]"#)
  }

  @Test func `Fields keep the order of first appearance and the narrowest type`() throws {
    let (layer, _) = try readGeoJSON(
      collection(
        feature("null", properties: #"{"i":1,"n":null,"r":1,"b":true}"#),
        feature("null", properties: #"{"i":-2147483648,"s":"x","r":2.5,"l":2147483648,"m":1}"#),
        feature("null", properties: #"{"\u0069":3,"m":"x","o":{},"huge":9223372036854775808}"#)),
      pieceSize: 40)
    #expect(
      layer.fields == [
        Field(name: "i", type: .integer), Field(name: "n", type: .string),
        Field(name: "r", type: .real), Field(name: "b", type: .boolean),
        Field(name: "s", type: .string), Field(name: "l", type: .integer64),
        Field(name: "m", type: .json), Field(name: "o", type: .json),
        Field(name: "huge", type: .real),
      ])
  }

  @Test func `What is repaired or unusable is counted and named`() throws {
    let (layer, ledger) = try readGeoJSON(
      collection(
        feature(#"{"type":"Point","coordinates":[1,2,3]}"#),
        feature(#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}"#),
        feature(#"{"type":"GeometryCollection","geometries":[]}"#),
        #"{"type":"Feature","id":"k","properties":null,"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]}}"#,
        feature(#"{"type":"Point","coordinates":[1]}"#),
        feature(#"{"type":"Point","coordinates":[1,"2"]}"#),
        feature(#"{"type":"Point","coordinates":[1,1e999]}"#),
        feature(#"{"type":"Polygon","coordinates":[[0,0],[1,0],[0,0]]}"#),
        feature(#"{"type":"Curve","coordinates":[0,0]}"#),
        feature(#"{"type":"Point"}"#), feature("5"),
        feature(#"{"type":"LineString","coordinates":[[0,0]]}"#),
        feature(#"{"type":"Polygon","coordinates":[]}"#),
        feature(#"{"type":"Polygon","coordinates":[[]]}"#),
        feature("null", properties: "[1]")))
    #expect(ledger.count(of: LedgerCode.geoJSON(GEOJSON_Z_DROPPED).code) == 1)
    #expect(ledger.count(of: LedgerCode.geoJSON(GEOJSON_RING_CLOSED).code) == 1)
    #expect(ledger.count(of: LedgerCode.geoJSON(GEOJSON_HAS_COLLECTION).code) == 1)
    #expect(ledger.count(of: LedgerCode.geoJSON(GEOJSON_PROPERTIES_NOT_OBJECT).code) == 1)
    let unreadable = try #require(ledger.entries.first { $0.code == "geometry_unreadable" })
    #expect(unreadable.count == 9)
    #expect(
      unreadable.examples.first
        == LedgerExample(
          Subject(file: "a.geojson", row: 4, id: "k"), detail: "ring < 4 positions"))
    let features = flat(layer)
    #expect(features[1].parts == [[[at(0, 0), at(1, 0), at(1, 1), at(0, 0)]]])
    #expect(features[2].kind == .collection)
    #expect(features[3...].allSatisfy { $0.kind == .none && $0.parts.isEmpty })
  }

  @Test func `Single features, bare geometries and sequences are layers`() throws {
    let point = #"{"type":"Point","coordinates":[1,2]}"#
    #expect(flat(try readGeoJSON(point).layer).map(\.kind) == [.point])
    #expect(flat(try readGeoJSON(" " + feature(point) + "\n").layer).map(\.kind) == [.point])
    for separator in ["\n", "\r\n", "\n\u{1E}", " "] {
      let text = [feature(point), point, feature("null")].joined(separator: separator)
      #expect(flat(try readGeoJSON(text).layer).map(\.kind) == [.point, .point, .none])
    }
    #expect(flat(try readGeoJSON("\u{1E}\(point)\n\u{1E}\(point)\n").layer).count == 2)
  }

  @Test func `Members in the wrong place are reported, not lost in silence`() throws {
    let point = #"{"type":"Point","coordinates":[1,2]}"#
    let (layer, ledger) = try readGeoJSON(
      collection(
        point, #"{"type":"Feature","coordinates":[5,6],"geometry":\#(point)}"#,
        #"{"type":"Feature","geometry":\#(point),"coordinates":[5,6]}"#,
        #"{"type":"Feature","coordinates":[5,6]}"#,
        #"{"type":"Point","coordinates":[5,6],"geometry":null}"#, #"{"geometry":\#(point)}"#))
    #expect(flat(layer).map(\.kind) == [.point, .point, .point, .none, .none, .point])
    for index in [1, 2, 5] { #expect(flat(layer)[index].parts == [[[at(1, 2)]]]) }
    #expect(ledger.count(of: LedgerCode.geoJSON(GEOJSON_BARE_GEOMETRY).code) == 2)
    #expect(ledger.count(of: LedgerCode.geoJSON(GEOJSON_NOT_GEOMETRY).code) == 2)
    #expect(ledger.count(of: .geoJSONTypeMissing) == 1)
  }

  @Test func `A byte order mark is passed over and noted`() throws {
    let (layer, ledger) = try readGeoJSON("\u{FEFF}" + collection(feature("null")))
    #expect(layer.count == 1)
    #expect(ledger.count(of: .geoJSONByteOrderMark) == 1)
  }

  @Test(arguments: [
    ("urn:ogc:def:crs:EPSG::4547", CoordinateSystem.definition("EPSG:4547")),
    ("urn:ogc:def:crs:OGC:1.3:CRS84", .wgs84), ("EPSG:4490", .wgs84), ("EPSG:4326", .wgs84),
    ("http://www.opengis.net/def/crs/EPSG/0/3857", .definition("EPSG:3857")),
    ("epsg:2437", .definition("EPSG:2437")),
  ])
  func `An old-style crs member is understood`(name: String, system: CoordinateSystem) throws {
    let crs = #""crs":{"type":"name","properties":{"name":"\#(name)"}}"#
    let point = feature(#"{"type":"Point","coordinates":[1,2]}"#)
    for text in [
      #"{"type":"FeatureCollection",\#(crs),"features":[\#(point)]}"#,
      #"{"type":"FeatureCollection","features":[\#(point)],\#(crs)}"#,
    ] {
      let (layer, _) = try readGeoJSON(text)
      #expect(layer.source.coordinateSystem == system)
      #expect(layer.source.coordinateSystemChoice == .file)
      let (own, _) = try readGeoJSON(text, system: .gcj02)
      #expect(own.source.coordinateSystem == .gcj02)
      #expect(own.source.coordinateSystemChoice == .option)
    }
  }

  @Test func `Digests agree with the reference vector and the task with the direct call`() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    // FIPS 180-2, appendix B.3: one million times the letter a.
    try Data(repeating: 0x61, count: 1_000_000).write(to: URL(fileURLWithPath: path))
    let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    #expect(try InputDigest.sha256(path: path) == expected)
    #expect(try DigestTask(path: path).value() == expected)
    #expect(geoJSONFailure { _ = try InputDigest.sha256(path: path + "x") }?.kind == .missingInput)
  }
}
