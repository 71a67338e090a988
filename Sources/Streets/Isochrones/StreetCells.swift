import Model

/// How the outline passes round one street in one cell: which corners lie inside, and how far beyond them.
///
/// Needed only where another street is near: elsewhere all four corners of a passed cell lie inside.
struct StreetCell: BitwiseCopyable, Sendable {
  var column: Int32
  var row: Int32
  /// Bit 0 south-west, 1 south-east, 2 north-west, 3 north-east.
  var corners: UInt8
  /// South, north, west, east side: the least share of the side, from its corner inside, that lies inside too; 0 where
  /// both or none of its corners are.
  var bounds: SIMD4<Float>
}

/// Where streets run so near to others that the outline passes between them.
struct StreetCells: Sendable {
  /// By edge: its cells with other than all four corners inside.
  let starts: GraphArray<UInt32>
  let cells: GraphArray<StreetCell>
  /// By prepared tile (slot): the bounds on the sides that begin at its points, by `key`, then edge.
  let sideStarts: GraphArray<UInt32>
  let sides: GraphArray<SideBound>
  /// By slot: the points at which such sides begin, one bit each.
  let sidePoints: GraphArray<UInt64>

  /// A bound on one side of a cell.
  struct SideBound: BitwiseCopyable, Sendable {
    /// See `StreetCells.key`.
    var key: UInt32
    var edge: UInt32
    var share: Float
  }

  /// From consecutive runs of edges: how many cells each edge has, and the cells.
  init(
    _ window: TileWindow, slots: GraphArray<Int32>, slotCount: Int,
    runs: [(counts: [UInt32], cells: [StreetCell])]
  ) {
    var starts: [UInt32] = [0]
    var counts = [UInt32](repeating: 0, count: slotCount + 1)
    var points = [UInt64](repeating: 0, count: slotCount)
    for run in runs {
      for count in run.counts { starts.append(starts[starts.count - 1] + count) }
      for cell in run.cells {
        Self.forEachBound(cell) { column, row, key, _ in
          let slot = Int(slots.base[window.tile(column, row)])
          if slot < 0 { return }
          counts[slot + 1] += 1
          points[slot] |= 1 << UInt64(key >> 2)
        }
      }
    }
    for slot in 0..<slotCount { counts[slot + 1] += counts[slot] }
    var cells: [StreetCell] = []
    cells.reserveCapacity(Int(starts[starts.count - 1]))
    for run in runs { cells += run.cells }
    self.cells = GraphArray(cells)
    self.starts = GraphArray(starts)
    sideStarts = GraphArray(counts)
    sidePoints = GraphArray(points)
    sides = Self.sides(window, slots, cells, starts, counts)
  }

  private static func sides(
    _ window: TileWindow, _ slots: GraphArray<Int32>, _ cells: [StreetCell],
    _ starts: [UInt32], _ sideStarts: [UInt32]
  ) -> GraphArray<SideBound> {
    GraphArray(count: Int(sideStarts[sideStarts.count - 1])) { base in
      var next = sideStarts
      for edge in 0..<starts.count - 1 {
        for index in Int(starts[edge])..<Int(starts[edge + 1]) {
          forEachBound(cells[index]) { column, row, key, share in
            let slot = Int(slots.base[window.tile(column, row)])
            if slot < 0 { return }
            // Into its place among those of its tile: few, and nearly in order.
            var at = Int(next[slot])
            while at > Int(sideStarts[slot]) && base[at - 1].key > key {
              base[at] = base[at - 1]
              at -= 1
            }
            base[at] = SideBound(key: key, edge: UInt32(edge), share: share)
            next[slot] += 1
          }
        }
      }
    }
  }

  /// The side from lattice point `bit` of a tile to its eastern or northern neighbour; the corner inside is that point
  /// or the neighbour.
  @inline(__always)
  static func key(bit: Int, isNorthwards: Bool, fromNeighbour: Bool) -> UInt32 {
    UInt32(bit << 2 | (isNorthwards ? 2 : 0) | (fromNeighbour ? 1 : 0))
  }

  /// Calls `body(column, row, key, share)` for each bound of a cell, with the point at which its side begins.
  @inline(__always)
  static func forEachBound(_ cell: StreetCell, _ body: (Int, Int, UInt32, Float) -> Void) {
    for side in 0..<4 where cell.bounds[side] > 0 {
      // South, north, west, east.
      let column = Int(cell.column) + (side == 3 ? 1 : 0)
      let row = Int(cell.row) + (side == 1 ? 1 : 0)
      let near: UInt8 = side == 1 ? 0b0100 : side == 3 ? 0b0010 : 0b0001
      let key = key(
        bit: (row & 7) << 3 | column & 7, isNorthwards: side > 1,
        fromNeighbour: cell.corners & near == 0)
      body(column, row, key, cell.bounds[side])
    }
  }

  @inline(__always)
  func range(_ edge: Int) -> Range<Int> { Int(starts.base[edge])..<Int(starts.base[edge + 1]) }
}

extension CellCorners {
  /// Calls `body(tile, bits)` for the tiles that hold the given corners (as in `StreetCell`) of cell (column, row).
  @inline(__always)
  static func forEach(
    _ window: TileWindow, _ column: Int, _ row: Int, corners: UInt8,
    _ body: (Int, UInt64) -> Void
  ) {
    for corner in 0..<4 where corners & (1 << UInt8(corner)) != 0 {
      let (x, y) = (column + (corner & 1), row + (corner >> 1))
      body(window.tile(x, y), IsochroneLattice.bit(x, y))
    }
  }
}
