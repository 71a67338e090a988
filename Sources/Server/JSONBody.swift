import Model

/// Reads the JSON document of a request (RFC 8259), strictly: what a browser's `JSON.stringify` writes is understood, and
/// every mistake is named with its place.
///
/// Takes time in proportion to the text, whatever the text is.
public struct JSONBody {
  /// Arrays and objects may stand in each other this deep.
  private static let depthLimit = 16

  private let bytes: [UInt8]
  private var position = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The one value the bytes hold; numbers are `.number`.
  ///
  /// - Throws: a refusal of status 400 naming the byte.
  public static func read(_ bytes: [UInt8]) throws -> JSONValue {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Refusal(400, "the body is not UTF-8", zh: "请求体不是 UTF-8 编码")
    }
    var reader = JSONBody(bytes)
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    if reader.position < bytes.count { throw reader.unexpected() }
    return value
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = current, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  private mutating func value(depth: Int) throws(Refusal) -> JSONValue {
    skipSpace()
    guard depth < Self.depthLimit else {
      throw Refusal(400, "the JSON is nested too deeply", zh: "JSON 嵌套过深")
    }
    switch current {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func object(_ depth: Int) throws(Refusal) -> JSONValue {
    var members: [JSONValue.Member] = []
    var keys = Set<String>()
    position += 1
    skipSpace()
    if take("}") { return .object([]) }
    repeat {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw unexpected() }
      let key = try string()
      guard keys.insert(key).inserted else {
        throw Refusal(400, "a JSON member stands twice: \(key)", zh: "JSON 成员重复：\(key)")
      }
      skipSpace()
      guard take(":") else { throw unexpected() }
      members.append(JSONValue.Member(key, try value(depth: depth + 1)))
      skipSpace()
    } while take(",")
    guard take("}") else { throw unexpected() }
    return .object(members)
  }

  private mutating func array(_ depth: Int) throws(Refusal) -> JSONValue {
    var items: [JSONValue] = []
    position += 1
    skipSpace()
    if take("]") { return .array([]) }
    repeat {
      items.append(try value(depth: depth + 1))
      skipSpace()
    } while take(",")
    guard take("]") else { throw unexpected() }
    return .array(items)
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }

  private mutating func word(_ text: String, _ value: JSONValue) throws(Refusal) -> JSONValue {
    for byte in text.utf8 {
      guard current == byte else { throw unexpected() }
      position += 1
    }
    return value
  }

  private mutating func number() throws(Refusal) -> Double {
    let start = position
    while let byte = current, Self.isNumberByte(byte) { position += 1 }
    guard let value = AttributeNumber.parse(bytes[start..<position]), value.isFinite else {
      position = start
      throw unexpected()
    }
    return value
  }

  private static func isNumberByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte)
  }

  /// Finds the string's end; its escapes are resolved as those of attributes are.
  private mutating func string() throws(Refusal) -> String {
    let start = position + 1
    position = start
    while let byte = current {
      if byte == UInt8(ascii: "\"") {
        let content = bytes[start..<position]
        position += 1
        return AttributeText.unescape(content)
      }
      if byte < 0x20 { throw unexpected() }
      position += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    position = bytes.count
    throw unexpected()
  }

  private func unexpected() -> Refusal {
    guard position < bytes.count else {
      return Refusal(400, "the JSON ends too early", zh: "JSON 不完整")
    }
    return Refusal(
      400, "the body is no JSON: unexpected text at byte \(position + 1)",
      zh: "请求体不是有效的 JSON：第 \(position + 1) 字节处有意外内容")
  }
}
