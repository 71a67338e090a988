import Model

/// Splits index ranges in pieces of a size that does not depend on the thread count.
struct IndexPieces: Sendable {
  let threads: Int
  /// Small enough that several threads share the few ways of a town.
  private static let size = 1 << 11

  /// Calls `body` for consecutive pieces of `0..<count`; each writes to its own indices only.
  func forEach(_ count: Int, _ body: @Sendable (Range<Int>) -> Void) {
    forEachNumbered(count) { body($1) }
  }

  /// Like `forEach`, with the number of the piece.
  func forEachNumbered(_ count: Int, _ body: @Sendable (Int, Range<Int>) -> Void) {
    // The bodies do not throw, so neither does `forEach`.
    try! Parallel.forEach(count: self.count(count), threads: threads) { piece in
      body(piece, piece * Self.size..<min((piece + 1) * Self.size, count))
    }
  }

  /// Pieces of `0..<count`.
  func count(_ count: Int) -> Int { (count + Self.size - 1) / Self.size }
}
