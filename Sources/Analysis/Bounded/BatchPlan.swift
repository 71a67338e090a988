/// How the blocks of a run are cut into batches: runs of pieces of their file, in input order.
struct BatchPlan: Sendable, Hashable {
  /// A batch: pieces of the file, and the positions of their blocks in the run.
  struct Batch: Sendable, Hashable {
    var pieces: Range<Int>
    var blocks: Range<Int>
  }

  var batches: [Batch]

  /// Number of blocks.
  var count: Int { batches.last?.blocks.upperBound ?? 0 }

  /// Cuts behind these pieces.
  ///
  /// - Parameter ends: ascending; the last is the number of pieces.
  init(ends: [Int], counts: [Int]) {
    batches = []
    var piece = 0
    var block = 0
    for end in ends {
      let count = counts[piece..<end].reduce(0, +)
      batches.append(Batch(pieces: piece..<end, blocks: block..<block + count))
      piece = end
      block += count
    }
  }

  /// Batches as large as fit into `room` bytes, but a 24th of the file at most, so that little is lost with a run that is
  /// stopped; at least one piece each.
  ///
  /// - Parameter bytes: what a piece takes while its blocks are measured or written.
  init(_ counts: [Int], room: Int, bytes: (Int) -> Int) {
    let most = max(4, (counts.count + 23) / 24)
    var ends: [Int] = []
    var used = 0
    var first = 0
    for piece in counts.indices {
      let size = bytes(piece)
      if piece > first, used + size > room || piece - first >= most {
        ends.append(piece)
        (first, used) = (piece, 0)
      }
      used += size
    }
    if !counts.isEmpty { ends.append(counts.count) }
    self.init(ends: ends, counts: counts)
  }
}
