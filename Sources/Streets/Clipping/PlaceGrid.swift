/// Items with boxes of fixed points, found by place: a grid of cells over all of them, each with its items in order.
///
/// Four bytes an item and cell that its box meets; boxes are asked for again, not kept.
struct PlaceGrid: Sendable {
  private let box: @Sendable (Int) -> BoxTree.Box
  private let bounds: BoxTree.Box
  /// Side of a cell, 1e-7 degrees.
  private let cell: Int
  private let columns: Int
  private let rows: Int
  /// By cell + 1: where its items begin.
  private let starts: [Int]
  private let items: [UInt32]

  /// About so many items a cell.
  private static let itemsPerCell = 32
  private static let mostCells = 1 << 20

  init(count: Int, box: @escaping @Sendable (Int) -> BoxTree.Box) {
    self.box = box
    var bounds = BoxTree.Box()
    for item in 0..<count {
      let one = box(item)
      bounds.west = min(bounds.west, one.west)
      bounds.south = min(bounds.south, one.south)
      bounds.east = max(bounds.east, one.east)
      bounds.north = max(bounds.north, one.north)
    }
    self.bounds = bounds
    let width = count == 0 ? 0 : bounds.east - bounds.west
    let height = count == 0 ? 0 : bounds.north - bounds.south
    let cells = Double(max(1, min(Self.mostCells, count / Self.itemsPerCell)))
    let area = Double(width + 1) * Double(height + 1)
    let side = max((area / cells).squareRoot(), Double(max(width, height)) / cells)
    let cell = max(1_000, Int(side) + 1)
    let (columns, rows) = (width / cell + 1, height / cell + 1)
    (self.cell, self.columns, self.rows) = (cell, columns, rows)
    var starts = [Int](repeating: 0, count: columns * rows + 1)
    func forEachCell(_ body: (_ item: Int, _ cell: Int) -> Void) {
      for item in 0..<count {
        let one = box(item)
        for row in (one.south - bounds.south) / cell...(one.north - bounds.south) / cell {
          for column in (one.west - bounds.west) / cell...(one.east - bounds.west) / cell {
            body(item, row * columns + column)
          }
        }
      }
    }
    forEachCell { _, cell in starts[cell + 1] += 1 }
    for cell in 0..<(columns * rows) { starts[cell + 1] += starts[cell] }
    var items = [UInt32](repeating: 0, count: starts[columns * rows])
    var next = starts
    forEachCell { item, cell in
      items[next[cell]] = UInt32(item)
      next[cell] += 1
    }
    (self.starts, self.items) = (starts, items)
  }

  /// Items whose box meets `area` (borders included), each once, ascending.
  func items(in area: BoxTree.Box) -> [UInt32] {
    let (west, east) = (max(area.west, bounds.west), min(area.east, bounds.east))
    let (south, north) = (max(area.south, bounds.south), min(area.north, bounds.north))
    if west > east || south > north { return [] }
    var found: [UInt32] = []
    for row in (south - bounds.south) / cell...(north - bounds.south) / cell {
      for column in (west - bounds.west) / cell...(east - bounds.west) / cell {
        let index = row * columns + column
        for item in items[starts[index]..<starts[index + 1]] {
          let one = box(Int(item))
          if one.west <= area.east, one.east >= area.west, one.south <= area.north,
            one.north >= area.south
          {
            found.append(item)
          }
        }
      }
    }
    return found.sortedUnique()
  }
}

extension Array where Element == UInt32 {
  /// Ascending, each once.
  func sortedUnique() -> [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(count)
    for item in sorted() where result.last != item { result.append(item) }
    return result
  }
}
