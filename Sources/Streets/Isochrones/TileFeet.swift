import Model

/// Finds the nearest street point of the 64 lattice points of one tile.
///
/// Tiles around are searched ring by ring until no farther street can be nearer than what every point has.
struct TileFeet {
  let graph: StreetGraph
  let lattice: IsochroneLattice
  let window: TileWindow
  let numbers: EdgeNumbers
  let parts: GraphArray<StreetPart>
  let streets: TileIndex
  let barriers: TileBarriers?
  let index: StreetIndex
  /// Beyond this many metres a street is too far.
  let reach: Float
  let legUnit: Float

  private var nearest = TileNearest()
  /// By part: the last tile, counted from 1, that has looked at it.
  private let seen = ReusedList<UInt32>()
  private var tiles: UInt32 = 0

  init(
    _ graph: StreetGraph, lattice: IsochroneLattice, window: TileWindow, numbers: EdgeNumbers,
    parts: GraphArray<StreetPart>, streets: TileIndex,
    barriers: TileBarriers?, index: StreetIndex, reach: Float, legUnit: Float
  ) {
    self.legUnit = legUnit
    self.graph = graph
    self.lattice = lattice
    self.window = window
    self.numbers = numbers
    self.parts = parts
    self.streets = streets
    self.barriers = barriers
    self.index = index
    self.reach = reach
    seen.resized(parts.count).update(repeating: 0, count: parts.count)
  }

  /// Writes the feet of a tile of the window to `target`; false when no street is near.
  mutating func write(_ tile: Int, _ target: UnsafeMutablePointer<PackedFoot>) -> Bool {
    let (column, row) = window.place(ofTile: tile)
    let frame = TileFrame(lattice, column: column, row: row)
    let worst = search(frame, tile)
    if worst < 0 {
      target.update(repeating: .absent, count: 64)
      return false
    }
    let parts = parts.base
    for first in stride(from: 0, to: 64, by: 4) {
      let (numbers, along, squares) = nearest.four(first)
      var edges = SIMD4<UInt32>(repeating: StreetFoot.none)
      var (from, to) = (SIMD4<Float>(), SIMD4<Float>())
      for lane in 0..<4 where numbers[lane] >= 0 {
        let part = parts + Int(numbers[lane])
        edges[lane] = part.pointee.edge
        from[lane] = part.pointee.fractionFrom
        to[lane] = part.pointee.fractionTo
      }
      let legs = squares.squareRoot()
      PackedFoot.write(
        edges, from + along * (to - from),
        legs.replacing(with: 0, where: numbers .< 0), legUnit: legUnit, to: target + first)
    }
    let lines = barriers?.near(frame, tile, reach: worst) ?? []
    if !lines.isEmpty { seeBarriers(lines, frame, 8 * column, 8 * row, target) }
    return true
  }

  /// Looks for other feet where a barrier stands before the nearest.
  private func seeBarriers(
    _ lines: [TileLine], _ frame: TileFrame, _ column: Int, _ row: Int,
    _ target: UnsafeMutablePointer<PackedFoot>
  ) {
    for index in 0..<64 {
      let (numbers, along, _) = nearest.four(index & ~3)
      let number = Int(numbers[index & 3])
      if number < 0 { continue }
      let end = frame.foot(parts.base[number], along[index & 3])
      if !lines.contains(where: { $0.blocks(frame.point(index), end) }) { continue }
      let foot = visibleFoot(column + (index & 7), row + (index >> 3))
      target[index] = PackedFoot(foot, legUnit: legUnit)
    }
  }

  /// Fills `nearest`; the largest distance of any point, metres, -1 when no street is near.
  private mutating func search(_ frame: TileFrame, _ tile: Int) -> Float {
    tiles += 1
    nearest.begin(frame, reach: reach)
    let tileMetres = 8 * min(frame.east, frame.north)
    var ring = 0
    let (now, seen, parts) = (tiles, seen.base, parts.base)
    while Float(ring - 1) * tileMetres <= nearest.worst {
      nearest.beginRing()
      streets.forEach(around: tile, ring: ring) { index in
        if seen[index] == now { return }
        seen[index] = now
        nearest.offer(
          frame.metres(parts[index].from), frame.metres(parts[index].to), Int32(index))
      }
      nearest.takeOffers()
      ring += 1
    }
    return nearest.isFound ? nearest.worst : -1
  }

  /// The nearest street point of a lattice point that is not behind a barrier.
  private func visibleFoot(_ column: Int, _ row: Int) -> StreetFoot {
    let place = lattice.place(column: Double(column), row: Double(row))
    guard case .snapped(let point) = index.snap(place, limitMetres: Double(reach)) else {
      return StreetFoot(edge: StreetFoot.none, fraction: 0, leg: .infinity)
    }
    return StreetFoot(
      edge: UInt32(numbers.number(Int(point.edge))),
      fraction: Float(point.alongMillimetres)
        / Float(graph.edgeMillimetres.base[Int(point.edge)]),
      leg: Float(point.legMillimetres) / 1000)
  }
}
