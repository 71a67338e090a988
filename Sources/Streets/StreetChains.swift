import Model

/// Chains of segments between nodes that stay: the edges of the graph before they are measured and ordered.
///
/// A node is passed when exactly two segments meet there that agree in traits and factors, and nothing keeps it.
/// Each chain is followed from the end at which its lowest segment begins a chain; rings without a node that stays
/// begin at the tail of their lowest segment.
struct StreetChains: Sendable {
  /// A chain; of the one behind the last only the starts count.
  struct Chain: BitwiseCopyable, Sendable {
    /// First and last node, in numbers of the segments.
    var tail: UInt32 = 0
    var head: UInt32 = 0
    /// Where its links and its inner places begin.
    var link: UInt32 = 0
    var shape: UInt32 = 0
  }

  let count: Int
  private let chains: FilledArray<Chain>
  /// Twice the segment, plus 1 where it is walked from head to tail.
  private let links: FilledArray<UInt32>

  init(_ segments: StreetSegments, threads: Int) {
    let chains = FilledArray<Chain>(segments.count + 1)
    let links = FilledArray<UInt32>(segments.count)
    // One thread follows, another, if there is one, makes the memory ready for it.
    let counts = try! Parallel.map(count: min(2, threads), threads: threads) { part -> Int in
      if part == 0 {
        return segments.withChainSource {
          var follower = ChainFollower(source: $0, chains: chains, links: links)
          follower.follow()
          return follower.count
        }
      }
      chains.populate()
      links.populate()
      return 0
    }
    (self.chains, self.links, count) = (chains, links, counts[0])
  }

  @inline(__always)
  func start(_ chain: Int) -> Chain { chains[chain] }

  @inline(__always)
  func link(_ index: Int) -> UInt32 { links[index] }

  func keep() {
    chains.keep()
    links.keep()
  }
}

/// Follows chains one after the other.
private struct ChainFollower {
  let source: ChainSource
  let chains: FilledArray<StreetChains.Chain>
  let links: FilledArray<UInt32>
  private(set) var count = 0

  init(source: ChainSource, chains: FilledArray<StreetChains.Chain>, links: FilledArray<UInt32>) {
    (self.source, self.chains, self.links) = (source, chains, links)
  }

  mutating func follow() {
    chains[0] = StreetChains.Chain()
    let all = source.tails.count
    let isUsed = FilledArray(repeating: false, all)
    for segment in 0..<all where !isUsed[segment] {
      let (tail, head) = (source.tails[segment], source.heads[segment])
      if !source.isPassed(tail, at: segment) {
        follow(segment, from: tail, isUsed)
      } else if !source.isPassed(head, at: segment) {
        follow(segment, from: head, isUsed)
      }
    }
    for segment in 0..<all where !isUsed[segment] {
      follow(segment, from: source.tails[segment], isUsed)
    }
    isUsed.keep()
  }

  /// Walks from a node along a segment until a node that stays.
  @inline(__always)
  private mutating func follow(
    _ first: Int, from start: UInt32, _ isUsed: FilledArray<Bool>
  ) {
    var segment = first
    var node = start
    var (link, shape) = (chains[count].link, chains[count].shape)
    while true {
      isUsed[segment] = true
      let isForward = source.tails[segment] == node
      links[Int(link)] = UInt32(segment) << 1 | (isForward ? 0 : 1)
      link += 1
      shape += source.shapeStarts[segment + 1] - source.shapeStarts[segment]
      node = isForward ? source.heads[segment] : source.tails[segment]
      if node == start || !source.isPassed(node, at: segment) { break }
      segment = source.other(at: node, than: segment)
      shape += 1
    }
    chains[count].tail = start
    chains[count].head = node
    count += 1
    chains[count] = StreetChains.Chain(link: link, shape: shape)
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

  /// The other of the two segments at a node.
  @inline(__always)
  func other(at node: UInt32, than segment: Int) -> Int {
    Int(meetings[Int(node)].segments) ^ segment
  }

  /// True when the street simply goes on through an end of a segment.
  @inline(__always)
  func isPassed(_ node: UInt32, at a: Int) -> Bool {
    let meeting = meetings[Int(node)]
    // A segment that meets itself only is a ring.
    guard meeting.degree == 2, meeting.segments != 0 else { return false }
    let b = Int(meeting.segments) ^ a
    if traits[a] != traits[b] { return false }
    // One behind the other the factors must agree, turned round they must agree crosswise.
    let isTurned = (heads[a] == node) == (heads[b] == node)
    return forward[a] == (isTurned ? backward[b] : forward[b])
      && backward[a] == (isTurned ? forward[b] : backward[b])
  }
}

extension StreetSegments {
  fileprivate func withChainSource<Result>(_ body: (ChainSource) -> Result) -> Result {
    let meetings = FilledArray(repeating: ChainSource.Meeting(), nodes.count)
    defer { meetings.keep() }
    return withBuffers { tails, heads, forward, backward, traits, shapeStarts in
      for segment in tails.indices {
        meetings.base[Int(tails[segment])].add(segment)
        meetings.base[Int(heads[segment])].add(segment)
      }
      for node in keptNodes { meetings.base[Int(node)].degree = ChainSource.Meeting.many }
      return body(
        ChainSource(
          tails: tails, heads: heads, forward: forward, backward: backward, traits: traits,
          shapeStarts: shapeStarts, meetings: meetings))
    }
  }

  private func withBuffers<Result>(
    _ body: (
      UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<Float>,
      UnsafeBufferPointer<Float>, UnsafeBufferPointer<EdgeTraits>, UnsafeBufferPointer<UInt32>
    ) -> Result
  ) -> Result {
    tails.withUnsafeBufferPointer { tails in
      heads.withUnsafeBufferPointer { heads in
        forwardFactors.withUnsafeBufferPointer { forward in
          backwardFactors.withUnsafeBufferPointer { backward in
            traits.withUnsafeBufferPointer { traits in
              shapeStarts.withUnsafeBufferPointer {
                body(tails, heads, forward, backward, traits, $0)
              }
            }
          }
        }
      }
    }
  }
}
