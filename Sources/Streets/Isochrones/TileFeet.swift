import Model

/// Finds the nearest street point of the 64 lattice points of one tile.
///
/// Tiles around are searched ring by ring until no farther street can be nearer than what every point has.
struct TileFeet {
  let graph: StreetGraph
  let lattice: IsochroneLattice
  let parts: GraphArray<StreetPart>
  let streets: TileIndex
  let barriers: TileBarriers?
  let index: StreetIndex
  /// Beyond this many metres a street is too far.
  let reach: Float
  let legUnit: Float

  private var best = [SIMD8<Float>](repeating: SIMD8(), count: 8)
  private var along = [SIMD8<Float>](repeating: SIMD8(), count: 8)
  private var chosen = [SIMD8<Int32>](repeating: SIMD8(), count: 8)

  init(
    _ graph: StreetGraph, lattice: IsochroneLattice, parts: GraphArray<StreetPart>,
    streets: TileIndex,
    barriers: TileBarriers?, index: StreetIndex, reach: Float, legUnit: Float
  ) {
    self.legUnit = legUnit
    self.graph = graph
    self.lattice = lattice
    self.parts = parts
    self.streets = streets
    self.barriers = barriers
    self.index = index
    self.reach = reach
  }

  /// Writes the feet of tile (column, row) to `target`; false when none is near.
  mutating func write(
    column: Int, row: Int, _ target: UnsafeMutablePointer<PackedFoot>
  ) -> Bool {
    let frame = TileFrame(lattice, column: column, row: row)
    let worst = nearest(frame, column, row)
    let lines = worst < 0 ? [] : barriers?.near(frame, column, row, reach: worst) ?? []
    var hasAny = false
    for index in 0..<64 {
      let part = Int(chosen[index >> 3][index & 7])
      var foot = StreetFoot(edge: StreetFoot.none, fraction: 0, leg: .infinity)
      if part >= 0 {
        let along = along[index >> 3][index & 7]
        foot = Self.foot(parts.base[part], along, best[index >> 3][index & 7].squareRoot())
        if !lines.isEmpty {
          let start = frame.point(index)
          let end = frame.foot(parts.base[part], along)
          if lines.contains(where: { $0.blocks(start, end) }) {
            foot = visibleFoot(8 * column + (index & 7), 8 * row + (index >> 3))
          }
        }
      }
      if foot.edge != StreetFoot.none { hasAny = true }
      target[index] = PackedFoot(foot, legUnit: legUnit)
    }
    return hasAny
  }

  private static func foot(_ part: StreetPart, _ along: Float, _ leg: Float) -> StreetFoot {
    StreetFoot(
      edge: part.edge,
      fraction: part.fractionFrom + along * (part.fractionTo - part.fractionFrom), leg: leg)
  }

  /// Fills `best`, `along` and `chosen`; the largest distance of any point, metres, -1 when no street is near.
  private mutating func nearest(_ frame: TileFrame, _ column: Int, _ row: Int) -> Float {
    let none = SIMD8<Int32>(repeating: -1)
    for line in 0..<8 {
      best[line] = SIMD8(repeating: reach * reach)
      along[line] = SIMD8()
      chosen[line] = none
    }
    var worst = reach
    let tileMetres = 8 * min(frame.east, frame.north)
    var found = false
    best.withUnsafeMutableBufferPointer { best in
      along.withUnsafeMutableBufferPointer { along in
        chosen.withUnsafeMutableBufferPointer { chosen in
          var ring = 0
          while Float(ring - 1) * tileMetres <= worst {
            streets.forEach(lattice, column: column, row: row, ring: ring) { index in
              let line = frame.line(parts.base[index])
              if line.boxDistance(frame) > worst { return }
              line.update(
                frame, Int32(index), best.baseAddress!, along.baseAddress!, chosen.baseAddress!)
              found = true
            }
            if found {
              var most = best[0]
              for line in 1..<8 { most.replace(with: best[line], where: best[line] .> most) }
              worst = most.max().squareRoot()
            }
            ring += 1
          }
        }
      }
    }
    return found ? worst : -1
  }

  /// The nearest street point of a lattice point that is not behind a barrier.
  private func visibleFoot(_ column: Int, _ row: Int) -> StreetFoot {
    let place = lattice.place(column: Double(column), row: Double(row))
    guard case .snapped(let point) = index.snap(place, limitMetres: Double(reach)) else {
      return StreetFoot(edge: StreetFoot.none, fraction: 0, leg: .infinity)
    }
    return StreetFoot(
      edge: point.edge,
      fraction: Float(point.alongMillimetres)
        / Float(graph.edgeMillimetres.base[Int(point.edge)]),
      leg: Float(point.legMillimetres) / 1000)
  }
}

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

  /// Takes this line for every point of the tile to which it is nearer than the best so far.
  @inline(__always)
  func update(
    _ frame: TileFrame, _ index: Int32, _ best: UnsafeMutablePointer<SIMD8<Float>>,
    _ along: UnsafeMutablePointer<SIMD8<Float>>, _ chosen: UnsafeMutablePointer<SIMD8<Int32>>
  ) {
    let columns = SIMD8<Float>(-3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5) * frame.east
    let x = columns - from.x
    let product = x * unit.x
    for row in 0..<8 {
      let y = (Float(row) - 3.5) * frame.north - from.y
      // Not `clamped`: its minimum and maximum are calls, lane by lane.
      var t = product + y * unit.y
      t.replace(with: 0, where: t .< 0)
      t.replace(with: 1, where: t .> 1)
      let dx = x - t * way.x
      let dy = y - t * way.y
      let square = dx * dx + dy * dy
      let isNearer = square .< best[row]
      best[row].replace(with: square, where: isNearer)
      along[row].replace(with: t, where: isNearer)
      chosen[row].replace(with: SIMD8(repeating: index), where: isNearer)
    }
  }
}
