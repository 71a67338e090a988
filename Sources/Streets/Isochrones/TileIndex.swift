import Model

/// Straight lines by the tiles they pass (compressed sparse rows): tile `t` has `items[starts[t] ..< starts[t + 1]]`,
/// in the order of the lines.
struct TileIndex: Sendable {
  let starts: GraphArray<UInt32>
  let items: GraphArray<UInt32>

  /// `ends(i)` are the two ends of line `i` in lattice units.
  init(
    _ lattice: IsochroneLattice, count: Int,
    ends: (Int) -> (from: SIMD2<Double>, to: SIMD2<Double>)
  ) {
    var starts = [UInt32](repeating: 0, count: lattice.tileCount + 1)
    func forEachTile(_ line: Int, _ body: (Int) -> Void) {
      let (from, to) = ends(line)
      let (a, b) = (from / 8, to / 8)
      // Most lines lie within one tile.
      if Int(a.x) == Int(b.x) && Int(a.y) == Int(b.y) {
        body(Int(a.y) * lattice.tileColumns + Int(a.x))
        return
      }
      CellWalk.along(a, b) { column, row, _, _ in
        body(row * lattice.tileColumns + column)
        return true
      }
    }
    for line in 0..<count { forEachTile(line) { starts[$0 + 1] += 1 } }
    for tile in 0..<lattice.tileCount { starts[tile + 1] += starts[tile] }
    var next = starts
    self.starts = GraphArray(starts)
    items = GraphArray(count: Int(starts[lattice.tileCount])) { base in
      for line in 0..<count {
        forEachTile(line) {
          base[Int(next[$0])] = UInt32(line)
          next[$0] += 1
        }
      }
    }
  }

  /// Calls `body` with each line of the tiles `ring` tiles around a tile (0: the tile itself), row by row. A line
  /// may come several times.
  @inline(__always)
  func forEach(
    _ lattice: IsochroneLattice, column: Int, row: Int, ring: Int, _ body: (Int) -> Void
  ) {
    for y in max(0, row - ring)...min(lattice.tileRows - 1, row + ring) {
      let isEnd = y == row - ring || y == row + ring
      let step = isEnd ? 1 : max(1, 2 * ring)
      var x = column - ring
      while x <= column + ring {
        if x >= 0 && x < lattice.tileColumns {
          let tile = y * lattice.tileColumns + x
          for item in Int(starts.base[tile])..<Int(starts.base[tile + 1]) {
            body(Int(items.base[item]))
          }
        }
        x += step
      }
    }
  }
}
