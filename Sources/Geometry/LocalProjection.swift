import Foundation
import Model

/// True metres around one place: transverse Mercator on the central meridian of the half-degree strip that
/// holds it, scaled so that the error stays within ±5 ppm over the strip and within 10 ppm 5 km beyond.
///
/// The strip follows from the place's own longitude alone, so no result depends on what else is in a file.
package struct LocalProjection: Sendable, Hashable, BitwiseCopyable {
  /// Width of a strip, degrees of longitude.
  package static let stripWidth = 0.5

  /// Scale on the central meridian. At the edge of a strip on the equator (27.8 km out) transverse Mercator
  /// stretches by x²/2R² = 9.5 ppm; starting 4.75 ppm short halves the largest error.
  package static let centralScale = 1 - 4.75e-6

  /// The projection about its own central meridian.
  static let series = TransverseMercator(centralMeridian: 0, scale: centralScale)

  /// Number of the strip, counted eastwards from Greenwich; strip `s` covers `[s/2, (s+1)/2)` degrees.
  package let strip: Int

  package init(strip: Int) { self.strip = strip }

  /// The projection of the strip that holds `longitude` (degrees).
  package init(longitude: Double) {
    strip = Int((longitude / Self.stripWidth).rounded(.down))
  }

  /// Degrees east.
  package var centralMeridian: Double { (Double(strip) + 0.5) * Self.stripWidth }
  package var westEdge: Double { Double(strip) * Self.stripWidth }
  package var eastEdge: Double { Double(strip + 1) * Self.stripWidth }

  /// Projects one point exactly (about 0.2 µs); `x` counts from the central meridian, `y` from the equator.
  package func project(_ point: GeographicPoint) -> PlanarPoint {
    let place = Self.series.project(
      longitude: point.longitude - centralMeridian, latitude: point.latitude)
    return PlanarPoint(x: place.x, y: place.y)
  }
}

/// The local projection as a polynomial around one anchor: the same metres as `LocalProjection.project`
/// within 1e-8 m for points at most `reach` degrees from the anchor, at a twentieth of the cost.
///
/// Transverse Mercator is conformal, so northing + i·easting is an analytic function of isometric latitude
/// + i·longitude and has a Taylor series in that one complex variable. Its coefficients are taken from
/// values on a circle (Cauchy's formula by an eight-point discrete Fourier transform). Order 4 leaves
/// R·(0.02°·2)⁵ ≈ 1e-9 m up to latitude 60°; nearer the poles `LocalProjection.project` serves.
package struct LocalProjectionAnchor: Sendable, BitwiseCopyable {
  /// Anchors lie in the middle of cells of this size, degrees. It divides the strip width, so no cell lies in
  /// two strips.
  package static let cellSize = 0.02
  /// Largest difference in longitude or latitude from the anchor, degrees.
  package static let reach = 0.02
  /// Beyond this latitude (degrees) the series is not used.
  package static let latitudeLimit = 66.0

  package let projection: LocalProjection
  package let longitude: Double
  package let latitude: Double
  /// Where the anchor itself falls, metres; polynomial values are relative to it.
  package let origin: PlanarPoint
  /// Isometric latitude minus the anchor's, in degrees, by powers 1…4 of the difference in latitude.
  private let psi: (Double, Double, Double, Double)
  /// Complex coefficients of powers 1…4, metres a degree to the power.
  private let re: (Double, Double, Double, Double)
  private let im: (Double, Double, Double, Double)

  /// The anchor of the cell that holds a place (degrees).
  package init(longitude: Double, latitude: Double) {
    let cellX = (longitude / Self.cellSize).rounded(.down)
    let cellY = (latitude / Self.cellSize).rounded(.down)
    self.init(cellX: cellX, cellY: cellY)
  }

  private init(cellX: Double, cellY: Double) {
    longitude = (cellX + 0.5) * Self.cellSize
    latitude = (cellY + 0.5) * Self.cellSize
    projection = LocalProjection(longitude: longitude)
    let series = LocalProjection.series
    let radians = Double.pi / 180
    let centre = projection.centralMeridian
    let psi0 = ReferenceEllipsoid.isometricLatitude(latitude * radians)
    let lambda0 = (longitude - centre) * radians
    let value0 = series.project(isometricLatitude: psi0, longitude: lambda0)
    origin = PlanarPoint(x: value0.easting, y: value0.northing)
    psi = Self.isometricCoefficients(latitude: latitude * radians, radians: radians)

    // Eight samples on a circle of 0.04° radius; coefficient k is their k-th Fourier coefficient / radius^k.
    let circle = 0.04
    var real = [Double](repeating: 0, count: 5)
    var imaginary = real
    for sample in 0..<8 {
      let angle = Double(sample) * Double.pi / 4
      let value = series.project(
        isometricLatitude: psi0 + circle * radians * cos(angle),
        longitude: lambda0 + circle * radians * sin(angle))
      let a = value.northing - value0.northing
      let b = value.easting - value0.easting
      for k in 1...4 {
        let turn = -angle * Double(k)
        real[k] += a * cos(turn) - b * sin(turn)
        imaginary[k] += a * sin(turn) + b * cos(turn)
      }
    }
    for k in 1...4 {
      let scale = 8 * pow(circle, Double(k))
      real[k] /= scale
      imaginary[k] /= scale
    }
    re = (real[1], real[2], real[3], real[4])
    im = (imaginary[1], imaginary[2], imaginary[3], imaginary[4])
  }

  /// Taylor coefficients 1…4 of isometric latitude, for differences in degrees on both sides.
  ///
  /// dψ/dφ = (1 − e²) / ((1 − e² sin²φ) cos φ) is expanded as a power series and integrated.
  private static func isometricCoefficients(latitude: Double, radians: Double) -> (
    Double, Double, Double, Double
  ) {
    let e2 = ReferenceEllipsoid.eccentricitySquared
    let s = sin(latitude)
    let c = cos(latitude)
    // Power series to order 3 of sin φ, cos φ around the anchor.
    let sine = [s, c, -s / 2, -c / 6]
    let cosine = [c, -s, -c / 2, s / 6]
    func product(_ a: [Double], _ b: [Double]) -> [Double] {
      (0...3).map { order in (0...order).reduce(0) { $0 + a[$1] * b[order - $1] } }
    }
    var factor = product(sine, sine).map { -e2 * $0 }
    factor[0] += 1
    let denominator = product(factor, cosine)
    var quotient = [Double](repeating: 0, count: 4)
    for order in 0...3 {
      var value = order == 0 ? 1 - e2 : 0
      for k in 0..<order { value -= quotient[k] * denominator[order - k] }
      quotient[order] = value / denominator[0]
    }
    // ∫, and both variables from radians to degrees: ψ° = Σ qₖ φ°^(k+1) rad^k / (k+1).
    return (
      quotient[0], quotient[1] * radians / 2, quotient[2] * radians * radians / 3,
      quotient[3] * radians * radians * radians / 4
    )
  }

  /// Metres east and north of `origin`, for a place within `reach` of the anchor.
  @inline(__always)
  package func offset(longitude: Double, latitude: Double) -> PlanarPoint {
    let p = latitude - self.latitude
    let v = longitude - self.longitude
    let u = p * (psi.0 + p * (psi.1 + p * (psi.2 + p * psi.3)))
    var a = re.3
    var b = im.3
    (a, b) = (a * u - b * v + re.2, a * v + b * u + im.2)
    (a, b) = (a * u - b * v + re.1, a * v + b * u + im.1)
    (a, b) = (a * u - b * v + re.0, a * v + b * u + im.0)
    return PlanarPoint(x: a * v + b * u, y: a * u - b * v)
  }

  /// True when a box of degrees around a block lies within the anchor's reach.
  package func reaches(_ box: BoundingBox) -> Bool {
    box.maxX - longitude <= Self.reach && longitude - box.minX <= Self.reach
      && box.maxY - latitude <= Self.reach && latitude - box.minY <= Self.reach
      && abs(latitude) <= Self.latitudeLimit
  }
}

extension LocalProjection {
  /// Planar metres for one true metre at an easting (metres) and latitude (degrees), exact to 1e-9 within 100 km
  /// of the central meridian.
  ///
  /// k = k₀(1 + x²/2R² + x⁴/24R⁴) with R² = k₀²·ρ·ν (J. P. Snyder, *Map Projections — A Working Manual*, USGS
  /// Professional Paper 1395, 1987, eq. 8-11 in terms of x).
  package static func pointScale(easting: Double, latitude: Double) -> Double {
    let e2 = ReferenceEllipsoid.eccentricitySquared
    let a = ReferenceEllipsoid.semiMajorAxis
    let s = sin(latitude * .pi / 180)
    let w = 1 - e2 * s * s
    let radii = centralScale * centralScale * a * a * (1 - e2) / (w * w)
    let q = easting * easting / radii
    return centralScale * (1 + q / 2 + q * q / 24)
  }

  /// The place at planar `point`, within 1e-8 m (the last bits of a northing).
  package func unproject(_ point: PlanarPoint) -> GeographicPoint {
    let place = Self.series.unproject(Coordinate(x: point.x, y: point.y))
    return GeographicPoint(longitude: centralMeridian + place.x, latitude: place.y)
  }
}
