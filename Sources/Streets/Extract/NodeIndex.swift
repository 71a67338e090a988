/// Numbers the node ids that are needed: any 64-bit id, in memory that grows with their count alone.
///
/// Ids are kept as bits of pages of 64 consecutive ids in an open hash table: neighbours in an extract were mostly
/// drawn together, so a page holds many. The number of an id is its rank among all: the first of its page plus the
/// bits below it.
///
/// `@unchecked Sendable`: it is changed by one thread only, and read by several after `number`.
final class NodeIndex: @unchecked Sendable {
  private struct Page: BitwiseCopyable {
    var key: Int64 = 0
    /// 0 marks a free slot.
    var bits: UInt64 = 0
    var base: UInt32 = 0
  }

  private var slots: UnsafeMutablePointer<Page>
  private var capacity = 1 << 10
  private var pageCount = 0
  private var lastSlot = 0

  static let missing = UInt32.max

  init() {
    slots = .allocate(capacity: capacity)
    slots.initialize(repeating: Page(), count: capacity)
  }

  deinit { slots.deallocate() }

  /// The slot with this key, or the free one where it belongs.
  @inline(__always)
  private func slot(_ key: Int64) -> Int {
    let mask = capacity &- 1
    var hash = UInt64(bitPattern: key) &* 0x9E37_79B9_7F4A_7C15
    hash ^= hash >> 32
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot].bits != 0 && slots[slot].key != key { slot = (slot &+ 1) & mask }
    return slot
  }

  @inline(__always)
  func insert(_ id: Int64) {
    let key = id >> 6
    let bit: UInt64 = 1 << UInt64(id & 63)
    if slots[lastSlot].key == key, slots[lastSlot].bits != 0 {
      slots[lastSlot].bits |= bit
      return
    }
    let found = slot(key)
    if slots[found].bits == 0 {
      slots[found] = Page(key: key, bits: bit)
      pageCount += 1
      if 2 * pageCount > capacity { grow() } else { lastSlot = found }
    } else {
      slots[found].bits |= bit
      lastSlot = found
    }
  }

  private func grow() {
    let (old, oldCapacity) = (slots, capacity)
    capacity *= 2
    slots = .allocate(capacity: capacity)
    slots.initialize(repeating: Page(), count: capacity)
    for index in 0..<oldCapacity where old[index].bits != 0 {
      slots[slot(old[index].key)] = old[index]
    }
    old.deallocate()
    lastSlot = 0
  }

  /// Numbers all ids by rising id and gives their count. To be called once, after the last `insert`.
  func number() -> Int {
    let keys = FilledArray<UInt64>(pageCount)
    var pages: [Int] = []
    pages.reserveCapacity(pageCount)
    for index in 0..<capacity where slots[index].bits != 0 {
      // With the sign turned round negative ids come first.
      keys[pages.count] = UInt64(bitPattern: slots[index].key) ^ (1 << 63)
      pages.append(index)
    }
    let order = RadixOrder.order(keys: keys)
    var count = 0
    for index in order.array {
      let slot = pages[Int(index)]
      slots[slot].base = UInt32(truncatingIfNeeded: count)
      count += slots[slot].bits.nonzeroBitCount
    }
    return count
  }

  /// The number of `id`, or `missing` when it was never inserted. May be called from several threads.
  @inline(__always)
  func rank(_ id: Int64) -> UInt32 {
    let page = slots[slot(id >> 6)]
    let bit: UInt64 = 1 << UInt64(id & 63)
    if page.bits & bit == 0 { return Self.missing }
    return page.base &+ UInt32(truncatingIfNeeded: (page.bits & (bit &- 1)).nonzeroBitCount)
  }
}
