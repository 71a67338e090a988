/// A JSON5 document as it stands in a file: members and elements keep their order and line, numbers their text.
package indirect enum JSON5Value: Sendable, Hashable {
  case null
  case boolean(Bool)
  /// Decimal text; hexadecimal is already converted, `NaN` and `Infinity` stay as written.
  case number(String)
  case string(String)
  case array([JSON5Element])
  case object([JSON5Member])
}

/// One member of an object.
package struct JSON5Member: Sendable, Hashable {
  package var key: String
  package var value: JSON5Value
  /// Line of the key, from 1.
  package var line: Int

  package init(key: String, value: JSON5Value, line: Int) {
    self.key = key
    self.value = value
    self.line = line
  }
}

/// One element of an array, or a whole document.
package struct JSON5Element: Sendable, Hashable {
  package var value: JSON5Value
  /// Line of the value's first character, from 1.
  package var line: Int

  package init(value: JSON5Value, line: Int) {
    self.value = value
    self.line = line
  }
}

/// Reads JSON5 (spec.json5.org, version 1.0.0): JSON with comments, trailing commas, unquoted keys, single
/// quotes, hexadecimal and signed numbers.
///
/// Foundation's decoder reads the dialect too, but takes repeated keys silently and names no line.
package struct JSON5Reader {
  /// What is wrong and on which line.
  package struct Failure: Error, Hashable {
    package var line: Int
    package var message: LocalizedText

    package init(line: Int, message: LocalizedText) {
      self.line = line
      self.message = message
    }
  }

  private let scalars: [UnicodeScalar]
  private var index = 0
  private var line = 1
  private static let depthLimit = 64

  private init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// The one value `text` holds.
  ///
  /// - Throws: `Failure`.
  package static func read(_ text: String) throws -> JSON5Value {
    try readDocument(text).value
  }

  /// The one value `text` holds, with the line it begins on.
  ///
  /// - Throws: `Failure`.
  package static func readDocument(_ text: String) throws -> JSON5Element {
    var reader = JSON5Reader(text)
    try reader.skipSpace()
    let line = reader.line
    let value = try reader.value(depth: 0)
    try reader.skipSpace()
    if let extra = reader.current { throw reader.unexpected(extra) }
    return JSON5Element(value: value, line: line)
  }

  private var current: UnicodeScalar? { index < scalars.count ? scalars[index] : nil }

  private mutating func advance() {
    if current == "\n" { line += 1 }
    index += 1
  }

  // MARK: Structure

  private mutating func value(depth: Int) throws -> JSON5Value {
    guard depth < Self.depthLimit else {
      throw failure("nested too deeply", zh: "嵌套过深")
    }
    switch current {
    case nil: throw failure("the file ends too early", zh: "文件意外结束")
    case "{": return .object(try members(depth: depth))
    case "[": return .array(try elements(depth: depth))
    case "\"", "'": return .string(try quoted())
    default: return try wordOrNumber()
    }
  }

  private mutating func members(depth: Int) throws -> [JSON5Member] {
    advance()
    var members: [JSON5Member] = []
    while true {
      try skipSpace()
      if current == "}" { break }
      let keyLine = line
      let key = try key()
      if members.contains(where: { $0.key == key }) {
        throw failure("“\(key)” stands twice", zh: "“\(key)”出现两次")
      }
      try skipSpace()
      guard current == ":" else { throw unexpected(current) }
      advance()
      try skipSpace()
      members.append(JSON5Member(key: key, value: try value(depth: depth + 1), line: keyLine))
      if try !comma(before: "}") { break }
    }
    advance()
    return members
  }

  private mutating func elements(depth: Int) throws -> [JSON5Element] {
    advance()
    var elements: [JSON5Element] = []
    while true {
      try skipSpace()
      if current == "]" { break }
      let elementLine = line
      elements.append(JSON5Element(value: try value(depth: depth + 1), line: elementLine))
      if try !comma(before: "]") { break }
    }
    advance()
    return elements
  }

  /// True after a comma, false at `end`.
  private mutating func comma(before end: UnicodeScalar) throws -> Bool {
    try skipSpace()
    if current == end { return false }
    guard current == "," else { throw unexpected(current) }
    advance()
    return true
  }

  private mutating func skipSpace() throws {
    while let scalar = current {
      if scalar.properties.isWhitespace || scalar == "\u{FEFF}" {
        advance()
      } else if scalar == "/", index + 1 < scalars.count, scalars[index + 1] == "/" {
        while let inner = current, inner != "\n" { if inner == "\r" { break } else { advance() } }
      } else if scalar == "/", index + 1 < scalars.count, scalars[index + 1] == "*" {
        try skipBlockComment()
      } else {
        return
      }
    }
  }

  private mutating func skipBlockComment() throws {
    index += 2
    while index + 1 < scalars.count {
      if scalars[index] == "*", scalars[index + 1] == "/" {
        index += 2
        return
      }
      advance()
    }
    throw failure("a comment is not closed", zh: "注释未结束")
  }

  // MARK: Words

  private mutating func key() throws -> String {
    if current == "\"" || current == "'" { return try quoted() }
    let start = index
    while let scalar = current, Self.isWordScalar(scalar) { advance() }
    guard index > start else { throw unexpected(current) }
    return text(start..<index)
  }

  /// Letters of any script, digits, `_`, `$`, and `-`, which JSON5 itself would have quoted.
  private static func isWordScalar(_ scalar: UnicodeScalar) -> Bool {
    scalar.properties.isIDContinue || scalar == "$" || scalar == "-"
  }

  private mutating func wordOrNumber() throws -> JSON5Value {
    let start = index
    while let scalar = current,
      Self.isWordScalar(scalar) || scalar == "+" || scalar == "."
    {
      advance()
    }
    let word = text(start..<index)
    switch word {
    case "": throw unexpected(current)
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "null": return .null
    default: break
    }
    let unsigned = word.hasPrefix("-") || word.hasPrefix("+") ? String(word.dropFirst()) : word
    if ["NaN", "Infinity"].contains(unsigned) { return .number(word) }
    if unsigned.hasPrefix("0x") || unsigned.hasPrefix("0X"),
      let value = UInt64(unsigned.dropFirst(2), radix: 16), !unsigned.dropFirst(2).hasPrefix("+")
    {
      return .number((word.hasPrefix("-") ? "-" : "") + String(value))
    }
    guard DecimalText.number(word) != nil else {
      throw failure(
        "“\(word)” is no value; text stands in quotes", zh: "“\(word)”不是有效的值；文字须加引号")
    }
    return .number(word.hasPrefix("+") ? unsigned : word)
  }

  private mutating func quoted() throws -> String {
    let quote = current!
    advance()
    var result = String.UnicodeScalarView()
    while let scalar = current, scalar != "\n" {
      advance()
      if scalar == quote { return String(result) }
      if scalar == "\\" { try appendEscape(to: &result) } else { result.append(scalar) }
    }
    throw failure("a quoted text is not closed on its line", zh: "引号未在本行结束")
  }

  private mutating func appendEscape(to result: inout String.UnicodeScalarView) throws {
    guard let scalar = current else { return }
    advance()
    switch scalar {
    case "\n": break
    case "\r": if current == "\n" { advance() }
    case "b": result.append("\u{8}")
    case "f": result.append("\u{C}")
    case "n": result.append("\n")
    case "r": result.append("\r")
    case "t": result.append("\t")
    case "v": result.append("\u{B}")
    case "0": result.append("\0")
    case "x": result.append(try self.scalar(UInt32(try hexadecimal(2))))
    case "u": result.append(try escapedUnicode())
    default: result.append(scalar)
    }
  }

  /// `XXXX`, or a surrogate pair `XXXX\uXXXX`.
  private mutating func escapedUnicode() throws -> UnicodeScalar {
    let first = UInt32(try hexadecimal(4))
    guard (0xD800..<0xDC00).contains(first), current == "\\", index + 1 < scalars.count,
      scalars[index + 1] == "u"
    else { return try scalar(first) }
    index += 2
    let second = UInt32(try hexadecimal(4))
    guard (0xDC00..<0xE000).contains(second) else { return try scalar(0xD800) }
    return try scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }

  private func scalar(_ value: UInt32) throws -> UnicodeScalar {
    guard let scalar = UnicodeScalar(value) else {
      throw failure("half a character is escaped", zh: "转义的字符不完整")
    }
    return scalar
  }

  private mutating func hexadecimal(_ count: Int) throws -> Int {
    let end = min(index + count, scalars.count)
    let digits = text(index..<end)
    guard digits.utf8.count == count, let value = Int(digits, radix: 16),
      digits.allSatisfy(\.isHexDigit)
    else {
      throw failure("“\(digits)” is no hexadecimal escape", zh: "“\(digits)”不是十六进制转义")
    }
    index = end
    return value
  }

  private func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  // MARK: Complaints

  private func unexpected(_ scalar: UnicodeScalar?) -> Failure {
    guard let scalar else { return failure("the file ends too early", zh: "文件意外结束") }
    return failure("unexpected “\(scalar)”", zh: "意外的“\(scalar)”")
  }

  private func failure(_ english: String, zh chinese: String) -> Failure {
    Failure(line: line, message: LocalizedText(english, zh: chinese))
  }
}
