/// Chains of segments between nodes that stay: the edges of the graph before they are measured and ordered.
///
/// A node is passed when exactly two segments meet there that agree in traits and factors, and nothing keeps it.
/// Each chain is followed from the end at which its lowest segment begins a chain; rings without a node that stays
/// begin at the tail of their lowest segment.
struct StreetChains {
  /// By chain: its first and last node, in numbers of the segments.
  private(set) var tails: [UInt32] = []
  private(set) var heads: [UInt32] = []
  /// By chain + 1: where its links begin.
  private(set) var starts: [UInt32] = [0]
  /// Twice the segment, plus 1 where it is walked from head to tail.
  private(set) var links: [UInt32] = []
  /// By chain: count of inner places.
  private(set) var shapeCounts: [UInt32] = []

  var count: Int { tails.count }

  init(_ segments: StreetSegments) {
    let capacity = segments.count
    tails.reserveCapacity(capacity)
    heads.reserveCapacity(capacity)
    starts.reserveCapacity(capacity + 1)
    links.reserveCapacity(capacity)
    shapeCounts.reserveCapacity(capacity)
    segments.withChainSource { follow(source: $0) }
  }

  private mutating func follow(source: ChainSource) {
    let count = source.tails.count
    let isUsed = FilledArray(repeating: false, count)
    for segment in 0..<count where !isUsed[segment] {
      let (tail, head) = (source.tails[segment], source.heads[segment])
      if !source.isPassed(tail, at: segment) {
        follow(segment, from: tail, source, isUsed)
      } else if !source.isPassed(head, at: segment) {
        follow(segment, from: head, source, isUsed)
      }
    }
    for segment in 0..<count where !isUsed[segment] {
      follow(segment, from: source.tails[segment], source, isUsed)
    }
    isUsed.keep()
  }

  /// Walks from a node along a segment until a node that stays.
  @inline(__always)
  private mutating func follow(
    _ first: Int, from start: UInt32, _ source: ChainSource, _ isUsed: FilledArray<Bool>
  ) {
    var segment = first
    var node = start
    var places: UInt32 = 0
    while true {
      isUsed[segment] = true
      let isForward = source.tails[segment] == node
      links.append(UInt32(segment) << 1 | (isForward ? 0 : 1))
      places += source.shapeStarts[segment + 1] - source.shapeStarts[segment]
      node = isForward ? source.heads[segment] : source.tails[segment]
      if node == start || !source.isPassed(node, at: segment) { break }
      segment = Int(source.meeting[Int(node)]) ^ segment
      places += 1
    }
    tails.append(start)
    heads.append(node)
    starts.append(UInt32(links.count))
    shapeCounts.append(places)
  }
}

/// Segments as buffers, with what meets at each node.
struct ChainSource {
  let tails: UnsafeBufferPointer<UInt32>
  let heads: UnsafeBufferPointer<UInt32>
  let forward: UnsafeBufferPointer<Float>
  let backward: UnsafeBufferPointer<Float>
  let traits: UnsafeBufferPointer<EdgeTraits>
  let shapeStarts: UnsafeBufferPointer<UInt32>
  /// Ends of segments at each node, at most `many`; a node that is kept has `many`.
  let degree: FilledArray<UInt8>
  /// The exclusive or of the segments at each node: where two meet, either gives the other.
  let meeting: FilledArray<UInt32>

  static let many: UInt8 = 3

  /// True when the street simply goes on through an end of a segment.
  @inline(__always)
  func isPassed(_ node: UInt32, at a: Int) -> Bool {
    guard degree[Int(node)] == 2 else { return false }
    let b = Int(meeting[Int(node)]) ^ a
    // A segment that meets itself only is a ring.
    if meeting[Int(node)] == 0 || traits[a] != traits[b] { return false }
    // One behind the other the factors must agree, turned round they must agree crosswise.
    let isTurned = (heads[a] == node) == (heads[b] == node)
    return forward[a] == (isTurned ? backward[b] : forward[b])
      && backward[a] == (isTurned ? forward[b] : backward[b])
  }
}

extension StreetSegments {
  fileprivate func withChainSource(_ body: (ChainSource) -> Void) {
    let degree = FilledArray(repeating: UInt8(0), nodes.count)
    let meeting = FilledArray(repeating: UInt32(0), nodes.count)
    for ends in [tails, heads] {
      ends.withUnsafeBufferPointer { ends in
        for segment in ends.indices {
          let node = Int(ends[segment])
          meeting[node] ^= UInt32(segment)
          degree[node] = min(degree[node] + 1, ChainSource.many)
        }
      }
    }
    for node in keptNodes { degree[Int(node)] = ChainSource.many }
    withBuffers { tails, heads, forward, backward, traits, shapeStarts in
      body(
        ChainSource(
          tails: tails, heads: heads, forward: forward, backward: backward, traits: traits,
          shapeStarts: shapeStarts, degree: degree, meeting: meeting))
    }
    degree.keep()
    meeting.keep()
  }

  private func withBuffers(
    _ body: (
      UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<Float>,
      UnsafeBufferPointer<Float>, UnsafeBufferPointer<EdgeTraits>, UnsafeBufferPointer<UInt32>
    ) -> Void
  ) {
    tails.withUnsafeBufferPointer { tails in
      heads.withUnsafeBufferPointer { heads in
        forwardFactors.withUnsafeBufferPointer { forward in
          backwardFactors.withUnsafeBufferPointer { backward in
            traits.withUnsafeBufferPointer { traits in
              shapeStarts.withUnsafeBufferPointer { body(tails, heads, forward, backward, traits, $0) }
            }
          }
        }
      }
    }
  }
}
