import Geometry
import Model

/// A part of a block in the plane of one strip; coordinates of `polygon` are relative to `origin`.
package struct BlockPiece {
  package let polygon: PlanarPolygon
  package let origin: PlanarPoint
  package let projection: LocalProjection
  /// Planar metres for one true metre at the piece's middle; divide planar lengths by it.
  package let scale: Double

  package init(
    polygon: PlanarPolygon, origin: PlanarPoint, projection: LocalProjection, scale: Double
  ) {
    self.polygon = polygon
    self.origin = origin
    self.projection = projection
    self.scale = scale
  }

  /// The same place and scale with another outline.
  package func with(_ polygon: PlanarPolygon) -> BlockPiece {
    BlockPiece(polygon: polygon, origin: origin, projection: projection, scale: scale)
  }

  /// True square metres.
  package var area: Double { polygon.area / (scale * scale) }
}

/// Projects blocks into local metres.
///
/// A block is measured in the strip of the middle of its box. One that sticks out of the strip by more than
/// `StripStations.overhang` is cut along strip edges and each part measured in its own plane, so the scale
/// error stays below 10 ppm for blocks of any width. Keeps the projection's polynomial for each cell of
/// 0.02°, and the polygons' memory; one instance for one worker.
package final class BlockProjector {
  private struct CachedAnchor {
    var longitudeCell: Double
    var latitudeCell: Double
    var anchor: LocalProjectionAnchor
  }

  private var cache = [CachedAnchor?](repeating: nil, count: 256)
  private var pool: [PlanarPolygon] = []
  private var used = 0

  package init() {}

  /// Gives all polygons back; pieces made before must no longer be used.
  package func recycle() { used = 0 }

  private func takePolygon() -> PlanarPolygon {
    if used == pool.count { pool.append(PlanarPolygon()) }
    used += 1
    pool[used - 1].removeAll()
    return pool[used - 1]
  }

  /// The oriented pieces of an areal feature (degrees); empty when it has no area.
  package func pieces(of shapes: ShapeColumn, feature: Int, into pieces: inout [BlockPiece]) {
    let box = shapes.boundingBox(of: feature)
    if box.isEmpty { return }
    let longitude = (box.minX + box.maxX) / 2
    let latitude = (box.minY + box.maxY) / 2
    let anchor = anchor(longitude: longitude, latitude: latitude)
    if anchor.reaches(box) {
      let polygon = takePolygon()
      shapes.coordinates.withUnsafeBufferPointer { coordinates in
        for part in shapes.parts(of: feature) {
          let rings = shapes.rings(of: part)
          for ring in rings {
            polygon.appendRing(
              UnsafeBufferPointer(rebasing: coordinates[shapes.coordinates(of: ring)]),
              anchor: anchor, outer: ring == rings.lowerBound)
          }
        }
      }
      finish(polygon, origin: anchor.origin, anchor.projection, latitude, &pieces)
      return
    }
    let projection = anchor.projection
    if box.minX >= projection.westEdge - StripStations.overhang
      && box.maxX <= projection.eastEdge + StripStations.overhang
    {
      projectWhole(shapes, feature, projection, longitude, latitude, &pieces)
    } else {
      projectStrips(shapes, feature, box, latitude, &pieces)
    }
  }

  private func projectWhole(
    _ shapes: ShapeColumn, _ feature: Int, _ projection: LocalProjection, _ longitude: Double,
    _ latitude: Double, _ pieces: inout [BlockPiece]
  ) {
    let origin = projection.project(GeographicPoint(longitude: longitude, latitude: latitude))
    let polygon = takePolygon()
    fill(polygon, shapes, feature) { place in
      let planar = projection.project(
        GeographicPoint(longitude: place.x, latitude: place.y))
      return PlanarPoint(x: planar.x - origin.x, y: planar.y - origin.y)
    }
    finish(polygon, origin: origin, projection, latitude, &pieces)
  }

  private func finish(
    _ polygon: PlanarPolygon, origin: PlanarPoint, _ projection: LocalProjection,
    _ latitude: Double, _ pieces: inout [BlockPiece]
  ) {
    polygon.orient()
    if polygon.area > 0 {
      let middle = origin.x + (polygon.box.minX + polygon.box.maxX) / 2
      pieces.append(
        BlockPiece(
          polygon: polygon, origin: origin, projection: projection,
          scale: LocalProjection.pointScale(easting: middle, latitude: latitude)))
    }
  }

  /// Copies all rings of a feature through `convert`.
  @inline(__always)
  private func fill(
    _ polygon: PlanarPolygon, _ shapes: ShapeColumn, _ feature: Int,
    _ convert: (Coordinate) -> PlanarPoint
  ) {
    polygon.reserve(shapes.coordinateRange(of: feature).count)
    shapes.coordinates.withUnsafeBufferPointer { coordinates in
      for part in shapes.parts(of: feature) {
        let rings = shapes.rings(of: part)
        for ring in rings {
          for index in shapes.coordinates(of: ring) {
            let point = convert(coordinates[index])
            polygon.appendVertex(point.x, point.y)
          }
          polygon.endRing(outer: ring == rings.lowerBound)
        }
      }
    }
  }

  /// Cuts a wide feature along strip edges.
  private func projectStrips(
    _ shapes: ShapeColumn, _ feature: Int, _ box: BoundingBox, _ latitude: Double,
    _ pieces: inout [BlockPiece]
  ) {
    let first = LocalProjection(longitude: box.minX).strip
    let last = LocalProjection(longitude: box.maxX).strip
    for strip in first...last {
      let projection = LocalProjection(strip: strip)
      let west = max(box.minX, projection.westEdge)
      let east = min(box.maxX, projection.eastEdge)
      let origin = projection.project(
        GeographicPoint(longitude: (west + east) / 2, latitude: latitude))
      let polygon = takePolygon()
      for part in shapes.parts(of: feature) {
        let rings = shapes.rings(of: part)
        for ring in rings {
          let places = Array(shapes.coordinates[shapes.coordinates(of: ring)])
          let cut = Self.clip(places, west: projection.westEdge, east: projection.eastEdge)
          if cut.isEmpty { continue }
          polygon.reserve(polygon.count + cut.count)
          for place in cut {
            let planar = projection.project(
              GeographicPoint(longitude: place.x, latitude: place.y))
            polygon.appendVertex(planar.x - origin.x, planar.y - origin.y)
          }
          polygon.endRing(outer: ring == rings.lowerBound)
        }
      }
      finish(polygon, origin: origin, projection, latitude, &pieces)
    }
  }

  /// The part of a closed ring between two meridians (Sutherland–Hodgman). Where the ring comes back along a
  /// meridian, edges run to and fro on it and cancel in every integral along the boundary.
  static func clip(_ ring: [Coordinate], west: Double, east: Double) -> [Coordinate] {
    let inWest = clip(ring, keep: { $0.x >= west }, at: west)
    return clip(inWest, keep: { $0.x <= east }, at: east)
  }

  private static func clip(
    _ ring: [Coordinate], keep: (Coordinate) -> Bool, at longitude: Double
  ) -> [Coordinate] {
    var result: [Coordinate] = []
    for (from, to) in zip(ring, ring.dropFirst()) {
      if keep(from) { result.append(from) }
      if keep(from) != keep(to) {
        let t = (longitude - from.x) / (to.x - from.x)
        result.append(Coordinate(x: longitude, y: from.y + t * (to.y - from.y)))
      }
    }
    if let first = result.first { result.append(first) }
    return result
  }

  /// The anchor of a place's cell, remembered in a direct-mapped cache.
  private func anchor(longitude: Double, latitude: Double) -> LocalProjectionAnchor {
    let size = LocalProjectionAnchor.cellSize
    let cellX = (longitude / size).rounded(.down)
    let cellY = (latitude / size).rounded(.down)
    let slot = (Int(cellX) &* 31 &+ Int(cellY)) & 255
    if let known = cache[slot], known.longitudeCell == cellX, known.latitudeCell == cellY {
      return known.anchor
    }
    let anchor = LocalProjectionAnchor(longitude: longitude, latitude: latitude)
    cache[slot] = CachedAnchor(longitudeCell: cellX, latitudeCell: cellY, anchor: anchor)
    return anchor
  }
}
