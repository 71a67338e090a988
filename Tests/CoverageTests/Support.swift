import Foundation
import Geometry
import Model

@testable import Coverage

/// A repeatable source of numbers (S. Vigna's SplitMix64), seeded in each test.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Rings of planar points for tests; all closed and counter-clockwise.
enum Ring {
  static func box(_ minX: Double, _ minY: Double, _ maxX: Double, _ maxY: Double) -> [PlanarPoint] {
    [(minX, minY), (maxX, minY), (maxX, maxY), (minX, maxY), (minX, minY)].map {
      PlanarPoint(x: $0.0, y: $0.1)
    }
  }

  /// A star-shaped ring: any radius from `low` to 1 times `size` in every direction.
  static func star(
    _ x: Double, _ y: Double, _ size: Double, corners: Int, low: Double = 0.4,
    _ generator: inout SeededGenerator
  ) -> [PlanarPoint] {
    var ring = (0..<corners).map { corner in
      let angle = 2 * Double.pi * Double(corner) / Double(corners)
      let radius = size * Double.random(in: low...1, using: &generator)
      return PlanarPoint(x: x + radius * cos(angle), y: y + radius * sin(angle))
    }
    ring.append(ring[0])
    return ring
  }
}

/// GEOS's view of planar polygons and discs.
enum Reference {
  /// 512 segments a quadrant: a polygon of 2,048 sides inscribed in a circle of radius r lacks 1.57e-6 of its
  /// area. Drawn a little larger it has the circle's area, and what is left is the 0.0006 m by which arc and
  /// chord differ at 500 m, with alternating sign along the circle.
  static let quadrantSegments = 512

  static func drawnRadius(_ radius: Double) -> Double {
    let angle = 2 * Double.pi / Double(4 * quadrantSegments)
    return radius * (angle / sin(angle)).squareRoot()
  }

  static func polygon(_ parts: [[[PlanarPoint]]]) throws -> GEOSGeometry {
    let members = try parts.map { try GEOSGeometry(rings: $0) }
    return members.count == 1 ? members[0] : try GEOSGeometry.unaryUnion(of: members)
  }

  static func discs(_ centres: [PlanarPoint], _ radius: Double) throws -> GEOSGeometry {
    try GEOSGeometry.unaryUnion(
      of: centres.map {
        try GEOSGeometry(point: $0).buffer(
          drawnRadius(radius), quadrantSegments: quadrantSegments)
      })
  }

  static func coveredArea(
    _ block: GEOSGeometry, _ centres: [PlanarPoint], _ radius: Double
  ) throws -> Double {
    try block.intersection(discs(centres, radius)).area
  }
}

/// A plane of true metres around one place that is not the engine's own: PROJ's transverse Mercator on the
/// place's own meridian, k = 1.
struct ReferencePlane {
  var longitude: Double
  var latitude: Double

  private var operation: String {
    "+proj=tmerc +lon_0=\(longitude) +lat_0=\(latitude) +k=1 +ellps=WGS84 +units=m"
  }

  func degrees(_ parts: [[[PlanarPoint]]]) throws -> [[[Coordinate]]] {
    let transform = try CoordinateTransform(operation: operation)
    return try parts.map { rings in
      try rings.map { ring in
        var coordinates = ring.map { Coordinate(x: $0.x, y: $0.y) }
        try transform.transformBack(&coordinates)
        return coordinates
      }
    }
  }

  func places(_ points: [PlanarPoint]) throws -> [GeographicPoint] {
    try degrees([[points]])[0][0].map { GeographicPoint(longitude: $0.x, latitude: $0.y) }
  }

  func planar(_ coordinates: [Coordinate]) throws -> [PlanarPoint] {
    let transform = try CoordinateTransform(operation: operation)
    var moved = coordinates
    try transform.transform(&moved)
    return moved.map { PlanarPoint(x: $0.x, y: $0.y) }
  }
}

/// Runs the engine on blocks given as parts of rings in degrees.
enum Run {
  static func layer(_ blocks: [[[[Coordinate]]]], chunkSize: Int = 64) -> Layer {
    var chunks: [FeatureChunk] = []
    for from in stride(from: 0, to: blocks.count, by: chunkSize) {
      var shapes = ShapeColumn()
      for parts in blocks[from..<min(from + chunkSize, blocks.count)] {
        shapes.append(
          parts.isEmpty ? .none : parts.count == 1 ? .polygon : .multiPolygon, parts: parts)
      }
      chunks.append(FeatureChunk(firstIndex: from, shapes: shapes))
    }
    return Layer(source: LayerSource(path: "test"), chunks: chunks)
  }

  static func coverage(
    _ blocks: [[[[Coordinate]]]], _ stations: [GeographicPoint],
    _ settings: CoverageSettings = CoverageSettings(), threads: Int = 1,
    demand: DemandPoints? = nil, spread: (any PeopleSpread)? = nil, chunkSize: Int = 64
  ) throws -> CoverageTable {
    let set = StationSet(points: stations, owner: stations.indices.map { Int32($0) })
    let engine = CoverageEngine(
      settings: settings, stationCount: stations.count,
      stationsByGroup: [StationIndex(set, reach: CoverageEngine.reach(settings))],
      demand: demand, spread: spread)
    return try engine.run(layer(blocks, chunkSize: chunkSize), threads: threads).table
  }
}

extension CoverageTable {
  /// Every number of one block, bit by bit, for comparisons of whole results.
  func fingerprint(_ block: Int) -> [UInt64] {
    var bits = [
      area[block], nearestMetres[block], walkMinutes[block], walkMinutes90[block],
      unreachableShare[block],
    ].map { $0.isNaN ? UInt64.max : $0.bitPattern }
    for reach in 0..<reachCount {
      bits.append(areaShare[slot(block, reach)].bitPattern)
      bits.append(populationShare[slot(block, reach)].bitPattern)
      bits.append(UInt64(stations[slot(block, reach)]))
    }
    bits += [UInt64(borderline[block]), UInt64(method[block]), UInt64(withoutOwnStation[block])]
    bits.append(UInt64(bitPattern: Int64(nearestStation[block])))
    bits.append(UInt64(bitPattern: Int64(walkStation[block])))
    return bits
  }
}
