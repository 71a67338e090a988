/// Names close to a mistyped one, for hints.
public enum NameMatching {
  /// Up to `limit` of `names` nearest to `wanted`, nearest first, ties in the order given.
  ///
  /// Distance is Damerau-Levenshtein in its optimal string alignment form (Damerau 1964) on folded names; a
  /// name that contains the wanted one, or is contained in it, counts as one edit away. Names more than a
  /// third of the wanted one's length (at least 2) away are left out.
  public static func suggestions(
    for wanted: String, among names: [String], limit: Int = 3
  ) -> [String] {
    let target = Array(folded(wanted))
    let tolerance = max(2, target.count / 3)
    let ranked = names.enumerated().compactMap { index, name -> (Int, Int, String)? in
      let candidate = Array(folded(name))
      var distance = edits(target, candidate)
      if !target.isEmpty, !candidate.isEmpty,
        folded(name).contains(folded(wanted)) || folded(wanted).contains(folded(name))
      {
        distance = min(distance, 1)
      }
      // Two-letter names are two edits from everything: something must be left in common.
      let isNear = distance <= tolerance && distance < max(target.count, candidate.count)
      return isNear ? (distance, index, name) : nil
    }
    return ranked.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.prefix(limit).map(\.2)
  }

  /// Lower case, full-width forms as ASCII, no blanks at the ends.
  static func folded(_ name: String) -> String {
    var text = ""
    for scalar in name.unicodeScalars {
      switch scalar.value {
      case 0xFF01...0xFF5E:
        text.unicodeScalars.append(UnicodeScalar(scalar.value - 0xFEE0) ?? scalar)
      case 0x3000: text.append(" ")
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text.lowercased().trimmed
  }

  private static func edits(_ left: [Character], _ right: [Character]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in 1...left.count {
      var current = [row] + [Int](repeating: 0, count: right.count)
      for column in 1...right.count {
        let isSame = left[row - 1] == right[column - 1]
        current[column] = min(
          last[column] + 1, current[column - 1] + 1, last[column - 1] + (isSame ? 0 : 1))
        if row > 1, column > 1, left[row - 1] == right[column - 2],
          left[row - 2] == right[column - 1]
        {
          current[column] = min(current[column], beforeLast[column - 2] + 1)
        }
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
