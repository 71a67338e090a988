import Model

/// Lattice points of one tile that an edge brings into an isochrone.
struct TileMask: BitwiseCopyable, Sendable {
  /// The tile, in tiles of the lattice.
  var column: UInt32
  var row: UInt32
  /// All that lie inside when the whole edge, with its legs, is reached; one bit each, see `IsochroneLattice`.
  var bits: UInt64
}

/// What of a tile's points lies inside when part of the edge is reached.
struct TilePart: BitwiseCopyable, Sendable {
  /// The points at most `snapMetres` away whose nearest street the edge is.
  var owned: UInt64
  /// The corners that lie inside when the edge alone is reached: those of the cells it passes, or fewer, see
  /// `StreetCells`.
  var crossed: UInt64
  /// The shortest and longest leg of the points owned, metres.
  var shortestLeg: Float
  var longestLeg: Float
  /// The street points that are nearest to them, as fractions of the edge.
  var fractionFrom: Float
  var fractionTo: Float

  static let unowned = TilePart(
    owned: 0, crossed: 0, shortestLeg: 0, longestLeg: 0, fractionFrom: 0, fractionTo: 0)
}

/// Masks by edge (compressed sparse rows): edge `e` has `masks[starts[e] ..< starts[e + 1]]`, and as many `parts`.
struct EdgeMasks: Sendable {
  let starts: GraphArray<UInt32>
  let masks: GraphArray<TileMask>
  let parts: GraphArray<TilePart>

  /// What consecutive edges have.
  struct Run: Sendable {
    /// By edge: how many masks.
    var counts: [UInt32] = []
    var masks: [TileMask] = []
    var parts: [TilePart] = []
  }

  init(edgeCount: Int, runs: [Run]) {
    var starts = [UInt32](repeating: 0, count: edgeCount + 1)
    var edge = 0
    for run in runs {
      for count in run.counts {
        starts[edge + 1] = starts[edge] + count
        edge += 1
      }
    }
    precondition(edge == edgeCount, "every edge once")
    self.starts = GraphArray(starts)
    masks = GraphArray(joining: runs.map(\.masks))
    parts = GraphArray(joining: runs.map(\.parts))
  }

  @inline(__always)
  func range(_ edge: Int) -> Range<Int> { Int(starts.base[edge])..<Int(starts.base[edge + 1]) }
}

extension GraphArray {
  /// Lists one after the other.
  fileprivate init(joining lists: [[Element]]) {
    self.init(count: lists.reduce(0) { $0 + $1.count }) { base in
      var target = base
      for list in lists {
        list.withUnsafeBufferPointer { source in
          if let from = source.baseAddress { target.update(from: from, count: source.count) }
        }
        target += list.count
      }
    }
  }
}

/// The lattice points of one tile whose nearest street is one edge.
struct OwnedPoints: BitwiseCopyable, Sendable {
  var edge: UInt32
  /// Number of the tile in the window of the field.
  var tile: UInt32
  var bits: UInt64
  /// As in `TilePart`.
  var shortestLeg: Float
  var longestLeg: Float
  var fractionFrom: Float
  var fractionTo: Float
}

/// Points owned, by edge (compressed sparse rows); within an edge in the order of tiles.
struct PointsByEdge: Sendable {
  private let starts: GraphArray<UInt32>
  let points: GraphArray<OwnedPoints>

  /// Sorted by edge from lists in any order; within an edge the order of the lists is kept.
  init(edgeCount: Int, lists: [[OwnedPoints]]) {
    var starts = [UInt32](repeating: 0, count: edgeCount + 1)
    for list in lists { for entry in list { starts[Int(entry.edge) + 1] += 1 } }
    for edge in 0..<edgeCount { starts[edge + 1] += starts[edge] }
    var next = starts
    self.starts = GraphArray(starts)
    points = GraphArray(count: Int(starts[edgeCount])) { base in
      for list in lists {
        for entry in list {
          base[Int(next[Int(entry.edge)])] = entry
          next[Int(entry.edge)] += 1
        }
      }
    }
  }

  @inline(__always)
  func range(_ edge: Int) -> Range<Int> { Int(starts.base[edge])..<Int(starts.base[edge + 1]) }
}
