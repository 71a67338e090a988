/// Chains ordered by their lower node, then the higher, then their own order.
struct EdgeOrder: Sendable {
  /// By edge: the higher node above the chain.
  private let entries: FilledArray<UInt64>

  /// The chain that becomes an edge.
  @inline(__always)
  func chain(_ edge: Int) -> Int { Int(UInt32(truncatingIfNeeded: entries[edge])) }

  init(_ chains: StreetChains, _ numbering: NodeNumbering) {
    let nodeCount = numbering.places.count
    let count = chains.count
    let starts = FilledArray(repeating: UInt32(0), nodeCount + 1)
    for chain in 0..<count { starts[Int(numbering.ends(of: chains.start(chain)).lower) + 1] += 1 }
    for node in 0..<nodeCount { starts[node + 1] += starts[node] }
    entries = FilledArray(count)
    // While filling, starts[n] moves to where n + 1 begins.
    for chain in 0..<count {
      let (lower, higher) = numbering.ends(of: chains.start(chain))
      let node = Int(lower)
      entries[Int(starts[node])] = UInt64(higher) << 32 | UInt64(chain)
      starts[node] += 1
    }
    var first = 0
    for node in 0..<nodeCount {
      let end = Int(starts[node])
      Self.sort(entries, first..<end)
      first = end
    }
    starts.keep()
  }

  /// Few edges share a lower node, so each is moved to its place; a hub's are sorted.
  @inline(__always)
  private static func sort(_ entries: FilledArray<UInt64>, _ range: Range<Int>) {
    if range.count > 32 {
      var many = UnsafeMutableBufferPointer(
        start: entries.base + range.lowerBound, count: range.count)
      many.sort()
      return
    }
    for index in range.dropFirst() {
      let entry = entries[index]
      var place = index
      while place > range.lowerBound, entries[place - 1] > entry {
        entries[place] = entries[place - 1]
        place -= 1
      }
      entries[place] = entry
    }
  }

  func keep() { entries.keep() }
}

extension NodeNumbering {
  /// The nodes of the graph at a chain's ends.
  @inline(__always)
  fileprivate func ends(of chain: StreetChains.Chain) -> (lower: UInt32, higher: UInt32) {
    let (tail, head) = (numbers[Int(chain.tail)], numbers[Int(chain.head)])
    return (min(tail, head), max(tail, head))
  }
}
