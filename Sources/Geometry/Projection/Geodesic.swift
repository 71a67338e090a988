internal import CPROJ
import Model

/// Shortest paths on an ellipsoid, exact to nanometres (C. F. F. Karney, Algorithms for geodesics,
/// J. Geodesy 87, 2013), through PROJ's `geodesic.h`.
package struct Geodesic: Sendable {
  /// Set once and only read by the C functions.
  private let ellipsoid: geod_geodesic

  /// WGS 84.
  package static let wgs84 = Geodesic(
    semiMajorAxis: ReferenceEllipsoid.semiMajorAxis,
    inverseFlattening: ReferenceEllipsoid.inverseFlattening)

  /// Metres and 1/f.
  package init(semiMajorAxis: Double, inverseFlattening: Double) {
    var ellipsoid = geod_geodesic()
    geod_init(&ellipsoid, semiMajorAxis, 1 / inverseFlattening)
    self.ellipsoid = ellipsoid
  }

  /// Metres between two points along the ellipsoid.
  package func distance(_ from: GeographicPoint, _ to: GeographicPoint) -> Double {
    inverse(from, to).distance
  }

  /// Distance in metres and azimuths in degrees clockwise from north, at the start and at the end.
  package func inverse(
    _ from: GeographicPoint, _ to: GeographicPoint
  ) -> (distance: Double, azimuth: Double, finalAzimuth: Double) {
    var (distance, azimuth, final) = (0.0, 0.0, 0.0)
    withUnsafePointer(to: ellipsoid) {
      geod_inverse(
        $0, from.latitude, from.longitude, to.latitude, to.longitude, &distance, &azimuth, &final)
    }
    return (distance, azimuth, final)
  }

  /// Where one gets from `start` after `distance` metres towards `azimuth` (degrees clockwise from north).
  package func destination(
    from start: GeographicPoint, azimuth: Double, distance: Double
  ) -> GeographicPoint {
    var (latitude, longitude) = (0.0, 0.0)
    withUnsafePointer(to: ellipsoid) {
      geod_direct(
        $0, start.latitude, start.longitude, azimuth, distance, &latitude, &longitude, nil)
    }
    return GeographicPoint(longitude: longitude, latitude: latitude)
  }

  /// Area in m² and perimeter in metres of a ring of geodesics, closed or not; counter-clockwise is positive.
  package func area(
    of ring: some Sequence<Coordinate>
  ) -> (area: Double, perimeter: Double) {
    var polygon = geod_polygon()
    geod_polygon_init(&polygon, 0)
    var (area, perimeter) = (0.0, 0.0)
    withUnsafePointer(to: ellipsoid) { ellipsoid in
      for point in ring { geod_polygon_addpoint(ellipsoid, &polygon, point.y, point.x) }
      _ = geod_polygon_compute(ellipsoid, &polygon, 0, 1, &area, &perimeter)
    }
    return (area, perimeter)
  }
}
