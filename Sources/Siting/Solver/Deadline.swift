/// The moment at which solving has to end.
package struct Deadline: Sendable {
  private let end: ContinuousClock.Instant?

  /// `seconds` from now; nil never passes.
  package init(seconds: Double?) {
    end = seconds.map { ContinuousClock.now + .seconds(max(0, $0)) }
  }

  package var hasPassed: Bool {
    end.map { ContinuousClock.now >= $0 } ?? false
  }

  /// Never negative; nil where there is no end.
  package var secondsLeft: Double? {
    guard let end else { return nil }
    let left = ContinuousClock.now.duration(to: end).components
    return max(0, Double(left.seconds) + Double(left.attoseconds) * 1e-18)
  }
}
