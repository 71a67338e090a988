/// The cells of a window that one edge passes, used again from edge to edge.
///
/// Each cell comes once, in the order in which the edge first comes to it, with its stretches there chained.
struct EdgeTrail {
  /// One stretch of the edge within a cell, in columns and rows.
  private struct Stretch: BitwiseCopyable {
    var from: SIMD2<Double>
    var to: SIMD2<Double>
    /// The next stretch in the same cell, -1 none.
    var next: Int
  }

  /// Cells of a tile.
  private struct Passed: BitwiseCopyable {
    var tile: Int
    var bits: UInt64
  }

  struct Cell: BitwiseCopyable {
    let column: Int
    let row: Int
    fileprivate let first: Int
    fileprivate var last: Int
  }

  let cells = ReusedList<Cell>()
  private let stretches = ReusedList<Stretch>()
  /// The cells passed so far, tile by tile.
  private let passed = ReusedList<Passed>()

  /// Follows an edge.
  func follow(_ edge: Int, _ parts: StreetParts, _ window: TileWindow) {
    cells.removeAll()
    stretches.removeAll()
    passed.removeAll()
    for index in parts.range(edge) {
      let part = parts.parts.base[index]
      let way = part.to - part.from
      var isFirst = true
      CellWalk.along(part.from, part.to) { column, row, entered, _ in
        let place = part.from + entered * way
        if !isFirst { stretches.base[stretches.count - 1].to = place }
        let tile = window.index(tileColumn: column >> 3, tileRow: row >> 3)
        isFirst = tile == nil
        if let tile { add(column, row, tile, Stretch(from: place, to: part.to, next: -1)) }
        return true
      }
    }
  }

  private func add(
    _ column: Int, _ row: Int, _ tile: Int, _ stretch: Stretch
  ) {
    let number = stretches.count
    stretches.append(stretch)
    let isKnown = !pass(tile, IsochroneLattice.bit(column, row))
    if isKnown,
      let cell = cells.buffer.lastIndex(where: { $0.column == column && $0.row == row })
    {
      stretches.base[cells.base[cell].last].next = number
      cells.base[cell].last = number
    } else {
      cells.append(Cell(column: column, row: row, first: number, last: number))
    }
  }

  /// False when the cell was passed before.
  private func pass(_ tile: Int, _ bit: UInt64) -> Bool {
    // Cells follow one another: nearly always the last tile.
    var at = passed.count - 1
    while at >= 0 && passed.base[at].tile != tile { at -= 1 }
    if at < 0 {
      passed.append(Passed(tile: tile, bits: bit))
      return true
    }
    let isNew = passed.base[at].bits & bit == 0
    passed.base[at].bits |= bit
    return isNew
  }

  /// The ends of an edge's stretches in a cell, 0…1 along both axes.
  func points(of cell: Cell, _ points: ReusedList<SIMD2<Float>>) {
    points.removeAll()
    let corner = SIMD2(Double(cell.column), Double(cell.row))
    func offset(_ place: SIMD2<Double>) -> SIMD2<Float> {
      let offset = SIMD2<Float>(place - corner)
      return SIMD2(max(0, min(1, offset.x)), max(0, min(1, offset.y)))
    }
    var at = cell.first
    while at >= 0 {
      points.append(offset(stretches.base[at].from))
      points.append(offset(stretches.base[at].to))
      at = stretches.base[at].next
    }
  }
}
