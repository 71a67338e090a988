internal import CGDAL
import Model

/// Copies GDAL geometries into a `ShapeColumn`, one feature after the other.
struct ShapeReader {
  private(set) var column = ShapeColumn()
  private var closedRings = 0
  private var hasNonFinite = false

  /// What was done to one geometry that a person should know.
  struct Remarks {
    var droppedZ = false
    var closedRings = 0
    var wasCurved = false
    var problem: LedgerCode?
  }

  /// Largest angle between the chords that replace an arc: area is right to 3·10⁻⁶ of the sector.
  private static let arcStepDegrees = 0.25
  /// Collections nested deeper than this are not looked into.
  private static let depthLimit = 32

  /// Starts an empty column and returns the filled one.
  mutating func take() -> ShapeColumn {
    defer { column = ShapeColumn() }
    return column
  }

  /// Appends one feature; a nil, empty or unusable geometry becomes `.none`, so that counts stay equal.
  mutating func append(_ geometry: OGRGeometryH?) -> Remarks {
    var remarks = Remarks()
    guard let geometry, OGR_G_IsEmpty(geometry) == 0 else {
      column.append(.none, parts: [])
      return remarks
    }
    remarks.droppedZ = OGR_G_Is3D(geometry) != 0 || OGR_G_IsMeasured(geometry) != 0
    if OGR_G_HasCurveGeometry(geometry, 0) != 0 || isSurface(geometry) {
      remarks.wasCurved = OGR_G_HasCurveGeometry(geometry, 1) != 0
      let flat = flattened(geometry)
      defer { OGR_G_DestroyGeometry(flat) }
      appendPlain(flat, &remarks)
    } else {
      appendPlain(geometry, &remarks)
    }
    return remarks
  }

  /// Polyhedral surfaces, TINs and triangles: polygons under other names.
  private func isSurface(_ geometry: OGRGeometryH) -> Bool {
    [wkbPolyhedralSurface, wkbTIN, wkbTriangle].contains(Self.kind(geometry))
  }

  private func flattened(_ geometry: OGRGeometryH) -> OGRGeometryH? {
    if isSurface(geometry) { return OGR_G_ForceToMultiPolygon(OGR_G_Clone(geometry)) }
    return OGR_G_GetLinearGeometry(geometry, Self.arcStepDegrees, nil)
  }

  private static func kind(_ geometry: OGRGeometryH) -> OGRwkbGeometryType {
    OGR_GT_Flatten(OGR_G_GetGeometryType(geometry))
  }

  private mutating func appendPlain(_ geometry: OGRGeometryH?, _ remarks: inout Remarks) {
    let start = (
      column.coordinates.count, column.ringStarts.count, column.partStarts.count
    )
    closedRings = 0
    hasNonFinite = false
    var kind = ShapeKind.none
    var problem: LedgerCode? = .geometryUnreadable
    if let geometry {
      kind = shapeKind(geometry)
      problem = kind == .collection ? .geometryCollection : nil
      if kind != .collection { appendParts(geometry, kind, depth: 0) }
    }
    let parts = column.partStarts.count - start.2
    if kind != .none, kind != .collection, parts == 0 {
      if kind.isLineal { problem = VectorLedger.lineTooShort }
      kind = .none
    }
    if hasNonFinite {
      kind = .none
      problem = VectorLedger.notFinite
    }
    if kind == .none || kind == .collection {
      column.coordinates.removeSubrange(start.0...)
      column.ringStarts.removeSubrange(start.1...)
      column.partStarts.removeSubrange(start.2...)
    } else {
      remarks.closedRings = closedRings
    }
    column.kinds.append(kind)
    column.featureStarts.append(Int32(column.partStarts.count - 1))
    remarks.problem = problem
  }

  /// What the geometry is kept as; a collection of one kind of members is the multi-variant of that kind.
  private func shapeKind(_ geometry: OGRGeometryH, depth: Int = 0) -> ShapeKind {
    switch Self.kind(geometry) {
    case wkbPoint: return .point
    case wkbMultiPoint: return .multiPoint
    case wkbLineString, wkbLinearRing: return .lineString
    case wkbMultiLineString: return .multiLineString
    case wkbPolygon, wkbTriangle: return .polygon
    case wkbMultiPolygon: return .multiPolygon
    default: return memberKind(geometry, depth: depth)
    }
  }

  private func memberKind(_ geometry: OGRGeometryH, depth: Int) -> ShapeKind {
    guard depth < Self.depthLimit else { return .collection }
    var common: ShapeKind?
    for index in 0..<OGR_G_GetGeometryCount(geometry) {
      guard let member = OGR_G_GetGeometryRef(geometry, index), OGR_G_IsEmpty(member) == 0 else {
        continue
      }
      let kind = shapeKind(member, depth: depth + 1)
      let multi: ShapeKind =
        kind.isAreal
        ? .multiPolygon
        : kind.isPuntal ? .multiPoint : kind.isLineal ? .multiLineString : .collection
      guard multi != .collection, common == nil || common == multi else { return .collection }
      common = multi
    }
    return common ?? .collection
  }

  private mutating func appendParts(_ geometry: OGRGeometryH, _ kind: ShapeKind, depth: Int) {
    switch Self.kind(geometry) {
    case wkbPoint, wkbLineString, wkbLinearRing:
      let count = OGR_G_GetPointCount(geometry)
      guard count >= (kind.isLineal ? 2 : 1) else { return }
      appendRing(geometry, closing: false)
      column.partStarts.append(Int32(column.ringStarts.count - 1))
    case wkbPolygon, wkbTriangle: appendPolygon(geometry)
    default:
      guard depth <= Self.depthLimit else { return }
      for index in 0..<OGR_G_GetGeometryCount(geometry) {
        guard let member = OGR_G_GetGeometryRef(geometry, index) else { continue }
        if OGR_G_IsEmpty(member) == 0 { appendParts(member, kind, depth: depth + 1) }
      }
    }
  }

  private mutating func appendPolygon(_ polygon: OGRGeometryH) {
    guard let outer = OGR_G_GetGeometryRef(polygon, 0), OGR_G_GetPointCount(outer) > 0 else {
      return
    }
    for index in 0..<OGR_G_GetGeometryCount(polygon) {
      guard let ring = OGR_G_GetGeometryRef(polygon, index), OGR_G_GetPointCount(ring) > 0 else {
        continue
      }
      appendRing(ring, closing: true)
    }
    column.partStarts.append(Int32(column.ringStarts.count - 1))
  }

  /// Copies the points in one call; x and y stand 16 bytes apart, as in `Coordinate`.
  private mutating func appendRing(_ ring: OGRGeometryH, closing: Bool) {
    let count = Int(OGR_G_GetPointCount(ring))
    let start = column.coordinates.count
    column.coordinates.append(contentsOf: repeatElement(Coordinate(x: .nan, y: .nan), count: count))
    column.coordinates.withUnsafeMutableBytes { bytes in
      let stride = MemoryLayout<Coordinate>.stride
      guard let base = bytes.baseAddress.map({ $0 + start * stride }) else { return }
      OGR_G_GetPoints(ring, base, Int32(stride), base + 8, Int32(stride), nil, 0)
    }
    if !column.coordinates[start...].allSatisfy(\.isFinite) { hasNonFinite = true }
    if closing, let first = column.coordinates[start...].first, column.coordinates.last != first {
      column.coordinates.append(first)
      closedRings += 1
    }
    column.ringStarts.append(Int32(column.coordinates.count))
  }
}
