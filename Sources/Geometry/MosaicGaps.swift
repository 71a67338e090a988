internal import CGEOS
import Model

/// Finds the ground that features surround and none covers.
struct MosaicGaps {
  private let plane: MosaicPlane
  private let tolerance: Mosaic.Tolerance

  init(_ plane: MosaicPlane, _ tolerance: Mosaic.Tolerance) {
    self.plane = plane
    self.tolerance = tolerance
  }

  func find(threads: Int) throws -> [Mosaic.Gap] {
    let border = MosaicBorder(plane)
    guard let lines = try border.lines() else { return [] }
    let faces = try GEOSGeometry.polygonized(lines.unaryUnion())
    var collected = ShapeColumn()
    try faces.append(to: &collected)
    let shapes = collected
    let parts = try Parallel.map(count: shapes.partStarts.count - 1, threads: threads) {
      try gap(shapes.part($0), border)
    }
    return parts.compactMap { $0 }.sorted {
      ($1.squareMetres, $0.place.longitude, $0.place.latitude)
        < ($0.squareMetres, $1.place.longitude, $1.place.latitude)
    }
  }

  /// The face as a gap; nil when a block covers it or it is within the tolerance.
  private func gap(_ face: ShapeColumn, _ border: MosaicBorder) throws -> Mosaic.Gap? {
    let rough = face.rings(of: 0).reduce(0.0) {
      let area = abs(MosaicPlane.signedArea(face.coordinates[face.coordinates(of: $1)]))
      return $0 == 0 ? area : $0 - area
    }
    // The plane stretches by at most a hundredth, so nothing near the tolerance is lost.
    guard rough > tolerance.squareMetres * 0.5 else { return nil }
    let geometry = try GEOSGeometry(face, feature: 0)
    guard let inner = try geometry.pointOnSurface().coordinates.first, !isCovered(inner) else {
      return nil
    }
    let (area, perimeter) = plane.projection.measure(face, feature: 0)
    guard area > tolerance.squareMetres else { return nil }
    return Mosaic.Gap(
      squareMetres: area, isSliver: 2 * area < tolerance.sliverWidth * perimeter,
      place: plane.projection.unproject(inner),
      neighbours: border.owners(around: face))
  }

  private func isCovered(_ point: Coordinate) -> Bool {
    var isCovered = false
    let box = BoundingBox(minX: point.x, minY: point.y, maxX: point.x, maxY: point.y)
    plane.index.forEach(meeting: box) { feature in
      isCovered = plane.contains(feature, point)
      return !isCovered
    }
    return isCovered
  }
}

extension ShapeColumn {
  /// One part as a polygon of its own.
  fileprivate func part(_ part: Int) -> ShapeColumn {
    var result = ShapeColumn()
    result.append(
      .polygon, parts: [rings(of: part).map { Array(coordinates[coordinates(of: $0)]) }])
    return result
  }
}

extension GEOSGeometry {
  /// The faces that noded lines enclose, as a collection of polygons.
  fileprivate static func polygonized(_ lines: GEOSGeometry) throws -> GEOSGeometry {
    let faces = try lines.derive("GEOSPolygonize_r") { context, handle in
      var handles: [OpaquePointer?] = [handle]
      return GEOSPolygonize_r(context, &handles, 1)
    }
    return try faces.asMultiPolygon()
  }

  /// A collection of polygons as one multipolygon without dissolving them: only for copying coordinates out.
  private func asMultiPolygon() throws -> GEOSGeometry {
    let context = GEOSContext.current
    let builder = GEOSBuilder()
    var parts = OwnedHandles()
    try withExtendedLifetime(self) {
      for index in 0..<GEOSGetNumGeometries_r(context.handle, handle) {
        guard let member = GEOSGetGeometryN_r(context.handle, handle, index),
          let copy = GEOSGeom_clone_r(context.handle, member)
        else { throw context.failure("GEOSGetGeometryN_r", "face \(index)") }
        parts.append(copy)
      }
    }
    return GEOSGeometry(owning: try builder.collection(.multiPolygon, parts))
  }
}
