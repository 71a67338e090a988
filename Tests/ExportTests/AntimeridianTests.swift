import Foundation
import Model
import Testing

@testable import Export

private func ring(_ positions: [(Double, Double)]) -> [Coordinate] {
  (positions + [positions[0]]).map { Coordinate(x: $0.0, y: $0.1) }
}

private func cut(_ kind: ShapeKind, _ parts: [[[Coordinate]]]) -> Antimeridian.Cut? {
  var shapes = ShapeColumn()
  shapes.append(kind, parts: parts)
  return Antimeridian.cut(shapes, 0)
}

/// Signed area in square degrees.
private func area(_ ring: [Coordinate]) -> Double {
  zip(ring, ring.dropFirst()).reduce(0) { $0 + ($1.0.x * $1.1.y - $1.1.x * $1.0.y) / 2 }
}

/// Area of all outer rings less their holes.
private func area(_ shapes: ShapeColumn) -> Double {
  shapes.parts(at: 0).reduce(0) { sum, rings in
    sum + abs(area(rings[0])) - rings.dropFirst().reduce(0) { $0 + abs(area($1)) }
  }
}

@Test func `A block across the meridian becomes two that end at it`() throws {
  var ledger = Ledger()
  let table = makeTable([
    TestFeature(parts: [[ring([(179, 10), (-179, 10), (-179, 12), (179, 12)])]])
  ])
  let text = try geoJSON(table, ledger: &ledger)
  #expect(
    text.contains(
      #""MultiPolygon","coordinates":[[[[180,12],[179,12],[179,10],[180,10],[180,12]]],[[[-180,10],[-179,10],[-179,12],[-180,12],[-180,10]]]]"#
    ), "\(text)")
  #expect(ledger.count(of: .antimeridianCut) == 1)
}

@Test func `Longitudes beyond 180 are the same block`() throws {
  let written = try geoJSON(
    makeTable([TestFeature(parts: [[ring([(179, 10), (181, 10), (181, 12), (179, 12)])]])]))
  let crossing = try geoJSON(
    makeTable([TestFeature(parts: [[ring([(179, 10), (-179, 10), (-179, 12), (179, 12)])]])]))
  #expect(written == crossing)
  let beyond = try geoJSON(
    makeTable([TestFeature(parts: [[ring([(181, 10), (182, 10), (182, 12), (181, 12)])]])]))
  #expect(beyond.contains("[[[-179,10],[-178,10],[-178,12],[-179,12],[-179,10]]]"))
}

@Test func `A hole across the meridian becomes part of both outlines`() throws {
  let outer = ring([(170, 0), (-170, 0), (-170, 20), (170, 20)])
  let hole = ring([(175, 5), (175, 15), (-175, 15), (-175, 5)])
  let result = try #require(cut(.polygon, [[outer, hole]]))
  let parts = result.shapes.parts(at: 0)
  #expect(parts.count == 2)
  #expect(parts.allSatisfy { $0.count == 1 && $0[0].count == 9 })
  #expect(abs(area(result.shapes) - (400 - 100)) < 1e-9)
}

@Test func `A hole on one side stays a hole of that side`() throws {
  let outer = ring([(170, 0), (-170, 0), (-170, 20), (170, 20)])
  let hole = ring([(172, 5), (172, 15), (175, 15), (175, 5)])
  let result = try #require(cut(.polygon, [[outer, hole]]))
  #expect(result.shapes.parts(at: 0).map(\.count).sorted() == [1, 2])
  #expect(abs(area(result.shapes) - (400 - 30)) < 1e-9)
}

@Test func `The whole world and blocks that only touch the meridian stay whole`() throws {
  let world = ring([(-180, -90), (180, -90), (180, 90), (-180, 90)])
  let touching = ring([(170, 0), (180, 0), (180, 10), (170, 10)])
  for whole in [world, touching] {
    let result = try #require(cut(.polygon, [[whole]]))
    #expect(!result.wasCut)
    #expect(result.shapes.parts(at: 0) == [[whole]])
  }
}

@Test func `Lines are cut at the meridian and points brought within 180`() throws {
  let line = [(178, 0), (-178, 4), (178, 8)].map { Coordinate(x: $0.0, y: $0.1) }
  let result = try #require(cut(.lineString, [[line]]))
  #expect(result.shapes.kinds == [.multiLineString])
  let pieces = result.shapes.parts(at: 0).map { $0[0].map { [$0.x, $0.y] } }
  #expect(
    pieces == [
      [[178, 0], [180, 2]], [[-180, 2], [-178, 4], [-180, 6]], [[180, 6], [178, 8]],
    ])
  let point = try #require(cut(.point, [[[Coordinate(x: 181, y: 3)]]]))
  #expect(point.shapes.coordinates == [Coordinate(x: -179, y: 3)])
}

@Test func `Coordinates that are not degrees are refused and counted`() throws {
  var ledger = Ledger()
  let table = makeTable([
    TestFeature(parts: [[square(500_000, 4_000_000, 10)]]),
    TestFeature(kind: .point, parts: [[[Coordinate(x: .nan, y: 0)]]]),
    TestFeature(kind: .point, parts: [[[Coordinate(x: 0, y: 91)]]]),
  ])
  let text = try geoJSON(table, ledger: &ledger)
  #expect(text.components(separatedBy: #""geometry":null"#).count == 4)
  #expect(ledger.count(of: .geometryOutOfRange) == 3)
}

@Test func `Cutting random star polygons keeps their area and crosses nothing`() throws {
  var generator = SplitMix(seed: 180)
  var cutCount = 0
  for _ in 0..<400 {
    let corners = 3 + Int(generator.next() % 40)
    let centre = 180 + (generator.unit() - 0.5) * 20
    // Spikes in and out give many crossings of the meridian.
    let star = ring(
      (0..<corners).map { corner in
        let angle = 2 * Double.pi * Double(corner) / Double(corners)
        let radius = 1 + 12 * generator.unit()
        return (centre + radius * cos(angle), radius * sin(angle))
      })
    let wrapped = star.map { Coordinate(x: $0.x > 180 ? $0.x - 360 : $0.x, y: $0.y) }
    let result = try #require(cut(.polygon, [[wrapped]]))
    cutCount += result.wasCut ? 1 : 0
    #expect(abs(area(result.shapes) - abs(area(star))) < 1e-8)
    for rings in result.shapes.parts(at: 0) {
      let longitudes = rings[0].map(\.x)
      #expect(longitudes.allSatisfy { $0.magnitude <= 180 })
      #expect(longitudes.max()! - longitudes.min()! < 30)
      #expect(rings[0].first == rings[0].last)
    }
  }
  #expect(cutCount > 100)
}
