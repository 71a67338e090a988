import Model

/// Parses a filter by recursive descent: or → and → not → comparison.
struct FilterParser {
  /// Parentheses and NOT nested deeper than this are refused, so that no text exhausts the stack.
  private static let depthLimit = 200

  private(set) var usedFields: [String] = []
  private let tokens: [FilterToken]
  private var index = 0
  private var depth = 0
  private let text: String
  private let fields: [String]
  private let option: String

  init(_ text: String, fields: [String], option: String) throws {
    self.text = text
    self.fields = fields
    self.option = option
    do {
      tokens = try FilterTokens.of(text)
    } catch let mistake as FilterMistake {
      throw Self.failure(mistake, text, option)
    }
  }

  mutating func parse() throws -> FilterCondition {
    do {
      let condition = try disjunction()
      guard token.kind == .end else { throw unexpected(expected: "AND, OR", zh: "AND 或 OR") }
      return condition
    } catch let mistake as FilterMistake {
      throw Self.failure(mistake, text, option)
    }
  }

  private static func failure(
    _ mistake: FilterMistake, _ text: String, _ option: String
  ) -> AnalysisError {
    let position = mistake.position
    return AnalysisError(
      .usage, .none,
      LocalizedText(
        "\(option) “\(text.prefix(120))”, character \(position): \(mistake.message.english)",
        zh: "\(option)“\(text.prefix(120))”第 \(position) 个字符：\(mistake.message.chinese)"),
      hint: LocalizedText(
        "write for example tier = '社区' AND population >= 100",
        zh: "例如 tier = '社区' AND population >= 100"))
  }

  // MARK: tokens

  private var token: FilterToken { tokens[index] }

  private func unexpected(expected: String, zh: String) -> FilterMistake {
    let seen: String =
      switch token.kind {
      case .word(let word): word
      case .name(let name): "\"\(name)\""
      case .text(let text): "'\(text)'"
      case .integer(let value): "\(value)"
      case .number(let value): "\(value)"
      case .sign(let sign): sign
      case .end: ""
      }
    return FilterMistake(
      position: token.position,
      message: seen.isEmpty
        ? LocalizedText("it ends where \(expected) should follow", zh: "此处应有 \(zh)，但已结束")
        : LocalizedText("\(expected) should stand here, not \(seen)", zh: "此处应为 \(zh)，而不是 \(seen)"))
  }

  private mutating func take(keyword: String) -> Bool {
    guard case .word(let word) = token.kind, word.uppercased() == keyword else { return false }
    index += 1
    return true
  }

  private mutating func take(sign: String) -> Bool {
    guard token.kind == .sign(sign) else { return false }
    index += 1
    return true
  }

  // MARK: grammar

  private mutating func disjunction() throws -> FilterCondition {
    var condition = try conjunction()
    while take(keyword: "OR") { condition = .or(condition, try conjunction()) }
    return condition
  }

  private mutating func conjunction() throws -> FilterCondition {
    var condition = try negation()
    while take(keyword: "AND") { condition = .and(condition, try negation()) }
    return condition
  }

  private mutating func negation() throws -> FilterCondition {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw FilterMistake(
        position: token.position, message: LocalizedText("nested too deeply", zh: "嵌套过深"))
    }
    if take(keyword: "NOT") { return .not(try negation()) }
    if take(sign: "(") {
      let condition = try disjunction()
      guard take(sign: ")") else { throw unexpected(expected: "“)”", zh: "“)”") }
      return condition
    }
    return try comparison()
  }

  private mutating func comparison() throws -> FilterCondition {
    let left = try operand()
    if take(keyword: "IS") {
      let isNegated = take(keyword: "NOT")
      guard take(keyword: "NULL") else { throw unexpected(expected: "NULL", zh: "NULL") }
      return isNegated ? .not(.isNull(left)) : .isNull(left)
    }
    let isNegated = take(keyword: "NOT")
    if let condition = try wordComparison(left) { return isNegated ? .not(condition) : condition }
    guard !isNegated else {
      throw unexpected(expected: "IN, LIKE, BETWEEN", zh: "IN、LIKE 或 BETWEEN")
    }
    if case .sign(let sign) = token.kind,
      let comparison = FilterCondition.Comparison(rawValue: sign)
    {
      index += 1
      return .compare(left, comparison, try operand())
    }
    switch (left, token.kind) {
    case (.field, .end), (.field, .sign(")")), (.literal(.boolean), _): return .truth(left)
    case (.field, .word(let word)) where ["AND", "OR"].contains(word.uppercased()):
      return .truth(left)
    default: throw unexpected(expected: "=, <, IN, LIKE, IS …", zh: "=、<、IN、LIKE、IS 等")
    }
  }

  private mutating func wordComparison(_ left: FilterOperand) throws -> FilterCondition? {
    if take(keyword: "IN") { return .oneOf(left, try list()) }
    if take(keyword: "LIKE") { return .like(left, try operand()) }
    guard take(keyword: "BETWEEN") else { return nil }
    let low = try operand()
    guard take(keyword: "AND") else { throw unexpected(expected: "AND", zh: "AND") }
    let high = try operand()
    return .and(.compare(left, .greaterOrEqual, low), .compare(left, .lessOrEqual, high))
  }

  private mutating func list() throws -> [FilterOperand] {
    guard take(sign: "(") else { throw unexpected(expected: "“(”", zh: "“(”") }
    var operands = [try operand()]
    while take(sign: ",") { operands.append(try operand()) }
    guard take(sign: ")") else { throw unexpected(expected: "“,” or “)”", zh: "“,”或“)”") }
    return operands
  }

  private mutating func operand() throws -> FilterOperand {
    let here = token
    switch here.kind {
    case .text(let text):
      index += 1
      return .literal(.string(text))
    case .integer(let value):
      index += 1
      return .literal(.integer(value))
    case .number(let value):
      index += 1
      return .literal(.number(value))
    case .name(let name):
      index += 1
      return .field(try field(name))
    case .word(let word):
      guard !Self.reserved.contains(word.uppercased()) || fields.contains(word) else {
        throw unexpected(expected: "a field or a value", zh: "字段或值")
      }
      index += 1
      return try named(word)
    default: throw unexpected(expected: "a field or a value", zh: "字段或值")
    }
  }

  private static let reserved = FilterWords.operators

  private mutating func named(_ word: String) throws -> FilterOperand {
    if !fields.contains(word) {
      switch word.uppercased() {
      case "TRUE": return .literal(.boolean(true))
      case "FALSE": return .literal(.boolean(false))
      case "NULL": return .literal(.null)
      default: break
      }
    }
    return .field(try field(word))
  }

  private mutating func field(_ wanted: String) throws -> String {
    let alike = fields.filter { NameMatching.folded($0) == NameMatching.folded(wanted) }
    guard let name = fields.contains(wanted) ? wanted : (alike.count == 1 ? alike[0] : nil) else {
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "\(option): there is no field “\(wanted)”", zh: "\(option)：没有字段“\(wanted)”"),
        hint: FieldChooser.hint(for: wanted, among: fields))
    }
    if !usedFields.contains(name) { usedFields.append(name) }
    return name
  }
}
