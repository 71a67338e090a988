import CPROJ
import Model
/// Distances along the ellipsoid.
package enum Geodesic {
  /// Metres between two places.
  package static func distance(from: GeographicPoint, to: GeographicPoint) -> Double {
    var g = geod_geodesic(); geod_init(&g, ReferenceEllipsoid.semiMajorAxis, ReferenceEllipsoid.flattening)
    var s = 0.0
    geod_inverse(&g, from.latitude, from.longitude, to.latitude, to.longitude, &s, nil, nil)
    return s
  }
}
