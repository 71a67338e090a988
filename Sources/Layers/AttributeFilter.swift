import Model

/// A condition on a feature's attributes: `tier = '社区' AND population >= 100`.
///
/// The language is SQL's: `=`, `!=`, `<>`, `<`, `<=`, `>`, `>=`, `[NOT] IN (…)`, `[NOT] LIKE`, `[NOT] BETWEEN … AND …`,
/// `IS [NOT] NULL`, `NOT`, `AND`, `OR` (binding in this order), parentheses, numbers, `'text'` with `''` for a quote,
/// `TRUE`, `FALSE`, `NULL`, and field names, plain or in double quotes. Comparisons with null are unknown, and
/// a feature is kept only when the condition is true.
public struct AttributeFilter: Sendable {
  /// Names of the fields the condition looks at, as the layer spells them, in order of appearance.
  public let fieldNames: [String]
  private let condition: FilterCondition

  /// Parses `text` against the layer's field names.
  ///
  /// - Parameter option: the option's name (`--blocks-where`), for messages.
  /// - Throws: 64 with the position (in characters, from 1) for a mistake, or the nearest names for an
  ///   unknown field.
  public init(_ text: String, fields: [String], option: String) throws {
    var parser = try FilterParser(text, fields: fields, option: option)
    condition = try parser.parse()
    fieldNames = parser.usedFields
  }

  /// True when the condition holds; false when it does not or is unknown.
  ///
  /// - Parameter lookup: the value of a field of `fieldNames`; nil counts as null.
  public func matches(_ lookup: (String) -> AttributeValue?) -> Bool {
    condition.holds(lookup) == true
  }
}

/// One side of a comparison.
enum FilterOperand: Sendable {
  case field(String)
  case literal(AttributeValue)

  func value(_ lookup: (String) -> AttributeValue?) -> AttributeValue {
    switch self {
    case .field(let name): lookup(name) ?? .null
    case .literal(let value): value
    }
  }
}

/// A parsed condition, evaluated in three-valued logic: nil is unknown.
indirect enum FilterCondition: Sendable {
  enum Comparison: String, Sendable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  case compare(FilterOperand, Comparison, FilterOperand)
  case oneOf(FilterOperand, [FilterOperand])
  case like(FilterOperand, FilterOperand)
  case isNull(FilterOperand)
  /// A boolean field or TRUE, FALSE on its own.
  case truth(FilterOperand)
  case not(FilterCondition)
  case and(FilterCondition, FilterCondition)
  case or(FilterCondition, FilterCondition)

  func holds(_ lookup: (String) -> AttributeValue?) -> Bool? {
    switch self {
    case .compare(let left, let comparison, let right):
      return Self.holds(left.value(lookup), comparison, right.value(lookup))
    case .oneOf(let operand, let list):
      return Self.isOneOf(operand.value(lookup), list.map { $0.value(lookup) })
    case .like(let operand, let pattern):
      return Self.isLike(operand.value(lookup), pattern.value(lookup))
    case .isNull(let operand): return operand.value(lookup) == .null
    case .truth(let operand): return operand.value(lookup).asNumber.map { $0 != 0 }
    case .not(let condition): return condition.holds(lookup).map { !$0 }
    case .and(let left, let right):
      let first = left.holds(lookup)
      if first == false { return false }
      let second = right.holds(lookup)
      return second == false ? false : (first == nil || second == nil ? nil : true)
    case .or(let left, let right):
      let first = left.holds(lookup)
      if first == true { return true }
      let second = right.holds(lookup)
      return second == true ? true : (first == nil || second == nil ? nil : false)
    }
  }

  private static func holds(
    _ left: AttributeValue, _ comparison: Comparison, _ right: AttributeValue
  ) -> Bool? {
    guard let order = AttributeValue.compare(left, right) else { return nil }
    switch (comparison, order) {
    case (.equal, let order): return order == .same
    case (.notEqual, let order): return order != .same
    case (_, .unlike): return nil
    case (.less, let order): return order == .before
    case (.lessOrEqual, let order): return order != .after
    case (.greater, let order): return order == .after
    case (.greaterOrEqual, let order): return order != .before
    }
  }

  private static func isOneOf(_ value: AttributeValue, _ list: [AttributeValue]) -> Bool? {
    var isUnknown = false
    for element in list {
      switch holds(value, .equal, element) {
      case true: return true
      case nil: isUnknown = true
      default: break
      }
    }
    return isUnknown ? nil : false
  }

  /// `%` is any text, `_` one character, `\` takes the next one literally; ASCII letters match in either case.
  private static func isLike(_ value: AttributeValue, _ pattern: AttributeValue) -> Bool? {
    guard value != .null, pattern != .null else { return nil }
    return LikePattern(pattern.asText).matches(value.asText)
  }
}
