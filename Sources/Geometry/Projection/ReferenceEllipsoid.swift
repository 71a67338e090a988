import Foundation

/// The ellipsoid all measuring is done on: WGS 84 (EPSG:7030). GRS 80, the ellipsoid of CGCS2000, differs
/// from it by 0.1 mm in the semi-minor axis.
package enum ReferenceEllipsoid {
  /// Semi-major axis, metres.
  package static let semiMajorAxis = 6_378_137.0
  package static let inverseFlattening = 298.257223563
  package static let flattening = 1 / inverseFlattening
  /// First eccentricity squared.
  package static let eccentricitySquared = flattening * (2 - flattening)

  private static let eccentricity = eccentricitySquared.squareRoot()

  /// Isometric latitude of `latitude`, both in radians.
  package static func isometricLatitude(_ latitude: Double) -> Double {
    asinh(tan(latitude)) - eccentricity * atanh(eccentricity * sin(latitude))
  }
}
