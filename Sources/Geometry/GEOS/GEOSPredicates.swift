internal import CGEOS
import Model

/// The predicates of the dimensionally extended nine-intersection model (OGC 06-103r4, 6.1.15).
extension GEOSGeometry {
  /// They share at least one point; touching counts.
  package func intersects(_ other: GEOSGeometry) throws -> Bool {
    try test("GEOSIntersects_r", with: other) { GEOSIntersects_r($0, $1, other.handle) }
  }

  /// No point of the other lies outside this one; the boundary counts as inside.
  package func covers(_ other: GEOSGeometry) throws -> Bool {
    try test("GEOSCovers_r", with: other) { GEOSCovers_r($0, $1, other.handle) }
  }

  /// No point of this one lies outside the other.
  package func coveredBy(_ other: GEOSGeometry) throws -> Bool {
    try test("GEOSCoveredBy_r", with: other) { GEOSCoveredBy_r($0, $1, other.handle) }
  }

  /// It covers the other and their interiors meet: a polygon does not contain its own boundary.
  package func contains(_ other: GEOSGeometry) throws -> Bool {
    try test("GEOSContains_r", with: other) { GEOSContains_r($0, $1, other.handle) }
  }

  /// The converse of `contains`.
  package func within(_ other: GEOSGeometry) throws -> Bool {
    try test("GEOSWithin_r", with: other) { GEOSWithin_r($0, $1, other.handle) }
  }

  /// They meet, but only at boundaries.
  package func touches(_ other: GEOSGeometry) throws -> Bool {
    try test("GEOSTouches_r", with: other) { GEOSTouches_r($0, $1, other.handle) }
  }

  /// Their interiors meet in part, in a lower dimension than the larger operand's.
  package func crosses(_ other: GEOSGeometry) throws -> Bool {
    try test("GEOSCrosses_r", with: other) { GEOSCrosses_r($0, $1, other.handle) }
  }

  /// They are of one dimension and share a part of it, neither covering the other.
  package func overlaps(_ other: GEOSGeometry) throws -> Bool {
    try test("GEOSOverlaps_r", with: other) { GEOSOverlaps_r($0, $1, other.handle) }
  }

  /// They share no point.
  package func disjoint(_ other: GEOSGeometry) throws -> Bool {
    try test("GEOSDisjoint_r", with: other) { GEOSDisjoint_r($0, $1, other.handle) }
  }

  /// They are the same point set, whatever the order and number of their coordinates.
  package func equals(_ other: GEOSGeometry) throws -> Bool {
    try test("GEOSEquals_r", with: other) { GEOSEquals_r($0, $1, other.handle) }
  }

  /// True when both have the same structure and each pair of coordinates differs by at most `tolerance`.
  package func equalsExactly(_ other: GEOSGeometry, tolerance: Double = 0) throws -> Bool {
    try test("GEOSEqualsExact_r", with: other) {
      GEOSEqualsExact_r($0, $1, other.handle, tolerance)
    }
  }

  /// True when their intersection matrix matches `pattern`: nine of `T F 0 1 2 *`.
  ///
  /// - Throws: `GEOSError` for a malformed pattern.
  package func relates(_ other: GEOSGeometry, pattern: String) throws -> Bool {
    try test("GEOSRelatePattern_r", with: other) {
      GEOSRelatePattern_r($0, $1, other.handle, pattern)
    }
  }

  /// The intersection matrix of both, nine of `F 0 1 2`.
  package func relate(_ other: GEOSGeometry) throws -> String {
    let context = GEOSContext.current
    let text = withExtendedLifetime((self, other)) {
      GEOSRelate_r(context.handle, handle, other.handle)
    }
    guard let text else { throw context.failure("GEOSRelate_r", "\(summary) and \(other.summary)") }
    defer { GEOSFree_r(context.handle, text) }
    return String(cString: text)
  }
}
