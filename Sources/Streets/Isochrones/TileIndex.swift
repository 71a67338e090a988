import Model

/// Straight lines by the tiles of a window that they pass (compressed sparse rows): tile `t` has
/// `items[starts[t] ..< starts[t + 1]]`, in the order of the lines. The border of the window has none.
struct TileIndex: Sendable {
  private let window: TileWindow
  let starts: GraphArray<UInt32>
  let items: GraphArray<UInt32>

  /// `ends(i)` are the two ends of line `i` in lattice units.
  init(
    _ window: TileWindow, count: Int,
    ends: (Int) -> (from: SIMD2<Double>, to: SIMD2<Double>)
  ) {
    self.window = window
    // Those of a tile begin where the ones before end: `next` runs from there to its own end.
    let next = UnsafeMutablePointer<UInt32>.allocate(capacity: window.count + 1)
    defer { next.deallocate() }
    next.initialize(repeating: 0, count: window.count + 1)
    func forEachTile(_ line: Int, _ body: (Int) -> Void) {
      let (from, to) = ends(line)
      let (a, b) = (from / 8, to / 8)
      // Most lines lie within one tile.
      if Int(a.x) == Int(b.x) && Int(a.y) == Int(b.y) {
        if let tile = window.index(tileColumn: Int(a.x), tileRow: Int(a.y)) { body(tile) }
        return
      }
      CellWalk.along(a, b) { column, row, _, _ in
        if let tile = window.index(tileColumn: column, tileRow: row) { body(tile) }
        return true
      }
    }
    for line in 0..<count { forEachTile(line) { next[$0 + 1] += 1 } }
    for tile in 0..<window.count { next[tile + 1] += next[tile] }
    starts = GraphArray(count: window.count + 1) { $0.update(from: next, count: window.count + 1) }
    items = GraphArray(count: Int(next[window.count])) { base in
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
  func forEach(around tile: Int, ring: Int, _ body: (Int) -> Void) {
    let (column, row) = (tile & (1 << window.shift &- 1), tile >> window.shift)
    for y in max(0, row - ring)...min(window.rows - 1, row + ring) {
      let isEnd = y == row - ring || y == row + ring
      let step = isEnd ? 1 : max(1, 2 * ring)
      var x = column - ring
      while x <= column + ring {
        if x >= 0 && x < 1 << window.shift {
          let tile = y << window.shift | x
          for item in Int(starts.base[tile])..<Int(starts.base[tile + 1]) {
            body(Int(items.base[item]))
          }
        }
        x += step
      }
    }
  }
}
