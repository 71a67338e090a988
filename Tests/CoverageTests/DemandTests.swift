import Foundation
import Geometry
import Model
import Testing

@testable import Coverage

/// Measures at demand points against sums over all points and stations.
@Suite struct DemandTests {
  private static let plane = ReferencePlane(longitude: 124.31, latitude: 44.02)

  private static func blocks(_ count: Int) throws -> [[[[Coordinate]]]] {
    try (0..<count).map {
      try plane.degrees([[Ring.box(Double($0) * 400, 0, Double($0) * 400 + 400, 400)]])
    }
  }

  private struct Sample {
    var metres: Double
    var weight: Double
    var station: Int
  }

  /// The contract's 90th percentile: the shortest time within which at least 90 % of the weight arrives.
  private static func percentile90(_ samples: [Sample]) -> Double {
    let total = samples.reduce(0) { $0 + $1.weight }
    return samples.map(\.metres).sorted().first { limit in
      samples.reduce(0) { $0 + ($1.metres <= limit ? $1.weight : 0) } >= 0.9 * total * (1 - 1e-12)
    } ?? .nan
  }

  @Test func `Shares, means, percentiles and stations agree with brute force`() throws {
    var generator = SeededGenerator(seed: 404)
    for trial in 0..<40 {
      let count = 6
      let points = (0..<Int.random(in: 20...160, using: &generator)).map { _ in
        PlanarPoint(
          x: Double.random(in: 0...2400, using: &generator),
          y: Double.random(in: 0...400, using: &generator))
      }
      // Whole numbers, so that sums are exact whatever their order; some without people.
      let weights = points.map { _ in
        trial % 5 == 4 ? 0 : Double(Int.random(in: 0...9, using: &generator))
      }
      let stations = (0..<5).map { _ in
        PlanarPoint(
          x: Double.random(in: -500...3000, using: &generator),
          y: Double.random(in: -900...900, using: &generator))
      }
      let owner = points.map { point -> Int32 in trial % 3 == 2 ? -1 : Int32(min(5, point.x / 400))
      }
      let assigned = trial % 3 == 2 ? owner.indices.map { Int32($0 % 8) - 2 } : owner
      let places = try Self.plane.places(points)
      let sites = try Self.plane.places(stations)
      // A limit that some people exceed: unreachable people are left out of the mean.
      let settings = CoverageSettings(
        radii: [300, 500], minutes: [5, 15], speed: 4, maximumMinutes: trial % 2 == 0 ? 180 : 14)
      let table = try Run.coverage(
        Self.blocks(count), sites, settings,
        demand: DemandPoints(
          blockCount: count, blockOf: assigned, places: places, weights: weights))
      for block in 0..<count {
        let members = points.indices.filter { assigned[$0] == Int32(block) }
        if members.isEmpty {
          #expect(table.method[block] == PopulationMethod.area.rawValue)
          continue
        }
        #expect(table.method[block] == PopulationMethod.points.rawValue)
        let isWeighted = members.contains { weights[$0] > 0 }
        let samples = members.map { member -> Sample in
          let distances = sites.map { Geodesic.wgs84.distance(places[member], $0) }
          let best = distances.indices.min { distances[$0] < distances[$1] } ?? 0
          return Sample(
            metres: distances[best], weight: isWeighted ? weights[member] : 1, station: best)
        }
        try Self.compare(table, block, settings, samples, trial)
      }
    }
  }

  private static func compare(
    _ table: CoverageTable, _ block: Int, _ settings: CoverageSettings, _ samples: [Sample],
    _ trial: Int
  ) throws {
    let total = samples.reduce(0) { $0 + $1.weight }
    let perMetre = 1.3 / (4000.0 / 60)
    func share(_ limit: Double) -> Double {
      samples.reduce(0) { $0 + ($1.metres <= limit ? $1.weight : 0) } / total
    }
    let limits = [300, 500, 5 / perMetre, 15 / perMetre]
    // Scale differs by up to 10 ppm: a point within 2 cm of a limit may fall on either side.
    let isClear = limits.allSatisfy { limit in
      samples.allSatisfy { abs($0.metres - limit) > 0.02 }
    }
    for (reach, limit) in limits.enumerated() where isClear {
      #expect(
        abs(table.populationShare[table.slot(block, reach)] - share(limit)) < 1e-12,
        "trial \(trial), block \(block), \(limit) m")
    }
    let mean = samples.reduce(0) { $0 + $1.metres * $1.weight } / total
    // 10 ppm of scale.
    #expect(abs(table.nearestMetres[block] - mean) <= 1e-5 * mean + 1e-3)
    let reachable = samples.filter { $0.metres * perMetre <= settings.maximumMinutes }
    let reached = reachable.reduce(0) { $0 + $1.weight }
    #expect(abs(table.unreachableShare[block] - (1 - reached / total)) < 1e-12)
    if reached > 0 {
      let minutes = reachable.reduce(0) { $0 + $1.metres * $1.weight } / reached * perMetre
      #expect(abs(table.walkMinutes[block] - minutes) <= 1e-5 * minutes + 1e-4)
      let weights = Dictionary(grouping: reachable, by: \.station).mapValues {
        $0.reduce(0) { $0 + $1.weight }
      }
      let most = weights.values.max() ?? 0
      let expected = weights.filter { $0.value == most }.keys.min() ?? -1
      #expect(Int(table.walkStation[block]) == expected, "ties go to the first station")
    } else {
      #expect(table.walkMinutes[block].isNaN && table.walkStation[block] == -1)
    }
    if reached / total >= 0.9 {
      let minutes = percentile90(samples) * perMetre
      #expect(abs(table.walkMinutes90[block] - minutes) <= 1e-5 * minutes + 1e-4)
    } else {
      #expect(table.walkMinutes90[block].isNaN)
    }
  }

  @Test func `A point exactly at a radius or a time is within it`() throws {
    let blocks = try Self.blocks(1)
    var generator = SeededGenerator(seed: 12)
    for _ in 0..<50 {
      let x = Double.random(in: 0...400, using: &generator)
      let y = Double.random(in: 0...400, using: &generator)
      let place = try Self.plane.places([PlanarPoint(x: x, y: y)])
      let station = try Self.plane.places([PlanarPoint(x: 700, y: 100)])
      let demand = DemandPoints(blockCount: 1, blockOf: [0], places: place, weights: [1])
      func shares(_ radius: Double, _ minutes: Double) throws -> (Double, Double) {
        let table = try Run.coverage(
          blocks, station, CoverageSettings(radii: [radius], minutes: [minutes]), demand: demand)
        return (table.populationShare[0], table.populationShare[1])
      }
      let table = try Run.coverage(blocks, station, CoverageSettings(), demand: demand)
      let metres = table.nearestMetres[0]
      let minutes = table.walkMinutes[0]
      // The very double is in, the one below it is out: ≤ on unrounded values.
      let at = try shares(metres, minutes)
      #expect(at.0 == 1 && at.1 == 1)
      let below = try shares(metres.nextDown, minutes.nextDown)
      #expect(below.0 == 0 && below.1 == 0)
    }
  }

  @Test func `A disc that just touches a block counts it and one that ends short does not`() {
    // At the equator on a strip's meridian the plane's coordinates of a station are exactly 0, 0, and a block
    // 500 m east of it is exactly at the limit of 500 m.
    let projection = LocalProjection(strip: 40)
    let station = GeographicPoint(longitude: projection.centralMeridian, latitude: 0)
    let set = StationSet(points: [station], owner: [0])
    let index = StationIndex(set, reach: 1000)
    let strip = index.stations(of: projection)
    #expect(strip.x[0] == 0 && strip.y[0] == 0)
    func count(_ ring: [PlanarPoint]) -> (touching: Int32, share: Double) {
      let polygon = PlanarPolygon()
      polygon.assign([[ring]])
      let piece = BlockPiece(
        polygon: polygon.outline, origin: PlanarPoint(x: 0, y: 0), projection: projection, scale: 1)
      let settings = CoverageSettings(radii: [500], minutes: [])
      let table = CoverageTable(count: 1, reachCount: 1)
      let measurer = BlockMeasurer(settings: settings, table: table, stationCount: 1)
      [piece].withUnsafeBufferPointer {
        measurer.measure(block: 0, pieces: $0, people: nil, method: .area, stations: index)
      }
      withExtendedLifetime(polygon) {}
      return (table.stations[0], table.areaShare[0])
    }
    #expect(count(Ring.box(500, -50, 600, 50)) == (1, 0))
    #expect(count(Ring.box(Double(500).nextUp, -50, 600, 50)) == (0, 0))
    // A vertex at (300, 400), an edge 3-4-5 off, and a block whose farthest corner is exactly at the limit.
    #expect(count(Ring.box(300, 400, 600, 700)) == (1, 0))
    #expect(count(Ring.box(0, 0, 300, 400)) == (1, 1))
    #expect(count(Ring.box(0, 0, 300, 400.1)).share < 1)
    // The line 3x + 4y = 2500 is 500 from the origin, at (300, 400), in the middle of an edge.
    let edge = [(500.0, 250.0), (700, 700), (100, 550), (500, 250)].map {
      PlanarPoint(x: $0.0, y: $0.1)
    }
    #expect(count(edge).touching == 1)
  }
}
