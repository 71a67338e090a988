internal import CGEOS
import Model

// MARK: - Validity

extension GEOSGeometry {
  /// True when the geometry obeys the OGC rules of simple features.
  package var isValid: Bool {
    get throws { try test("GEOSisValid_r") { GEOSisValid_r($0, $1) } }
  }

  /// True when it has no anomalous points such as self-crossings of a line.
  package var isSimple: Bool {
    get throws { try withoutEmptyMembers().test("GEOSisSimple_r") { GEOSisSimple_r($0, $1) } }
  }

  /// GEOS's reason why the geometry is invalid and where; nil when it is valid.
  package func invalidity() throws -> (reason: String, location: Coordinate?)? {
    let context = GEOSContext.current
    var reason: UnsafeMutablePointer<CChar>?
    var place: OpaquePointer?
    let code = withExtendedLifetime(self) {
      GEOSisValidDetail_r(context.handle, handle, 0, &reason, &place)
    }
    let location = place.map { GEOSGeometry(owning: $0) }
    let text = reason.map { String(cString: $0) }
    if let reason { GEOSFree_r(context.handle, reason) }
    switch code {
    case 1: return nil
    case 0: return (text ?? "invalid", try location?.coordinates.first)
    default: throw context.failure("GEOSisValidDetail_r", summary)
    }
  }

  /// A valid geometry of the same extent, by GEOS's structure method: rings keep their roles, and parts that
  /// collapse to lines or points are dropped.
  package func madeValid() throws -> GEOSGeometry {
    let context = GEOSContext.current
    guard let parameters = GEOSMakeValidParams_create_r(context.handle) else {
      throw context.failure("GEOSMakeValidParams_create_r", summary)
    }
    defer { GEOSMakeValidParams_destroy_r(context.handle, parameters) }
    let method = GEOSMakeValidParams_setMethod_r(
      context.handle, parameters, GEOS_MAKE_VALID_STRUCTURE)
    guard method == 1 else { throw context.failure("GEOSMakeValidParams_setMethod_r", "structure") }
    let keep = GEOSMakeValidParams_setKeepCollapsed_r(context.handle, parameters, 0)
    guard keep == 1 else { throw context.failure("GEOSMakeValidParams_setKeepCollapsed_r", "0") }
    return try derive("GEOSMakeValidWithParams_r") {
      GEOSMakeValidWithParams_r($0, $1, parameters)
    }
  }
}

// MARK: - Overlay

extension GEOSGeometry {
  /// Points in either.
  package func union(_ other: GEOSGeometry) throws -> GEOSGeometry {
    try derive("GEOSUnion_r", with: other) { GEOSUnion_r($0, $1, other.handle) }
  }

  /// Points in both.
  package func intersection(_ other: GEOSGeometry) throws -> GEOSGeometry {
    try derive("GEOSIntersection_r", with: other) { GEOSIntersection_r($0, $1, other.handle) }
  }

  /// Points in this one only.
  package func difference(_ other: GEOSGeometry) throws -> GEOSGeometry {
    try derive("GEOSDifference_r", with: other) { GEOSDifference_r($0, $1, other.handle) }
  }

  /// Points in exactly one of both.
  package func symmetricDifference(_ other: GEOSGeometry) throws -> GEOSGeometry {
    try derive("GEOSSymDifference_r", with: other) { GEOSSymDifference_r($0, $1, other.handle) }
  }

  /// The union of its own parts.
  package func unaryUnion() throws -> GEOSGeometry {
    try derive("GEOSUnaryUnion_r") { GEOSUnaryUnion_r($0, $1) }
  }

  /// The union of many geometries by a cascade; an empty collection for none.
  package static func unaryUnion(of members: [GEOSGeometry]) throws -> GEOSGeometry {
    try collection(of: members).unaryUnion()
  }
}

// MARK: - Constructions

extension GEOSGeometry {
  /// Everything within `distance`, arcs drawn with `quadrantSegments` segments a quarter circle (inside the
  /// true arc: 8 segments lose 0.64 % of a disc's area). A negative distance shrinks an area.
  package func buffer(_ distance: Double, quadrantSegments: Int = 16) throws -> GEOSGeometry {
    try derive("GEOSBuffer_r") { GEOSBuffer_r($0, $1, distance, Int32(quadrantSegments)) }
  }

  /// The centre of mass of the parts of highest dimension; an empty point for an empty geometry.
  package func centroid() throws -> GEOSGeometry {
    try derive("GEOSGetCentroid_r") { GEOSGetCentroid_r($0, $1) }
  }

  /// A point that is inside for certain; an empty point for an empty geometry.
  package func pointOnSurface() throws -> GEOSGeometry {
    try withoutEmptyMembers().derive("GEOSPointOnSurface_r") { GEOSPointOnSurface_r($0, $1) }
  }

  /// The rectangle around it; a point when that has no extent.
  package func envelope() throws -> GEOSGeometry {
    try derive("GEOSEnvelope_r") { GEOSEnvelope_r($0, $1) }
  }

  /// The smallest convex geometry around it.
  package func convexHull() throws -> GEOSGeometry {
    try derive("GEOSConvexHull_r") { GEOSConvexHull_r($0, $1) }
  }

  /// The boundary: rings of areas, ends of lines.
  package func boundary() throws -> GEOSGeometry {
    try derive("GEOSBoundary_r") { GEOSBoundary_r($0, $1) }
  }

  /// A version with fewer coordinates, none moved by more than `tolerance`, that keeps its topology
  /// (Douglas and Peucker 1973).
  package func simplified(_ tolerance: Double) throws -> GEOSGeometry {
    try derive("GEOSTopologyPreserveSimplify_r") {
      GEOSTopologyPreserveSimplify_r($0, $1, tolerance)
    }
  }

  /// The same geometry with parts, rings and starting points in GEOS's standard order.
  package func normalized() throws -> GEOSGeometry {
    let result = try copy()
    let context = GEOSContext.current
    let code = withExtendedLifetime(result) { GEOSNormalize_r(context.handle, result.handle) }
    guard code == 0 else { throw context.failure("GEOSNormalize_r", summary) }
    return result
  }
}

// MARK: - Measures

extension GEOSGeometry {
  /// Area in squared units of the coordinates; 0 for lines and points.
  package var area: Double {
    get throws { try measure("GEOSArea_r") { GEOSArea_r($0, $1, $2) } }
  }

  /// Length of lines, or of the rings of areas.
  package var length: Double {
    get throws { try measure("GEOSLength_r") { GEOSLength_r($0, $1, $2) } }
  }

  /// The shortest distance between both: 0 when they meet, infinite when either is empty.
  package func distance(to other: GEOSGeometry) throws -> Double {
    if try isEmpty || other.isEmpty { return .infinity }
    let (first, second) = (try withoutEmptyMembers(), try other.withoutEmptyMembers())
    return try first.measure("GEOSDistance_r", with: second) {
      GEOSDistance_r($0, $1, second.handle, $2)
    }
  }

  /// True when the shortest distance is at most `limit`; false when either is empty.
  package func isWithin(distance limit: Double, of other: GEOSGeometry) throws -> Bool {
    if try isEmpty || other.isEmpty { return false }
    let (first, second) = (try withoutEmptyMembers(), try other.withoutEmptyMembers())
    return try first.test("GEOSDistanceWithin_r", with: second) {
      GEOSDistanceWithin_r($0, $1, second.handle, limit)
    }
  }

  /// The geometry itself, or where members of a multi-geometry are empty, a collection of the others: GEOS 3.11
  /// reads through a null pointer when it measures distances to empty
  /// members, looks for a point inside, or asks whether they are simple.
  func withoutEmptyMembers() throws -> GEOSGeometry {
    let context = GEOSContext.current
    return try withExtendedLifetime(self) {
      let count = GEOSGetNumGeometries_r(context.handle, handle)
      guard count > 0, try kind.rawValue >= GEOSKind.multiPoint.rawValue else { return self }
      let members = (0..<count).compactMap { GEOSGetGeometryN_r(context.handle, handle, $0) }
      guard members.contains(where: { GEOSisEmpty_r(context.handle, $0) == 1 || isNested($0) })
      else { return self }
      var kept = OwnedHandles()
      for member in members where GEOSisEmpty_r(context.handle, member) == 0 {
        guard let clone = GEOSGeom_clone_r(context.handle, member) else {
          throw context.failure("GEOSGeom_clone_r", summary)
        }
        let full = try GEOSGeometry(owning: clone).withoutEmptyMembers()
        kept.append(try full.surrenderedCopy())
      }
      return GEOSGeometry(owning: try GEOSBuilder().collection(.collection, kept))
    }
  }

  /// True for a borrowed member that has members itself.
  private func isNested(_ member: OpaquePointer) -> Bool {
    GEOSGeomTypeId_r(GEOSContext.current.handle, member) >= GEOSKind.multiPoint.rawValue
  }

  /// A deep copy's handle, which the caller owns.
  private func surrenderedCopy() throws -> OpaquePointer {
    let context = GEOSContext.current
    let copy = withExtendedLifetime(self) { GEOSGeom_clone_r(context.handle, handle) }
    guard let copy else { throw context.failure("GEOSGeom_clone_r", summary) }
    return copy
  }
}
