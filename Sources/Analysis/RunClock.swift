import Dispatch
import Synchronization

/// Seconds between laps.
struct Stopwatch {
  private var last = DispatchTime.now().uptimeNanoseconds

  /// Seconds since the last lap or the start.
  mutating func lap() -> Double {
    let now = DispatchTime.now().uptimeNanoseconds
    defer { last = now }
    return Double(now - last) / 1e9
  }
}

/// A count that several workers add to.
final class ProgressCounter: Sendable {
  private let value = Atomic<Int>(0)

  /// The count after adding.
  func add(_ count: Int) -> Int {
    value.add(count, ordering: .relaxed).newValue
  }
}
