/// What can be reached straight from one place: the barriers around it in metres, nearest first.
///
/// A leg crosses a barrier when it meets the barrier anywhere but within 2 cm of its own ends: a place or a street
/// right on a barrier may be used from either side.
struct LegView {
  struct Line: BitwiseCopyable {
    var ax: Double
    var ay: Double
    var bx: Double
    var by: Double
    /// Square of the distance from the place.
    var squared: Double
  }

  /// Metres at either end of a leg in which it may touch a barrier.
  static let touch = 0.02

  private let lines: [Line]

  /// The barriers within `metres` of the place, which lies (`x`, `y`) metres from the frame's origin.
  init(
    _ barriers: LegBarriers, _ frame: LocalFrame, x: Double, y: Double, within metres: Double,
    ignoresLongitude: Bool
  ) {
    var found: [Line] = []
    let reach = Float(metres + 1)
    barriers.tree.visit(
      around: frame, within: reach * reach, ignoresLongitude: ignoresLongitude
    ) { range, bound in
      for index in range {
        let line = barriers.lines[index]
        let a = frame.metres(line.from)
        let east = Double(LocalFrame.eastwards(from: line.from, to: line.to)) * frame.metresEast
        let north = frame.metres(line.to).y - a.y
        let piece = LocalPiece(ax: a.x - x, ay: a.y - y, dx: east, dy: north)
        let squared = piece.nearest().squared
        if squared > metres * metres { continue }
        found.append(
          Line(
            ax: piece.ax, ay: piece.ay, bx: piece.ax + east, by: piece.ay + north,
            squared: squared))
      }
      return bound
    }
    found.sort { $0.squared < $1.squared }
    lines = found
  }

  /// True when the leg to (x, y) crosses a barrier.
  func isBlocked(_ x: Double, _ y: Double) -> Bool {
    let squared = x * x + y * y
    let length = squared.squareRoot()
    if length <= 2 * Self.touch { return false }
    let near = Self.touch / length
    for line in lines {
      if line.squared > squared { return false }
      if Self.crosses(line, near * x, near * y, (1 - near) * x, (1 - near) * y) { return true }
    }
    return false
  }

  /// Whether the closed line meets the closed stretch from (sx, sy) to (ex, ey); lying along it does not count.
  private static func crosses(
    _ line: Line, _ sx: Double, _ sy: Double, _ ex: Double, _ ey: Double
  ) -> Bool {
    // Sides of the leg, whose line passes through the origin: the same figures for lines that share an end.
    let a = ex * line.ay - ey * line.ax
    let b = ex * line.by - ey * line.bx
    if (a > 0 && b > 0) || (a < 0 && b < 0) || (a == 0 && b == 0) { return false }
    let dx = line.bx - line.ax
    let dy = line.by - line.ay
    let s = dx * (sy - line.ay) - dy * (sx - line.ax)
    let e = dx * (ey - line.ay) - dy * (ex - line.ax)
    return !((s > 0 && e > 0) || (s < 0 && e < 0))
  }

  /// The part (0...1) of a street piece nearest to the place that can be seen from it within `metres`; nil when
  /// none. `foot` is the nearest part, known to be hidden.
  func nearestVisible(_ piece: LocalPiece, foot: Double, within metres: Double) -> Double? {
    let length = (piece.dx * piece.dx + piece.dy * piece.dy).squareRoot()
    let distance = abs(piece.ax * piece.dy - piece.ay * piece.dx) / max(length, 1e-9)
    // Seen from its own line a piece is hidden as a whole when its near end is.
    if length < Self.touch || distance < 2 * Self.touch || distance > metres { return nil }
    let half = (metres * metres - distance * distance).squareRoot() / length
    let middle = -(piece.ax * piece.dx + piece.ay * piece.dy) / (length * length)
    let range = (max(0, middle - half), min(1, middle + half))
    if range.0 > range.1 { return nil }
    let step = Self.touch / length
    var candidates: [Double] = []
    for line in lines {
      guard let shadow = shadow(of: line, on: piece, distance: distance) else { continue }
      if shadow.from < range.0, shadow.to > range.1 { return nil }
      for part in [shadow.from - step, shadow.to + step] where part >= range.0 && part <= range.1 {
        candidates.append(part)
      }
    }
    candidates.sort { (abs($0 - foot), $0) < (abs($1 - foot), $1) }
    return candidates.first { part in
      !isBlocked(piece.ax + part * piece.dx, piece.ay + part * piece.dy)
    }
  }

  /// The parts of a piece's line that a barrier hides.
  private func shadow(
    of line: Line, on piece: LocalPiece, distance: Double
  ) -> (from: Double, to: Double)? {
    // Depth grows from 0 at the place to `distance` on the piece's line.
    let length = (piece.dx * piece.dx + piece.dy * piece.dy).squareRoot()
    let side = piece.ax * piece.dy - piece.ay * piece.dx > 0 ? 1.0 : -1.0
    let (nx, ny) = (side * piece.dy / length, -side * piece.dx / length)
    let depthA = nx * line.ax + ny * line.ay
    let depthB = nx * line.bx + ny * line.by
    let (least, most) = (1e-3, distance - 1e-3)
    if max(depthA, depthB) < least || min(depthA, depthB) > most { return nil }
    func hidden(_ depth: Double) -> Double {
      let share = depthA == depthB ? 0 : (depth - depthA) / (depthB - depthA)
      return hidden(
        line.ax + share * (line.bx - line.ax), line.ay + share * (line.by - line.ay), depth)
    }
    func hidden(_ x: Double, _ y: Double, _ depth: Double) -> Double {
      let scale = distance / depth
      return ((x * scale - piece.ax) * piece.dx + (y * scale - piece.ay) * piece.dy)
        / (length * length)
    }
    func end(_ x: Double, _ y: Double, _ depth: Double) -> Double {
      depth < least ? hidden(least) : depth > most ? hidden(most) : hidden(x, y, depth)
    }
    let a = end(line.ax, line.ay, depthA)
    let b = end(line.bx, line.by, depthB)
    return (min(a, b), max(a, b))
  }
}

/// A straight piece in metres around a place at (0, 0).
struct LocalPiece: BitwiseCopyable {
  var ax: Double
  var ay: Double
  var dx: Double
  var dy: Double

  @inline(__always)
  func place(at part: Double) -> (x: Double, y: Double) { (ax + part * dx, ay + part * dy) }

  /// The part (0...1) nearest to the place and the square of its distance.
  @inline(__always)
  func nearest() -> (part: Double, squared: Double) {
    let length = dx * dx + dy * dy
    let along = -(ax * dx + ay * dy)
    let part = along <= 0 ? 0 : along >= length ? 1 : along / length
    let x = ax + part * dx
    let y = ay + part * dy
    return (along <= 0 ? 0 : part, x * x + y * y)
  }
}
