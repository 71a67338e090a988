import Foundation
import Model
import Testing

@testable import Layers

@Suite struct GeoJSONMutationTests {
  private static let seeds = [
    collection(
      feature(#"{"type":"Point","coordinates":[1.5,-2e0]}"#, properties: #"{"a":1,"b":"\u4e2d"}"#),
      feature(
        #"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"#,
        properties: #"{"c":[true,false,null,{"d":-0.5}]}"#),
      feature(#"{"coordinates":[[[[0,0],[1,0],[1,1]]]],"type":"MultiPolygon"}"#)),
    #"{"name":"甲","features":[ {"id":"q","type":"Feature","geometry":null,"properties":null} ],"type":"FeatureCollection","crs":null}"#,
  ]
  private static let pieces = [
    "[", "]", "{", "}", ",", ":", "\"", "\\", "0", "-", ".", "e", "1e9", "null", "true", " ", "\n",
    "[[", "},{", "\\u00e9", "甲", "\u{1}", "NaN", "\"type\":", "\"features\":[", "01",
  ].map { Array($0.utf8) }

  /// A seed with one to four random insertions, deletions, changes, doublings or a cut.
  private func mutant(_ random: inout GeoJSONRandom) -> [UInt8] {
    var bytes = Array(Self.seeds.randomElement(using: &random)!.utf8)
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let stop = min(bytes.count, place + Int.random(in: 1...8, using: &random))
      switch Int.random(in: 0...9, using: &random) {
      case 0...3:
        bytes.insert(contentsOf: Self.pieces.randomElement(using: &random)!, at: place)
      case 4, 5: bytes.removeSubrange(place..<stop)
      case 6: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 7, 8: bytes.insert(contentsOf: Array(bytes[place..<stop]), at: place)
      default: bytes.removeSubrange(place...)
      }
    }
    return bytes
  }

  private func isJSON(_ bytes: [UInt8]) -> Bool {
    (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
  }

  /// Foundation refuses these, JSON's grammar does not.
  private func isDisputed(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.contains("\\ud") || text.contains("\\uD") || text.contains("1e9")
      || text.contains("\u{FEFF}")
  }

  @Test func `Thousands of damaged documents end in an error or in what Foundation also accepts`()
    throws
  {
    var random = GeoJSONRandom(state: 7946)
    var accepted = 0
    var refused = 0
    for number in 0..<6000 {
      let bytes = mutant(&random)
      var ledger = Ledger()
      let request = LayerRequest(role: .blocks, path: "a", threads: 1 + number % 2)
      let size = number % 3 == 0 ? 1 << 20 : 1 + number % 200
      do {
        let layer = try GeoJSONReader.read(
          bytes: bytes, request, pieceSize: size, ledger: &ledger)
        accepted += 1
        try check(layer, bytes)
      } catch let error as AnalysisError {
        refused += 1
        #expect([.badData].contains(error.kind))
        checkRefusal(error, bytes)
      }
    }
    #expect(accepted > 300 && refused > 300, "\(accepted) accepted, \(refused) refused")
  }

  private func check(_ layer: Layer, _ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    guard !isDisputed(bytes) else { return }
    guard let root = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else {
      Issue.record("accepted, though Foundation refuses it: \(text)")
      return
    }
    // With a member twice, Foundation and JavaScript keep different ones.
    if let list = root["features"] as? [[String: Any]] { #expect(layer.count == list.count) }
    for feature in flat(layer) {
      #expect(isJSON(Array("{\(feature.attributes)}".utf8)), "\(feature.attributes)")
    }
  }

  private func checkRefusal(_ error: AnalysisError, _ bytes: [UInt8]) {
    let line = error.line(in: .english)
    let isAboutJSON =
      line.contains("not valid GeoJSON at byte") && !line.contains("a feature should begin")
      && !line.contains("among features") && !line.contains("a second member")
      && !line.contains("where")
    guard isAboutJSON, !isDisputed(bytes), isJSON(bytes) else { return }
    let start = bytes.first { $0 > 0x20 }
    guard start == UInt8(ascii: "{") else { return }
    // Foundation lets a comma stand before a closing bracket.
    if String(decoding: bytes, as: UTF8.self).contains(/,\s*[}\]]/) { return }
    Issue.record("refused (\(line)), though JSON: \(String(decoding: bytes, as: UTF8.self))")
  }
}
