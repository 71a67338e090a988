/// How far sums and products of measured numbers may be off before a comparison takes notice.
enum Roundoff {
  /// A part in ten thousand million: more than the error of a sum of a million doubles, less than any person.
  static let share = 1e-10

  /// Whether `value` is above `limit` by more than the arithmetic could have made it.
  static func exceeds(_ value: Double, _ limit: Double) -> Bool {
    value > limit + share * abs(limit)
  }

  /// The smallest whole number ≥ `value` ≥ 0, where `12 × (52 ÷ 12)` is 52 and not 53.
  ///
  /// - Returns: nil for NaN and for what does not fit an `Int`.
  static func ceiling(_ value: Double) -> Int? {
    Int(exactly: (value - share * value).rounded(.up))
  }
}
