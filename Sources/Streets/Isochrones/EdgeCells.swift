import Model

/// Follows every edge through the cells of the lattice and finds how the outline passes round it there.
struct EdgeCells: Sendable {
  let numbers: EdgeNumbers
  let lattice: IsochroneLattice
  let window: TileWindow
  let parts: StreetParts
  let slots: GraphArray<Int32>
  let feet: GraphArray<PackedFoot>
  let owned: PointsByEdge
  /// By number: only of reached edges is anything asked.
  let isReached: [Bool]
  /// By number: the two nodes.
  private let ends: GraphArray<SIMD2<UInt32>>

  init(
    graph: StreetGraph, numbers: EdgeNumbers, lattice: IsochroneLattice, window: TileWindow,
    parts: StreetParts, slots: GraphArray<Int32>, feet: GraphArray<PackedFoot>,
    isReached: [Bool], owned: PointsByEdge
  ) {
    self.numbers = numbers
    self.lattice = lattice
    self.window = window
    self.parts = parts
    self.slots = slots
    self.feet = feet
    self.isReached = isReached
    self.owned = owned
    ends = GraphArray(count: numbers.count) { ends in
      let (tails, heads) = (graph.edgeTails.base, graph.edgeHeads.base)
      for (number, edge) in numbers.edges.enumerated() {
        ends[number] = SIMD2(tails[Int(edge)], heads[Int(edge)])
      }
    }
  }

  /// The outline runs this much beyond a street between two streets, metres.
  private static let beyondStreet: Float = 0.1
  /// What a corner inside costs that belongs to a street joined to this one, and to any other.
  private static let joinedCost: Float = 0.1
  private static let foreignCost: Float = 10
  /// Edges that one worker takes at a time.
  private static let chunk = 4096

  /// What a run of edges has, edge after edge.
  private struct Run: Sendable {
    var points = EdgeMasks.Run()
    var cellCounts: [UInt32] = []
    var cells: [StreetCell] = []
  }

  /// Memory of one worker.
  private struct Scratch {
    var trail = EdgeTrail()
    let points = ReusedList<SIMD2<Float>>()
  }

  /// The points that an edge brings, and the cells in which not all four corners lie inside.
  func collect(threads: Int) throws -> (EdgeMasks, StreetCells) {
    let count = numbers.count
    let runs = try Parallel.map(count: (count + Self.chunk - 1) / Self.chunk, threads: threads) {
      index in
      var run = Run()
      var scratch = Scratch()
      for edge in index * Self.chunk..<min(count, (index + 1) * Self.chunk) {
        let (masks, cells) = (run.points.masks.count, run.cells.count)
        if isReached[edge] { collect(edge, &scratch, &run) }
        run.points.counts.append(UInt32(run.points.masks.count - masks))
        run.cellCounts.append(UInt32(run.cells.count - cells))
      }
      return run
    }
    let cells = StreetCells(
      window, slots: slots, slotCount: feet.count / 64,
      runs: runs.map { (counts: $0.cellCounts, cells: $0.cells) })
    return (EdgeMasks(edgeCount: count, runs: runs.map(\.points)), cells)
  }

  private func collect(_ edge: Int, _ scratch: inout Scratch, _ run: inout Run) {
    let first = run.points.masks.count
    addOwned(edge, &run.points)
    var last = first
    func add(_ tile: Int, _ bits: UInt64) {
      let (column, row) = window.place(ofTile: tile)
      func isHere(_ at: Int) -> Bool {
        let mask = run.points.masks[at]
        return Int(mask.column) == column && Int(mask.row) == row
      }
      // Cells follow one another: most lie in the tile of the one before.
      let end = run.points.masks.count
      if last >= end || !isHere(last) {
        last = first
        while last < end && !isHere(last) { last += 1 }
        if last == end {
          run.points.masks.append(TileMask(column: UInt32(column), row: UInt32(row), bits: 0))
          run.points.parts.append(.unowned)
        }
      }
      run.points.masks[last].bits |= bits
      run.points.parts[last].crossed |= bits
    }
    scratch.trail.follow(edge, parts, window)
    for index in 0..<scratch.trail.cells.count {
      let place = scratch.trail.cells.base[index]
      if let cell = fit(edge, place, scratch) {
        run.cells.append(cell)
        CellCorners.forEach(window, place.column, place.row, corners: cell.corners, add)
      } else {
        CellCorners.forEach(
          window.tile(place.column, place.row), place.column, place.row,
          north: 1 << window.shift, add)
      }
    }
  }

  private func addOwned(_ edge: Int, _ run: inout EdgeMasks.Run) {
    for index in owned.range(edge) {
      let points = owned.points.base[index]
      let (column, row) = window.place(ofTile: Int(points.tile))
      run.masks.append(TileMask(column: UInt32(column), row: UInt32(row), bits: points.bits))
      run.parts.append(
        TilePart(
          owned: points.bits, crossed: 0, shortestLeg: points.shortestLeg,
          longestLeg: points.longestLeg, fractionFrom: points.fractionFrom,
          fractionTo: points.fractionTo))
    }
  }

  /// Nil where no other street is near.
  @inline(__always)
  private func fit(_ edge: Int, _ place: EdgeTrail.Cell, _ scratch: Scratch) -> StreetCell? {
    let others = edges(place.column, place.row)
    let own = SIMD4(repeating: UInt32(edge))
    if all(others .== own .| others .== StreetFoot.none) { return nil }
    var costs = SIMD4<Float>()
    for corner in 0..<4 { costs[corner] = cost(edge, others[corner]) }
    scratch.trail.points(of: place, scratch.points)
    let cell = min(lattice.columnMetres(row: place.row), lattice.metresNorth)
    return CellFit(
      beyond: Self.beyondStreet / cell, cost: costs, points: scratch.points.buffer
    ).best.map {
      StreetCell(
        column: Int32(place.column), row: Int32(place.row), corners: $0.corners, bounds: $0.bounds)
    }
  }

  /// The edges nearest to the corners of a cell.
  @inline(__always)
  private func edges(_ column: Int, _ row: Int) -> SIMD4<UInt32> {
    if column & 7 < 7 && row & 7 < 7 {
      let slot = Int(slots.base[window.tile(column, row)])
      if slot < 0 { return SIMD4(repeating: StreetFoot.none) }
      let first = feet.base + (slot << 6 | (row & 7) << 3 | column & 7)
      return SIMD4(first[0].edge, first[1].edge, first[8].edge, first[9].edge)
    }
    var edges = SIMD4(repeating: StreetFoot.none)
    for corner in 0..<4 {
      let (x, y) = (column + (corner & 1), row + (corner >> 1))
      let slot = Int(slots.base[window.tile(x, y)])
      if slot >= 0 { edges[corner] = feet.base[slot << 6 | (y & 7) << 3 | x & 7].edge }
    }
    return edges
  }

  /// What it costs to have a lattice point, to which `other` is nearest, inside because this edge is reached.
  @inline(__always)
  private func cost(_ edge: Int, _ other: UInt32) -> Float {
    if other == StreetFoot.none || Int(other) == edge { return 0 }
    let (own, ends) = (ends.base[edge], ends.base[Int(other)])
    let isJoined = any(ends .== own) || ends.x == own.y || ends.y == own.x
    return isJoined ? Self.joinedCost : Self.foreignCost
  }
}
