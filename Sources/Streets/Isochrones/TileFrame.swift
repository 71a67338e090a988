/// True metres around the middle of one tile.
struct TileFrame {
  /// Column and row of the middle, and metres between columns and rows.
  let middle: SIMD2<Double>
  let east: Float
  let north: Float

  init(_ lattice: IsochroneLattice, column: Int, row: Int) {
    middle = SIMD2(Double(8 * column) + 3.5, Double(8 * row) + 3.5)
    east = lattice.metresEast[row]
    north = lattice.metresNorth
  }

  @inline(__always)
  func metres(_ position: SIMD2<Double>) -> SIMD2<Float> {
    SIMD2<Float>(position - middle) * SIMD2(east, north)
  }

  /// The place of a lattice point of the tile.
  @inline(__always)
  func point(_ index: Int) -> SIMD2<Float> {
    SIMD2((Float(index & 7) - 3.5) * east, (Float(index >> 3) - 3.5) * north)
  }

  @inline(__always)
  func line(_ part: StreetPart) -> TileLine { TileLine(metres(part.from), metres(part.to)) }

  func foot(_ part: StreetPart, _ along: Float) -> SIMD2<Float> {
    let line = line(part)
    return line.from + along * line.way
  }
}

/// A straight line in the metres of a tile.
struct TileLine {
  let from: SIMD2<Float>
  let way: SIMD2<Float>
  /// `way` ÷ its squared length: its product with a place is the parameter along the line.
  let unit: SIMD2<Float>

  @inline(__always)
  init(_ from: SIMD2<Float>, _ to: SIMD2<Float>) {
    self.from = from
    way = to - from
    let square = (way * way).sum()
    unit = square > 0 ? way / square : SIMD2()
  }

  /// Metres between the boxes of the line and of the tile's points; never more than between the two themselves.
  @inline(__always)
  func boxDistance(_ frame: TileFrame) -> Float {
    let to = from + way
    let east = max(min(from.x, to.x), -max(from.x, to.x)) - 3.5 * frame.east
    let north = max(min(from.y, to.y), -max(from.y, to.y)) - 3.5 * frame.north
    let (x, y) = (max(0, east), max(0, north))
    return (x * x + y * y).squareRoot()
  }

  @inline(__always)
  func nearest(_ place: SIMD2<Float>) -> (distance: Float, along: Float) {
    let offset = place - from
    let along = max(0, min(1, (offset * unit).sum()))
    let rest = offset - along * way
    return ((rest * rest).sum().squareRoot(), along)
  }
}
