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
  /// That of a point near no street.
  static let absent = StreetFoot(edge: none, fraction: 0, leg: .infinity)
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
  /// By edge: the lattice points that it brings, tile by tile.
  let masks: EdgeMasks
  /// The cells in which the outline passes between streets.
  let cells: StreetCells

  /// Where a tile's feet begin in tiles; -1 for a tile without any.
  @inline(__always)
  func slot(tileColumn: Int, tileRow: Int) -> Int {
    Int(slots.base[tileRow &* lattice.tileColumns &+ tileColumn])
  }
}
