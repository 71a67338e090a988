/// What a rule asks of one tag's value.
///
/// | text | holds when the tag |
/// |---|---|
/// | `a\|b` | is one of these |
/// | `*` | is there |
/// | `*!a\|b` | is there and none of these |
/// | `!a\|b` | is none of these, or missing |
/// | `!*` | is missing |
/// | `>0`, `<0` | is a number beyond the limit |
package struct TagPattern: Sendable, Hashable {
  private enum Test: Sendable, Hashable {
    case oneOf([String])
    case present(except: [String])
    case missing
    case noneOf([String])
    case above(Double)
    case below(Double)
  }

  private let test: Test

  /// Nil for a text that is no pattern: empty, or a limit that is no number.
  package init?(_ text: String) {
    switch text.first {
    case nil: return nil
    case ">", "<":
      guard let limit = Double(text.dropFirst()) else { return nil }
      test = text.first == ">" ? .above(limit) : .below(limit)
    case "*" where text == "*": test = .present(except: [])
    case "*" where text.hasPrefix("*!"):
      guard let values = Self.values(text.dropFirst(2)) else { return nil }
      test = .present(except: values)
    case "!" where text == "!*": test = .missing
    case "!":
      guard let values = Self.values(text.dropFirst()) else { return nil }
      test = .noneOf(values)
    default:
      guard let values = Self.values(Substring(text)) else { return nil }
      test = .oneOf(values)
    }
  }

  private static func values(_ text: Substring) -> [String]? {
    let values = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    return values.contains("") || values.contains("*") ? nil : values
  }

  /// `value` is nil for a missing tag.
  package func holds(_ value: String?) -> Bool {
    switch test {
    case .oneOf(let values): value.map(values.contains) ?? false
    case .present(let except): value.map { !except.contains($0) } ?? false
    case .missing: value == nil
    case .noneOf(let values): value.map { !values.contains($0) } ?? true
    case .above(let limit): value.flatMap(Double.init).map { $0 > limit } ?? false
    case .below(let limit): value.flatMap(Double.init).map { $0 < limit } ?? false
    }
  }
}
