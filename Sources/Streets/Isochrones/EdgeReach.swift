/// How far one edge is reached: walking lengths at its two ends and along it.
struct EdgeReach: BitwiseCopyable {
  /// Walking millimetres at tail and head; `far` when not reached.
  var tail: Float
  var head: Float
  /// Walking millimetres of the whole edge counted from tail and from head; `far` where not allowed.
  var fromTail: Float
  var fromHead: Float

  /// Larger than any limit, small enough that sums stay finite.
  static let far: Float = 1e12

  @inline(__always)
  static func millimetres(_ value: UInt32) -> Float { value == .max ? far : Float(value) }

  /// Walking millimetres at a fraction of the edge.
  @inline(__always)
  func millimetres(_ fraction: Float) -> Float {
    min(tail + fraction * fromTail, head + (1 - fraction) * fromHead)
  }

  /// Those at eight fractions.
  @inline(__always)
  func millimetres(_ fractions: SIMD8<Float>) -> SIMD8<Float> {
    let up = tail + fractions * fromTail
    let down = head + (1 - fractions) * fromHead
    return up.replacing(with: down, where: down .< up)
  }

  /// True when no place nearest to a part of the edge is within `limit`. Errs on the side
  /// of false.
  @inline(__always)
  func isBeyond(_ limit: Float, _ part: TilePart) -> Bool {
    let least = min(millimetres(part.fractionFrom), millimetres(part.fractionTo))
    return least + 1000 * part.shortestLeg > limit * Self.above + 1
  }

  /// True when every place nearest to a part of the edge is within `limit`. Errs on the
  /// side of false.
  @inline(__always)
  func isWithin(_ limit: Float, _ part: TilePart) -> Bool {
    let most = min(tail + part.fractionTo * fromTail, head + (1 - part.fractionFrom) * fromHead)
    return (most + 1000 * part.longestLeg) * Self.above + 1 <= limit
  }

  /// True when the whole edge and every place nearest to it is within `limit`. Errs on the side of false.
  @inline(__always)
  func isWithin(_ limit: Float, longestLeg: Float) -> Bool {
    (min(tail + fromTail, head + fromHead) + 1000 * longestLeg) * Self.above + 1 <= limit
  }

  /// More than rounding can do.
  private static let above: Float = 1 + 1e-6

  /// The largest walking length on the edge.
  @inline(__always)
  var most: Float {
    if tail >= head + fromHead { return head + fromHead }
    if tail + fromTail <= head { return tail + fromTail }
    // Where the two ways meet.
    return (fromHead * tail + fromTail * head + fromTail * fromHead) / (fromTail + fromHead)
  }
}

extension EdgeReach {
  /// From the labels of a search.
  @inline(__always)
  init(_ edge: IsochroneEdge, _ labels: UnsafeMutablePointer<UInt32>) {
    let ends = SIMD2(labels[Int(edge.tail)], labels[Int(edge.head)])
    // Both at once, without branches: which ends are reached is hard to foretell.
    let lengths = SIMD2<Float>(ends).replacing(with: Self.far, where: ends .== .max)
    self.init(
      tail: lengths.x, head: lengths.y, fromTail: edge.fromTail, fromHead: edge.fromHead)
  }
}

/// An entrance on its edge: what is reached from there along the edge itself.
struct EdgeOrigin {
  var edge: UInt32
  /// 0…1 from the tail.
  var fraction: Float
  /// Walking millimetres of its leg and extra.
  var own: Float
  /// Walking millimetres of a whole edge towards head and towards tail; `EdgeReach.far` where not allowed.
  var up: Float
  var down: Float

  /// Nil where the edge has no number.
  init?(
    _ graph: StreetGraph, _ numbers: EdgeNumbers, _ entrance: StationEntrance,
    _ direction: WalkDirection
  ) {
    let index = Int(entrance.place.edge)
    let number = numbers.number(index)
    if number < 0 { return nil }
    edge = UInt32(number)
    fraction = Float(entrance.place.alongMillimetres) / Float(graph.edgeMillimetres[index])
    own = Float(entrance.ownMillimetres)
    let forward = EdgeReach.millimetres(graph.edgeForward[index])
    let backward = EdgeReach.millimetres(graph.backward(index))
    (up, down) = direction == .towardsStations ? (backward, forward) : (forward, backward)
  }

  /// Walking millimetres at a fraction of the edge, without leaving it.
  func millimetres(_ other: Float) -> Float {
    own + (other >= fraction ? (other - fraction) * up : (fraction - other) * down)
  }
}

/// The entrances of one isochrone, by edge.
struct EdgeOrigins {
  /// In the order of their edges.
  let all: [EdgeOrigin]
  /// Bit `edge % 64` of every edge with an entrance: nearly all others are told apart by it.
  private let filter: UInt64

  init(_ network: IsochroneNetwork, _ entrances: [StationEntrance]) {
    all = entrances.compactMap {
      EdgeOrigin(network.graph, network.numbers, $0, network.settings.direction)
    }.sorted { $0.edge < $1.edge }
    filter = all.reduce(0) { $0 | 1 << UInt64($1.edge & 63) }
  }

  /// False for an edge without entrances, and for nearly no other.
  @inline(__always)
  func mayBeOn(_ edge: UInt32) -> Bool { filter & (1 << UInt64(edge & 63)) != 0 }

  /// The entrances on an edge.
  func on(_ edge: UInt32) -> ArraySlice<EdgeOrigin> {
    if !mayBeOn(edge) { return [] }
    let first = all.firstSortedIndex { $0.edge >= edge }
    return all[first...].prefix { $0.edge == edge }
  }

  /// The least walk to a fraction of an edge from its entrances, without leaving it; `walk` when that is less.
  func least(_ walk: Float, _ edge: UInt32, _ fraction: Float) -> Float {
    on(edge).least(walk, fraction)
  }
}

extension ArraySlice<EdgeOrigin> {
  /// The least walk to a fraction of their edge, without leaving it; `walk` when that is less.
  func least(_ walk: Float, _ fraction: Float) -> Float {
    reduce(walk) { Swift.min($0, $1.millimetres(fraction)) }
  }
}

extension RandomAccessCollection where Index == Int {
  /// The first index for which `isReached`, which holds for all after it; the end when there is none.
  @inline(__always)
  func firstSortedIndex(where isReached: (Element) -> Bool) -> Int {
    var (first, left) = (startIndex, count)
    // Without branches: which half it is cannot be foretold.
    while left > 0 {
      let half = left >> 1
      let isBefore = !isReached(self[first &+ half])
      first &+= isBefore ? half &+ 1 : 0
      left = isBefore ? left &- half &- 1 : half
    }
    return first
  }
}
