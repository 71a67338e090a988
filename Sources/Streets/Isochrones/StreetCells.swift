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

/// The parts of streets in one cell, 0…1 along both axes.
struct CellStretch {
  let column: Int
  let row: Int
  var points: [SIMD2<Float>]
}

/// Finds the narrowest way round a street in a cell: one side or one corner of the cell, cut off by a straight line
/// beyond which nothing of the street lies.
///
/// What is inside is convex, so it holds the street between any two of its points too, and stays inside when more
/// corners or greater shares come from elsewhere.
struct CellFit {
  /// The line runs this far beyond the street, in cells.
  let beyond: Float
  /// By corner: how much its being inside costs.
  let cost: [Float]

  /// Nil when the whole cell is as good.
  func best(_ stretch: CellStretch) -> (corners: UInt8, bounds: SIMD4<Float>)? {
    var best: (corners: UInt8, bounds: SIMD4<Float>)?
    var least = cost.reduce(1, +)
    func consider(_ corners: UInt8, _ bounds: SIMD4<Float>, _ area: Float) {
      if bounds.max() > Float(1 - IsochroneMarking.margin) { return }
      let price = (0..<4).reduce(area) { corners & (1 << $1) != 0 ? $0 + cost[$1] : $0 }
      if price < least { (best, least) = ((corners, bounds), price) }
    }
    let points = stretch.points
    let south = line(points)
    consider(0b0011, SIMD4(0, 0, south.x, south.y), south.sum() / 2)
    let north = line(points.map { SIMD2($0.x, 1 - $0.y) })
    consider(0b1100, SIMD4(0, 0, north.x, north.y), north.sum() / 2)
    let west = line(points.map { SIMD2($0.y, $0.x) })
    consider(0b0101, SIMD4(west.x, west.y, 0, 0), west.sum() / 2)
    let east = line(points.map { SIMD2($0.y, 1 - $0.x) })
    consider(0b1010, SIMD4(east.x, east.y, 0, 0), east.sum() / 2)
    for corner in 0..<4 {
      let (isEast, isNorth) = (corner & 1 != 0, corner & 2 != 0)
      let reach = points.reduce(Float(0)) {
        max($0, (isEast ? 1 - $1.x : $1.x) + (isNorth ? 1 - $1.y : $1.y))
      }
      let share = reach + 1.5 * beyond
      let bounds = SIMD4(
        isNorth ? 0 : share, isNorth ? share : 0, isEast ? 0 : share, isEast ? share : 0)
      consider(1 << UInt8(corner), bounds, share * share / 2)
    }
    return best
  }

  /// The lowest of a few lines with all points below it: its heights at 0 and at 1.
  private func line(_ points: [SIMD2<Float>]) -> SIMD2<Float> {
    guard var first = points.first else { return SIMD2() }
    var last = first
    for point in points {
      if point.x < first.x { first = point }
      if point.x > last.x { last = point }
    }
    var best = SIMD2<Float>(2, 2)
    let slope = last.x - first.x > 1e-3 ? (last.y - first.y) / (last.x - first.x) : 0
    for rise in [slope, 0] {
      let low = points.reduce(-Float.infinity) { max($0, $1.y - rise * $1.x) }
      let heights = SIMD2(max(0, low), max(0, low + rise))
      if heights.sum() < best.sum() { best = heights }
    }
    return best + beyond
  }
}

/// Where streets run so near to others that the outline passes between them.
struct StreetCells: Sendable {
  /// By edge: its cells with other than all four corners inside.
  let starts: GraphArray<UInt32>
  let cells: GraphArray<StreetCell>
  /// By tile: the bounds on the sides that begin at its points, by `key`.
  let sideStarts: GraphArray<UInt32>
  let sides: GraphArray<SideBound>

  /// A bound on one side of a cell.
  struct SideBound: BitwiseCopyable, Sendable {
    /// See `StreetCells.key`.
    var key: UInt32
    var edge: UInt32
    var share: Float
  }

  init(_ lattice: IsochroneLattice, edgeCount: Int, lists: [[(edge: UInt32, cell: StreetCell)]]) {
    var starts = [UInt32](repeating: 0, count: edgeCount + 1)
    for entry in lists.joined() { starts[Int(entry.edge) + 1] += 1 }
    for edge in 0..<edgeCount { starts[edge + 1] += starts[edge] }
    // The lists are in the order of edges.
    cells = GraphArray(lists.joined().map(\.cell))
    self.starts = GraphArray(starts)
    var counts = [UInt32](repeating: 0, count: lattice.tileCount + 1)
    var found: [(tile: Int, bound: SideBound)] = []
    for entry in lists.joined() {
      Self.forEachBound(lattice, entry.cell) { tile, key, share in
        found.append((tile, SideBound(key: key, edge: entry.edge, share: share)))
        counts[tile + 1] += 1
      }
    }
    found.sort { ($0.tile, $0.bound.key, $0.bound.edge) < ($1.tile, $1.bound.key, $1.bound.edge) }
    for tile in 0..<lattice.tileCount { counts[tile + 1] += counts[tile] }
    sideStarts = GraphArray(counts)
    sides = GraphArray(found.map(\.bound))
  }

  /// The side from lattice point `bit` of a tile to its eastern or northern neighbour; the corner inside is that point
  /// or the neighbour.
  @inline(__always)
  static func key(bit: Int, isNorthwards: Bool, fromNeighbour: Bool) -> UInt32 {
    UInt32(bit << 2 | (isNorthwards ? 2 : 0) | (fromNeighbour ? 1 : 0))
  }

  /// Calls `body(tile, key, share)` for each bound of a cell.
  static func forEachBound(
    _ lattice: IsochroneLattice, _ cell: StreetCell, _ body: (Int, UInt32, Float) -> Void
  ) {
    for side in 0..<4 where cell.bounds[side] > 0 {
      // South, north, west, east.
      let column = Int(cell.column) + (side == 3 ? 1 : 0)
      let row = Int(cell.row) + (side == 1 ? 1 : 0)
      let near: UInt8 = [0b0001, 0b0100, 0b0001, 0b0010][side]
      let key = key(
        bit: (row & 7) << 3 | column & 7, isNorthwards: side > 1,
        fromNeighbour: cell.corners & near == 0)
      body(lattice.tile(column, row), key, cell.bounds[side])
    }
  }

  @inline(__always)
  func range(_ edge: Int) -> Range<Int> { Int(starts.base[edge])..<Int(starts.base[edge + 1]) }

  /// The cell of an edge; nil where all four corners lie inside.
  @inline(__always)
  func cell(_ edge: Int, _ column: Int, _ row: Int) -> StreetCell? {
    for index in range(edge)
    where Int(cells.base[index].column) == column && Int(cells.base[index].row) == row {
      return cells.base[index]
    }
    return nil
  }
}

extension CellCorners {
  /// Calls `body(tile, bits)` for the tiles that hold the given corners (as in `StreetCell`) of cell (column, row).
  @inline(__always)
  static func forEach(
    _ lattice: IsochroneLattice, _ column: Int, _ row: Int, corners: UInt8,
    _ body: (Int, UInt64) -> Void
  ) {
    for corner in 0..<4 where corners & (1 << UInt8(corner)) != 0 {
      let (x, y) = (column + (corner & 1), row + (corner >> 1))
      body(lattice.tile(x, y), IsochroneLattice.bit(x, y))
    }
  }
}
