/// A growing array of plain values in raw memory, for the scratch space of one worker: no reference counting
/// and no copy on write in the hot loops.
///
/// Single owner; indices are checked in debug builds only.
package struct ScratchArray<Element: BitwiseCopyable>: ~Copyable {
  package private(set) var count = 0
  private var capacity = 64
  private var memory = UnsafeMutablePointer<Element>.allocate(capacity: 64)

  package init() {}

  deinit { memory.deallocate() }

  @inline(__always)
  package subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < count)
      return memory[index]
    }
    set {
      assert(index >= 0 && index < count)
      memory[index] = newValue
    }
  }

  /// The elements, valid until the next change.
  package var pointer: UnsafeMutablePointer<Element> { memory }

  @inline(__always)
  package mutating func removeAll() { count = 0 }

  @inline(__always)
  package mutating func append(_ element: Element) {
    if count == capacity { reserve(count + 1) }
    memory[count] = element
    count += 1
  }

  /// Shortens to the first `newCount` elements.
  package mutating func truncate(_ newCount: Int) { count = min(count, newCount) }

  package mutating func reserve(_ wanted: Int) {
    if wanted <= capacity { return }
    capacity = max(wanted, capacity * 2)
    let moved = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    moved.moveInitialize(from: memory, count: count)
    memory.deallocate()
    memory = moved
  }
}
