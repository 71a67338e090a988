import Model

/// How well the polygons of a layer fit together: where two cover the same ground, and where the ground they
/// surround is covered by none.
///
/// Layers are in WGS 84 degrees and their polygons valid (repair first); features that are no polygons are
/// passed over. Edges are straight in a transverse Mercator plane through the layer's middle, as coverage is
/// measured; areas are true square metres.
package enum Mosaic {
  /// What is too small to be told from rounding of coordinates.
  package struct Tolerance: Sendable, Hashable {
    /// An overlap or gap must be larger than this, m².
    package var squareMetres: Double
    /// An overlap must be larger than this share of the smaller block.
    package var share: Double
    /// An overlap or gap whose mean width (twice the area by the perimeter, metres) is less is a sliver.
    package var sliverWidth: Double

    package init(squareMetres: Double = 1, share: Double = 1e-6, sliverWidth: Double = 1) {
      self.squareMetres = squareMetres
      self.share = share
      self.sliverWidth = sliverWidth
    }
  }

  /// Ground that two blocks both cover.
  package struct Overlap: Sendable, Hashable {
    /// Indices of the two features, `first < second`.
    package var first: Int
    package var second: Int
    package var squareMetres: Double
    /// Share of the smaller of the two, 0…1.
    package var share: Double
    /// Narrower on average than the tolerance's width: borders drawn twice rather than ground claimed twice.
    package var isSliver: Bool
    /// A place inside the overlap.
    package var place: GeographicPoint
  }

  /// Ground that blocks surround and none covers.
  package struct Gap: Sendable, Hashable {
    package var squareMetres: Double
    package var isSliver: Bool
    /// A place inside the gap.
    package var place: GeographicPoint
    /// Indices of the features around it, ascending.
    package var neighbours: [Int]
  }

  /// Pairs of blocks with common ground beyond the tolerance, by `first`, then `second`.
  ///
  /// Pairs whose boxes meet are compared edge by edge: where two boundaries share whole edges in opposite
  /// directions, or single vertices, and otherwise keep clear of each other, they are proven not to overlap;
  /// the others are intersected. About 10 µs a block for a mosaic whose neighbours share their vertices.
  ///
  /// - Throws: `GEOSError` when an intersection fails even after repair.
  package static func overlaps(
    of layer: Layer, tolerance: Tolerance = Tolerance(), threads: Int
  ) throws -> [Overlap] {
    try MosaicOverlaps(MosaicPlane(layer), tolerance).find(threads: threads)
  }

  /// Ground surrounded by blocks and covered by none, largest first, ties by place.
  ///
  /// Edges that two blocks share in opposite directions cancel; what is left is cut where it crosses and made
  /// into faces, and a face whose inside lies in no block is a gap. Holes that a polygon itself has count
  /// unless other blocks fill them.
  package static func gaps(
    of layer: Layer, tolerance: Tolerance = Tolerance(), threads: Int
  ) throws -> [Gap] {
    try MosaicGaps(MosaicPlane(layer), tolerance).find(threads: threads)
  }

  /// Both, projecting the layer once.
  package static func faults(
    of layer: Layer, tolerance: Tolerance = Tolerance(), threads: Int
  ) throws -> (overlaps: [Overlap], gaps: [Gap]) {
    let plane = MosaicPlane(layer)
    return (
      try MosaicOverlaps(plane, tolerance).find(threads: threads),
      try MosaicGaps(plane, tolerance).find(threads: threads)
    )
  }
}
