internal import CGEOS
import Model

extension GEOSGeometry {
  /// Appends the geometry to `shapes` as one feature.
  ///
  /// Empty geometries become `.none` and empty members of multi-geometries are left out. A collection
  /// becomes `.collection` without parts, or with `polygonalPart` its polygons: `.polygon`,
  /// `.multiPolygon`, or `.none` when it has none. `polygonalPart` also turns points and lines into `.none`.
  package func append(to shapes: inout ShapeColumn, polygonalPart: Bool = false) throws {
    var kind = try kind
    if try isEmpty { return shapes.append(.none, parts: []) }
    if polygonalPart, dimension < 2 { return shapes.append(.none, parts: []) }
    let reader = GEOSReader()
    try withExtendedLifetime(self) {
      if kind == .collection, !polygonalPart { return shapes.append(.collection, parts: []) }
      var parts = 0
      try reader.append(handle, kind, to: &shapes, polygonsOnly: polygonalPart, parts: &parts)
      if kind == .collection { kind = parts == 1 ? .polygon : .multiPolygon }
      shapes.featureStarts.append(Int32(shapes.partStarts.count - 1))
      shapes.kinds.append(parts == 0 ? .none : kind.shapeKind)
    }
  }

  /// The coordinates of a point, line string or ring, or of the outer ring of a polygon.
  ///
  /// - Throws: `GEOSError` for multi-geometries.
  package var coordinates: [Coordinate] {
    get throws {
      var shapes = ShapeColumn()
      let kind = try kind
      guard ![.multiPoint, .multiLineString, .multiPolygon, .collection].contains(kind) else {
        throw GEOSError(
          function: "GEOSGeom_getCoordSeq_r", operand: summary, message: "not a single geometry")
      }
      try append(to: &shapes)
      guard shapes.ringStarts.count > 1 else { return [] }
      return Array(shapes.coordinates[shapes.coordinates(of: 0)])
    }
  }
}

extension GEOSKind {
  /// The shape kind of features of this kind.
  fileprivate var shapeKind: ShapeKind {
    switch self {
    case .point: .point
    case .lineString, .linearRing: .lineString
    case .polygon: .polygon
    case .multiPoint: .multiPoint
    case .multiLineString: .multiLineString
    case .multiPolygon: .multiPolygon
    case .collection: .collection
    }
  }
}

/// Copies coordinates out of GEOS in bulk.
private struct GEOSReader {
  let context = GEOSContext.current

  /// Appends the parts of `geometry` (borrowed) without closing the feature, counting them in `parts`.
  func append(
    _ geometry: OpaquePointer, _ kind: GEOSKind, to shapes: inout ShapeColumn, polygonsOnly: Bool,
    parts: inout Int
  ) throws {
    if GEOSisEmpty_r(context.handle, geometry) == 1 { return }
    switch kind {
    case .polygon:
      try appendPolygon(geometry, to: &shapes)
      parts += 1
    case .point, .lineString, .linearRing:
      if polygonsOnly { return }
      try appendRing(geometry, to: &shapes)
      shapes.partStarts.append(Int32(shapes.ringStarts.count - 1))
      parts += 1
    default:
      for index in 0..<GEOSGetNumGeometries_r(context.handle, geometry) {
        guard let member = GEOSGetGeometryN_r(context.handle, geometry, index),
          let kind = GEOSKind(rawValue: GEOSGeomTypeId_r(context.handle, member))
        else { throw context.failure("GEOSGetGeometryN_r", "member \(index)") }
        try append(member, kind, to: &shapes, polygonsOnly: polygonsOnly, parts: &parts)
      }
    }
  }

  private func appendPolygon(_ polygon: OpaquePointer, to shapes: inout ShapeColumn) throws {
    guard let shell = GEOSGetExteriorRing_r(context.handle, polygon) else {
      throw context.failure("GEOSGetExteriorRing_r", "a polygon")
    }
    try appendRing(shell, to: &shapes)
    let holes = GEOSGetNumInteriorRings_r(context.handle, polygon)
    guard holes >= 0 else { throw context.failure("GEOSGetNumInteriorRings_r", "a polygon") }
    for index in 0..<holes {
      guard let hole = GEOSGetInteriorRingN_r(context.handle, polygon, index) else {
        throw context.failure("GEOSGetInteriorRingN_r", "hole \(index)")
      }
      try appendRing(hole, to: &shapes)
    }
    shapes.partStarts.append(Int32(shapes.ringStarts.count - 1))
  }

  private func appendRing(_ ring: OpaquePointer, to shapes: inout ShapeColumn) throws {
    guard let sequence = GEOSGeom_getCoordSeq_r(context.handle, ring) else {
      throw context.failure("GEOSGeom_getCoordSeq_r", "a ring")
    }
    var size: UInt32 = 0
    guard GEOSCoordSeq_getSize_r(context.handle, sequence, &size) == 1 else {
      throw context.failure("GEOSCoordSeq_getSize_r", "a ring")
    }
    let count = Int(size)
    let copied = [Coordinate](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let base = buffer.baseAddress, count > 0 else { return }
      // A Coordinate is exactly two Doubles, x then y, which is what GEOS writes with hasZ and hasM off.
      let numbers = UnsafeMutableRawPointer(base).bindMemory(to: Double.self, capacity: 2 * count)
      let code = GEOSCoordSeq_copyToBuffer_r(context.handle, sequence, numbers, 0, 0)
      UnsafeMutableRawPointer(base).bindMemory(to: Coordinate.self, capacity: count)
      if code == 1 { initialized = count }
    }
    guard copied.count == count else {
      throw context.failure("GEOSCoordSeq_copyToBuffer_r", "\(count) coordinates")
    }
    shapes.coordinates.append(contentsOf: copied)
    shapes.ringStarts.append(Int32(shapes.coordinates.count))
  }
}
