/// Numbers as people read them; unknown ones are a dash.
package enum Figures {
  /// Rounded to a whole number, thousands separated.
  package static func whole(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    let digits = String(Int64(value.rounded().magnitude))
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { grouped.append(",") }
      grouped.append(digit)
    }
    return (value.rounded() < 0 ? "-" : "") + grouped
  }

  /// With `count` digits after the point.
  package static func decimals(_ value: Double, _ count: Int) -> String {
    value.isFinite ? FixedDecimals.text(value, decimals: count) : "–"
  }

  /// A share 0…1 in per cent with `least` decimals, or with so many more that it does not look like its target, or like
  /// all, while it is below, nor like nothing while it is more. English sets a space before the sign, Chinese none.
  package static func percent(
    _ share: Double, beside target: Double? = nil, decimals least: Int = 1,
    in language: Language = .english
  ) -> String {
    guard share.isFinite else { return "–" }
    let count = percentDecimals(share, beside: target, least)
    return decimals(share * 100, count) + (language == .chinese ? "%" : " %")
  }

  /// The decimals that `percent` gives a share; a difference below the ninth is roundoff.
  private static func percentDecimals(
    _ share: Double, beside target: Double? = nil, _ least: Int
  ) -> Int {
    (least..<9).first { count in
      let text = decimals(share * 100, count)
      func differs(_ limit: Double) -> Bool { text != decimals(limit * 100, count) }
      return (share >= 1 || differs(1)) && (share <= 0 || differs(0))
        && target.map { share >= $0 || differs($0) } ?? true
    } ?? least
  }
}
