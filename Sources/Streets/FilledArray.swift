import Glibc

/// Memory being filled by several threads.
///
/// `@unchecked Sendable`: every element is written by one thread, and read after all have finished.
struct FilledArray<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>
  let array: GraphArray<Element>

  init(_ count: Int) {
    var start: UnsafeMutablePointer<Element>!
    array = GraphArray(count: count) { start = $0 }
    base = start
  }

  init(repeating value: Element, _ count: Int) {
    self.init(count)
    base.initialize(repeating: value, count: count)
  }

  /// Keeps the memory until here; to be called after the last use of an array that goes nowhere else.
  @inline(__always)
  func keep() { withExtendedLifetime(array.owner) {} }

  /// True when the bytes of both are the same.
  func holdsSame(as other: FilledArray) -> Bool {
    defer { other.keep() }
    return memcmp(base, other.base, array.count * MemoryLayout<Element>.stride) == 0
  }

  @inline(__always)
  subscript(index: Int) -> Element {
    get { base[index] }
    nonmutating set { base[index] = newValue }
  }
}
