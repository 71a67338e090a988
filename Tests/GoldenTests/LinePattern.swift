import Foundation

/// Expected lines of text against those seen.
///
/// A line is literal; `~ ` begins a regular expression for the whole line; `...` stands for any number of lines.
enum LinePattern {
  /// Nil when `seen` is as expected, else the first difference.
  static func difference(_ expected: [String], _ seen: [String]) -> String? {
    // Furthest line reached, for the message; the search is tiny, so it is the plain recursion.
    var furthest = (expected: 0, seen: 0)
    func match(_ e: Int, _ s: Int) -> Bool {
      if s >= furthest.seen { furthest = (e, s) }
      guard e < expected.count else { return s == seen.count }
      if expected[e] == "..." {
        return (s...seen.count).contains { match(e + 1, $0) }
      }
      return s < seen.count && fits(expected[e], seen[s]) && match(e + 1, s + 1)
    }
    if match(0, 0) { return nil }
    let wanted = furthest.expected < expected.count ? expected[furthest.expected] : "(no more)"
    let found = furthest.seen < seen.count ? seen[furthest.seen] : "(no more)"
    return "line \(furthest.seen + 1)\n  expected \(wanted)\n  seen     \(found)"
  }

  static func fits(_ pattern: String, _ line: String) -> Bool {
    guard pattern.hasPrefix("~ ") else { return pattern == line }
    return line.range(
      of: "^(?:" + pattern.dropFirst(2) + ")$", options: .regularExpression) != nil
  }

  /// Lines of a text without the empty one after a final newline.
  static func lines(_ text: String) -> [String] {
    var lines = text.components(separatedBy: "\n")
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}
