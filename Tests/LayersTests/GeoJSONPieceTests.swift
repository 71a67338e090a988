import Foundation
import Model
import Testing

@testable import Layers

@Suite struct GeoJSONPieceTests {
  /// Features with every trap for a guess: braces in strings, lists of objects, escapes, long coordinates.
  private static func features(_ count: Int) -> [String] {
    (0..<count).map { index in
      let x = Double(index % 90) + 0.123_456_7
      let geometry =
        switch index % 5 {
        case 0: #"{"type":"Point","coordinates":[\#(x),4.5]}"#
        case 1: #"{"type":"LineString","coordinates":[[\#(x),4.5],[1,2],[3,4]]}"#
        case 2: #"{"type":"Polygon","coordinates":[[[\#(x),4.5],[1,2],[3,4]]]}"#
        case 3:
          #"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"Point","coordinates":[1,2]}]}"#
        default: "null"
        }
      let trap = #"[{"type":"Feature","a":1},{"type":"Feature","a":"},{\"type\":\"Feature\""}]"#
      return
        #"{"type":"Feature","id":\#(index),"geometry":\#(geometry),"properties":{"n":\#(index),"t":\#(index % 3 == 0 ? trap : "\"甲\\n\"")}}"#
    }
  }

  @Test func `Any piece size and thread count gives the same features and ledger`() throws {
    let list = Self.features(23)
    let texts = [
      #"{"type":"FeatureCollection","features":[ \#(list.joined(separator: " ,\n ")) ] , "x":[{}]}"#,
      list.joined(separator: "\n"),
    ]
    for text in texts {
      let (whole, ledger) = try readGeoJSON(text)
      #expect(whole.count == 23)
      for size in Array(1...300) + [511, 1024, 4096] {
        let (layer, own) = try readGeoJSON(text, pieceSize: size, threads: size % 3 + 1)
        #expect(flat(layer) == flat(whole), "piece size \(size)")
        #expect(own == ledger)
        #expect(layer.fields == whole.fields)
        var first = 0
        for chunk in layer.chunks {
          #expect(chunk.firstIndex == first)
          first += chunk.count
        }
      }
    }
  }

  @Test func `A feature much longer than a piece is read`() throws {
    let positions = (0..<60_000).map { "[\(Double($0) / 1000),1]" }.joined(separator: ",")
    let text = collection(
      feature("null"), feature(#"{"type":"LineString","coordinates":[\#(positions)]}"#),
      feature("null"))
    let (layer, _) = try readGeoJSON(text, pieceSize: 5000, threads: 2)
    #expect(layer.count == 3)
    let features = flat(layer)
    #expect(features[1].parts[0][0].count == 60_000)
    #expect(features[1].parts[0][0][59_999] == at(59.999, 1))
  }

  @Test func `A text cut anywhere is refused, never read in part`() throws {
    let text = collection(
      feature(#"{"type":"Polygon","coordinates":[[[1.5,2e0],[3,4],[5,6]]]}"#),
      feature("null", properties: #"{"a":"\u4e2d甲","b":[true,null,-1.5]}"#))
    let bytes = Array(text.utf8)
    for length in 0..<bytes.count {
      var ledger = Ledger()
      let request = LayerRequest(role: .blocks, path: "a")
      let error = geoJSONFailure {
        _ = try GeoJSONReader.read(
          bytes: Array(bytes[..<length]), request, pieceSize: 16, ledger: &ledger)
      }
      #expect(error?.kind == .badData, "length \(length)")
    }
  }
}
