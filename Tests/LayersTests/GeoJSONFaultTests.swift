import Foundation
import Model
import Testing

@testable import Layers

@Suite struct GeoJSONFaultTests {
  private static let head = #"{"type":"FeatureCollection","features":["#

  @Test(arguments: [
    (
      #"{"type":"Feature","geometry":{"type":"Point","coordinates":[01,2]}}]}"#,
      "“01” is not a JSON number"
    ),
    (
      #"{"type":"Feature","geometry":{"type":"Point","coordinates":[+1,2]}}]}"#,
      "“+1” is not a JSON number"
    ),
    (
      #"{"type":"Feature","geometry":{"type":"Point","coordinates":[1.,2]}}]}"#,
      "“1.” is not a JSON number"
    ),
    (
      #"{"type":"Feature","geometry":{"type":"Point","coordinates":[NaN,2]}}]}"#,
      "“NaN” is not true"
    ),
    (
      #"{"type":"Feature","geometry":{"type":"Point","coordinates":[-Infinity,2]}}]}"#,
      "is not a JSON number"
    ),
    (#"{"type":"Feature","properties":{"a":"\x"}}]}"#, "is not an escape"),
    (#"{"type":"Feature","properties":{"a":"\u12g4"}}]}"#, "is not an escape"),
    ("{\"type\":\"Feature\",\"properties\":{\"a\":\"\n\"}}]}", "control character 0x0A"),
    (#"{"type":"Feature","properties":{"a":1,}}]}"#, "unexpected “}"),
    (#"{"type":"Feature","properties":{"a" 1}}]}"#, "unexpected “1"),
    (#"{"type":"Feature"},]}"#, "unexpected “]"),
    (#"{"type":"Feature"} {"type":"Feature"}]}"#, "unexpected “{"),
    (#"{"type":"Feature"},null]}"#, "where a feature should begin"),
    (#"{"type":"Feature"}]} x"#, "unexpected “x”"),
    (#"{"type":"Feature"}]"#, "the file ends too early"),
    (#"{"type":"Feature"}"#, "the file ends too early"),
    (#"{"type":"Feature","properties":{"a":"b"#, "the file ends too early"),
    (#"{"type":"Feature","properties":{"a":tru"#, "the file ends too early"),
    (#"{"type":"Feature"}],"features":[]}"#, "a second member “features”"),
    (#"{"type":"FeatureCollection","features":[]}]}"#, "a FeatureCollection among features"),
  ])
  func `Text that is not JSON is refused where it stops being so`(tail: String, reason: String)
    throws
  {
    for size in [1, 7, 64, 1 << 20] {
      let error = geoJSONFailure { _ = try readGeoJSON(Self.head + tail, pieceSize: size) }
      #expect(error?.kind == .badData)
      let line = try #require(error?.line(in: .english))
      #expect(line.contains(reason), "\(line)")
      #expect(line.contains("at byte "))
      #expect(error?.line(in: .chinese).contains("字节") == true)
    }
  }

  @Test func `The byte and the feature are named`() throws {
    let text = collection(feature("null"), feature("null"), feature("@"))
    let offset = try #require(text.firstIndex(of: "@")).utf16Offset(in: text)
    let error = geoJSONFailure { _ = try readGeoJSON(text) }
    #expect(
      error?.line(in: .english)
        == "a.geojson, row 3: not valid GeoJSON at byte \(offset): unexpected “@}]}” — correct the file or export it again"
    )
  }

  @Test func `Malformed UTF-8 is refused`() {
    var bytes = Array(collection(feature("null", properties: #"{"a":"?"}"#)).utf8)
    bytes[bytes.firstIndex(of: UInt8(ascii: "?"))!] = 0xC3
    var ledger = Ledger()
    let error = geoJSONFailure {
      _ = try GeoJSONReader.read(
        bytes: bytes, LayerRequest(role: .blocks, path: "a"), ledger: &ledger)
    }
    #expect(error?.line(in: .english).contains("not UTF-8") == true)
  }

  @Test func `UTF-16 is refused by name`() throws {
    for encoding in [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian] {
      let bytes = Array(try #require(collection(feature("null")).data(using: encoding)))
      var ledger = Ledger()
      let error = geoJSONFailure {
        _ = try GeoJSONReader.read(
          bytes: bytes, LayerRequest(role: .blocks, path: "a"), ledger: &ledger)
      }
      #expect(error?.line(in: .english).contains("UTF-16") == true)
    }
  }

  @Test func `Depth bombs are refused and deep but bounded nesting is read`() throws {
    let deep = { (n: Int) in
      String(repeating: "[", count: n) + String(repeating: "]", count: n)
    }
    let error = geoJSONFailure {
      _ = try readGeoJSON(collection(feature("null", properties: #"{"a":\#(deep(100_000))}"#)))
    }
    #expect(error?.line(in: .english).contains("nested more than 512 deep") == true)
    let (layer, _) = try readGeoJSON(
      collection(feature("null", properties: #"{"a":\#(deep(400))}"#)))
    #expect(flat(layer)[0].attributes.utf8.count == 804)
  }

  @Test(arguments: [
    ("", "the file is empty"), (" \n", "the file is empty"), ("x", "unexpected “x”"),
    ("[1]", "unexpected “["), ("{}", "JSON without “type”"),
    (#"{"type":"Topology"}"#, "JSON of type \"Topology\""),
    (#"{"type":"FeatureCollection"}"#, "without an array “features”"),
    (#"{"type":"FeatureCollection","features":null}"#, "without an array “features”"),
    (#"{"type":"FeatureCollection","features":[]}"#, "no features"),
    (#"{"type":"Feature","geometry":null} x"#, "unexpected “x”"),
    (#"{"type":"Feature"}{"type":"Feature"}"#, "without a line break"),
  ])
  func `What is not GeoJSON or empty is refused`(text: String, reason: String) throws {
    let error = geoJSONFailure { _ = try readGeoJSON(text) }
    #expect(error?.kind == .badData)
    let line = try #require(error?.line(in: .english))
    #expect(line.contains(reason), "\(line)")
  }

  @Test(arguments: [
    ("[500000.5,4800000]", "give --blocks-crs EPSG:4534"),
    ("[41500000,4800000]", "EPSG:4529"), ("[21500000,4800000]", "EPSG:4499"),
    ("[43.2,124.3]", "latitude stands before longitude"),
    ("[13800000,5400000]", "EPSG:4491 | EPSG:3857"), ("[12800000,5400000]", "EPSG:3857"),
    ("[181,0]", "in local metres"),
  ])
  func `Coordinates beyond degrees are refused with candidates`(place: String, hint: String) throws
  {
    let text = collection(
      feature("null"), feature(#"{"type":"Point","coordinates":\#(place)}"#))
    let error = geoJSONFailure { _ = try readGeoJSON(text) }
    let line = try #require(error?.line(in: .english))
    #expect(error?.kind == .badData && error?.subject.row == 2)
    #expect(line.contains(hint), "\(line)")
    #expect(try readGeoJSON(text, system: .definition("EPSG:4548")).layer.count == 2)
  }

  @Test func `A missing file and a directory cannot be opened`() {
    for path in ["/nonexistent/a.geojson", "/"] {
      var ledger = Ledger()
      let error = geoJSONFailure {
        _ = try GeoJSONReader.read(LayerRequest(role: .blocks, path: path), ledger: &ledger)
      }
      #expect(error?.kind == .missingInput)
    }
  }
}
