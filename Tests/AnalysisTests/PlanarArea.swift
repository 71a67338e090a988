import Geometry
import Model

/// Areas of features in degrees that do not pass through the engine: geodesic polygons (Karney), and GEOS in a
/// projected system of PROJ's database.
enum PlanarArea {
  /// Square metres on the ellipsoid, edges as geodesics: in a local plane these are straight to a millimetre. Edges
  /// straight in degrees, as RFC 7946 words it, would bulge by 0.06 m along a side of 2 km at 40° N, 1e-5 of a
  /// township; like other software that projects vertices, the product does not follow that.
  static func of(_ shapes: ShapeColumn, _ feature: Int) throws -> Double {
    var sum = 0.0
    for part in shapes.parts(at: feature) {
      for (index, ring) in part.enumerated() {
        let area = abs(Geodesic.wgs84.area(of: ring).area)
        sum += index == 0 ? area : -area
      }
    }
    return sum
  }

  static func perimeter(of shapes: ShapeColumn, _ feature: Int) throws -> Double {
    shapes.parts(at: feature).joined().reduce(0) {
      $0 + Geodesic.wgs84.area(of: $1).perimeter
    }
  }

  static func isValid(_ shapes: ShapeColumn, _ feature: Int) throws -> Bool {
    try GEOSGeometry(shapes, feature: feature).isValid
  }

  /// A feature in a projected system, as GEOS sees it.
  static func projected(
    _ shapes: ShapeColumn, _ feature: Int, _ transform: borrowing CoordinateTransform
  ) throws -> GEOSGeometry {
    var moved = ShapeColumn()
    moved.append(
      shapes.kinds[feature],
      parts: try shapes.parts(at: feature).map { rings in
        try rings.map { ring in
          var coordinates = ring
          try transform.transform(&coordinates)
          return coordinates
        }
      })
    return try GEOSGeometry(moved, feature: 0)
  }
}
