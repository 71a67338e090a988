/// Growing bytes that one worker formats into and reuses for its next piece.
///
/// Writers reserve the most a feature can need, then store through a raw pointer without further checks.
/// `unchecked Sendable`: a buffer is taken from its pool by one worker at a time.
final class TextBuffer: @unchecked Sendable {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// Bytes in use.
  var count = 0

  init(capacity: Int = 1 << 20) {
    base = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  deinit { base.deallocate() }

  /// Makes room for `extra` more bytes (and 64 spare ones) and returns where they go.
  @inline(__always)
  func reserve(_ extra: Int) -> UnsafeMutablePointer<UInt8> {
    if count &+ extra &+ 64 > capacity { grow(extra) }
    return base + count
  }

  /// Takes everything up to `end` as written.
  @inline(__always)
  func advance(to end: UnsafeMutablePointer<UInt8>) {
    count = end - base
    assert(count <= capacity)
  }

  @inline(never)
  private func grow(_ extra: Int) {
    let larger = max(capacity * 2, count + extra + 64)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    moved.update(from: base, count: count)
    base.deallocate()
    base = moved
    capacity = larger
  }

  /// Appends a copy of `bytes`.
  func append(_ bytes: some Collection<UInt8>) {
    let out = reserve(bytes.count)
    _ = UnsafeMutableBufferPointer(start: out, count: bytes.count).initialize(from: bytes)
    count += bytes.count
  }

  func append(_ text: String) { append(text.utf8) }

  /// The bytes in use; valid until the next change.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }
}
