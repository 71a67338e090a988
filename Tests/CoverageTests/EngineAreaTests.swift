import Foundation
import Geometry
import Model
import Testing

@testable import Coverage

/// Measures of blocks in degrees against PROJ's projection and GEOS's overlay around each block.
@Suite struct EngineAreaTests {
  /// A block and its stations in metres around a place, and what GEOS finds there.
  private struct Case {
    var plane: ReferencePlane
    var parts: [[[PlanarPoint]]]
    var stations: [PlanarPoint]
  }

  private static func cases(
    _ longitude: Double, _ latitude: Double, _ generator: inout SeededGenerator, count: Int = 4
  ) -> [Case] {
    (0..<count).map { index in
      let corners = Int.random(in: 5...24, using: &generator)
      var parts = [[Ring.star(0, 0, 400, corners: corners, &generator)]]
      if index % 2 == 1 && corners > 7 {
        parts[0].append(Ring.star(0, 0, 60, corners: 7, &generator).reversed())
      }
      let stations = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        PlanarPoint(
          x: Double.random(in: -1100...1100, using: &generator),
          y: Double.random(in: -1100...1100, using: &generator))
      }
      return Case(
        plane: ReferencePlane(longitude: longitude, latitude: latitude), parts: parts,
        stations: stations)
    }
  }

  /// Latitudes of the contract's users and beyond; longitudes in the middle and near both edges of a strip, on
  /// both sides of Greenwich.
  private static let places: [(Double, Double)] = {
    var places: [(Double, Double)] = []
    for latitude in [0.0, 20, -20, 44, 60, 65.995, 70, -70, 80] {
      for longitude in [124.25, 124.001, 124.4999, 124.5, -51.2501, -0.001, 0.25] {
        places.append((longitude, latitude))
      }
    }
    return places
  }()

  @Test(arguments: places)
  func `Areas, shares and counts agree with PROJ and GEOS`(_ longitude: Double, _ latitude: Double)
    throws
  {
    var generator = SeededGenerator(
      seed: UInt64(bitPattern: Int64(longitude * 1e4)) &+ UInt64(latitude + 100))
    let settings = CoverageSettings(radii: [300, 500], minutes: [])
    for test in Self.cases(longitude, latitude, &generator) {
      let table = try Run.coverage(
        [test.plane.degrees(test.parts)], test.plane.places(test.stations), settings)
      let block = try Reference.polygon(test.parts)
      let area = try block.area
      // 2e-6: the scale of a block 800 m across changes by 1 ppm from side to side at a strip's edge.
      #expect(abs(table.area[0] - area) <= 2e-6 * area)
      for (reach, radius) in settings.radii.enumerated() {
        let covered = try Reference.coveredArea(block, test.stations, radius)
        #expect(abs(table.areaShare[reach] - covered / area) <= 2e-6)
        let near = try test.stations.filter {
          try GEOSGeometry(point: $0).distance(to: block) <= radius
        }
        let undecided = try test.stations.contains {
          // Within a centimetre of the limit either count is right: the planes differ by 5 ppm of 500 m.
          abs(try GEOSGeometry(point: $0).distance(to: block) - radius) < 0.01
        }
        #expect(undecided || Int(table.stations[reach]) == near.count)
        #expect((near.isEmpty && !undecided) == (table.areaShare[reach] == 0) || undecided)
      }
    }
  }

  @Test func `A disc over the whole block covers exactly all of it and a far one exactly nothing`()
    throws
  {
    var generator = SeededGenerator(seed: 88)
    let settings = CoverageSettings(radii: [300, 1000], minutes: [])
    for (longitude, latitude) in Self.places {
      let plane = ReferencePlane(longitude: longitude, latitude: latitude)
      let parts = [[Ring.star(0, 0, 400, corners: 17, &generator)]]
      let table = try Run.coverage(
        [plane.degrees(parts)], plane.places([PlanarPoint(x: 100, y: -50)]), settings)
      #expect(table.areaShare[1] == 1 && table.populationShare[1] == 1)
      let far = try Run.coverage(
        [plane.degrees(parts)], plane.places([PlanarPoint(x: 1500, y: 0)]), settings)
      #expect(far.areaShare[1] == 0 && far.populationShare[1] == 0 && far.stations[1] == 0)
      let none = try Run.coverage([plane.degrees(parts)], [], settings)
      #expect(none.areaShare[1] == 0 && none.nearestMetres[0].isNaN)
    }
  }

  @Test func `A block at the antimeridian is measured whole on both sides`() throws {
    let plane = ReferencePlane(longitude: 180, latitude: -17)
    let parts = [[Ring.box(-700, -300, 0, 300)], [Ring.box(0, -300, 500, 300)]]
    let stations = [PlanarPoint(x: 150, y: 20), PlanarPoint(x: -1150, y: 0)]
    // PROJ gives the western half as −180…; RFC 7946 wants the parts on either side of the cut.
    var degrees = try plane.degrees(parts)
    for index in degrees[0][0].indices where degrees[0][0][index].x < 0 {
      degrees[0][0][index].x += 360
    }
    for index in degrees[1][0].indices where degrees[1][0][index].x > 0 {
      degrees[1][0][index].x -= 360
    }
    #expect(degrees[0][0].allSatisfy { $0.x > 179.9 && $0.x <= 180 })
    #expect(degrees[1][0].allSatisfy { $0.x < -179.9 && $0.x >= -180 })
    let table = try Run.coverage(
      [degrees, [degrees[0]], [degrees[1]]], plane.places(stations),
      CoverageSettings(radii: [500], minutes: [15]))
    let whole = try GEOSGeometry(rings: [Ring.box(-700, -300, 500, 300)])
    let covered = try Reference.coveredArea(whole, stations, 500)
    #expect(abs(table.area[0] - 720_000) <= 2e-6 * 720_000)
    #expect(abs(table.areaShare[0] - covered / 720_000) <= 2e-6)
    #expect(table.stations[0] == 2)
    // The centroid is 100 m west of the meridian: 250 m east and 20 m north to the first station.
    #expect(abs(table.nearestMetres[0] - hypot(250, 20)) < 0.01)
    // From the western half the station across the line is seen as well: centroid (−350, 0).
    #expect(abs(table.nearestMetres[1] - hypot(500, 20)) < 0.01)
    #expect(table.stations[table.slot(1, 0)] == 2 && table.stations[table.slot(2, 0)] == 1)
  }

  @Test func `A block over several strips has the area of its parts and one station count`() throws
  {
    // 120 km wide at 44° N: three strips and two halves.
    let west = 123.9
    let east = 125.4
    var ring: [Coordinate] = []
    let steps = 600
    for step in 0...steps {
      ring.append(
        Coordinate(x: west + (east - west) * Double(step) / Double(steps), y: 44))
    }
    for step in 0...steps {
      ring.append(
        Coordinate(x: east - (east - west) * Double(step) / Double(steps), y: 44.02))
    }
    ring.append(ring[0])
    let expected = Geodesic.wgs84.area(of: ring).area
    let stations = [124.0, 124.49999, 124.5, 125.1].map {
      GeographicPoint(longitude: $0, latitude: 44.01)
    }
    let table = try Run.coverage(
      [[[ring]]], stations, CoverageSettings(radii: [500, 5000], minutes: []))
    // 1e-5 is the product's own limit for scale; parallels drawn as chords of 200 m add 1e-9.
    #expect(abs(table.area[0] - expected) <= 1e-5 * expected)
    #expect(table.stations[0] == 4)
    // Far from the outline: two whole discs and two that coincide within a metre.
    let lens = 0.8 * 2 * 500  // 0.80 m apart: the union gains the strip between the circles.
    let covered = 3 * Double.pi * 250_000 + lens
    #expect(abs(table.areaShare[0] * table.area[0] - covered) <= 60)
  }
}

/// Nearest stations against geodesics to every station.
@Suite struct NearestStationTests {
  @Test func `Nearest station and distance agree with geodesics, from metres to across the globe`()
    throws
  {
    var generator = SeededGenerator(seed: 31)
    var seen = 0
    for trial in 0..<60 {
      let latitude = Double.random(in: -80...80, using: &generator)
      let longitude = Double.random(in: -179.9...179.9, using: &generator)
      let plane = ReferencePlane(longitude: longitude, latitude: latitude)
      let parts = [[Ring.star(0, 0, 200, corners: 11, low: 0.9, &generator)]]
      // Distances from 100 m to half the globe, many around the 6 km where the search leaves the plane.
      let stations = (0..<40).map { _ in
        Geodesic.wgs84.destination(
          from: GeographicPoint(longitude: longitude, latitude: latitude),
          azimuth: Double.random(in: 0..<360, using: &generator),
          distance: [
            { 100 * pow(10, Double.random(in: 0...5, using: &generator)) },
            { 5_990 + Double.random(in: 0...20, using: &generator) },
            { 1e6 * Double.random(in: 1...19, using: &generator) },
          ][trial % 3]())
      }
      let block = try Reference.polygon(parts)
      let centre = try block.centroid().coordinates[0]
      let place = try plane.places([PlanarPoint(x: centre.x, y: centre.y)])[0]
      let distances = stations.map { Geodesic.wgs84.distance(place, $0) }
      let best = distances.min() ?? .nan
      let table = try Run.coverage(
        [plane.degrees(parts)], stations, CoverageSettings(minutes: []))
      // 10 ppm of scale at 6 km from the strip, and a millimetre.
      #expect(
        abs(table.nearestMetres[0] - best) <= 1e-5 * best + 0.001,
        "trial \(trial): \(table.nearestMetres[0]) against \(best)")
      let chosen = Int(table.nearestStation[0])
      #expect(distances[chosen] <= best * (1 + 2e-5) + 0.001)
      seen += 1
    }
    #expect(seen == 60)
  }

  @Test func `Far rivals are told apart by the geodesic, not by the chord`() throws {
    // The chord through the flattened globe orders rivals in different directions otherwise: at 2,000 to
    // 18,000 km it errs by up to 0.3 %, and these differ by a tenth of that.
    var generator = SeededGenerator(seed: 32)
    for trial in 0..<60 {
      let place = GeographicPoint(
        longitude: Double.random(in: -180..<180, using: &generator),
        latitude: Double.random(in: -70...70, using: &generator))
      let metres = Double.random(in: 2e6...18e6, using: &generator)
      let stations = (0..<30).map { _ in
        Geodesic.wgs84.destination(
          from: place, azimuth: Double.random(in: 0..<360, using: &generator),
          distance: metres * (1 + Double.random(in: 0...3e-3, using: &generator)))
      }
      let index = StationIndex(
        StationSet(points: stations, owner: stations.indices.map { Int32($0) }), reach: 500)
      let found = try #require(index.nearestAnywhere(place))
      let distances = stations.map { Geodesic.wgs84.distance(place, $0) }
      #expect(found.metres == distances.min(), "trial \(trial)")
      #expect(distances[Int(found.station)] == found.metres)
    }
  }

  @Test func `Of stations at one place the first in the list is named`() throws {
    let plane = ReferencePlane(longitude: 124.3, latitude: 44)
    let place = try plane.places([PlanarPoint(x: 30, y: 20)])[0]
    for far in [false, true] {
      let stations =
        far
        ? [
          GeographicPoint(longitude: 10, latitude: 50),
          GeographicPoint(longitude: 10, latitude: 50),
        ]
        : [try plane.places([PlanarPoint(x: 900, y: 0)])[0], place, place, place]
      let table = try Run.coverage(
        [plane.degrees([[Ring.box(-100, -100, 100, 100)]])], stations)
      #expect(table.nearestStation[0] == (far ? 0 : 1))
    }
  }

  @Test func `Where the centroid lies outside, distances start from a point inside`() throws {
    let plane = ReferencePlane(longitude: 124.3, latitude: 44)
    // A horseshoe open to the east; its centroid lies in the gap.
    let ring = [
      (0.0, 0.0), (300, 0), (300, 40), (40, 40), (40, 260), (300, 260), (300, 300), (0, 300),
      (0, 0),
    ].map { PlanarPoint(x: $0.0, y: $0.1) }
    let block = try Reference.polygon([[ring]])
    #expect(try !block.covers(block.centroid()))
    let stations = [PlanarPoint(x: 800, y: 10), PlanarPoint(x: -700, y: 400)]
    let table = try Run.coverage(
      [plane.degrees([[ring]])], plane.places(stations), CoverageSettings(minutes: []))
    // The answer's circle around the chosen station must meet the block, up to a millimetre.
    let station = stations[Int(table.nearestStation[0])]
    let metres = table.nearestMetres[0]
    let farthest = ring.map { hypot($0.x - station.x, $0.y - station.y) }.max() ?? 0
    let nearest = try GEOSGeometry(point: station).distance(to: block)
    #expect(nearest <= metres + 0.001)
    #expect(metres <= farthest + 0.001)
  }
}

/// No result depends on threads or on what else is in the file.
@Suite struct IndependenceTests {
  private static func town(_ count: Int) throws -> ([[[[Coordinate]]]], [GeographicPoint]) {
    var generator = SeededGenerator(seed: 9)
    var blocks: [[[[Coordinate]]]] = []
    for _ in 0..<count {
      let plane = ReferencePlane(
        longitude: Double.random(in: 123.8...124.7, using: &generator),
        latitude: Double.random(in: 43.9...44.1, using: &generator))
      let corners = Int.random(in: 4...12, using: &generator)
      blocks.append(try plane.degrees([[Ring.star(0, 0, 350, corners: corners, &generator)]]))
    }
    let stations = (0..<300).map { _ in
      GeographicPoint(
        longitude: Double.random(in: 123.8...124.7, using: &generator),
        latitude: Double.random(in: 43.9...44.1, using: &generator))
    }
    return (blocks, stations)
  }

  @Test func `One, two and five threads and any chunks give the same bits`() throws {
    let (blocks, stations) = try Self.town(300)
    let one = try Run.coverage(blocks, stations)
    for (threads, chunk) in [(2, 64), (5, 7), (1, 1000), (5, 1)] {
      let other = try Run.coverage(blocks, stations, threads: threads, chunkSize: chunk)
      for block in blocks.indices {
        #expect(one.fingerprint(block) == other.fingerprint(block))
      }
    }
  }

  @Test func `A block alone gives the bits it gives among a thousand others`() throws {
    let (blocks, stations) = try Self.town(1000)
    let all = try Run.coverage(blocks, stations, threads: 2)
    for block in stride(from: 0, to: blocks.count, by: 41) {
      let alone = try Run.coverage([blocks[block]], stations)
      #expect(alone.fingerprint(0) == all.fingerprint(block), "block \(block)")
    }
  }

  @Test func `More stations never lower a share nor lengthen the way`() throws {
    let (blocks, stations) = try Self.town(150)
    var previous: CoverageTable?
    for count in [1, 5, 20, 80, 300] {
      let table = try Run.coverage(blocks, Array(stations.prefix(count)))
      if let previous {
        for block in blocks.indices {
          #expect(table.nearestMetres[block] <= previous.nearestMetres[block] * (1 + 1e-5))
          for reach in 0..<table.reachCount {
            let slot = table.slot(block, reach)
            // 1e-11: the same area summed over other arcs.
            #expect(table.areaShare[slot] >= previous.areaShare[slot] - 1e-11)
            #expect(table.stations[slot] >= previous.stations[slot])
          }
        }
      }
      previous = table
    }
  }
}
