/// Barrier lines near some tiles in lattice units: which of a tile's points have their nearest street behind one.
struct TileBarriers: Sendable {
  private struct Line: BitwiseCopyable, Sendable {
    var from: SIMD2<Double>
    var to: SIMD2<Double>
  }

  private let lines: GraphArray<Line>
  private let index: TileIndex

  init(_ barriers: LegBarriers, _ lattice: IsochroneLattice, _ box: TileBox) {
    var lines: [Line] = []
    barriers.tree.visit(meeting: lattice.box(of: box)) { items in
      for item in items {
        let line = barriers.lines[item]
        let (from, to) = (lattice.position(line.from), lattice.position(line.to))
        // A line that leaves the lattice may still pass legs inside: cut to what is inside.
        if let part = lattice.clip(from, to) { lines.append(Line(from: part.from, to: part.to)) }
      }
    }
    self.lines = GraphArray(lines)
    index = TileIndex(TileWindow(box), count: lines.count) { (lines[$0].from, lines[$0].to) }
  }

  /// Lines whose boxes are at most `reach` metres from the box of a tile's points, each once.
  func near(_ frame: TileFrame, _ tile: Int, reach: Float) -> [TileLine] {
    var found: [Int] = []
    var ring = 0
    let tileMetres = 8 * min(frame.east, frame.north)
    while Float(ring - 1) * tileMetres <= reach {
      index.forEach(around: tile, ring: ring) { line in
        if self.line(line, frame).boxDistance(frame) <= reach { found.append(line) }
      }
      ring += 1
    }
    return Set(found).sorted().map { line($0, frame) }
  }

  @inline(__always)
  private func line(_ index: Int, _ frame: TileFrame) -> TileLine {
    TileLine(frame.metres(lines.base[index].from), frame.metres(lines.base[index].to))
  }
}

extension TileLine {
  /// True when the leg from `start` to `end` meets this line; a leg that only begins on it does not.
  @inline(__always)
  func blocks(_ start: SIMD2<Float>, _ end: SIMD2<Float>) -> Bool {
    func cross(_ p: SIMD2<Float>, _ q: SIMD2<Float>) -> Float { p.x * q.y - p.y * q.x }
    let s = cross(way, start - from)
    let t = cross(way, end - from)
    if s == 0 || (s > 0 && t > 0) || (s < 0 && t < 0) { return false }
    let leg = end - start
    let u = cross(leg, from - start)
    let v = cross(leg, from + way - start)
    return (u <= 0 && v >= 0) || (u >= 0 && v <= 0)
  }
}

extension IsochroneLattice {
  /// The part of a line inside the lattice; nil when there is none (J. Liang and B. Barsky, *A New Concept and Method
  /// for Line Clipping*, ACM Trans. Graphics 3, 1984).
  func clip(
    _ from: SIMD2<Double>, _ to: SIMD2<Double>
  ) -> (from: SIMD2<Double>, to: SIMD2<Double>)? {
    var (first, last) = (0.0, 1.0)
    let way = to - from
    let high = SIMD2(Double(8 * tileColumns) - 0.001, Double(8 * tileRows) - 0.001)
    for axis in 0..<2 {
      let (low, high) = (0.001, high[axis])
      if way[axis] == 0 {
        if from[axis] < low || from[axis] > high { return nil }
        continue
      }
      let (a, b) = ((low - from[axis]) / way[axis], (high - from[axis]) / way[axis])
      first = max(first, min(a, b))
      last = min(last, max(a, b))
    }
    return first > last ? nil : (from + first * way, from + last * way)
  }
}
