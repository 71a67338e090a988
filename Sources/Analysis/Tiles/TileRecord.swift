import Model

/// A JSON object of a tile or its manifest, read member by member; what is missing or of another type is damage.
struct TileRecord {
  let json: JSONValue
  /// The file it is from, for messages.
  let path: String

  init(_ json: JSONValue, path: String) {
    self.json = json
    self.path = path
  }

  /// - Throws: 65 where `text` is no JSON.
  init(text: String, path: String) throws {
    do {
      self.init(try JSON5Reader.read(text).json, path: path)
    } catch {
      throw AnalysisError.damagedTile(
        path, LocalizedText("its JSON cannot be read", zh: "其 JSON 无法解析"))
    }
  }

  private func damage(_ key: String) -> AnalysisError {
    .damagedTile(
      path,
      LocalizedText("“\(key)” is missing or no such value", zh: "缺少“\(key)”或其值无效"))
  }

  /// The value under a key, nil where it is null or missing.
  func optional(_ key: String) -> TileRecord? {
    guard let value = json.member(key), value != .null else { return nil }
    return TileRecord(value, path: path)
  }

  func record(_ key: String) throws -> TileRecord {
    guard let found = optional(key) else { throw damage(key) }
    return found
  }

  func records(_ key: String) throws -> [TileRecord] {
    guard case .array(let items)? = json.member(key) else { throw damage(key) }
    return items.map { TileRecord($0, path: path) }
  }

  func text(_ key: String) throws -> String {
    guard case .string(let text)? = json.member(key) else { throw damage(key) }
    return text
  }

  func optionalText(_ key: String) throws -> String? {
    try optional(key) == nil ? nil : text(key)
  }

  func number(_ key: String) throws -> Double {
    guard let number = json.member(key)?.real else { throw damage(key) }
    return number
  }

  func optionalNumber(_ key: String) throws -> Double? {
    try optional(key) == nil ? nil : number(key)
  }

  func whole(_ key: String) throws -> Int {
    guard case .integer(let number)? = json.member(key) else { throw damage(key) }
    return Int(number)
  }

  func flag(_ key: String) throws -> Bool {
    guard case .boolean(let flag)? = json.member(key) else { throw damage(key) }
    return flag
  }

  /// Numbers; null is NaN.
  func numbers(_ key: String) throws -> [Double] {
    guard let value = json.member(key) else { throw damage(key) }
    return try TileRecord(value, path: path).numbers()
  }

  /// The numbers that the value itself is a list of; null is NaN.
  func numbers() throws -> [Double] {
    guard case .array(let items) = json else { throw damage("numbers") }
    return try items.map { item in
      if item == .null { return .nan }
      guard let number = item.real else { throw damage("numbers") }
      return number
    }
  }

  /// Whole numbers ≥ 0.
  func wholes(_ key: String) throws -> [Int] {
    guard case .array(let items)? = json.member(key) else { throw damage(key) }
    return try items.map { item in
      guard case .integer(let number) = item, number >= 0 else { throw damage(key) }
      return Int(number)
    }
  }

  /// Texts; null is nil.
  func texts(_ key: String) throws -> [String?] {
    guard case .array(let items)? = json.member(key) else { throw damage(key) }
    return try items.map { item in
      switch item {
      case .null: return nil
      case .string(let text): return text
      default: throw damage(key)
      }
    }
  }
}

extension JSONValue {
  /// A number of either kind.
  fileprivate var real: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number, _): number
    default: nil
    }
  }

  static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  static func optional(_ number: Double?) -> JSONValue { number.map { .number($0) } ?? .null }

  /// NaN is null.
  static func numbers(_ numbers: [Double]) -> JSONValue {
    .array(numbers.map { $0.isNaN ? .null : .number($0) })
  }

  static func wholes(_ numbers: some Sequence<Int>) -> JSONValue {
    .array(numbers.map { .integer(Int64($0)) })
  }
}

extension AnalysisError {
  /// A tile or manifest that cannot be used, and why.
  static func damagedTile(_ path: String, _ reason: LocalizedText) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: path),
      LocalizedText("unusable tile: \(reason.english)", zh: "分块文件不可用：\(reason.chinese)"),
      hint: LocalizedText("cut it again with `lifecircle tile`", zh: "请用 `lifecircle tile` 重新切分"))
  }
}
