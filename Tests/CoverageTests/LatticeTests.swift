import Foundation
import Geometry
import Model
import Testing

@testable import Coverage

/// Sample points of areas.
@Suite struct LatticeTests {
  private static func polygon(_ parts: [[[PlanarPoint]]]) -> PlanarPolygon {
    let polygon = PlanarPolygon()
    polygon.assign(parts)
    return polygon
  }

  private static func points(_ polygon: PlanarPolygon) -> [PlanarPoint] {
    let lattice = Lattice()
    lattice.fill(
      polygon.outline, step: Lattice.step(area: polygon.area), atLeast: Lattice.minimumSamples)
    return (0..<lattice.count).map { PlanarPoint(x: lattice.x[$0], y: lattice.y[$0]) }
  }

  @Test func `A large block is sampled every 25 metres and a small one at 16 places at least`() {
    let wide = Self.points(Self.polygon([[Ring.box(0, 0, 1000, 500)]]))
    #expect(wide.count == 40 * 20)
    #expect(wide.contains(PlanarPoint(x: 12.5, y: 12.5)))
    for side in [0.01, 1.0, 10, 60, 99] {
      let points = Self.points(Self.polygon([[Ring.box(0, 0, side, side)]]))
      #expect(points.count >= 16, "\(side) m")
    }
  }

  @Test
  func `Samples of slivers, rings and scattered parts lie inside, at their share of each part`()
    throws
  {
    var generator = SeededGenerator(seed: 55)
    var shapes: [[[[PlanarPoint]]]] = [
      [[Ring.box(0, 0, 2000, 0.5)]], [[Ring.box(0, 0, 0.3, 900)]],
      [[Ring.box(0, 0, 300, 300), Ring.box(2, 2, 298, 298).reversed()]],
      [[Ring.box(0, 0, 400, 400)], [Ring.box(1000, 0, 1200, 200)]],
      [[[(0.0, 0.0), (900, 899), (901, 901), (0, 0)].map { PlanarPoint(x: $0.0, y: $0.1) }]],
    ]
    for trial in 0..<40 {
      let corners = Int.random(in: 3...20, using: &generator)
      let size = pow(10, Double.random(in: 0...3.2, using: &generator))
      var parts = [[Ring.star(3, 4, size, corners: max(7, corners), &generator)]]
      if trial % 2 == 0 {
        parts[0].append(Ring.star(3, 4, size / 4, corners: 8, &generator).reversed())
      }
      shapes.append(parts)
    }
    for parts in shapes {
      let polygon = Self.polygon(parts)
      let block = try Reference.polygon(parts)
      let prepared = try PreparedGeometry(block)
      let points = Self.points(polygon)
      #expect(!points.isEmpty)
      for point in points { #expect(try prepared.coversPoint(x: point.x, y: point.y)) }
      #expect(points.count >= 16 || polygon.area < 2_000)
    }
    let scattered = Self.points(Self.polygon(shapes[3]))
    #expect(scattered.count { $0.x > 900 } == 64 && scattered.count { $0.x < 900 } == 256)
  }

  @Test func `The mean walk in a square around its station is the known integral`() throws {
    // ∫∫ √(x² + y²) over a unit square from its centre: (√2 + ln(1 + √2)) / 6.
    let constant = (2.0.squareRoot() + log(1 + 2.0.squareRoot())) / 6
    let plane = ReferencePlane(longitude: 124.31, latitude: 44.02)
    for side in [100.0, 400, 1000] {
      let table = try Run.coverage(
        [plane.degrees([[Ring.box(-side / 2, -side / 2, side / 2, side / 2)]])],
        plane.places([PlanarPoint(x: 0, y: 0)]))
      let minutes = constant * side * 1.3 / (4000.0 / 60)
      // The midpoint rule with n samples a side errs by about 0.13/n² here, mostly in the middle cells; a
      // sliver of rounding at the edge may add or drop a row, a further 1/n² or so.
      let samples = max(4, side / 25)
      #expect(abs(table.walkMinutes[0] - minutes) <= 0.5 / (samples * samples) * minutes)
      #expect(table.nearestMetres[0] < 0.001)
      #expect(table.unreachableShare[0] == 0)
    }
  }

  @Test func `The longest walk decides who is unreachable`() throws {
    let plane = ReferencePlane(longitude: 124.31, latitude: 44.02)
    // A ribbon 6 km long by 50 m with a station at its end: 20 minutes are 1,025.6 m.
    let table = try Run.coverage(
      [plane.degrees([[Ring.box(0, 0, 6000, 50)]])], plane.places([PlanarPoint(x: 0, y: 25)]),
      CoverageSettings(maximumMinutes: 20))
    let reach = 20 * 4000.0 / 60 / 1.3
    // One sample in 240 columns.
    #expect(abs(table.unreachableShare[0] - (1 - reach / 6000)) < 1.0 / 240)
    #expect(table.walkMinutes90[0].isNaN)
    #expect(abs(table.walkMinutes[0] - 10) < 0.3)
    // Nobody within reach: null, never a huge number or zero.
    let far = try Run.coverage(
      [plane.degrees([[Ring.box(5000, 0, 6000, 50)]])], plane.places([PlanarPoint(x: 0, y: 25)]),
      CoverageSettings(maximumMinutes: 20))
    #expect(far.walkMinutes[0].isNaN && far.walkStation[0] == -1 && far.unreachableShare[0] == 1)
    #expect(far.nearestStation[0] == 0)
  }

  @Test func `In a block over several strips every part walks to its own nearest station`() throws {
    // 60 km of a narrow ribbon over three strips, a station every 10 km and one in the very middle.
    let plane = ReferencePlane(longitude: 124.25, latitude: 44)
    let stations = [-28_000.0, -19_000, -5, 17_500, 27_000].map { PlanarPoint(x: $0, y: 100) }
    let table = try Run.coverage(
      [plane.degrees([[Ring.box(-30_000, 0, 30_000, 200)]])], plane.places(stations),
      CoverageSettings(radii: [500], minutes: [15], maximumMinutes: 1000))
    var sum = 0.0
    for step in 0..<60_000 {
      let x = Double(step) - 29_999.5
      sum += stations.map { abs($0.x - x) }.min() ?? 0
    }
    let minutes = sum / 60_000 * 1.3 / (4000.0 / 60)
    // Across the ribbon's 200 m the way is a little longer than along it: below 1 % at these distances.
    #expect(abs(table.walkMinutes[0] - minutes) <= 0.01 * minutes)
  }
}
