/// A read-only array over memory that something else owns: a heap block or a mapped file.
///
/// `@unchecked Sendable`: the memory is never written after `init` and lives as long as `owner`, which every copy
/// keeps.
public struct GraphArray<Element: BitwiseCopyable & Sendable>: @unchecked Sendable,
  RandomAccessCollection
{
  public let owner: AnyObject
  public let base: UnsafePointer<Element>
  public let count: Int

  /// Memory of `count` elements at `base` that stays valid and unchanged while `owner` lives.
  public init(owner: AnyObject, base: UnsafePointer<Element>, count: Int) {
    self.owner = owner
    self.base = base
    self.count = count
  }

  /// A copy of `elements` on the heap.
  public init(_ elements: [Element]) {
    let block = HeapBlock<Element>(capacity: Swift.max(1, elements.count))
    elements.withUnsafeBufferPointer { source in
      if let from = source.baseAddress { block.base.update(from: from, count: source.count) }
    }
    self.init(owner: block, base: block.base, count: elements.count)
  }

  /// `count` elements written by `fill` into memory that is not yet initialised.
  public init(count: Int, fill: (UnsafeMutablePointer<Element>) throws -> Void) rethrows {
    let block = HeapBlock<Element>(capacity: Swift.max(1, count))
    try fill(block.base)
    self.init(owner: block, base: block.base, count: count)
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { count }

  @inlinable
  public subscript(index: Int) -> Element {
    assert(index >= 0 && index < count)
    return base[index]
  }

  /// The same memory as a buffer, valid while this array or a copy of it lives.
  public var buffer: UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(start: base, count: count)
  }
}

/// Memory freed with its owner.
final class HeapBlock<Element: BitwiseCopyable> {
  let base: UnsafeMutablePointer<Element>
  let capacity: Int
  private let block: LargeBlocks.Block?

  init(capacity: Int) {
    self.capacity = capacity
    let bytes = capacity * MemoryLayout<Element>.stride
    if bytes < LargeBlocks.leastBytes {
      (base, block) = (.allocate(capacity: capacity), nil)
      return
    }
    let block = LargeBlocks.take(bytes)
    LargePages.advise(block, used: bytes)
    base = block.base.bindMemory(to: Element.self, capacity: capacity)
    self.block = block
  }

  deinit {
    if let block { LargeBlocks.give(block) } else { base.deallocate() }
  }
}
