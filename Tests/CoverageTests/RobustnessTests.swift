import Foundation
import Geometry
import Model
import Testing

@testable import Coverage

/// Shapes and places that break careless geometry.
@Suite struct RobustnessTests {
  private static let plane = ReferencePlane(longitude: 124.31, latitude: 44.02)

  private static func exact(
    _ polygon: PlanarPolygon, _ discs: [PlanarPoint], _ radius: Double
  ) -> Double {
    defer { withExtendedLifetime(polygon) {} }
    return DiscUnion().area(
      of: polygon.outline, centresX: discs.map(\.x), centresY: discs.map(\.y), count: discs.count,
      radius: radius)
  }

  @Test func `Discs a hair apart cover what one of them covers`() {
    var generator = SeededGenerator(seed: 13)
    for trial in 0..<300 {
      let ring = Ring.star(0, 0, 300, corners: 12, &generator)
      let polygon = PlanarPolygon()
      polygon.assign([[ring]])
      let radius = Double.random(in: 100...350, using: &generator)
      let centre =
        trial % 2 == 0
        ? PlanarPoint(
          x: Double.random(in: -300...300, using: &generator),
          y: Double.random(in: -300...300, using: &generator)) : ring[trial % 12]
      // From a hundredth of a millimetre down to the last bit of a double.
      let hair = pow(10, -Double(trial % 12) - 5)
      let discs = (0..<4).map { twin in
        PlanarPoint(x: centre.x + Double(twin) * hair, y: centre.y - Double(twin % 2) * hair)
      }
      let one = Self.exact(polygon, [centre], radius)
      let four = Self.exact(polygon, discs, radius)
      // Three hairs along at most a circle's length, and rounding.
      #expect(abs(four - one) <= 6 * hair * 2 * .pi * radius + 1e-9 * polygon.area, "\(trial)")
    }
  }

  @Test func `Repeated vertices, spikes and vertices on circles change nothing`() throws {
    var generator = SeededGenerator(seed: 14)
    for trial in 0..<200 {
      let radius = Double.random(in: 100...300, using: &generator)
      let disc = PlanarPoint(
        x: Double.random(in: -200...200, using: &generator),
        y: Double.random(in: -200...200, using: &generator))
      var ring = Ring.star(0, 0, 300, corners: 10, &generator)
      ring.removeLast()
      // One vertex is put on the circle as exactly as doubles allow.
      let angle = Double.random(in: 0..<6.28, using: &generator)
      let onCircle = PlanarPoint(x: disc.x + radius * cos(angle), y: disc.y + radius * sin(angle))
      let plain = PlanarPolygon()
      plain.assign([[ring + [ring[0]]]])
      let expected = Self.exact(plain, [disc, ring[3]], radius)
      var decorated: [PlanarPoint] = []
      for (index, vertex) in ring.enumerated() {
        decorated.append(vertex)
        if index == trial % 10 {
          // A spike to the circle and back, and the vertex twice more.
          decorated += [onCircle, vertex, vertex]
        }
      }
      let polygon = PlanarPolygon()
      polygon.assign([[decorated + [decorated[0]]]])
      #expect(abs(polygon.area - plain.area) <= 1e-9 * plain.area)
      #expect(
        abs(Self.exact(polygon, [disc, ring[3]], radius) - expected) <= 1e-9 * plain.area,
        "trial \(trial)")
    }
  }

  @Test func `Parts of concave blocks in raster cells agree with GEOS`() throws {
    // Cutting a concave ring leaves edges to and fro along the cell's border.
    var generator = SeededGenerator(seed: 15)
    var cut = 0
    for trial in 0..<150 {
      let ring = Ring.star(0, 0, 300, corners: 24, low: 0.2, &generator)
      let block = PlanarPolygon()
      block.assign([[ring]])
      let x = Double.random(in: -250...150, using: &generator)
      let y = Double.random(in: -250...150, using: &generator)
      let cell = Ring.box(x, y, x + 120, y + 120)
      let part = PlanarPolygon()
      part.assign(block.outline, inside: Array(cell.dropLast()))
      let expected = try GEOSGeometry(rings: [ring]).intersection(GEOSGeometry(rings: [cell]))
      #expect(abs(part.area - (try expected.area)) <= 1e-9 * block.area)
      if part.area == 0 { continue }
      cut += 1
      let discs = (0..<3).map { _ in
        PlanarPoint(
          x: x + Double.random(in: -100...220, using: &generator),
          y: y + Double.random(in: -100...220, using: &generator))
      }
      let radius = Double.random(in: 30...150, using: &generator)
      let covered = try Reference.coveredArea(expected, discs, radius)
      // 1e-6 of the whole cell.
      #expect(abs(Self.exact(part, discs, radius) - covered) <= 0.0144, "trial \(trial)")
    }
    #expect(cut > 100)
  }

  @Test func `Blocks without area are left unmeasured and disturb nobody`() throws {
    let good = try Self.plane.degrees([[Ring.box(0, 0, 200, 200)]])
    let at = Coordinate(x: 124.3, y: 44)
    let odd: [[[[Coordinate]]]] = [
      [], [[[at, at, at, at]]],
      [[[at, Coordinate(x: 124.31, y: 44), Coordinate(x: 124.31, y: 44), at]]],
    ]
    let station = try Self.plane.places([PlanarPoint(x: 300, y: 100)])
    let table = try Run.coverage(odd + [good] + odd, station)
    let alone = try Run.coverage([good], station)
    #expect(table.fingerprint(3) == alone.fingerprint(0))
    for block in [0, 1, 2, 4, 5, 6] {
      #expect(!table.isUsable(block))
      #expect(table.nearestStation[block] == -1 && table.nearestMetres[block].isNaN)
      #expect(table.areaShare[table.slot(block, 0)].isNaN)
    }
    let flags = try BlockFlags(table, CoverageSettings()) { $0 < $1 }
    #expect(flags.reasonTexts[Int(flags.reasons[0])] == "no_geometry" && flags.underserved[0] == 2)
  }

  @Test func `Poles, corners of the map and stations anywhere give finite numbers`() throws {
    func box(_ west: Double, _ south: Double, _ east: Double, _ north: Double) -> [[[Coordinate]]] {
      [
        [
          [(west, south), (east, south), (east, north), (west, north), (west, south)].map {
            Coordinate(x: $0.0, y: $0.1)
          }
        ]
      ]
    }
    let blocks = [
      box(10, 89.5, 10.2, 89.9), box(-180, -60, -179.9, -59.9),
      box(179.99, 0, 180, 0.01), box(0, 0, 0.01, 0.01),
    ]
    let stations = [(0.0, 90.0), (0, -90), (180, 0.005), (-180, 0.02), (10.1, 89.7)].map {
      GeographicPoint(longitude: $0.0, latitude: $0.1)
    }
    let table = try Run.coverage(blocks, stations, CoverageSettings(maximumMinutes: 1e6))
    for block in blocks.indices {
      #expect(table.area[block] > 0 && table.nearestMetres[block].isFinite, "\(block)")
      for reach in 0..<2 {
        let share = table.areaShare[table.slot(block, reach)]
        #expect(share >= 0 && share <= 1)
      }
      #expect(table.walkMinutes[block].isFinite)
    }
    // The station on the antimeridian serves the block on its western side.
    #expect(table.nearestStation[2] == 2 && table.stations[table.slot(2, 0)] == 1)
    let expected = Geodesic.wgs84.distance(
      GeographicPoint(longitude: 179.995, latitude: 0.005), stations[2])
    #expect(abs(table.nearestMetres[2] - expected) < 0.01)
  }

  @Test func `A station with several entrances counts once and serves from the nearest`() throws {
    let block = try Self.plane.degrees([[Ring.box(0, 0, 400, 400)]])
    let places = try Self.plane.places([
      PlanarPoint(x: -100, y: 200), PlanarPoint(x: 250, y: 200), PlanarPoint(x: 500, y: 500),
    ])
    let settings = CoverageSettings(radii: [300], minutes: [])
    // Two entrances of station 0, one of station 1.
    let set = StationSet(points: places, owner: [0, 0, 1])
    let engine = CoverageEngine(
      settings: settings, stationCount: 2,
      stationsByGroup: [StationIndex(set, reach: CoverageEngine.reach(settings))])
    let outcome = try engine.run(Run.layer([block]), threads: 1)
    #expect(outcome.table.stations[0] == 2)
    #expect(outcome.table.nearestStation[0] == 0)
    // The centroid is (200, 200).
    #expect(abs(outcome.table.nearestMetres[0] - 50) < 0.001)
    #expect(outcome.insideStations == [true, false])
    let separate = try Run.coverage([block], places, settings)
    #expect(separate.areaShare[0] == outcome.table.areaShare[0])
    #expect(separate.stations[0] == 3)
  }
}
