import Model

/// What a lattice point knows of the streets: the nearest usable street point.
struct StreetFoot: BitwiseCopyable, Sendable {
  /// Its edge; `none` where no usable street is near enough.
  var edge: UInt32
  /// The street point as a fraction 0…1 of the edge from its tail.
  var fraction: Float
  /// Metres from the lattice point to the street point.
  var leg: Float

  static let none = UInt32.max
}

/// Lattice points of one tile that belong to an edge.
struct TileMask: BitwiseCopyable, Sendable {
  var tile: UInt32
  /// The longest leg of these points, metres.
  var longestLeg: Float = 0
  /// One bit a lattice point, see `IsochroneLattice`.
  var bits: UInt64
}

/// The nearest usable street point of every lattice point near streets, also edge by edge, so that an isochrone
/// touches the reached edges only.
///
/// Exact: each lattice point is compared with every street part that could be its nearest. Built once for a
/// network and shared by all stations and limits.
struct IsochroneField: Sendable {
  let lattice: IsochroneLattice
  let snapMetres: Float
  /// By tile: where its 64 feet begin in `feet`, in tiles; -1 for a tile without any.
  let slots: GraphArray<Int32>
  let feet: GraphArray<StreetFoot>
  /// By edge: the lattice points at most `snapMetres` away whose nearest street it is.
  let owned: EdgeMasks
  /// By edge: the corners that lie inside when it is reached: those of the cells it passes, or fewer, see `cells`.
  let crossed: EdgeMasks
  /// The cells in which the outline passes between streets.
  let cells: StreetCells
  /// By edge: the longest leg of the points it owns, metres.
  let longestLeg: GraphArray<Float>

  /// The foot of a lattice point.
  @inline(__always)
  func foot(_ column: Int, _ row: Int) -> StreetFoot {
    let slot = Int(slots.base[lattice.tile(column, row)])
    if slot < 0 { return StreetFoot(edge: StreetFoot.none, fraction: 0, leg: .infinity) }
    return feet.base[slot << 6 | (row & 7) << 3 | (column & 7)]
  }
}

/// Masks by edge (compressed sparse rows): edge `e` has `masks[starts[e] ..< starts[e + 1]]`.
struct EdgeMasks: Sendable {
  let starts: GraphArray<UInt32>
  let masks: GraphArray<TileMask>

  /// Sorted by edge from lists in any order; within an edge the order of the lists is kept.
  init(edgeCount: Int, lists: [[(edge: UInt32, mask: TileMask)]]) {
    var starts = [UInt32](repeating: 0, count: edgeCount + 1)
    for list in lists { for entry in list { starts[Int(entry.edge) + 1] += 1 } }
    for edge in 0..<edgeCount { starts[edge + 1] += starts[edge] }
    var next = starts
    self.starts = GraphArray(starts)
    masks = GraphArray(count: Int(starts[edgeCount])) { base in
      for list in lists {
        for entry in list {
          base[Int(next[Int(entry.edge)])] = entry.mask
          next[Int(entry.edge)] += 1
        }
      }
    }
  }

  @inline(__always)
  func range(_ edge: Int) -> Range<Int> { Int(starts.base[edge])..<Int(starts.base[edge + 1]) }
}
