import Foundation
import Model
import Testing

@testable import Export

private func parsed(_ text: String) throws -> [[String: Any]] {
  let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
  #expect(document?["type"] as? String == "FeatureCollection")
  return document?["features"] as? [[String: Any]] ?? []
}

@Test func `A collection has its manifest first, then one feature a line`() throws {
  let table = makeTable(
    [
      TestFeature(parts: [[square(116, 40, 0.5)]], members: #""name":"甲","n":1.50"#, id: "7"),
      TestFeature(kind: .point, parts: [[[Coordinate(x: -0.00000001, y: 12.3456789)]]]),
      TestFeature(kind: .none, parts: [], members: #""name":null"#, id: #""a""#),
    ],
    results: [
      ResultColumn(
        name: "share", shortName: "s", values: .real([0.1234565, .nan, 1], decimals: 6)),
      ResultColumn(name: "count", shortName: "c", values: .integer([5, .min, -12])),
      ResultColumn(name: "flag", shortName: "f", values: .boolean([1, 0, 2])),
      ResultColumn(
        name: "text", shortName: "t",
        values: .text(indices: [0, -1, 1], strings: ["</script>", "a\"\n"])),
    ])
  var ledger = Ledger()
  let text = try geoJSON(table, ledger: &ledger) { _ in
    .object([.init("version", .string("1"))])
  }
  #expect(
    text == #"""
      {"type":"FeatureCollection","lifecircle":{"version":"1"},"features":[
      {"type":"Feature","id":7,"geometry":{"type":"Polygon","coordinates":[[[116,40],[116.5,40],[116.5,40.5],[116,40.5],[116,40]]]},"properties":{"name":"甲","n":1.50,"share":0.123456,"count":5,"flag":true,"text":"\u003c/script\u003e"}},
      {"type":"Feature","geometry":{"type":"Point","coordinates":[0,12.3456789]},"properties":{"share":null,"count":null,"flag":false,"text":null}},
      {"type":"Feature","id":"a","geometry":null,"properties":{"name":null,"share":1,"count":-12,"flag":null,"text":"a\"\n"}}
      ]}

      """#)
  #expect(ledger.entries.isEmpty)
}

@Test func `Outer rings are turned counter-clockwise and holes clockwise`() throws {
  let outer = Array(square(0, 0, 4).reversed())
  let hole = square(1, 1, 1)
  let text = try geoJSON(makeTable([TestFeature(parts: [[outer, hole]])]))
  #expect(
    text.contains(
      "[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,2],[2,2],[2,1],[1,1]]]"))
}

@Test func `A ring that rounding collapses is dropped and counted`() throws {
  var ledger = Ledger()
  let table = makeTable([
    TestFeature(parts: [[square(10, 10, 1e-8)]]),
    TestFeature(kind: .multiPolygon, parts: [[square(10, 10, 1e-8)], [square(1, 1, 1)]]),
    TestFeature(parts: [[square(0, 0, 1), square(0.5, 0.5, 1e-9)]]),
  ])
  let features = try parsed(try geoJSON(table, ledger: &ledger))
  #expect(features[0]["geometry"] is NSNull)
  let multi = features[1]["geometry"] as? [String: Any]
  #expect((multi?["coordinates"] as? [Any])?.count == 1)
  let polygon = features[2]["geometry"] as? [String: Any]
  #expect((polygon?["coordinates"] as? [Any])?.count == 1)
  #expect(ledger.count(of: .geometryLostInRounding) == 1)
  #expect(ledger.count(of: .ringLostInRounding) == 2)
}

@Test func `A ring that rounding makes cross itself is named`() throws {
  // A spike of half a unit: its tip and base merge, leaving a ring that runs back over itself.
  let u = 1e-7
  let ring: [(Double, Double)] = [
    (0, 0), (40, 0), (40, 40), (20.2, 40), (20.3, 10), (20.4, 10.1), (20.1, 40), (0, 40), (0, 0),
  ]
  var ledger = Ledger()
  let coordinates = ring.map { Coordinate(x: 10 + $0.0 * u, y: 10 + $0.1 * u) }
  _ = try geoJSON(makeTable([TestFeature(parts: [[coordinates]])]), ledger: &ledger)
  #expect(ledger.count(of: .ringSpoiltByRounding) == 1)
}

@Test func `Own attributes give way to results of the same name`() throws {
  let table = makeTable(
    [
      TestFeature(
        members: #""area_m2" : {"a": [1, "x , }"]}, "population":3,"input_area_m2":1,"w\u0061lk":2"#
      )
    ],
    fields: ["area_m2", "population", "input_area_m2", "walk"].map {
      Field(name: $0, type: .json)
    },
    results: [
      ResultColumn(name: "area_m2", shortName: "a", values: .real([2.5], decimals: 2)),
      ResultColumn(name: "population", shortName: "p", values: .real([3], decimals: 2)),
      ResultColumn(name: "walk", shortName: "w", values: .real([9], decimals: 2)),
    ], populationField: "population")
  var ledger = Ledger()
  let text = try geoJSON(table, ledger: &ledger)
  #expect(
    text.contains(
      #""properties":{"input_area_m2_2":{"a":[1,"x , }"]},"population":3,"input_area_m2":1,"input_walk":2,"area_m2":2.5,"walk":9}"#
    ))
  #expect(ledger.count(of: .attributeRenamed) == 2)
}

@Test func `Line breaks between a feature's tokens do not break the lines of the file`() throws {
  let table = makeTable([TestFeature(members: "\"a\":\r\n 1,\n\"b\": \"x\\ny \\\" z\"")])
  var ledger = Ledger()
  let text = try geoJSON(table, layout: .lines, ledger: &ledger)
  #expect(text.filter { $0.isNewline }.count == 1)
  #expect(text.contains(#""properties":{"a":1,"b":"x\ny \" z"}}"#))
}

@Test func `The manifest holds what writing itself recorded`() throws {
  let table = makeTable([TestFeature(parts: [[square(10, 10, 1e-8)]])])
  var ledger = Ledger()
  let text = try geoJSON(table, ledger: &ledger) { ledger in
    .object([.init("warnings", .integer(Int64(ledger.warningCount)))])
  }
  #expect(text.hasPrefix(#"{"type":"FeatureCollection","lifecircle":{"warnings":1},"#))
  #expect(text.hasSuffix("\n]}\n"))
}

@Test func `Random layers give the same bytes on any number of threads and parse back`() throws {
  var generator = SplitMix(seed: 99)
  for round in 0..<6 {
    let features = (0..<(round * 700)).map { index in
      TestFeature(
        parts: [[randomRing(&generator)]], members: "\"n\":\(index)", id: "\(index)")
    }
    let values = features.indices.map { _ in generator.unit() }
    let table = makeTable(
      features,
      results: [ResultColumn(name: "share", shortName: "s", values: .real(values, decimals: 6))],
      chunkSize: 97 + 500 * round)
    let alone = try geoJSON(table)
    for threads in [2, 3, 8] { #expect(try geoJSON(table, threads: threads) == alone) }
    let read = try parsed(alone)
    #expect(read.count == features.count)
    for (feature, original) in zip(read, features) {
      let geometry = feature["geometry"] as? [String: Any]
      let rings = geometry?["coordinates"] as? [[[Double]]] ?? []
      #expect(rings.count == 1 && isCounterClockwise(rings[0]))
      #expect(sameVertices(rings[0], original.parts[0][0]))
    }
  }
}

/// A star-shaped ring of 3…24 corners, either way round.
private func randomRing(_ generator: inout SplitMix) -> [Coordinate] {
  let x = generator.unit() * 340 - 170
  let y = generator.unit() * 160 - 80
  let corners = 3 + Int(generator.next() % 22)
  var ring = (0..<corners).map { corner in
    let angle = 2 * Double.pi * Double(corner) / Double(corners)
    let radius = 0.5 + generator.unit()
    return Coordinate(x: x + radius * cos(angle), y: y + radius * sin(angle))
  }
  if generator.next() % 2 == 0 { ring.reverse() }
  return ring + [ring[0]]
}

private func isCounterClockwise(_ ring: [[Double]]) -> Bool {
  zip(ring, ring.dropFirst()).reduce(0) { $0 + ($1.0[0] * $1.1[1] - $1.1[0] * $1.0[1]) } > 0
}

/// Same corners in some order, each within half a unit of the seventh decimal.
private func sameVertices(_ written: [[Double]], _ original: [Coordinate]) -> Bool {
  guard written.count == original.count else { return false }
  func key(_ x: Double, _ y: Double) -> [Double] { [x, y] }
  let left = written.dropLast().map { key($0[0], $0[1]) }.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }
  let right = original.dropLast().map { key($0.x, $0.y) }.sorted {
    ($0[0], $0[1]) < ($1[0], $1[1])
  }
  return zip(left, right).allSatisfy {
    abs($0[0] - $1[0]) <= 0.5000001e-7 && abs($0[1] - $1[1]) <= 0.5000001e-7
  }
}
