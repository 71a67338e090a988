/// How often streets pass each node of an extract; ends of ways count twice, so that two mean a node of the graph.
struct NodeUses: Sendable {
  let closedGates: Set<UInt32>
  private let counts: FilledArray<UInt8>

  private static let most: UInt8 = 100
  private static let missing: UInt8 = 255

  init(_ contents: ExtractContents, refs: GraphArray<UInt32>) {
    counts = FilledArray(repeating: 0, contents.places.count)
    closedGates = Set(contents.roles.lazy.filter { $0.value == .closed }.map(\.key))
    let places = contents.places.array
    for node in 0..<places.count where places[node].longitudeE7 == ExtractFile.noPlace {
      counts[node] = Self.missing
    }
    contents.streets.starts.withUnsafeBufferPointer { starts in
      for way in 0..<contents.streets.count {
        count(refs, starts[way]..<starts[way + 1])
      }
    }
    for gate in closedGates where !isMissing(gate) { counts[Int(gate)] = Self.most }
  }

  /// Counts the runs of at least two references without a missing node in between.
  @inline(__always)
  private func count(_ refs: GraphArray<UInt32>, _ way: Range<Int>) {
    var first = way.lowerBound
    while first < way.upperBound {
      var last = first
      while last < way.upperBound, !isMissing(refs[last]) { last += 1 }
      if last - first > 1 {
        use(refs[first], 2)
        for index in first + 1..<last where refs[index] != refs[index - 1] { use(refs[index], 1) }
        use(refs[last - 1], 1)
      }
      first = last + 1
    }
  }

  @inline(__always)
  private func use(_ node: UInt32, _ times: UInt8) {
    counts[Int(node)] = min(counts[Int(node)] &+ times, Self.most)
  }

  @inline(__always)
  func isMissing(_ node: UInt32) -> Bool { counts[Int(node)] == Self.missing }

  /// True where segments end.
  @inline(__always)
  func isEnd(_ node: UInt32) -> Bool { counts[Int(node)] &- 2 <= Self.most }

  func keep() { counts.keep() }
}

/// What some ways amount to.
struct WayTally: Sendable, BitwiseCopyable {
  /// Ways with a segment.
  var ways = 0
  var segments = 0
  var shapePoints = 0
  /// Ends of segments at closed gates.
  var gateCuts = 0

  static func + (a: WayTally, b: WayTally) -> WayTally {
    WayTally(
      ways: a.ways + b.ways, segments: a.segments + b.segments,
      shapePoints: a.shapePoints + b.shapePoints, gateCuts: a.gateCuts + b.gateCuts)
  }
}

/// Finds the segments of ways: from one node of the graph to the next, without a missing node in between.
struct WayCutter: Sendable {
  let starts: [Int]
  let refs: GraphArray<UInt32>
  let uses: NodeUses

  /// Calls `body` with the positions of a segment's first and last reference, which pass at least two nodes.
  @inline(__always)
  func forEachSegment(of way: Int, _ body: (_ tail: Int, _ head: Int) -> Void) {
    var tail: Int?
    for index in starts[way]..<starts[way + 1] {
      let node = refs[index]
      if uses.isMissing(node) {
        tail = nil
      } else if let from = tail {
        if !uses.isEnd(node) { continue }
        if (from..<index).contains(where: { refs[$0] != node }) { body(from, index) }
        tail = index
      } else {
        tail = index
      }
    }
  }

  /// Calls `body` with the positions of the inner places of a segment; a node repeated at once is one place.
  @inline(__always)
  func forEachInner(_ tail: Int, _ head: Int, _ body: (_ index: Int) -> Void) {
    for inner in tail + 1..<head where refs[inner] != refs[inner - 1] { body(inner) }
  }

  /// By piece of the ways what comes before it, and at the end the whole.
  func tallies(_ pieces: IndexPieces) -> [WayTally] {
    let ways = starts.count - 1
    let parts = FilledArray<WayTally>(pieces.count(ways))
    pieces.forEachNumbered(ways) { piece, range in parts[piece] = tally(range) }
    return parts.array.reduce(into: [WayTally()]) { sums, part in
      sums.append(sums[sums.count - 1] + part)
    }
  }

  private func tally(_ ways: Range<Int>) -> WayTally {
    var sum = WayTally()
    for way in ways {
      let before = sum.segments
      forEachSegment(of: way) { tail, head in
        sum.segments += 1
        forEachInner(tail, head) { _ in sum.shapePoints += 1 }
        if !uses.closedGates.isEmpty {
          for end in [tail, head] where uses.closedGates.contains(refs[end]) { sum.gateCuts += 1 }
        }
      }
      if sum.segments > before { sum.ways += 1 }
    }
    return sum
  }
}
