/// Puts the nodes of a search in the order of their numbers, along which all tables of a network lie in memory.
///
/// One bit a node, and one a word of these: sorting 1,000 nodes of a million costs a few microseconds. Belongs to one
/// worker.
struct NodeSet: ~Copyable {
  private let words: UnsafeMutablePointer<UInt64>
  private let summary: UnsafeMutablePointer<UInt64>
  private let summaryCount: Int

  init(nodeCount: Int) {
    let count = (nodeCount + 63) / 64
    summaryCount = (count + 63) / 64
    words = .allocate(capacity: max(1, count))
    words.initialize(repeating: 0, count: count)
    summary = .allocate(capacity: max(1, summaryCount))
    summary.initialize(repeating: 0, count: summaryCount)
  }

  deinit {
    words.deallocate()
    summary.deallocate()
  }

  /// Calls `body` for each of `nodes`, different ones, by rising number.
  @inline(__always)
  func forEachSorted(_ nodes: [UInt32], _ body: (UInt32) -> Void) {
    for node in nodes {
      words[Int(node >> 6)] |= 1 << UInt64(node & 63)
      summary[Int(node >> 12)] |= 1 << UInt64(node >> 6 & 63)
    }
    for high in 0..<summaryCount {
      while summary[high] != 0 {
        let word = high << 6 | summary[high].trailingZeroBitCount
        summary[high] &= summary[high] &- 1
        var rest = words[word]
        words[word] = 0
        while rest != 0 {
          body(UInt32(truncatingIfNeeded: word << 6 | rest.trailingZeroBitCount))
          rest &= rest &- 1
        }
      }
    }
  }
}
