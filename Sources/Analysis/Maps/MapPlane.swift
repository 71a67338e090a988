import Geometry
import Maps
import Model

/// The plane of one map: transverse Mercator on the middle of what is shown, true to scale there.
///
/// A county's edges are off by less than a part in 10⁵, far below a line's width.
struct MapPlane: Sendable {
  private let projection: TransverseMercator

  /// - Parameter box: degrees; not empty.
  init(_ box: BoundingBox) {
    projection = TransverseMercator(
      centralMeridian: (box.minX + box.maxX) / 2, latitudeOfOrigin: (box.minY + box.maxY) / 2)
  }

  func point(_ place: Coordinate) -> PlanarPoint {
    let planar = projection.project(longitude: place.x, latitude: place.y)
    return PlanarPoint(x: planar.x, y: planar.y)
  }

  func point(_ place: GeographicPoint) -> PlanarPoint {
    point(Coordinate(x: place.longitude, y: place.latitude))
  }

  /// All rings or lines of one feature.
  func rings(_ shapes: ShapeColumn, _ feature: Int) -> [[PlanarPoint]] {
    shapes.parts(of: feature).flatMap { part in
      shapes.rings(of: part).map { ring in
        shapes.coordinates(of: ring).map { point(shapes.coordinates[$0]) }
      }
    }
  }

  /// One feature of a layer.
  func rings(_ layer: Layer, _ feature: Int) -> [[PlanarPoint]] {
    let (chunk, offset) = layer.locate(feature)
    return rings(layer.chunks[chunk].shapes, offset)
  }

  /// A place inside one polygon of a layer; nil where there is none.
  func inside(_ layer: Layer, _ feature: Int) -> PlanarPoint? {
    let (chunk, offset) = layer.locate(feature)
    let shapes = layer.chunks[chunk].shapes
    guard shapes.kinds[offset].isAreal,
      let geometry = try? GEOSGeometry(shapes, feature: offset),
      let place = try? geometry.pointOnSurface().coordinates.first
    else { return nil }
    return point(place)
  }
}

extension BoundingBox {
  /// Around the coordinates of some features of a layer, in their units. Features on both sides of the antimeridian
  /// are brought together by counting on beyond 180°.
  static func around(_ layer: Layer, _ features: some Sequence<Int>) -> BoundingBox {
    var (box, shifted) = (BoundingBox.empty, BoundingBox.empty)
    for feature in features {
      let (chunk, offset) = layer.locate(feature)
      let shapes = layer.chunks[chunk].shapes
      for index in shapes.coordinateRange(of: offset) {
        let place = shapes.coordinates[index]
        box.extend(x: place.x, y: place.y)
        shifted.extend(x: place.x < 0 ? place.x + 360 : place.x, y: place.y)
      }
    }
    return box.maxX - box.minX > 180 && shifted.maxX - shifted.minX < 180 ? shifted : box
  }

  /// Around rings in a plane.
  static func around(_ areas: [MapArea]) -> BoundingBox {
    var box = BoundingBox.empty
    for area in areas {
      for ring in area.rings { for point in ring { box.extend(x: point.x, y: point.y) } }
    }
    return box
  }
}
