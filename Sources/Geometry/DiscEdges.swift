import Model

/// The parts of a polygon's edges inside a union of discs; half of `DiscUnion`.
///
/// Vertices are told inside from outside sixty-four at a time: bit k of word w stands for vertex 64 w + k and for the
/// edge that begins there. Only edges near a circle are looked at one by one.
final class DiscEdges {
  /// The part of one edge inside one disc as fractions of the edge, from < to.
  private struct Part: BitwiseCopyable {
    var edge: Int32
    var from: Double
    var to: Double
  }

  /// Edges there are: every vertex begins one but the last of each ring.
  private var edges = ScratchArray<UInt64>()
  /// Edges that lie in one disc as a whole.
  private var whole = ScratchArray<UInt64>()
  private var parts = ScratchArray<Part>()
  private var words = 0
  /// Beyond its radius by this much, a disc reaches no edge between two vertices: square metres.
  private var margin = 0.0

  /// Makes ready for the discs of one polygon.
  func begin(_ polygon: PolygonOutline) {
    words = (polygon.count + 63) / 64
    edges.reserve(words)
    whole.reserve(words)
    parts.removeAll()
    let edges = edges.pointer
    for word in 0..<words {
      edges[word] = Self.low(min(64, polygon.count - 64 * word))
      whole.pointer[word] = 0
    }
    for ring in 0..<polygon.ringCount where polygon.ringStarts[ring + 1] > 0 {
      let last = polygon.ringStarts[ring + 1] - 1
      edges[last / 64] &= ~(1 << UInt64(last % 64))
    }
    margin = Self.margin(polygon)
  }

  /// A quarter of the longest edge's square, or more: an edge whose ends lie farther than √(r² + this) from a centre
  /// does not come within r of it, since the nearer end is at most half its length from any point of it.
  private static func margin(_ polygon: PolygonOutline) -> Double {
    let width = polygon.box.maxX - polygon.box.minX
    let height = polygon.box.maxY - polygon.box.minY
    if polygon.count <= 64 { return (width * width + height * height) / 4 }
    var longest = 0.0
    for ring in 0..<polygon.ringCount {
      let end = polygon.ringStarts[ring + 1] - 1
      for edge in polygon.ringStarts[ring]..<max(end, polygon.ringStarts[ring]) {
        let dx = polygon.x[edge + 1] - polygon.x[edge]
        let dy = polygon.y[edge + 1] - polygon.y[edge]
        longest = max(longest, dx * dx + dy * dy)
      }
    }
    return longest / 4
  }

  /// Bits 0..<count.
  private static func low(_ count: Int) -> UInt64 { count >= 64 ? .max : 1 << UInt64(count) - 1 }

  /// Finds the part of every edge inside one disc (≤), and records where edges cross its circle.
  func cut(
    _ polygon: PolygonOutline, _ cx: Double, _ cy: Double, _ radius: Double,
    into events: inout ScratchArray<DiscEvent>
  ) {
    let r2 = radius * radius
    let far = (r2 + margin) * (1 + 1e-12)
    // From the last word to the first: an edge's end may begin the next word.
    var nextInside: UInt64 = 0
    var nextNear: UInt64 = 0
    for word in (0..<words).reversed() {
      let first = 64 * word
      let count = min(64, polygon.count - first)
      var outside: UInt64 = 0
      var apart: UInt64 = 0
      for vertex in (first..<first + count).reversed() {
        let dx = polygon.x[vertex] - cx
        let dy = polygon.y[vertex] - cy
        let d2 = dx * dx + dy * dy
        // The sign bit of a difference is exact.
        outside = outside << 1 | (r2 - d2).bitPattern >> 63
        apart = apart << 1 | (far - d2).bitPattern >> 63
      }
      let used = Self.low(count)
      let inside = ~outside & used
      let near = ~apart & used
      let ends = inside >> 1 | nextInside << 63
      let all = inside & ends & edges[unchecked: word]
      whole.pointer[word] |= all
      var doubtful = (near | near >> 1 | nextNear << 63) & edges[unchecked: word] & ~all
      nextInside = inside & 1
      nextNear = near & 1
      while doubtful != 0 {
        let bit = doubtful.trailingZeroBitCount
        doubtful &= doubtful - 1
        let edge = first + bit
        cross(
          Int32(truncatingIfNeeded: edge), px: polygon.x[edge] - cx, py: polygon.y[edge] - cy,
          dx: polygon.x[edge + 1] - polygon.x[edge], dy: polygon.y[edge + 1] - polygon.y[edge],
          r2: r2, startInside: inside >> UInt64(bit) & 1 != 0,
          endInside: ends >> UInt64(bit) & 1 != 0, &events)
      }
    }
  }

  /// The part inside the disc of an edge with at least one end outside; records its crossings.
  @inline(__always)
  private func cross(
    _ edge: Int32, px: Double, py: Double, dx: Double, dy: Double, r2: Double, startInside: Bool,
    endInside: Bool, _ events: inout ScratchArray<DiscEvent>
  ) {
    let a = dx * dx + dy * dy
    let b = px * dx + py * dy
    let isOutside = !startInside && !endInside
    // Both ends outside: the chord exists only if the foot of the perpendicular lies on the edge.
    if isOutside && (b >= 0 || -b >= a) { return }
    let cross = px * dy - py * dx
    // a·r² − cross² is the discriminant without the cancellation of b² − a·c.
    let discriminant = a * r2 - cross * cross
    if isOutside && discriminant <= 0 { return }
    let root = max(0, discriminant).squareRoot()
    var from = 0.0
    var to = 1.0
    if !startInside {
      from = min(max((-b - root) / a, 0), 1)
      events.append(DiscEvent(ux: px + from * dx, uy: py + from * dy, polygonStep: -1, discStep: 0))
    }
    if !endInside {
      to = min(max((-b + root) / a, from), 1)
      events.append(DiscEvent(ux: px + to * dx, uy: py + to * dy, polygonStep: 1, discStep: 0))
    }
    if from < to { parts.append(Part(edge: edge, from: from, to: to)) }
  }

  /// Twice the integral ½∫(x dy − y dx) along the edges' parts inside at least one disc.
  func twiceIntegral(_ polygon: PolygonOutline) -> Double {
    var twice = 0.0
    for word in 0..<words {
      var bits = whole[unchecked: word]
      while bits != 0 {
        twice += Self.cross(polygon, 64 * word + bits.trailingZeroBitCount)
        bits &= bits - 1
      }
    }
    sortParts()
    var index = 0
    while index < parts.count {
      let edge = Int(parts[index].edge)
      var length = 0.0
      var reached = 0.0
      while index < parts.count, Int(parts[index].edge) == edge {
        let part = parts[index]
        index += 1
        if part.to <= reached { continue }
        length += part.to - max(part.from, reached)
        reached = part.to
      }
      if whole[unchecked: edge / 64] >> UInt64(edge % 64) & 1 == 0 {
        twice += length * Self.cross(polygon, edge)
      }
    }
    return twice
  }

  @inline(__always)
  private static func cross(_ polygon: PolygonOutline, _ edge: Int) -> Double {
    polygon.x[edge] * polygon.y[edge + 1] - polygon.x[edge + 1] * polygon.y[edge]
  }

  /// By edge, then by where they begin.
  private func sortParts() {
    func precedes(_ a: Part, _ b: Part) -> Bool { (a.edge, a.from) < (b.edge, b.from) }
    let parts = parts.pointer
    let count = self.parts.count
    if count > 32 {
      var all = UnsafeMutableBufferPointer(start: parts, count: count)
      all.sort(by: precedes)
      return
    }
    for index in 1..<max(1, count) {
      let part = parts[index]
      var slot = index
      while slot > 0 && precedes(part, parts[slot - 1]) {
        parts[slot] = parts[slot - 1]
        slot -= 1
      }
      parts[slot] = part
    }
  }
}

extension ScratchArray where Element == UInt64 {
  /// A word within the reserved room, whatever `count` says.
  @inline(__always)
  fileprivate subscript(unchecked index: Int) -> UInt64 { pointer[index] }
}
