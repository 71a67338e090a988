import Model

/// Finds the pairs of features that cover common ground.
struct MosaicOverlaps {
  private let plane: MosaicPlane
  private let tolerance: Mosaic.Tolerance

  init(_ plane: MosaicPlane, _ tolerance: Mosaic.Tolerance) {
    self.plane = plane
    self.tolerance = tolerance
  }

  /// Features worked on at a time by one thread.
  private static let batch = 256

  func find(threads: Int) throws -> [Mosaic.Overlap] {
    let batches = (plane.count + Self.batch - 1) / Self.batch
    let parts = try Parallel.map(count: batches, threads: threads) { batch in
      let contact = MosaicContact()
      var found: [Mosaic.Overlap] = []
      for first in batch * Self.batch..<min(plane.count, (batch + 1) * Self.batch) {
        for second in plane.index.query(plane.boxes[first]) where Int(second) > first {
          if contact.mayOverlap(plane, first, Int(second)),
            let overlap = try overlap(first, Int(second))
          {
            found.append(overlap)
          }
        }
      }
      return found
    }
    return Array(parts.joined())
  }

  /// The common ground of two features; nil within the tolerance.
  private func overlap(_ first: Int, _ second: Int) throws -> Mosaic.Overlap? {
    let common = try intersection(first, second)
    var shapes = ShapeColumn()
    try common.append(to: &shapes, polygonalPart: true)
    let (area, perimeter) = plane.projection.measure(shapes, feature: 0)
    let smaller = min(plane.area(of: first), plane.area(of: second))
    let share = smaller > 0 ? min(1, area / smaller) : 0
    guard area > tolerance.squareMetres, share > tolerance.share else { return nil }
    let inner = try common.pointOnSurface().coordinates.first ?? Coordinate(x: 0, y: 0)
    return Mosaic.Overlap(
      first: first, second: second, squareMetres: area, share: share,
      isSliver: 2 * area < tolerance.sliverWidth * perimeter,
      place: plane.projection.unproject(inner))
  }

  private func intersection(_ first: Int, _ second: Int) throws -> GEOSGeometry {
    let a = try plane.geometry(of: first)
    let b = try plane.geometry(of: second)
    do {
      return try a.intersection(b)
    } catch is GEOSError {
      return try a.madeValid().intersection(b.madeValid())
    }
  }
}
