import Model

/// Chains of segments between nodes that stay: the edges of the graph before they are measured and ordered.
///
/// A node is passed when exactly two segments meet there that agree in traits and factors, and nothing keeps it.
/// Each chain is followed from the end at which its lowest segment begins a chain; rings without a node that stays
/// begin at the tail of their lowest segment.
struct StreetChains: Sendable {
  /// What becomes an edge; of the one behind the last only the shape counts.
  struct Chain: BitwiseCopyable, Sendable {
    /// First and last node, in numbers of the segments until the chain is measured, then of the graph.
    var tail: UInt32 = 0
    var head: UInt32 = 0
    /// Where its inner places begin.
    var shape: UInt32 = 0
    /// Once it is measured: its length, and its walking length from tail to head.
    var millimetres: UInt32 = 0
    var forward: UInt32 = 0
    var traits: EdgeTraits = []
  }

  let count: Int
  let chains: FilledArray<Chain>
  private let linkStarts: FilledArray<UInt32>
  /// Twice the segment, plus 1 where it is walked from head to tail.
  private let links: FilledArray<UInt32>

  init(_ segments: SegmentArrays, keptNodes: Set<UInt32>, pieces: IndexPieces) {
    let source = ChainSource(segments, keptNodes: keptNodes)
    var follower = ChainFollower(source, passages: source.passages(pieces))
    follower.follow()
    (chains, count) = (follower.chains, follower.count)
    (linkStarts, links) = (follower.linkStarts, follower.links)
  }

  /// Positions of a chain's links.
  @inline(__always)
  func links(of chain: Int) -> Range<Int> { Int(linkStarts[chain])..<Int(linkStarts[chain + 1]) }

  @inline(__always)
  func link(_ index: Int) -> UInt32 { links[index] }

  func keep() {
    chains.keep()
    linkStarts.keep()
    links.keep()
  }
}

/// Follows chains one after the other.
private struct ChainFollower {
  private let source: ChainSource
  private let passages: FilledArray<Passage>
  let chains: FilledArray<StreetChains.Chain>
  let linkStarts: FilledArray<UInt32>
  let links: FilledArray<UInt32>
  private(set) var count = 0

  /// The ends of a segment at which the street goes on; those of a segment that is used are not asked for any more.
  struct Passage: OptionSet, Sendable {
    let rawValue: UInt8
    static let tail = Passage(rawValue: 1)
    static let head = Passage(rawValue: 2)
    static let used = Passage(rawValue: 4)
  }

  init(_ source: ChainSource, passages: FilledArray<Passage>) {
    (self.source, self.passages) = (source, passages)
    chains = FilledArray(source.segments.count + 1)
    linkStarts = FilledArray(source.segments.count + 1)
    links = FilledArray(source.segments.count)
  }

  mutating func follow() {
    chains[0] = StreetChains.Chain()
    linkStarts[0] = 0
    let segments = source.segments
    for segment in 0..<segments.count {
      let passage = passages[segment]
      if passage.contains(.used) { continue }
      if !passage.contains(.tail) {
        follow(segment, from: segments.tails[segment])
      } else if !passage.contains(.head) {
        follow(segment, from: segments.heads[segment])
      }
    }
    for segment in 0..<segments.count where !passages[segment].contains(.used) {
      follow(segment, from: segments.tails[segment])
    }
    passages.keep()
    source.meetings.keep()
  }

  /// Walks from a node along a segment until a node that stays.
  @inline(__always)
  private mutating func follow(_ first: Int, from start: UInt32) {
    let segments = source.segments
    var segment = first
    var node = start
    var (link, shape) = (linkStarts[count], chains[count].shape)
    while true {
      let passage = passages[segment]
      passages[segment] = .used
      let isForward = segments.tails[segment] == node
      links[Int(link)] = UInt32(segment) << 1 | (isForward ? 0 : 1)
      link += 1
      shape += segments.shapeStarts[segment + 1] - segments.shapeStarts[segment]
      node = isForward ? segments.heads[segment] : segments.tails[segment]
      if node == start || !passage.contains(isForward ? .head : .tail) { break }
      segment = source.other(at: node, than: segment)
      shape += 1
    }
    chains[count].tail = start
    chains[count].head = node
    count += 1
    chains[count] = StreetChains.Chain(shape: shape)
    linkStarts[count] = link
  }
}

/// Segments with what meets at each node.
private struct ChainSource: Sendable {
  let segments: SegmentArrays
  let meetings: FilledArray<Meeting>

  /// What meets at a node.
  struct Meeting: BitwiseCopyable, Sendable {
    /// Ends of segments; a node that is kept has `many`.
    var degree: UInt32 = 0
    /// The exclusive or of the segments: where two meet, either gives the other.
    var segments: UInt32 = 0
    static let many: UInt32 = 1 << 31

    @inline(__always)
    mutating func add(_ segment: Int) {
      degree += 1
      segments ^= UInt32(segment)
    }
  }

  init(_ segments: SegmentArrays, keptNodes: Set<UInt32>) {
    self.segments = segments
    meetings = FilledArray(repeating: Meeting(), segments.nodes.count)
    for segment in 0..<segments.count {
      meetings.base[Int(segments.tails[segment])].add(segment)
      meetings.base[Int(segments.heads[segment])].add(segment)
    }
    for node in keptNodes { meetings.base[Int(node)].degree = Meeting.many }
  }

  /// By segment: at which of its ends the street goes on. By pieces, for nodes lie anywhere in memory.
  func passages(_ pieces: IndexPieces) -> FilledArray<ChainFollower.Passage> {
    let result = FilledArray<ChainFollower.Passage>(segments.count)
    pieces.forEach(segments.count) { range in
      for segment in range {
        var passage: ChainFollower.Passage = []
        if isPassed(segments.tails[segment], at: segment) { passage.insert(.tail) }
        if isPassed(segments.heads[segment], at: segment) { passage.insert(.head) }
        result[segment] = passage
      }
    }
    return result
  }

  /// The other of the two segments at a node.
  @inline(__always)
  func other(at node: UInt32, than segment: Int) -> Int {
    Int(meetings[Int(node)].segments) ^ segment
  }

  /// True when the street simply goes on through an end of a segment.
  @inline(__always)
  private func isPassed(_ node: UInt32, at a: Int) -> Bool {
    let meeting = meetings[Int(node)]
    // A segment that meets itself only is a ring.
    guard meeting.degree == 2, meeting.segments != 0 else { return false }
    let b = Int(meeting.segments) ^ a
    if segments.traits[a] != segments.traits[b] { return false }
    // One behind the other the factors must agree, turned round they must agree crosswise.
    let isTurned = (segments.heads[a] == node) == (segments.heads[b] == node)
    let (forward, backward) = (segments.forward, segments.backward)
    return forward[a] == (isTurned ? backward[b] : forward[b])
      && backward[a] == (isTurned ? forward[b] : backward[b])
  }
}
