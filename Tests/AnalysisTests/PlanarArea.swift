import Geometry
import Model

/// Areas of features in degrees that do not pass through the engine: geodesic polygons (Karney), and GEOS in a
/// projected system of PROJ's database.
enum PlanarArea {
  /// Square metres on the ellipsoid; edges are cut to at most 0.002° so that geodesics follow the degrees.
  static func of(_ shapes: ShapeColumn, _ feature: Int) throws -> Double {
    var sum = 0.0
    for part in shapes.parts(at: feature) {
      for (index, ring) in part.enumerated() {
        let area = abs(Geodesic.wgs84.area(of: dense(ring)).area)
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

  private static func dense(_ ring: [Coordinate]) -> [Coordinate] {
    var result: [Coordinate] = []
    for (from, to) in zip(ring, ring.dropFirst()) {
      let pieces = max(1, (max(abs(to.x - from.x), abs(to.y - from.y)) / 0.002).rounded(.up))
      for piece in 0..<Int(pieces) {
        let t = Double(piece) / pieces
        result.append(Coordinate(x: from.x + t * (to.x - from.x), y: from.y + t * (to.y - from.y)))
      }
    }
    return result
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
