import Model

/// Chains ordered by their lower node, then the higher, then their own order.
///
/// They are parted by ranges of lower nodes first, pieces of the chains at the same time, and then each range is
/// ordered for itself: it fits in a processor's cache, where all chains at once miss it at every step.
struct EdgeOrder: Sendable {
  private let chains: FilledArray<UInt32>

  /// The chain that becomes an edge.
  @inline(__always)
  func chain(_ edge: Int) -> Int { Int(chains[edge]) }

  init(_ measured: MeasuredChains, nodeCount: Int, threads: Int) {
    let ranges = NodeRanges(nodeCount)
    let (parted, starts) = ranges.part(measured, threads: threads)
    let chains = FilledArray<UInt32>(measured.count)
    self.chains = chains
    // The body does not throw, so neither does `forEach`.
    try! Parallel.forEach(
      count: ranges.count, threads: threads, state: { RangeSort(ranges) },
      { sort, range in
        sort.order(parted, starts[range]..<starts[range + 1], ranges.first(range), chains)
      })
    parted.keep()
  }

  func keep() { chains.keep() }

  /// A chain by its ends.
  struct Entry: BitwiseCopyable, Sendable {
    var lower: UInt32
    var higher: UInt32
    var chain: UInt32

    @inline(__always)
    func comes(before other: Entry) -> Bool {
      (UInt64(higher) << 32 | UInt64(chain)) < (UInt64(other.higher) << 32 | UInt64(other.chain))
    }
  }
}

/// Ranges of as many nodes each, a power of two.
private struct NodeRanges {
  let shift: Int
  let count: Int
  var size: Int { 1 << shift }

  /// At most this many, so that a thread can write to all of them at once.
  private static let most = 512

  init(_ nodeCount: Int) {
    var shift = 0
    while nodeCount >> shift >= Self.most { shift += 1 }
    (self.shift, count) = (shift, (nodeCount >> shift) + 1)
  }

  func first(_ range: Int) -> Int { range << shift }

  /// Chains by range, those of a range in their own order, and where each range begins.
  func part(
    _ measured: MeasuredChains, threads: Int
  ) -> (entries: FilledArray<EdgeOrder.Entry>, starts: [Int]) {
    let (total, measured) = (measured.count, measured.chains)
    let parts = max(1, min(threads, total >> 12))
    let next = FilledArray(repeating: 0, parts * count)
    forEachPart(parts, of: total, threads) { part, chains in
      let counts = next.base + part * count
      for chain in chains { counts[Int(measured[chain].lower) >> shift] += 1 }
    }
    var starts: [Int] = []
    var sum = 0
    for range in 0..<count {
      starts.append(sum)
      for part in 0..<parts {
        (next[part * count + range], sum) = (sum, sum + next[part * count + range])
      }
    }
    starts.append(sum)
    let entries = FilledArray<EdgeOrder.Entry>(total)
    forEachPart(parts, of: total, threads) { part, chains in
      let next = next.base + part * count
      for chain in chains {
        let (lower, higher) = (measured[chain].lower, measured[chain].higher)
        let range = Int(lower) >> shift
        entries[next[range]] = EdgeOrder.Entry(lower: lower, higher: higher, chain: UInt32(chain))
        next[range] += 1
      }
    }
    next.keep()
    return (entries, starts)
  }

  private func forEachPart(
    _ parts: Int, of total: Int, _ threads: Int, _ body: @Sendable (Int, Range<Int>) -> Void
  ) {
    try! Parallel.forEach(count: parts, threads: threads) { part in
      body(part, total * part / parts..<total * (part + 1) / parts)
    }
  }
}

/// Orders the chains of one range after the other.
private struct RangeSort {
  /// By node of the range: where its chains go on.
  private var next: [Int]
  private var sorted: [EdgeOrder.Entry] = []

  init(_ ranges: NodeRanges) { next = [Int](repeating: 0, count: ranges.size + 1) }

  mutating func order(
    _ entries: FilledArray<EdgeOrder.Entry>, _ range: Range<Int>, _ firstNode: Int,
    _ result: FilledArray<UInt32>
  ) {
    for node in next.indices { next[node] = 0 }
    for index in range { next[Int(entries[index].lower) - firstNode + 1] += 1 }
    for node in 1..<next.count { next[node] += next[node - 1] }
    if sorted.count < range.count {
      sorted = [EdgeOrder.Entry](
        repeating: EdgeOrder.Entry(lower: 0, higher: 0, chain: 0), count: range.count)
    }
    // While filling, next[n] moves to where n + 1 begins.
    for index in range {
      let node = Int(entries[index].lower) - firstNode
      sorted[next[node]] = entries[index]
      next[node] += 1
    }
    var first = 0
    for node in 0..<next.count - 1 {
      sort(first..<next[node])
      first = next[node]
    }
    for index in range { result[index] = sorted[index - range.lowerBound].chain }
  }

  /// Few edges share a lower node, so each is moved to its place; a hub's are sorted.
  @inline(__always)
  private mutating func sort(_ range: Range<Int>) {
    if range.count > 32 {
      sorted[range].sort { $0.comes(before: $1) }
      return
    }
    for index in range.dropFirst() {
      let entry = sorted[index]
      var place = index
      while place > range.lowerBound, entry.comes(before: sorted[place - 1]) {
        sorted[place] = sorted[place - 1]
        place -= 1
      }
      sorted[place] = entry
    }
  }
}

extension StreetChains.Chain {
  @inline(__always)
  fileprivate var lower: UInt32 { min(tail, head) }
  @inline(__always)
  fileprivate var higher: UInt32 { max(tail, head) }
}
