internal import CGEOS
import Model

/// A geometry with an index of its segments for many tests against it.
///
/// Single-owner and not `Sendable`: GEOS builds the index lazily and without locks, even for reading
/// (libgeos issue 825), so each worker prepares its own.
package struct PreparedGeometry: ~Copyable {
  /// The geometry the index refers to, which must outlive it.
  package let base: GEOSGeometry
  private let handle: OpaquePointer
  private let isCollection: Bool

  /// Prepares `base`, which must not be in use on another thread.
  package init(_ base: GEOSGeometry) throws {
    let context = GEOSContext.current
    let base = try base.withoutEmptyMembers()
    let isCollection = try base.kind == .collection
    let handle = withExtendedLifetime(base) { GEOSPrepare_r(context.handle, base.handle) }
    guard let handle else { throw context.failure("GEOSPrepare_r", base.summary) }
    self.isCollection = isCollection
    self.base = base
    self.handle = handle
  }

  // The stored `base` is released after this runs, so the index never outlives what it refers to.
  deinit { GEOSPreparedGeom_destroy_r(GEOSContext.current.handle, handle) }

  /// They share at least one point; touching counts.
  package func intersects(_ other: GEOSGeometry) throws -> Bool {
    if try isMixed(other) { return try base.intersects(other) }
    return try test("GEOSPreparedIntersects_r", with: other) {
      GEOSPreparedIntersects_r($0, handle, other.handle)
    }
  }

  /// No point of the other lies outside; the boundary counts as inside.
  package func covers(_ other: GEOSGeometry) throws -> Bool {
    if try isMixed(other) { return try base.covers(other) }
    return try test("GEOSPreparedCovers_r", with: other) {
      GEOSPreparedCovers_r($0, handle, other.handle)
    }
  }

  /// No point of the prepared geometry lies outside the other.
  package func coveredBy(_ other: GEOSGeometry) throws -> Bool {
    if try isMixed(other) { return try base.coveredBy(other) }
    return try test("GEOSPreparedCoveredBy_r", with: other) {
      GEOSPreparedCoveredBy_r($0, handle, other.handle)
    }
  }

  /// It covers the other and their interiors meet.
  package func contains(_ other: GEOSGeometry) throws -> Bool {
    if try isMixed(other) { return try base.contains(other) }
    return try test("GEOSPreparedContains_r", with: other) {
      GEOSPreparedContains_r($0, handle, other.handle)
    }
  }

  /// The other lies in the interior, away from the boundary.
  package func containsProperly(_ other: GEOSGeometry) throws -> Bool {
    if try isMixed(other) { return try base.relates(other, pattern: "T**FF*FF*") }
    return try test("GEOSPreparedContainsProperly_r", with: other) {
      GEOSPreparedContainsProperly_r($0, handle, other.handle)
    }
  }

  /// The converse of `contains`.
  package func within(_ other: GEOSGeometry) throws -> Bool {
    if try isMixed(other) { return try base.within(other) }
    return try test("GEOSPreparedWithin_r", with: other) {
      GEOSPreparedWithin_r($0, handle, other.handle)
    }
  }

  /// They meet, but only at boundaries.
  package func touches(_ other: GEOSGeometry) throws -> Bool {
    if try isMixed(other) { return try base.touches(other) }
    return try test("GEOSPreparedTouches_r", with: other) {
      GEOSPreparedTouches_r($0, handle, other.handle)
    }
  }

  /// Their interiors meet in part, in a lower dimension.
  package func crosses(_ other: GEOSGeometry) throws -> Bool {
    if try isMixed(other) { return try base.crosses(other) }
    return try test("GEOSPreparedCrosses_r", with: other) {
      GEOSPreparedCrosses_r($0, handle, other.handle)
    }
  }

  /// They share a part of their dimension, neither covering the other.
  package func overlaps(_ other: GEOSGeometry) throws -> Bool {
    if try isMixed(other) { return try base.overlaps(other) }
    return try test("GEOSPreparedOverlaps_r", with: other) {
      GEOSPreparedOverlaps_r($0, handle, other.handle)
    }
  }

  /// They share no point.
  package func disjoint(_ other: GEOSGeometry) throws -> Bool {
    if try isMixed(other) { return try base.disjoint(other) }
    return try test("GEOSPreparedDisjoint_r", with: other) {
      GEOSPreparedDisjoint_r($0, handle, other.handle)
    }
  }

  /// True when the shortest distance to `other` is at most `limit`; false when either is empty.
  package func isWithin(distance limit: Double, of other: GEOSGeometry) throws -> Bool {
    if try base.isEmpty || other.isEmpty { return false }
    let full = try other.withoutEmptyMembers()
    return try test("GEOSPreparedDistanceWithin_r", with: full) {
      GEOSPreparedDistanceWithin_r($0, handle, full.handle, limit)
    }
  }

  /// The shortest distance to `other`; infinite when either is empty.
  package func distance(to other: GEOSGeometry) throws -> Double {
    if try base.isEmpty || other.isEmpty { return .infinity }
    let full = try other.withoutEmptyMembers()
    let context = GEOSContext.current
    var value = 0.0
    let code = withExtendedLifetime((base, full)) {
      GEOSPreparedDistance_r(context.handle, handle, full.handle, &value)
    }
    guard code == 1 else { throw context.failure("GEOSPreparedDistance_r", base.summary) }
    return value
  }

  /// True when the point lies inside or on the boundary.
  ///
  /// GEOS 3.11 has no test by plain coordinates, so a point is made and freed for each call.
  package func coversPoint(x: Double, y: Double) throws -> Bool {
    if isCollection { return try base.intersects(GEOSGeometry(point: PlanarPoint(x: x, y: y))) }
    return try testPoint("GEOSPreparedIntersects_r", x, y) {
      GEOSPreparedIntersects_r($0, handle, $1)
    }
  }

  /// True when the point lies inside, not on the boundary.
  package func containsPoint(x: Double, y: Double) throws -> Bool {
    if isCollection { return try base.contains(GEOSGeometry(point: PlanarPoint(x: x, y: y))) }
    return try testPoint("GEOSPreparedContains_r", x, y) { GEOSPreparedContains_r($0, handle, $1) }
  }

  /// True when either is a collection: GEOS 3.11's prepared predicates give wrong answers for those, so the
  /// plain ones are asked.
  private func isMixed(_ other: GEOSGeometry) throws -> Bool {
    try isCollection || other.kind == .collection
  }

  private func testPoint(
    _ function: String, _ x: Double, _ y: Double, _ call: (OpaquePointer, OpaquePointer) -> CChar
  ) throws -> Bool {
    let context = GEOSContext.current
    guard let point = GEOSGeom_createPointFromXY_r(context.handle, x, y) else {
      throw context.failure("GEOSGeom_createPointFromXY_r", "\(x) \(y)")
    }
    defer { GEOSGeom_destroy_r(context.handle, point) }
    switch withExtendedLifetime(base, { call(context.handle, point) }) {
    case 1: return true
    case 0: return false
    default: throw context.failure(function, "\(base.summary) and point \(x) \(y)")
    }
  }

  private func test(
    _ function: String, with other: GEOSGeometry, _ call: (OpaquePointer) -> CChar
  ) throws -> Bool {
    let context = GEOSContext.current
    switch withExtendedLifetime((base, other), { call(context.handle) }) {
    case 1: return true
    case 0: return false
    default: throw context.failure(function, "\(base.summary) and \(other.summary)")
    }
  }
}

@available(*, unavailable)
extension PreparedGeometry: Sendable {}
