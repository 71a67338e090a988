/// When a solver has to stop.
final class SolveClock: Sendable {
  private let end: ContinuousClock.Instant?

  init(seconds: Double?) {
    end = seconds.map { .now + .seconds(min(max(0, $0), 1e9)) }
  }

  private init(end: ContinuousClock.Instant?) { self.end = end }

  /// Whether there is no limit.
  var isEndless: Bool { end == nil }

  var isOver: Bool {
    guard let end else { return false }
    return ContinuousClock.now >= end
  }

  /// Seconds left; infinite without a limit.
  var left: Double {
    guard let end else { return .infinity }
    let left = end - ContinuousClock.now
    return Double(left.components.seconds) + Double(left.components.attoseconds) * 1e-18
  }

  /// A clock that is over after this share of the time left.
  func part(_ share: Double) -> SolveClock {
    end == nil ? self : SolveClock(end: .now + .seconds(max(0, left * share)))
  }
}
