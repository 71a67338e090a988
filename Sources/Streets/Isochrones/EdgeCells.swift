import Model

/// Follows every edge through the cells of the lattice and finds how the outline passes round it there.
struct EdgeCells {
  let graph: StreetGraph
  let lattice: IsochroneLattice
  let parts: StreetParts
  let slots: GraphArray<Int32>
  let feet: GraphArray<StreetFoot>

  /// The outline runs this much beyond a street between two streets, metres.
  private static let beyondStreet: Float = 0.1
  /// What a corner inside costs that belongs to a street joined to this one, and to any other.
  private static let joinedCost: Float = 0.1
  private static let foreignCost: Float = 10

  private typealias Found = (
    corners: [(edge: UInt32, mask: TileMask)], cells: [(edge: UInt32, cell: StreetCell)]
  )

  /// The corners inside by edge, and the cells where they are not all four.
  func collect(threads: Int) throws -> (EdgeMasks, StreetCells) {
    let chunk = 4096
    let lists = try Parallel.map(count: (graph.edgeCount + chunk - 1) / chunk, threads: threads) {
      index in
      var found: Found = ([], [])
      for edge in index * chunk..<min(graph.edgeCount, (index + 1) * chunk) {
        collect(edge, &found)
      }
      return found
    }
    return (
      EdgeMasks(edgeCount: graph.edgeCount, lists: lists.map(\.corners)),
      StreetCells(lattice, edgeCount: graph.edgeCount, lists: lists.map(\.cells))
    )
  }

  private func collect(_ edge: Int, _ found: inout Found) {
    let first = found.corners.count
    func add(_ tile: Int, _ bits: UInt64) {
      // Cells follow one another: look at the last few entries only.
      var at = found.corners.count - 1
      let end = max(first, found.corners.count - 4)
      while at >= end && found.corners[at].mask.tile != UInt32(tile) { at -= 1 }
      if at >= end {
        found.corners[at].mask.bits |= bits
      } else {
        found.corners.append((UInt32(edge), TileMask(tile: UInt32(tile), bits: bits)))
      }
    }
    for stretch in stretches(edge) {
      if let fit = fit(edge, stretch) {
        let cell = StreetCell(
          column: Int32(stretch.column), row: Int32(stretch.row), corners: fit.corners,
          bounds: fit.bounds)
        found.cells.append((UInt32(edge), cell))
        CellCorners.forEach(lattice, stretch.column, stretch.row, corners: fit.corners, add)
      } else {
        CellCorners.forEach(lattice, stretch.column, stretch.row, add)
      }
    }
  }

  /// The cells of an edge, each once, in the order in which it comes to them.
  private func stretches(_ edge: Int) -> [CellStretch] {
    var result: [CellStretch] = []
    for index in parts.range(edge) {
      let part = parts.parts.base[index]
      let way = part.to - part.from
      var open = -1
      func add(_ at: Int, _ place: SIMD2<Double>) {
        let corner = SIMD2(Double(result[at].column), Double(result[at].row))
        let offset = SIMD2<Float>(place - corner)
        result[at].points.append(offset.clamped(lowerBound: SIMD2(), upperBound: SIMD2(1, 1)))
      }
      CellWalk.along(part.from, part.to) { column, row, entered, _ in
        let place = part.from + entered * way
        if open >= 0 { add(open, place) }
        open = result.lastIndex { $0.column == column && $0.row == row } ?? result.count
        if open == result.count {
          result.append(CellStretch(column: column, row: row, points: []))
        }
        add(open, place)
        return true
      }
      add(open, part.to)
    }
    return result
  }

  /// Nil where no other street is near.
  private func fit(
    _ edge: Int, _ stretch: CellStretch
  ) -> (corners: UInt8, bounds: SIMD4<Float>)? {
    let costs = (0..<4).map { corner in
      cost(edge, stretch.column + (corner & 1), stretch.row + (corner >> 1))
    }
    guard (costs.max() ?? 0) >= Self.joinedCost else { return nil }
    let cell = min(lattice.columnMetres(row: stretch.row), lattice.metresNorth)
    return CellFit(beyond: Self.beyondStreet / cell, cost: costs).best(stretch)
  }

  /// What it costs to have a lattice point inside because this edge is reached.
  private func cost(_ edge: Int, _ column: Int, _ row: Int) -> Float {
    let slot = Int(slots.base[lattice.tile(column, row)])
    if slot < 0 { return 0 }
    let other = feet.base[slot << 6 | (row & 7) << 3 | (column & 7)].edge
    if other == StreetFoot.none || Int(other) == edge { return 0 }
    let (tails, heads) = (graph.edgeTails.base, graph.edgeHeads.base)
    let isJoined = [tails[Int(other)], heads[Int(other)]].contains {
      $0 == tails[edge] || $0 == heads[edge]
    }
    return isJoined ? Self.joinedCost : Self.foreignCost
  }
}
