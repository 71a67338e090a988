import Model

/// The tiles around one station, or around all stations of a merged isochrone: a rectangle of the lattice, so that
/// its words lie close together however large the network is.
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
    var (west, east, south, north) = (Int.max, Int.min, Int.max, Int.min)
    for place in places {
      let box = TileBox(lattice, around: place, metres: metres)
      (west, east) = (min(west, box.columns.lowerBound), max(east, box.columns.upperBound))
      (south, north) = (min(south, box.rows.lowerBound), max(north, box.rows.upperBound))
    }
    if west > east { (west, east, south, north) = (0, 0, 0, 0) }
    column = west - 2
    row = south - 2
    rows = north - south + 5
    let columns = east - west + 5
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

  /// Copies a table of the lattice's tiles, row by row, into one of the window's tiles; `none` outside the lattice.
  func copy(
    _ table: UnsafePointer<Int32>, _ lattice: IsochroneLattice, none: Int32,
    to target: UnsafeMutablePointer<Int32>
  ) {
    let columns = max(0, column)..<max(0, min(lattice.tileColumns, column + (1 << shift)))
    for y in 0..<rows {
      let line = target + (y << shift)
      let isInside = row + y >= 0 && row + y < lattice.tileRows && !columns.isEmpty
      if !isInside || columns.count < (1 << shift) {
        line.update(repeating: none, count: 1 << shift)
      }
      if isInside {
        let first = (row + y) * lattice.tileColumns + columns.lowerBound
        (line + (columns.lowerBound - column)).update(from: table + first, count: columns.count)
      }
    }
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

/// The tiles of the lattice that a distance around a place touches.
struct TileBox {
  let columns: ClosedRange<Int>
  let rows: ClosedRange<Int>

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
