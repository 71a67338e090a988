import Model

/// Geometries in little-endian well-known binary (OGC 06-103r4), the form GDAL takes in one call.
struct WellKnownBinary {
  private(set) var bytes: [UInt8] = []

  /// The OGC number of a kind: 1 point … 6 multipolygon.
  static func code(_ kind: ShapeKind) -> UInt32 {
    switch kind {
    case .none, .collection: 0
    case .point: 1
    case .lineString: 2
    case .polygon: 3
    case .multiPoint: 4
    case .multiLineString: 5
    case .multiPolygon: 6
    }
  }

  /// Replaces `bytes` by feature `feature`, single kinds as one-part multis when `asMultiple`; false without
  /// geometry.
  ///
  /// Polygon rings are turned the way the Simple Features and RFC 7946 agree on: outer counter-clockwise.
  mutating func encode(_ shapes: ShapeColumn, _ feature: Int, asMultiple: Bool) -> Bool {
    bytes.removeAll(keepingCapacity: true)
    let kind = shapes.kinds[feature]
    let code = Self.code(kind)
    let parts = shapes.parts(of: feature)
    guard code > 0, !parts.isEmpty else { return false }
    let range = shapes.coordinateRange(of: feature)
    guard shapes.coordinates[range].allSatisfy(\.isFinite) else { return false }
    let single = code > 3 ? code - 3 : code
    if code > 3 || asMultiple {
      appendHead(single + 3)
      append(UInt32(parts.count))
    }
    for part in parts {
      appendHead(single)
      let rings = shapes.rings(of: part)
      if single == 3 { append(UInt32(rings.count)) }
      for ring in rings {
        let range = shapes.coordinates(of: ring)
        if single > 1 { append(UInt32(range.count)) }
        append(
          shapes.coordinates[range], polygonRing: single == 3, isOuter: ring == rings.lowerBound)
      }
    }
    return true
  }

  private mutating func appendHead(_ code: UInt32) {
    bytes.append(1)
    append(code)
  }

  private mutating func append(_ number: UInt32) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  private mutating func append(
    _ ring: ArraySlice<Coordinate>, polygonRing: Bool, isOuter: Bool
  ) {
    if polygonRing, Self.isCounterClockwise(ring) != isOuter {
      for coordinate in ring.reversed() { append(coordinate) }
    } else {
      ring.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
  }

  private mutating func append(_ coordinate: Coordinate) {
    withUnsafeBytes(of: coordinate) { bytes.append(contentsOf: $0) }
  }

  private static func isCounterClockwise(_ ring: ArraySlice<Coordinate>) -> Bool {
    guard let origin = ring.first else { return true }
    var area = 0.0
    var last = origin
    for next in ring {
      area +=
        (last.x - origin.x) * (next.y - origin.y) - (next.x - origin.x) * (last.y - origin.y)
      last = next
    }
    return area > 0
  }
}
