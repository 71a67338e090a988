import Geometry
import Model

/// A part of a block in the plane of one strip; coordinates of `polygon` are relative to `origin`.
package struct BlockPiece: BitwiseCopyable {
  /// Borrowed from a projector or a spreader, until it is next used or goes away.
  package let polygon: PolygonOutline
  package let origin: PlanarPoint
  package let projection: LocalProjection
  /// Planar metres for one true metre at the piece's centroid; divide planar lengths by it.
  package let scale: Double

  package init(
    polygon: PolygonOutline, origin: PlanarPoint, projection: LocalProjection, scale: Double
  ) {
    self.polygon = polygon
    self.origin = origin
    self.projection = projection
    self.scale = scale
  }

  /// The same place and scale with another outline.
  package func with(_ polygon: PolygonOutline) -> BlockPiece {
    BlockPiece(polygon: polygon, origin: origin, projection: projection, scale: scale)
  }

  /// True square metres.
  package var area: Double { polygon.area / (scale * scale) }
}

/// The pieces of one block: borrowed memory, valid while the block is measured.
package typealias BlockPieces = UnsafeBufferPointer<BlockPiece>

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

  /// Raw memory, so that anchors are used where they lie: they are too large to be copied for every block.
  private let cache: UnsafeMutablePointer<CachedAnchor>
  private static let cacheSize = 256
  private var pool: [PlanarPolygon] = []
  private var used = 0

  package init() {
    cache = .allocate(capacity: Self.cacheSize)
    // A place outside the cells' world: nothing is found before it was put in.
    let nowhere = CachedAnchor(
      longitudeCell: .infinity, latitudeCell: .infinity,
      anchor: LocalProjectionAnchor(longitude: 0, latitude: 0))
    cache.initialize(repeating: nowhere, count: Self.cacheSize)
  }

  deinit { cache.deallocate() }

  /// Gives all polygons back; pieces made before must no longer be used, nor after the projector is gone.
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
    if box.maxX - box.minX > 180, box.minX < 0 {
      // Parts on both sides of the antimeridian (RFC 7946 asks for the cut): bring them together.
      let joined = Self.joinedAtAntimeridian(shapes, feature)
      if Self.width(joined) < box.maxX - box.minX {
        return self.pieces(of: joined, feature: 0, into: &pieces)
      }
    }
    let longitude = (box.minX + box.maxX) / 2
    let latitude = (box.minY + box.maxY) / 2
    let anchor = anchor(longitude: longitude, latitude: latitude)
    if anchor.pointee.reaches(box) {
      let polygon = takePolygon()
      shapes.coordinates.withUnsafeBufferPointer { coordinates in
        for part in shapes.parts(of: feature) {
          let rings = shapes.rings(of: part)
          for ring in rings {
            polygon.appendRing(
              UnsafeBufferPointer(rebasing: coordinates[shapes.coordinates(of: ring)]),
              anchor: anchor.pointee, outer: ring == rings.lowerBound)
          }
        }
      }
      finish(polygon, origin: anchor.pointee.origin, anchor.pointee.projection, latitude, &pieces)
      return
    }
    let projection = anchor.pointee.projection
    if box.minX >= projection.westEdge - StripStations.overhang
      && box.maxX <= projection.eastEdge + StripStations.overhang
    {
      projectWhole(shapes, feature, projection, longitude, latitude, &pieces)
    } else {
      projectStrips(shapes, feature, box, latitude, &pieces)
    }
  }

  /// The feature alone with western longitudes counted on beyond 180°.
  private static func joinedAtAntimeridian(_ shapes: ShapeColumn, _ feature: Int) -> ShapeColumn {
    var joined = ShapeColumn()
    joined.append(
      shapes.kinds[feature],
      parts: shapes.parts(at: feature).map { rings in
        rings.map { ring in
          ring.map { $0.x < 0 ? Coordinate(x: $0.x + 360, y: $0.y) : $0 }
        }
      })
    return joined
  }

  private static func width(_ shapes: ShapeColumn) -> Double {
    let box = shapes.boundingBox(of: 0)
    return box.maxX - box.minX
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
      // At the centroid, not in the middle of the box: a far exclave must not decide for the block.
      let middle = origin.x + polygon.centroid.x
      pieces.append(
        BlockPiece(
          polygon: polygon.outline, origin: origin, projection: projection,
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
          let cut = Self.dense(
            Self.clip(places, west: projection.westEdge, east: projection.eastEdge),
            west: projection.westEdge, east: projection.eastEdge)
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

  /// The anchor of a place's cell, remembered in a direct-mapped cache; valid until the next call.
  @inline(__always)
  private func anchor(longitude: Double, latitude: Double) -> UnsafePointer<LocalProjectionAnchor> {
    let size = LocalProjectionAnchor.cellSize
    let cellX = (longitude / size).rounded(.down)
    let cellY = (latitude / size).rounded(.down)
    let slot = cache + ((Int(cellX) &* 31 &+ Int(cellY)) & (Self.cacheSize - 1))
    if slot.pointee.longitudeCell != cellX || slot.pointee.latitudeCell != cellY {
      slot.pointee = CachedAnchor(
        longitudeCell: cellX, latitudeCell: cellY,
        anchor: LocalProjectionAnchor(longitude: longitude, latitude: latitude))
    }
    return UnsafePointer(slot.pointer(to: \.anchor)!)
  }
}
