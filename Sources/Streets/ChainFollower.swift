/// Follows the chains of several segments, one after the other.
struct ChainFollower {
  private let source: ChainSource
  /// By segment: where the street goes on, and what became of the segment.
  let passages: FilledArray<Passage>
  /// Tail and head, and in place of where it begins the number of inner places.
  private(set) var chains: [StreetChains.Chain] = []
  /// The segment at which each begins, rising up to the rings.
  private(set) var leaders: [UInt32] = []
  /// chains + 1 elements.
  private(set) var linkStarts = [0]
  private(set) var links: [UInt32] = []
  /// From here on chains are rings without a node that stays.
  private(set) var firstRing = 0

  /// The ends of a segment at which the street goes on; of a segment that is used, whether a chain begins with it.
  struct Passage: OptionSet, Sendable {
    let rawValue: UInt8
    static let tail = Passage(rawValue: 1)
    static let head = Passage(rawValue: 2)
    static let used = Passage(rawValue: 4)
    static let leads = Passage(rawValue: 8)
  }

  init(_ source: ChainSource, pieces: IndexPieces) {
    (self.source, passages) = (source, source.passages(pieces))
    let segments = source.segments
    for segment in 0..<segments.count {
      let passage = passages[segment]
      if passage.isEmpty || passage.contains(.used) { continue }
      if !passage.contains(.tail) {
        follow(segment, from: segments.tails[segment])
      } else if !passage.contains(.head) {
        follow(segment, from: segments.heads[segment])
      }
    }
    firstRing = chains.count
    for segment in 0..<segments.count {
      let passage = passages[segment]
      if passage.isEmpty || passage.contains(.used) { continue }
      follow(segment, from: segments.tails[segment])
    }
  }

  /// Walks from a node along a segment until a node that stays.
  private mutating func follow(_ first: Int, from start: UInt32) {
    var segment = first
    var node = start
    var shape: UInt32 = 0
    while true {
      let passage = passages[segment]
      passages[segment] = .used
      let isForward = source.segments.tails[segment] == node
      links.append(UInt32(segment) << 1 | (isForward ? 0 : 1))
      shape += source.segments.shapeCount(segment)
      node = isForward ? source.segments.heads[segment] : source.segments.tails[segment]
      if node == start || !passage.contains(isForward ? .head : .tail) { break }
      segment = source.other(at: node, than: segment)
      shape += 1
    }
    passages[first].insert(.leads)
    chains.append(StreetChains.Chain(tail: start, head: node, shape: shape))
    leaders.append(UInt32(first))
    linkStarts.append(links.count)
  }

  func keep() {
    passages.keep()
    source.meetings.keep()
  }
}

/// Segments with what meets at each node.
struct ChainSource: Sendable {
  let segments: SegmentArrays
  let meetings: FilledArray<Meeting>
  /// By node, a bit each: two ends of segments meet there, and nothing keeps it. Most nodes are told by these alone,
  /// which a processor's cache holds.
  private let mayPass: [UInt64]

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
    var mayPass = [UInt64](repeating: 0, count: (segments.nodes.count + 63) / 64)
    for node in 0..<segments.nodes.count where meetings[node].degree == 2 {
      mayPass[node / 64] |= 1 << UInt64(node % 64)
    }
    self.mayPass = mayPass
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
    if mayPass[Int(node / 64)] >> UInt64(node % 64) & 1 == 0 { return false }
    let meeting = meetings[Int(node)]
    // A segment that meets itself only is a ring.
    if meeting.segments == 0 { return false }
    let b = Int(meeting.segments) ^ a
    if segments.traits[a] != segments.traits[b] { return false }
    // One behind the other the factors must agree, turned round they must agree crosswise.
    let isTurned = (segments.heads[a] == node) == (segments.heads[b] == node)
    let (forward, backward) = (segments.forward, segments.backward)
    return forward[a] == (isTurned ? backward[b] : forward[b])
      && backward[a] == (isTurned ? forward[b] : backward[b])
  }
}
