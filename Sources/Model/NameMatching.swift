/// Which names mean the same, and which are close to a mistyped one.
public enum NameMatching {
  /// Lower case, half width, no blanks at the ends.
  public static func folded(_ name: String) -> String {
    HalfWidth.text(name).lowercased().trimmed
  }

  /// Up to `limit` of `names` nearest to `wanted`, nearest first, ties in the order given; `_` counts as `-`.
  ///
  /// Names that begin with the wanted one come first, then those that contain it or are contained in it, as
  /// one edit; the rest by `edits`, up to a third of the wanted one's length (at least 2).
  public static func suggestions(
    for wanted: String, among names: [String], limit: Int = 3
  ) -> [String] {
    let target = characters(wanted)
    guard !target.isEmpty else { return [] }
    let ranked = names.enumerated().compactMap { index, name in
      rank(characters(name), for: target).map { (rank: $0, index: index, name: name) }
    }
    return ranked.sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }.prefix(limit).map(\.name)
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other: the
  /// optimal string alignment form of F. Damerau, *A technique for computer detection and correction of
  /// spelling errors* (1964).
  public static func edits<Letter: Equatable>(_ left: [Letter], _ right: [Letter]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        var best = min(row[j] + 1, last[j + 1] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[right.count]
  }

  private static func characters(_ name: String) -> [Character] {
    folded(name).map { $0 == "_" ? "-" : $0 }
  }

  /// Nil when the two are too far apart; two-letter words are two edits from everything.
  private static func rank(_ name: [Character], for wanted: [Character]) -> Int? {
    let shorter = name.count < wanted.count ? name : wanted
    // One letter stands in many words, one Chinese character says something.
    if shorter.count > 1 || shorter.contains(where: { !$0.isASCII }) {
      if name.starts(with: wanted) { return 0 }
      if String(name).contains(String(wanted)) || String(wanted).contains(String(name)) { return 1 }
    }
    let distance = edits(wanted, name)
    return distance <= max(2, wanted.count / 3) && distance < wanted.count ? distance : nil
  }
}
