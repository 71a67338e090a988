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
    let follower = ChainFollower(
      ChainSource(segments, keptNodes: keptNodes), pieces: pieces)
    let list = ChainList(segments, follower)
    let tallies = list.tallies(pieces)
    let total = tallies[tallies.count - 1]
    count = total.chains
    chains = FilledArray(count + 1)
    linkStarts = FilledArray(count + 1)
    links = FilledArray(total.links)
    let target = ChainTarget(chains: chains, linkStarts: linkStarts, links: links)
    target.end(total)
    pieces.forEachNumbered(segments.count) { piece, range in
      var at = tallies[piece]
      list.forEach(of: range) { target.write($0, list, &at) }
    }
    var at = tallies[tallies.count - 2]
    list.forEachRing { target.write($0, list, &at) }
    follower.keep()
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

/// What some chains amount to.
private struct ChainTally: BitwiseCopyable, Sendable {
  var chains = 0
  var links = 0
  var shape: UInt32 = 0

  static func + (a: ChainTally, b: ChainTally) -> ChainTally {
    ChainTally(chains: a.chains + b.chains, links: a.links + b.links, shape: a.shape + b.shape)
  }

  @inline(__always)
  mutating func add(_ chain: ChainList.Item) {
    chains += 1
    links += chain.linkCount
    shape += chain.chain.shape
  }
}

/// Chains in order: those of one segment as they come, and among them those that were followed, each where it begins;
/// rings last.
private struct ChainList: Sendable {
  private let segments: SegmentArrays
  private let passages: FilledArray<ChainFollower.Passage>
  private let followed: [StreetChains.Chain]
  private let leaders: ArraySlice<UInt32>
  private let linkStarts: [Int]
  let links: [UInt32]

  struct Item {
    /// With the number of its inner places in place of where they begin.
    var chain: StreetChains.Chain
    /// The segment it is, walked from its tail; -1 for one that was followed.
    var segment: Int
    /// Its links among those that were followed.
    var firstLink = 0
    var linkCount = 1
  }

  init(_ segments: SegmentArrays, _ follower: ChainFollower) {
    self.segments = segments
    passages = follower.passages
    followed = follower.chains
    leaders = follower.leaders[..<follower.firstRing]
    (linkStarts, links) = (follower.linkStarts, follower.links)
  }

  /// By piece of the segments what comes before it, then what comes before the rings, and at the end the whole.
  func tallies(_ pieces: IndexPieces) -> [ChainTally] {
    let parts = FilledArray<ChainTally>(pieces.count(segments.count))
    pieces.forEachNumbered(segments.count) { piece, range in
      var tally = ChainTally()
      forEach(of: range) { tally.add($0) }
      parts[piece] = tally
    }
    var rings = ChainTally()
    forEachRing { rings.add($0) }
    return (parts.array + [rings]).reduce(into: [ChainTally()]) { sums, part in
      sums.append(sums[sums.count - 1] + part)
    }
  }

  /// Calls `body` with the chains that begin with one of some segments.
  @inline(__always)
  func forEach(of range: Range<Int>, _ body: (Item) -> Void) {
    var next = leaders.firstSortedIndex { $0 >= range.lowerBound }
    for segment in range {
      let passage = passages[segment]
      if passage.isEmpty {
        let chain = StreetChains.Chain(
          tail: segments.tails[segment], head: segments.heads[segment],
          shape: segments.shapeCount(segment))
        body(Item(chain: chain, segment: segment))
      } else if passage.contains(.leads), next < leaders.count, leaders[next] == segment {
        body(item(next))
        next += 1
      }
    }
  }

  func forEachRing(_ body: (Item) -> Void) {
    for index in leaders.count..<followed.count { body(item(index)) }
  }

  private func item(_ index: Int) -> Item {
    Item(
      chain: followed[index], segment: -1, firstLink: linkStarts[index],
      linkCount: linkStarts[index + 1] - linkStarts[index])
  }
}

/// The arrays of chains while several threads write them.
private struct ChainTarget: Sendable {
  let chains: FilledArray<StreetChains.Chain>
  let linkStarts: FilledArray<UInt32>
  let links: FilledArray<UInt32>

  /// Writes the next chain.
  @inline(__always)
  func write(_ item: ChainList.Item, _ list: ChainList, _ at: inout ChainTally) {
    var chain = item.chain
    chain.shape = at.shape
    chains[at.chains] = chain
    linkStarts[at.chains] = UInt32(at.links)
    if item.segment >= 0 {
      links[at.links] = UInt32(item.segment) << 1
    } else {
      for link in 0..<item.linkCount { links[at.links + link] = list.links[item.firstLink + link] }
    }
    at.add(item)
  }

  /// What stands behind the last chain.
  func end(_ total: ChainTally) {
    chains[total.chains] = StreetChains.Chain(shape: total.shape)
    linkStarts[total.chains] = UInt32(total.links)
  }
}
