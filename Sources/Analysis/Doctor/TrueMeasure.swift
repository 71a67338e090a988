import Foundation
import Geometry
import Model

extension ShapeColumn {
  /// Area (m²) and length of all rings (m) of a polygon feature in degrees.
  ///
  /// In the local projection of its own place, so within 10 ppm; by geodesics when it is wider than the
  /// projection is good for.
  func trueMeasure(of feature: Int) -> (area: Double, perimeter: Double) {
    let box = boundingBox(of: feature)
    if box.isEmpty { return (0, 0) }
    let isSmall =
      box.maxX - box.minX < 0.4 && box.maxY - box.minY < 0.4 && abs(box.minY) < 85
      && abs(box.maxY) < 85
    let projection = isSmall ? LocalProjection(longitude: (box.minX + box.maxX) / 2) : nil
    var area = 0.0
    var perimeter = 0.0
    for part in parts(of: feature) {
      for (number, ring) in rings(of: part).enumerated() {
        let points = coordinates[coordinates(of: ring)]
        let own = projection.map { Self.measure(points, $0) } ?? Self.geodesic(points)
        area += number == 0 ? own.area : -own.area
        perimeter += own.perimeter
      }
    }
    return (max(0, area), perimeter)
  }

  private static func geodesic(_ ring: ArraySlice<Coordinate>) -> (area: Double, perimeter: Double)
  {
    let found = Geodesic.wgs84.area(of: ring.dropLast())
    return (abs(found.area), found.perimeter)
  }

  private static func measure(
    _ ring: ArraySlice<Coordinate>, _ projection: LocalProjection
  ) -> (area: Double, perimeter: Double) {
    guard let first = ring.first else { return (0, 0) }
    let origin = projection.project(
      GeographicPoint(longitude: first.x, latitude: first.y))
    var twice = 0.0
    var length = 0.0
    var previous = (x: 0.0, y: 0.0)
    for place in ring.dropFirst() {
      let point = projection.project(
        GeographicPoint(longitude: place.x, latitude: place.y))
      let next = (x: point.x - origin.x, y: point.y - origin.y)
      twice += previous.x * next.y - next.x * previous.y
      length += hypot(next.x - previous.x, next.y - previous.y)
      previous = next
    }
    return (abs(twice) / 2, length)
  }
}
