import Foundation
import Model

/// The ellipsoid all measuring is done on: WGS 84 (EPSG:7030). GRS 80, the ellipsoid of CGCS2000, differs
/// from it by 0.1 mm in the semi-minor axis.
package enum ReferenceEllipsoid {
  /// Semi-major axis, metres.
  package static let semiMajorAxis = 6_378_137.0
  /// Flattening.
  package static let flattening = 1 / 298.257223563
  /// First eccentricity squared.
  package static let eccentricitySquared = flattening * (2 - flattening)
}

/// Transverse Mercator by Krüger's series in the third flattening n, to order 6.
///
/// Source: L. Krüger, *Konforme Abbildung des Erdellipsoids in der Ebene* (1912), with the order-6
/// coefficients of C. Karney, *Transverse Mercator with an accuracy of a few nanometers*, J. Geodesy 85
/// (2011), eq. 35; the truncation error is below 1e-8 m within 4,000 km of the central meridian.
package struct TransverseMercatorSeries: Sendable {
  /// α₁…α₆ of the forward series.
  private let alpha: (Double, Double, Double, Double, Double, Double)
  /// Rectifying radius times the scale on the central meridian, metres.
  private let radius: Double
  private let eccentricity: Double

  /// - Parameter scale: scale factor on the central meridian.
  package init(scale: Double) {
    let f = ReferenceEllipsoid.flattening
    let n = f / (2 - f)
    let n2 = n * n
    let n3 = n2 * n
    let n4 = n3 * n
    let n5 = n4 * n
    let n6 = n5 * n
    eccentricity = ReferenceEllipsoid.eccentricitySquared.squareRoot()
    radius =
      scale * ReferenceEllipsoid.semiMajorAxis / (1 + n)
      * (1 + n2 / 4 + n4 / 64 + n6 / 256)
    let a1a = n / 2 - 2 * n2 / 3 + 5 * n3 / 16 + 41 * n4 / 180
    let a1b = -127 * n5 / 288 + 7891 * n6 / 37800
    let a2a = 13 * n2 / 48 - 3 * n3 / 5 + 557 * n4 / 1440
    let a2b = 281 * n5 / 630 - 1_983_433 * n6 / 1_935_360
    let a3 = 61 * n3 / 240 - 103 * n4 / 140 + 15061 * n5 / 26880 + 167_603 * n6 / 181_440
    let a4 = 49561 * n4 / 161_280 - 179 * n5 / 168 + 6_601_661 * n6 / 7_257_600
    let a5 = 34729 * n5 / 80640 - 3_418_889 * n6 / 1_995_840
    let a6 = 212_378_941 * n6 / 319_334_400
    alpha = (a1a + a1b, a2a + a2b, a3, a4, a5, a6)
  }

  /// Isometric latitude of `latitude` (radians).
  package func isometricLatitude(_ latitude: Double) -> Double {
    asinh(tan(latitude)) - eccentricity * atanh(eccentricity * sin(latitude))
  }

  /// Northing and easting in metres of a point given by isometric latitude and longitude from the central
  /// meridian, both in radians; northing counts from the equator.
  package func project(isometricLatitude psi: Double, longitude: Double) -> (
    northing: Double, easting: Double
  ) {
    let t = sinh(psi)
    let c = cos(longitude)
    let xi = atan2(t, c)
    let eta = asinh(sin(longitude) / (t * t + c * c).squareRoot())
    let s1 = sin(2 * xi)
    let c1 = cos(2 * xi)
    let sh1 = sinh(2 * eta)
    let ch1 = cosh(2 * eta)
    // Multiples of the angle by the addition theorems: four transcendental calls instead of 24.
    var s = s1
    var co = c1
    var sh = sh1
    var ch = ch1
    var northing = xi
    var easting = eta
    func add(_ coefficient: Double) {
      northing += coefficient * s * ch
      easting += coefficient * co * sh
    }
    func advance() {
      (s, co) = (s * c1 + co * s1, co * c1 - s * s1)
      (sh, ch) = (sh * ch1 + ch * sh1, ch * ch1 + sh * sh1)
    }
    add(alpha.0)
    advance()
    add(alpha.1)
    advance()
    add(alpha.2)
    advance()
    add(alpha.3)
    advance()
    add(alpha.4)
    advance()
    add(alpha.5)
    return (radius * northing, radius * easting)
  }
}
