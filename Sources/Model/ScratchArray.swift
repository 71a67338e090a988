/// A growing array of plain values in raw memory, for the scratch space of one worker: no reference counting
/// and no copy on write in the hot loops.
///
/// Single owner; indices are checked in debug builds only. Inlinable, since the loops live in other modules.
public struct ScratchArray<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline internal var used = 0
  public var count: Int { @inlinable @inline(__always) get { used } }
  @usableFromInline internal var capacity = 64
  /// The elements, valid until the next change.
  @usableFromInline internal var memory = UnsafeMutablePointer<Element>.allocate(capacity: 64)
  public var pointer: UnsafeMutablePointer<Element> {
    @inlinable @inline(__always) get { memory }
  }

  public init() {}

  deinit { memory.deallocate() }

  @inlinable @inline(__always)
  public subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < count)
      return memory[index]
    }
    set {
      assert(index >= 0 && index < count)
      memory[index] = newValue
    }
  }

  @inlinable @inline(__always)
  public mutating func removeAll() { used = 0 }

  @inlinable @inline(__always)
  public mutating func append(_ element: Element) {
    if used == capacity { reserve(count + 1) }
    memory[used] = element
    used += 1
  }

  /// Shortens to the first `newCount` elements.
  @inlinable @inline(__always)
  public mutating func truncate(_ newCount: Int) { used = min(count, newCount) }

  /// Makes room for `wanted` elements; `count` stays as it is.
  @inlinable @inline(__always)
  public mutating func reserve(_ wanted: Int) {
    if wanted > capacity { grow(wanted) }
  }

  @usableFromInline
  mutating func grow(_ wanted: Int) {
    capacity = max(wanted, capacity * 2)
    let moved = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    moved.moveInitialize(from: memory, count: count)
    memory.deallocate()
    memory = moved
  }
}
