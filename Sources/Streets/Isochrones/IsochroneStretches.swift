import Model

/// Streets that a limit cuts: marked cell by cell up to the cut.
extension IsochroneMarking {
  /// The cells along an edge from one fraction to another; beyond 0…1 means to its end.
  func markStretch(_ edge: Int, _ limit: Int, from start: Float, to end: Float) {
    let range = network.parts.range(edge)
    let base = network.parts.parts.base
    let cells = EdgeStreetCells(network, edge)
    if end >= start {
      for index in range where base[index].fractionTo >= start && base[index].fractionFrom <= end {
        markPart(base[index], cells, limit, start, end, isCut: end < 1)
      }
    } else {
      for index in range.reversed()
      where base[index].fractionFrom <= start && base[index].fractionTo >= end {
        let part = base[index]
        let turned = StreetPart(
          from: part.to, to: part.from, fractionFrom: -part.fractionTo,
          fractionTo: -part.fractionFrom, edge: part.edge)
        markPart(turned, cells, limit, -start, -end, isCut: end > 0)
      }
    }
  }

  /// The cells along a straight part from fraction `start` to `end`.
  private func markPart(
    _ part: StreetPart, _ cells: EdgeStreetCells, _ limit: Int, _ start: Float, _ end: Float,
    isCut: Bool
  ) {
    let span = part.fractionTo - part.fractionFrom
    let way = part.to - part.from
    func place(_ fraction: Float) -> SIMD2<Double> {
      if fraction <= part.fractionFrom || span <= 0 { return part.from }
      return fraction >= part.fractionTo
        ? part.to : part.from + Double((fraction - part.fractionFrom) / span) * way
    }
    let first = place(start)
    var last = place(end)
    let endsHere = isCut && end < part.fractionTo
    if endsHere {
      let length = (way * way).sum().squareRoot()
      let rest = part.to - last
      let room = (rest * rest).sum().squareRoot()
      if length > 0 {
        last += way / length * min(room, Self.beyondCut / network.settings.cellMetres)
      }
    }
    markLine(first, last, limit, cells, isCut: endsHere)
  }

  /// All cells along a station's leg.
  func markLeg(_ from: SIMD2<Double>, _ to: SIMD2<Double>, _ limit: Int) {
    markLine(from, to, limit, EdgeStreetCells(), isCut: false)
  }

  /// All cells along a line of an edge; the last, when cut there, keeps its far corners.
  private func markLine(
    _ from: SIMD2<Double>, _ to: SIMD2<Double>, _ limit: Int, _ cells: EdgeStreetCells, isCut: Bool
  ) {
    let (lastColumn, lastRow) = (Int(to.x), Int(to.y))
    CellWalk.along(from, to) { column, row, _, side in
      if isCut && column == lastColumn && row == lastRow {
        markCut(to, column, row, side, limit, cells)
      } else {
        markCell(cells, column, row, limit)
      }
      return true
    }
  }

  private func markCut(
    _ place: SIMD2<Double>, _ column: Int, _ row: Int, _ side: CellWalk.Side, _ limit: Int,
    _ cells: EdgeStreetCells
  ) {
    guard let tile = window.index(tileColumn: column >> 3, tileRow: row >> 3) else { return }
    let bit = IsochroneLattice.bit(column, row).trailingZeroBitCount
    let cut = StreetCut(cell: tile << 6 | bit, place: place, edge: Int32(cells.edge))
    if canCut(place, column, row, side) {
      scratch.cuts[limit].append(cut)
    } else {
      takeWhole(cut, limit)
    }
  }

  /// One cell that an edge, or a station's leg, passes.
  @inline(__always)
  private func markCell(_ cells: EdgeStreetCells, _ column: Int, _ row: Int, _ limit: Int) {
    guard let tile = window.index(tileColumn: column >> 3, tileRow: row >> 3) else { return }
    if let cell = cells.at(column, row) {
      markNarrow(cell, limit)
    } else {
      CellCorners.forEach(tile, column, row, north: 1 << window.shift) { mark(limit, $0, $1) }
    }
  }

  private func markNarrow(_ cell: StreetCell, _ limit: Int) {
    for corner in 0..<4 {
      let (x, y) = (Int(cell.column) + corner & 1, Int(cell.row) + corner >> 1)
      let bit = UInt64(cell.corners >> UInt8(corner) & 1)
      // Without a branch: which corners are set cannot be foretold.
      mark(limit, window.tile(x, y), IsochroneLattice.bit(x, y) &* bit)
    }
    let bounds = scratch.bounds[limit]
    StreetCells.forEachBound(cell) { column, row, key, share in
      bounds.append(ReachedBound(side: window.tile(column, row) << 8 | Int(key), share: share))
    }
  }

  /// True when the outline may have a corner at `place`: the street came straight in through a side, and ends well
  /// within the cell.
  private func canCut(
    _ place: SIMD2<Double>, _ column: Int, _ row: Int, _ side: CellWalk.Side
  ) -> Bool {
    let x = place.x - Double(column)
    let y = place.y - Double(row)
    let (low, high) = (Self.margin, 1 - Self.margin)
    return side != .inside && x > low && x < high && y > low && y < high
  }

  /// Where two opposite corners of a cell are inside, the outline cannot run through a cut: its street passes the
  /// whole cell. Afterwards each limit's cuts are sorted,
  /// and its bounds on sides that the outline crosses.
  func joinCuts() {
    for limit in limits.indices {
      // In an order of their own, whatever order the edges came in.
      scratch.cuts[limit].sort {
        ($0.cell, $0.place.x, $0.place.y) < ($1.cell, $1.place.x, $1.place.y)
      }
      // What one cell takes in may set two corners of another opposite each other.
      var count = -1
      while count != scratch.cuts[limit].count {
        count = scratch.cuts[limit].count
        scratch.cuts[limit].removeAll { cut in
          let isSplit = hasOppositeCorners(Int(cut.place.x), Int(cut.place.y), limit)
          if isSplit { takeWhole(cut, limit) }
          return isSplit
        }
      }
    }
    for limit in limits.indices {
      let inside = scratch.inside + limit * window.count
      let bounds = scratch.bounds[limit]
      bounds.keep { isCrossed($0.side, inside) }
      var kept = bounds.buffer
      kept.sort { $0.side < $1.side }
    }
  }

  /// True when one end of a side, see `ReachedBound`, is inside and the other is not.
  @inline(__always)
  private func isCrossed(_ side: Int, _ inside: UnsafeMutablePointer<UInt64>) -> Bool {
    let point = side >> 2
    let other = side & 2 != 0 ? window.north(of: point) : window.east(of: point)
    return (inside[point >> 6] >> UInt64(point & 63) ^ inside[other >> 6] >> UInt64(other & 63)) & 1
      != 0
  }

  /// Larger limits, which may cut the street in the same cell, take it whole too.
  private func takeWhole(_ cut: StreetCut, _ limit: Int) {
    let cells = EdgeStreetCells(network, Int(cut.edge))
    for larger in limit..<limits.count {
      markCell(cells, Int(cut.place.x), Int(cut.place.y), larger)
    }
  }

  private func hasOppositeCorners(_ column: Int, _ row: Int, _ limit: Int) -> Bool {
    func isIn(_ x: Int, _ y: Int) -> Bool {
      scratch.inside[limit * window.count + window.tile(x, y)] & IsochroneLattice.bit(x, y) != 0
    }
    let southWest = isIn(column, row)
    let southEast = isIn(column + 1, row)
    return southWest != southEast && southWest == isIn(column + 1, row + 1)
      && southEast == isIn(column, row + 1)
  }
}

/// The cells of one edge in which the outline passes between streets.
private struct EdgeStreetCells {
  let edge: Int
  private let base: UnsafePointer<StreetCell>?
  private let count: Int
  /// One bit a cell, by its place in its tile.
  private var filter: UInt64 = 0

  /// None, for a line that is no edge.
  init() { (edge, base, count) = (-1, nil, 0) }

  init(_ network: IsochroneNetwork, _ edge: Int) {
    let record = network.edges.records.base[edge]
    self.edge = edge
    let first = network.field.cells.cells.base + Int(record.cells)
    (base, count) = (first, Int(record.cellCount))
    for index in 0..<count {
      filter |= IsochroneLattice.bit(Int(first[index].column), Int(first[index].row))
    }
  }

  /// Nil where all four corners lie inside.
  @inline(__always)
  func at(_ column: Int, _ row: Int) -> StreetCell? {
    filter & IsochroneLattice.bit(column, row) == 0 ? nil : find(column, row)
  }

  private func find(_ column: Int, _ row: Int) -> StreetCell? {
    for index in 0..<count {
      let cell = base![index]
      if Int(cell.column) == column && Int(cell.row) == row { return cell }
    }
    return nil
  }
}
