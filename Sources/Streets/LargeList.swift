/// A list that grows, in the memory of large arrays. Copies are independent.
struct LargeList<Element: BitwiseCopyable & Sendable> {
  private var block: HeapBlock<Element>?
  private(set) var count = 0

  init() {}

  /// Makes room for `capacity` elements. Room that stays empty costs addresses only.
  mutating func reserve(_ capacity: Int) {
    if capacity > (block?.capacity ?? 0) { move(capacity) }
  }

  mutating func append(contentsOf elements: UnsafeBufferPointer<Element>) {
    let total = count + elements.count
    if total > (block?.capacity ?? 0) || !isKnownUniquelyReferenced(&block) {
      move(max(total, 2 * (block?.capacity ?? 0)))
    }
    if let block, let source = elements.baseAddress {
      (block.base + count).update(from: source, count: elements.count)
    }
    count = total
  }

  /// Moves what is there to a block of its own.
  private mutating func move(_ capacity: Int) {
    let larger = HeapBlock<Element>(capacity: max(1, capacity))
    if let block { larger.base.update(from: block.base, count: count) }
    block = larger
  }

  /// Calls `body` with the elements, which hold until it returns.
  func withUnsafeBufferPointer<Result>(
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(block) {
      try body(UnsafeBufferPointer(start: block?.base, count: count))
    }
  }

  /// What is there now, without a copy: a later `append` moves the list away from it.
  var array: GraphArray<Element> {
    guard let block else { return GraphArray([]) }
    return GraphArray(owner: block, base: block.base, count: count)
  }
}
