import Geometry
import Model
import Testing

@testable import Coverage

/// Exact disc areas against GEOS's overlay of finely drawn discs.
@Suite struct DiscUnionReferenceTests {
  private static func exact(
    _ parts: [[[PlanarPoint]]], _ discs: [PlanarPoint], _ radius: Double
  ) -> Double {
    let polygon = PlanarPolygon()
    polygon.assign(parts)
    defer { withExtendedLifetime(polygon) {} }
    return DiscUnion().area(
      of: polygon.outline, centresX: discs.map(\.x), centresY: discs.map(\.y), count: discs.count,
      radius: radius)
  }

  /// A block 600 m wide, sometimes with a hole, a second part, or an enclave in the hole.
  private static func block(_ trial: Int, _ generator: inout SeededGenerator) -> [[[PlanarPoint]]] {
    let corners = Int.random(in: 3...40, using: &generator)
    var parts = [[Ring.star(0, 0, 300, corners: max(8, corners), &generator)]]
    if trial % 3 == 1 {
      parts[0].append(Ring.star(10, -5, 90, corners: corners, &generator).reversed())
    }
    if trial % 6 == 1 { parts.append([Ring.star(10, -5, 30, corners: 9, &generator)]) }
    if trial % 4 == 2 { parts.append([Ring.star(900, 100, 200, corners: corners, &generator)]) }
    return parts
  }

  /// Centres of every awkward kind: on vertices, on edges, coinciding, touching each other.
  private static func centres(
    _ count: Int, _ radius: Double, _ parts: [[[PlanarPoint]]], _ generator: inout SeededGenerator
  ) -> [PlanarPoint] {
    let ring = parts[0][0]
    var discs: [PlanarPoint] = []
    for _ in 0..<count {
      let vertex = Int.random(in: 0..<(ring.count - 1), using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: discs.append(ring[vertex])
      case 1:
        discs.append(
          PlanarPoint(
            x: (ring[vertex].x + ring[vertex + 1].x) / 2,
            y: (ring[vertex].y + ring[vertex + 1].y) / 2))
      case 2 where !discs.isEmpty: discs.append(discs[0])
      case 3 where !discs.isEmpty:
        discs.append(PlanarPoint(x: discs[0].x + 2 * radius, y: discs[0].y))
      default:
        discs.append(
          PlanarPoint(
            x: Double.random(in: -500...1200, using: &generator),
            y: Double.random(in: -500...500, using: &generator)))
      }
    }
    return discs
  }

  @Test
  func `Random blocks and one to twelve discs agree with GEOS within a millionth of the block`()
    throws
  {
    var generator = SeededGenerator(seed: 2024)
    var worst = 0.0
    for trial in 0..<150 {
      let parts = Self.block(trial, &generator)
      let radius = Double.random(in: 30...420, using: &generator)
      let discs = Self.centres(1 + trial % 12, radius, parts, &generator)
      let block = try Reference.polygon(parts)
      try #require(try block.isValid)
      let expected = try Reference.coveredArea(block, discs, radius)
      let found = Self.exact(parts, discs, radius)
      let area = try block.area
      // One millionth of the block's area, the product's own promise; the reference is good to about 1e-7.
      worst = max(worst, abs(found - expected) / area)
      #expect(abs(found - expected) <= 1e-6 * area, "trial \(trial)")
    }
    #expect(worst > 0)
  }

  @Test func `The order of the discs does not matter and each further disc adds area or nothing`() {
    var generator = SeededGenerator(seed: 5)
    for trial in 0..<100 {
      let parts = Self.block(trial, &generator)
      let radius = Double.random(in: 50...300, using: &generator)
      let discs = Self.centres(10, radius, parts, &generator)
      let polygon = PlanarPolygon()
      polygon.assign(parts)
      // 1e-11: the sum of a few hundred terms of the block's size in another order.
      let slack = 1e-11 * max(polygon.area, Double.pi * radius * radius)
      let whole = Self.exact(parts, discs, radius)
      #expect(abs(Self.exact(parts, discs.shuffled(using: &generator), radius) - whole) <= slack)
      var previous = 0.0
      for count in 1...discs.count {
        let covered = Self.exact(parts, Array(discs.prefix(count)), radius)
        #expect(covered >= previous - slack, "trial \(trial), disc \(count)")
        #expect(covered <= polygon.area + slack)
        previous = covered
      }
    }
  }
}
