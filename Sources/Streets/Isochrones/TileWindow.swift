import Model

/// The tiles around one station, or around several: a rectangle of the lattice, so that what is kept by tile lies close
/// together however large the network is.
///
/// Tile (c, r) of the lattice has the number `(r << shift) + c − offset`; a row is a power of two wide.
struct TileWindow: Sendable, Equatable {
  /// The first tile, in tiles of the lattice, and how many rows there are.
  let column: Int
  let row: Int
  let rows: Int
  /// Columns, as a power of two.
  let shift: Int
  private let offset: Int
  /// Without those at the border.
  private let innerColumns: UInt
  private let innerRows: UInt

  /// The window around places: every street point `metres` away along streets, and two tiles more on each side.
  init(_ lattice: IsochroneLattice, around places: some Collection<FixedPoint>, metres: Double) {
    self.init(TileBox(lattice, around: places, metres: metres))
  }

  /// The window around a box, two tiles more on each side.
  init(_ box: TileBox) {
    column = box.columns.lowerBound - 2
    row = box.rows.lowerBound - 2
    rows = box.rows.count + 4
    let columns = box.columns.count + 4
    shift = Int.bitWidth - (columns - 1).leadingZeroBitCount
    offset = row << shift + column
    innerColumns = UInt(1 << shift - 2)
    innerRows = UInt(rows - 2)
  }

  var count: Int { rows << shift }

  /// The number of the tile that holds lattice point (column, row), which must lie in the window.
  @inline(__always)
  func tile(_ column: Int, _ row: Int) -> Int { (row >> 3) << shift &+ (column >> 3) &- offset }

  /// The number of a tile of the lattice; nil outside the window and on its border, so that all neighbours of a
  /// tile with a number are in the window.
  @inline(__always)
  func index(tileColumn: Int, tileRow: Int) -> Int? {
    let (x, y) = (tileColumn &- column, tileRow &- row)
    return UInt(bitPattern: x &- 1) < innerColumns && UInt(bitPattern: y &- 1) < innerRows
      ? y << shift | x : nil
  }

  /// Copies a table of another window's tiles, row by row, into one of this window's; `none` outside the other.
  func copy(
    _ table: UnsafePointer<Int32>, of other: TileWindow, none: Int32,
    to target: UnsafeMutablePointer<Int32>
  ) {
    let first = max(column, other.column)
    let count = max(0, min(column + 1 << shift, other.column + 1 << other.shift) - first)
    for y in 0..<rows {
      let line = target + (y << shift)
      let otherRow = row + y - other.row
      let isInside = otherRow >= 0 && otherRow < other.rows && count > 0
      if !isInside || count < (1 << shift) { line.update(repeating: none, count: 1 << shift) }
      if isInside {
        let source = table + (otherRow << other.shift + first - other.column)
        (line + (first - column)).update(from: source, count: count)
      }
    }
  }

  /// Column and row of a tile in tiles of the lattice.
  @inline(__always)
  func place(ofTile tile: Int) -> (column: Int, row: Int) {
    (column &+ tile & (1 << shift &- 1), row &+ tile >> shift)
  }

  /// Column and row of a lattice point given as 64 × tile of the window + bit.
  @inline(__always)
  func position(_ point: Int) -> SIMD2<Double> {
    let tile = point >> 6
    let (x, y) = (column &+ tile & (1 << shift &- 1), row &+ tile >> shift)
    return SIMD2(Double(x << 3 | point & 7), Double(y << 3 | point >> 3 & 7))
  }

  /// The numbers of a point's neighbours. East of column 7 is column 0 of the next tile, seven bits back.
  @inline(__always)
  func east(of point: Int) -> Int { point &+ (point & 7 == 7 ? 57 : 1) }
  @inline(__always)
  func west(of point: Int) -> Int { point &- (point & 7 == 0 ? 57 : 1) }
  @inline(__always)
  func north(of point: Int) -> Int { point &+ (point & 56 == 56 ? 64 << shift &- 56 : 8) }
  @inline(__always)
  func south(of point: Int) -> Int { point &- (point & 56 == 0 ? 64 << shift &- 56 : 8) }
}

/// The tiles of the lattice that a distance around places touches.
struct TileBox: Sendable {
  let columns: ClosedRange<Int>
  let rows: ClosedRange<Int>

  init(columns: ClosedRange<Int>, rows: ClosedRange<Int>) {
    self.columns = columns
    self.rows = rows
  }

  /// The rectangle around all of some places; the first tile of the lattice when there are none.
  init(_ lattice: IsochroneLattice, around places: some Collection<FixedPoint>, metres: Double) {
    var all: TileBox?
    for place in places {
      let box = TileBox(lattice, around: place, metres: metres)
      all = all?.joined(box) ?? box
    }
    self = all ?? TileBox(columns: 0...0, rows: 0...0)
  }

  var count: Int { columns.count * rows.count }

  /// The rectangle around both.
  func joined(_ other: TileBox) -> TileBox {
    func join(_ a: ClosedRange<Int>, _ b: ClosedRange<Int>) -> ClosedRange<Int> {
      min(a.lowerBound, b.lowerBound)...max(a.upperBound, b.upperBound)
    }
    return TileBox(columns: join(columns, other.columns), rows: join(rows, other.rows))
  }

  /// What lies in the other too; nil for nothing.
  func clamped(to other: TileBox) -> TileBox? {
    if !columns.overlaps(other.columns) || !rows.overlaps(other.rows) { return nil }
    return TileBox(
      columns: columns.clamped(to: other.columns), rows: rows.clamped(to: other.rows))
  }

  init(_ lattice: IsochroneLattice, around place: FixedPoint, metres: Double) {
    // Rows are as far apart as in the network's middle to 0.6 %.
    let metres = 1.01 * metres
    let middle = lattice.position(place)
    func tiles(_ value: Double, _ reach: Double, _ count: Int) -> ClosedRange<Int> {
      func tile(_ value: Double) -> Int {
        Int(max(0, min(Double(count - 1), (value / 8).rounded(.down))))
      }
      return tile(value - reach)...tile(value + reach)
    }
    let reach = metres / Double(lattice.metresNorth)
    rows = tiles(middle.y, reach, lattice.tileRows)
    // Columns are narrowest at the end towards the pole.
    let narrow = min(lattice.metresEast[rows.lowerBound], lattice.metresEast[rows.upperBound])
    columns = tiles(middle.x, metres / Double(narrow), lattice.tileColumns)
  }
}
