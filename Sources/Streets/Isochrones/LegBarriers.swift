import Model

/// Barrier lines in lattice units, by tile: which legs cross one.
struct LegBarriers: Sendable {
  let lattice: IsochroneLattice
  private let lines: GraphArray<BarrierLine>
  private let index: TileIndex
  private let openings: GraphArray<SIMD2<Double>>
  private let openingIndex: TileIndex

  /// Nil when there is no barrier.
  init?(_ barriers: BarrierSet, _ lattice: IsochroneLattice) {
    let lines = barriers.segments.map {
      BarrierLine(from: lattice.position($0.from), to: lattice.position($0.to))
    }.filter { lattice.holds($0.from) && lattice.holds($0.to) }
    if lines.isEmpty { return nil }
    let openings = barriers.openings.map { lattice.position($0) }.filter { lattice.holds($0) }
    self.lattice = lattice
    self.lines = GraphArray(lines)
    index = TileIndex(lattice, count: lines.count) { (lines[$0].from, lines[$0].to) }
    self.openings = GraphArray(openings)
    openingIndex = TileIndex(lattice, count: openings.count) { (openings[$0], openings[$0]) }
  }

  /// The points of a tile whose straight leg to `foot` crosses a barrier at most `reach` metres from the tile; one
  /// bit each.
  func blocked(
    _ frame: TileFrame, _ column: Int, _ row: Int, reach: Float,
    foot: (Int) -> SIMD2<Float>?
  ) -> UInt64 {
    let near = nearLines(frame, column, row, reach)
    if near.isEmpty { return 0 }
    var result: UInt64 = 0
    for point in 0..<64 {
      guard let end = foot(point) else { continue }
      let start = frame.point(point)
      if near.contains(where: { crosses(frame, start, end, $0) }) { result |= 1 << UInt64(point) }
    }
    return result
  }

  /// True when the straight leg crosses a barrier.
  func blocks(
    _ frame: TileFrame, _ column: Int, _ row: Int, _ start: SIMD2<Float>, _ end: SIMD2<Float>
  ) -> Bool {
    let way = end - start
    let reach = (way * way).sum().squareRoot()
    return nearLines(frame, column, row, reach).contains { crosses(frame, start, end, $0) }
  }

  private func nearLines(
    _ frame: TileFrame, _ column: Int, _ row: Int, _ reach: Float
  ) -> [Int] {
    var near: [Int] = []
    var ring = 0
    let tileMetres = 8 * min(frame.east, frame.north)
    while Float(ring - 1) * tileMetres <= reach {
      index.forEach(lattice, column: column, row: row, ring: ring) { line in
        let way = TileLine(frame.metres(lines.base[line].from), frame.metres(lines.base[line].to))
        if way.boxDistance(frame) <= reach { near.append(line) }
      }
      ring += 1
    }
    return near
  }

  /// The leg and the barrier have a point in common which is not an opening. A leg that only begins on the
  /// barrier, as that of a place on a wall, does not cross it.
  private func crosses(
    _ frame: TileFrame, _ start: SIMD2<Float>, _ end: SIMD2<Float>, _ line: Int
  ) -> Bool {
    let a = frame.metres(lines.base[line].from)
    let b = frame.metres(lines.base[line].to)
    func side(_ p: SIMD2<Float>, _ q: SIMD2<Float>, _ r: SIMD2<Float>) -> Float {
      (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)
    }
    let (s, t) = (side(a, b, start), side(a, b, end))
    if (s > 0) == (t > 0) || s == 0 { return false }
    let (u, v) = (side(start, end, a), side(start, end, b))
    if (u > 0) == (v > 0) && u != 0 && v != 0 { return false }
    return !isOpen(frame, start + s / (s - t) * (end - start))
  }

  private func isOpen(_ frame: TileFrame, _ place: SIMD2<Float>) -> Bool {
    let limit = Float(BarrierSet.openingMetres)
    let position = SIMD2<Double>(place / SIMD2(frame.east, frame.north)) + frame.middle
    var result = false
    openingIndex.forEach(
      lattice, column: Int(position.x) >> 3, row: Int(position.y) >> 3, ring: 0
    ) { result = result || isNear(frame, place, $0, limit) }
    if result { return true }
    openingIndex.forEach(
      lattice, column: Int(position.x) >> 3, row: Int(position.y) >> 3, ring: 1
    ) { result = result || isNear(frame, place, $0, limit) }
    return result
  }

  private func isNear(
    _ frame: TileFrame, _ place: SIMD2<Float>, _ opening: Int, _ limit: Float
  ) -> Bool {
    let apart = frame.metres(openings.base[opening]) - place
    return (apart * apart).sum() <= limit * limit
  }
}

/// A straight part of a barrier in lattice units.
struct BarrierLine: BitwiseCopyable, Sendable {
  var from: SIMD2<Double>
  var to: SIMD2<Double>
}
