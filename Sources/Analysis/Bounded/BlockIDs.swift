import Model

/// The ids of all blocks of a run, in few bytes: none while they are ascending numbers, whose positions tell as much.
struct BlockIDs: Sendable {
  private var previous = Int64.min
  private(set) var areAscending = true
  /// All ids one after another; empty while they ascend.
  private var texts: [UInt8] = []
  private var ends: [Int] = []

  /// Looks at the ids of a batch; batches come in input order.
  mutating func look(_ ids: [String]) {
    for id in ids where areAscending {
      guard let number = Int64(id), number > previous else {
        areAscending = false
        return
      }
      previous = number
    }
  }

  /// Keeps the ids of a batch; batches come in input order.
  mutating func keep(_ ids: [String]) {
    for id in ids {
      texts.append(contentsOf: id.utf8)
      ends.append(texts.count)
    }
  }

  private subscript(_ block: Int) -> String {
    String(decoding: texts[(block == 0 ? 0 : ends[block - 1])..<ends[block]], as: UTF8.self)
  }

  /// Bytes that so many blocks take, with ids as long as those kept, and with what finds repeated ones.
  func bytes(of count: Int) -> Int {
    count * (texts.count / max(1, ends.count) + 8 + Self.slots)
  }

  /// Of the table that finds repeated ids, for each block at most.
  private static let slots = 16

  /// Whether a block's id comes before another's.
  func precedes(_ left: Int, _ right: Int) -> Bool {
    areAscending ? left < right : FeatureIDs.precedes(self[left], self[right])
  }

  /// Positions of blocks whose id an earlier block has, ascending, found with a table of positions alone.
  func repeated() -> [Int] {
    if areAscending { return [] }
    var size = 16
    while size < 2 * ends.count { size *= 2 }
    var slots = [Int32](repeating: -1, count: size)
    var repeated: [Int] = []
    for block in ends.indices {
      let id = self[block]
      var slot = id.hashValue & (size - 1)
      while slots[slot] >= 0, self[Int(slots[slot])] != id { slot = (slot + 1) & (size - 1) }
      if slots[slot] >= 0 { repeated.append(block) } else { slots[slot] = Int32(block) }
    }
    return repeated
  }
}
