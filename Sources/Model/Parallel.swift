import Dispatch
import Synchronization

/// Runs independent pieces of work on several threads; results land by index, so the thread count cannot
/// change them.
public enum Parallel {
  /// Calls `body(index)` once for every index below `count`, on up to `threads` threads, and waits.
  ///
  /// Indices are handed out in increasing order. The first error by index (not by time) is rethrown; after
  /// an error no new index is started.
  public static func forEach(
    count: Int, threads: Int, _ body: @Sendable (Int) throws -> Void
  ) throws {
    let workers = max(1, min(threads, count))
    if workers == 1 {
      for index in 0..<count { try body(index) }
      return
    }
    let next = Atomic<Int>(0)
    let failure = Mutex<(index: Int, error: any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if index >= count { return }
        do {
          try body(index)
        } catch {
          failure.withLock { if $0 == nil || index < $0!.index { $0 = (index, error) } }
          next.store(count, ordering: .relaxed)
        }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure.error }
  }

  /// The results of `body` for every index below `count`, in index order.
  public static func map<Result: Sendable>(
    count: Int, threads: Int, _ body: @Sendable (Int) throws -> Result
  ) throws -> [Result] {
    let slots = UnsafeMutablePointer<Result?>.allocate(capacity: count)
    slots.initialize(repeating: nil, count: count)
    defer {
      slots.deinitialize(count: count)
      slots.deallocate()
    }
    let shared = SlotPointer(slots)
    try forEach(count: count, threads: threads) { index in
      shared.pointer[index] = try body(index)
    }
    return (0..<count).map { slots[$0]! }
  }
}

/// Sendable because every index is written by exactly one worker and read only after all have finished.
private struct SlotPointer<Result>: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Result?>
  init(_ pointer: UnsafeMutablePointer<Result?>) { self.pointer = pointer }
}

extension Parallel {
  /// Like `forEach`, with a state of its own for every worker (scratch memory, C handles).
  ///
  /// `makeState` runs once on each worker thread and `finish` after its last index; a state is never seen by two
  /// threads. The order of `finish` calls is not fixed.
  public static func forEach<State>(
    count: Int, threads: Int, state makeState: @Sendable () throws -> State,
    _ body: @Sendable (inout State, Int) throws -> Void,
    finish: @Sendable (inout State) throws -> Void = { _ in }
  ) throws {
    let workers = max(1, min(threads, count))
    let next = Atomic<Int>(0)
    try forEach(count: workers, threads: workers) { _ in
      var state = try makeState()
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if index >= count { break }
        try body(&state, index)
      }
      try finish(&state)
    }
  }
}
