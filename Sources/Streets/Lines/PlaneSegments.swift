/// Straight segments between fixed points; straight in degrees, as `LocalFrame` has it. Signs are exact.
enum PlaneSegments {
  /// 1 when `c` lies left of the line from `a` to `b`, -1 right of it, 0 on it.
  @inline(__always)
  static func side(_ a: FixedPoint, _ b: FixedPoint, _ c: FixedPoint) -> Int {
    let abx = Int(b.longitudeE7) - Int(a.longitudeE7)
    let aby = Int(b.latitudeE7) - Int(a.latitudeE7)
    let acx = Int(c.longitudeE7) - Int(a.longitudeE7)
    let acy = Int(c.latitudeE7) - Int(a.latitudeE7)
    let bound = Int(1) << 30
    if max(abs(abx), abs(aby), abs(acx), abs(acy)) < bound {
      return (abx * acy - aby * acx).signum()
    }
    return Int((Int128(abx) * Int128(acy) - Int128(aby) * Int128(acx)).signum())
  }

  /// True when the segments cross in one point that is inside both.
  @inline(__always)
  static func cross(_ a: FixedPoint, _ b: FixedPoint, _ c: FixedPoint, _ d: FixedPoint) -> Bool {
    side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
  }

  /// How far along a…b the line through c and d meets it, 0…1, for segments that cross.
  static func crossing(_ a: FixedPoint, _ b: FixedPoint, _ c: FixedPoint, _ d: FixedPoint) -> Double
  {
    let ab = difference(a, b)
    let cd = difference(c, d)
    let ac = difference(a, c)
    let t = (ac.x * cd.y - ac.y * cd.x) / (ab.x * cd.y - ab.y * cd.x)
    return min(1, max(0, t))
  }

  /// The place at share `t` of a…b, rounded to fixed points.
  static func place(_ a: FixedPoint, _ b: FixedPoint, _ t: Double) -> FixedPoint {
    let ab = difference(a, b)
    return FixedPoint(
      longitudeE7: Int32((Double(a.longitudeE7) + t * ab.x).rounded()),
      latitudeE7: Int32((Double(a.latitudeE7) + t * ab.y).rounded()))
  }

  /// Share along a…b of the place nearest to `p`, and the metres between them.
  @inline(__always)
  static func nearest(
    _ p: FixedPoint, _ a: FixedPoint, _ b: FixedPoint, _ scale: (east: Double, north: Double)
  ) -> (t: Double, metres: Double) {
    let ab = difference(a, b)
    let ap = difference(a, p)
    let (bx, by) = (ab.x * scale.east, ab.y * scale.north)
    let (px, py) = (ap.x * scale.east, ap.y * scale.north)
    let square = bx * bx + by * by
    let t = square > 0 ? min(1, max(0, (px * bx + py * by) / square)) : 0
    let (dx, dy) = (px - t * bx, py - t * by)
    return (t, (dx * dx + dy * dy).squareRoot())
  }

  /// True when `p` lies on the closed segment a…b.
  static func isOn(_ p: FixedPoint, _ a: FixedPoint, _ b: FixedPoint) -> Bool {
    p.longitudeE7 >= min(a.longitudeE7, b.longitudeE7)
      && p.longitudeE7 <= max(a.longitudeE7, b.longitudeE7)
      && p.latitudeE7 >= min(a.latitudeE7, b.latitudeE7)
      && p.latitudeE7 <= max(a.latitudeE7, b.latitudeE7) && side(a, b, p) == 0
  }

  @inline(__always)
  static func difference(_ a: FixedPoint, _ b: FixedPoint) -> (x: Double, y: Double) {
    (
      Double(Int(b.longitudeE7) - Int(a.longitudeE7)),
      Double(Int(b.latitudeE7) - Int(a.latitudeE7))
    )
  }
}
