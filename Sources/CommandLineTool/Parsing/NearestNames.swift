import Model

/// Finds what the user may have meant by a name that does not exist.
package enum NearestNames {
  /// Up to three names nearest to `name`: those that begin with it, then by edit distance up to a third of the
  /// length (at least 2), ties in the given order.
  package static func find(_ name: String, among names: [String]) -> [String] {
    let typed = Array(name.lowercased().replacing("_", with: "-").unicodeScalars)
    let limit = max(2, typed.count / 3)
    let scored = names.enumerated().compactMap { position, candidate -> (Int, Int, String)? in
      let scalars = Array(candidate.unicodeScalars)
      if typed.count > 1, scalars.starts(with: typed) { return (0, position, candidate) }
      let distance = distance(typed, scalars)
      return distance <= limit && distance < typed.count ? (distance, position, candidate) : nil
    }
    return scored.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.prefix(3).map(\.2)
  }

  /// “did you mean …”, or where to read the list when nothing is near.
  package static func hint(
    for name: String, among names: [String], prefix: String, command: CommandSpecification
  ) -> LocalizedText {
    let nearest = find(name, among: names).map { prefix + $0 }
    if nearest.isEmpty { return seeHelp(command) }
    return LocalizedText(
      "did you mean \(nearest.joined(separator: ", "))?",
      zh: "是否想写 \(nearest.joined(separator: "、"))？")
  }

  /// Where the list of options stands.
  package static func seeHelp(_ command: CommandSpecification) -> LocalizedText {
    let line = ["lifecircle", "help", command.name].filter { !$0.isEmpty }.joined(separator: " ")
    return LocalizedText("see: \(line)", zh: "参见：\(line)")
  }

  /// Edits between two words: insertions, deletions, replacements and swaps of neighbours each count 1 (optimal
  /// string alignment).
  static func distance(_ a: [UnicodeScalar], _ b: [UnicodeScalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
