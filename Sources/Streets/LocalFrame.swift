import Foundation
import Geometry
import Model

/// True metres around one place: degrees scaled by the ellipsoid's radii of curvature there.
///
/// Within 200 m of its origin distances are right to 5 mm at latitude 60° (the convergence of meridians), to 3 mm
/// at 45°. Straight in degrees is straight here.
public struct LocalFrame: Sendable {
  public let origin: FixedPoint
  /// Metres for 1e-7 degrees.
  public let metresEast: Double
  public let metresNorth: Double

  public init(_ origin: FixedPoint) {
    self.origin = origin
    (metresEast, metresNorth) = Self.metresPerUnit(latitude: origin.latitude)
  }

  /// Metres east and north of the origin.
  @inline(__always)
  public func metres(_ point: FixedPoint) -> (x: Double, y: Double) {
    (
      Double(Self.eastwards(from: origin, to: point)) * metresEast,
      Double(Int(point.latitudeE7) - Int(origin.latitudeE7)) * metresNorth
    )
  }

  /// Difference in longitude, 1e-7 degrees, the short way round.
  @inline(__always)
  static func eastwards(from: FixedPoint, to: FixedPoint) -> Int {
    let difference = Int(to.longitudeE7) - Int(from.longitudeE7)
    if difference > 1_800_000_000 { return difference - 3_600_000_000 }
    if difference < -1_800_000_000 { return difference + 3_600_000_000 }
    return difference
  }

  /// Metres for 1e-7 degrees of longitude and of latitude: N·cos φ and M (J. P. Snyder, *Map Projections — A
  /// Working Manual*, USGS Professional Paper 1395, 1987, eq. 4-18 to 4-21).
  static func metresPerUnit(latitude: Double) -> (east: Double, north: Double) {
    let phi = latitude * .pi / 180
    let e2 = ReferenceEllipsoid.eccentricitySquared
    let s = sin(phi)
    let w = 1 - e2 * s * s
    let prime = ReferenceEllipsoid.semiMajorAxis / w.squareRoot()
    let unit = Double.pi / 180 * 1e-7
    return (prime * cos(phi) * unit, prime * (1 - e2) / w * unit)
  }

  /// Metres between two places by the radii at their mean latitude. To latitude 75° within 1e-7 of the geodesic up to
  /// 2 km and 2e-6 up to 10 km, to 45° within 1.5e-7; the error grows with the square of the length.
  public static func distance(_ from: FixedPoint, _ to: FixedPoint) -> Double {
    let middle = (from.latitude + to.latitude) / 2
    let unit = metresPerUnit(latitude: middle)
    let x = Double(eastwards(from: from, to: to)) * unit.east
    let y = Double(Int(to.latitudeE7) - Int(from.latitudeE7)) * unit.north
    return (x * x + y * y).squareRoot()
  }
}
