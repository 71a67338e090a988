import Model

/// One attribute's value as a filter sees it.
public enum AttributeValue: Sendable, Hashable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)

  /// As a number: numbers, booleans as 1 and 0, text that is wholly a number (full-width digits too).
  var asNumber: Double? {
    switch self {
    case .null: nil
    case .boolean(let value): value ? 1 : 0
    case .integer(let value): Double(value)
    case .number(let value): value.isNaN ? nil : value
    case .string(let text): Double(NameMatching.folded(text))
    }
  }

  var asText: String {
    switch self {
    case .null: ""
    case .boolean(let value): value ? "true" : "false"
    case .integer(let value): "\(value)"
    case .number(let value):
      Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    case .string(let text): text
    }
  }

  /// Whether the two are equal, and in which order they stand; nil when either is null.
  ///
  /// Numbers compare as numbers, also with text that is one; otherwise text compares by its code points.
  /// Two integers compare exactly.
  static func compare(_ left: AttributeValue, _ right: AttributeValue) -> Order? {
    switch (left, right) {
    case (.null, _), (_, .null): return nil
    case (.integer(let left), .integer(let right)): return Order(left, right)
    case (.string(let left), .string(let right)): return Order(left, right)
    case (.boolean(let value), .string(let text)):
      return truth(text).map { Order(value ? 1 : 0, $0) } ?? .unlike
    case (.string(let text), .boolean(let value)):
      return truth(text).map { Order($0, value ? 1 : 0) } ?? .unlike
    default:
      guard let left = left.asNumber, let right = right.asNumber else { return .unlike }
      return Order(left, right)
    }
  }

  private static func truth(_ text: String) -> Int? {
    switch NameMatching.folded(text) {
    case "true", "yes", "1", "是": 1
    case "false", "no", "0", "否": 0
    default: nil
    }
  }

  /// How two values stand to each other.
  enum Order: Sendable {
    case before, same, after
    /// Of different kinds: not equal and in no order.
    case unlike

    init<Value: Comparable>(_ left: Value, _ right: Value) {
      self = left == right ? .same : left < right ? .before : .after
    }
  }
}
