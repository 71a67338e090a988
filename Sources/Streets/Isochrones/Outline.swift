/// The outline of one limit as the sides between lattice points that it crosses, ring after ring, used again from
/// limit to limit.
final class Outline {
  /// The way from a point inside to its neighbour outside.
  enum Way: Int32, BitwiseCopyable { case east, north, west, south }

  /// A point inside and its neighbour outside, as numbers of `corners`.
  struct Side: BitwiseCopyable {
    var inner: Int32
    var outer: Int32
    var way: Way
  }

  /// A cell with cuts of streets, between two sides.
  struct CutCell: BitwiseCopyable {
    /// The side by which the ring leaves the cell; the number of all so far when the ring ends there.
    var side: Int
    /// As `StreetCut.cell`.
    var cell: Int
  }

  let corners = PointWalks()
  let sides = ReusedList<Side>()
  /// By side: the share of the way from inside to outside at which it is crossed, and the place.
  let shares = ReusedList<Float>()
  let places = ReusedList<SIMD2<Double>>()
  /// By ring: the number of its last side, plus one.
  let ringEnds = ReusedList<Int>()
  let cutCells = ReusedList<CutCell>()
  /// Sides between streets of different reach.
  let leaps = ReusedList<Int>()
  /// Sides that begin at a point with bounds.
  let bounded = ReusedList<Int>()
  /// A ring with cuts.
  let ring = ReusedList<SIMD2<Double>>()
  /// Set when a crossing lies too near to a corner of the lattice to tell rings apart for certain.
  var hasDoubtfulPlace = false

  func removeAll() {
    corners.points.removeAll()
    sides.removeAll()
    ringEnds.removeAll()
    cutCells.removeAll()
    leaps.removeAll()
    bounded.removeAll()
    hasDoubtfulPlace = false
  }

  /// Adds a lattice point; its number.
  @inline(__always)
  func addCorner(_ point: Int) -> Int32 {
    corners.points.append(point)
    return Int32(truncatingIfNeeded: corners.points.count &- 1)
  }
}
