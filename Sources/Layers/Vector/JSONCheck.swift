/// Whether text is one JSON value (RFC 8259), and the same text without line breaks between its tokens.
struct JSONCheck {
  /// Nested deeper than this, text is kept as a string.
  private static let depthLimit = 200
  private let bytes: [UInt8]
  private var position = 0

  /// The text on one line; nil when it is not JSON.
  static func oneLine(_ text: [UInt8]) -> [UInt8]? {
    var check = JSONCheck(bytes: text)
    guard check.value(depth: 0), check.atEnd() else { return nil }
    // Line breaks inside strings are not JSON, so any here stand between tokens.
    return text.filter { $0 != 0x0A && $0 != 0x0D }
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while let byte, byte == 0x20 || (0x09...0x0D).contains(byte) && byte != 0x0B && byte != 0x0C {
      position += 1
    }
  }

  private mutating func atEnd() -> Bool {
    skipBlanks()
    return byte == nil
  }

  private mutating func take(_ wanted: Character) -> Bool {
    skipBlanks()
    guard byte == wanted.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) -> Bool {
    skipBlanks()
    guard depth < Self.depthLimit, let byte else { return false }
    switch byte {
    case UInt8(ascii: "{"): return members(depth: depth)
    case UInt8(ascii: "["): return elements(depth: depth)
    case UInt8(ascii: "\""): return string()
    case UInt8(ascii: "t"): return word("true")
    case UInt8(ascii: "f"): return word("false")
    case UInt8(ascii: "n"): return word("null")
    default: return number()
    }
  }

  private mutating func word(_ text: String) -> Bool {
    guard bytes[position...].starts(with: text.utf8) else { return false }
    position += text.utf8.count
    return true
  }

  private mutating func members(depth: Int) -> Bool {
    position += 1
    if take("}") { return true }
    repeat {
      skipBlanks()
      guard string(), take(":"), value(depth: depth + 1) else { return false }
    } while take(",")
    return take("}")
  }

  private mutating func elements(depth: Int) -> Bool {
    position += 1
    if take("]") { return true }
    repeat { guard value(depth: depth + 1) else { return false } } while take(",")
    return take("]")
  }

  private mutating func string() -> Bool {
    guard byte == 0x22 else { return false }
    position += 1
    while let byte, byte >= 0x20 {
      position += 1
      if byte == 0x22 { return true }
      if byte == 0x5C {
        guard let escape = self.byte else { return false }
        position += 1
        if escape == UInt8(ascii: "u") {
          guard digits(4, isHexadecimal: true) == 4 else { return false }
        } else if !"\"\\/bfnrt".utf8.contains(escape) {
          return false
        }
      }
    }
    return false
  }

  private mutating func digits(_ limit: Int = .max, isHexadecimal: Bool = false) -> Int {
    var count = 0
    while count < limit, let byte {
      let character = Character(UnicodeScalar(byte))
      guard isHexadecimal ? character.isHexDigit : (0x30...0x39).contains(byte) else { break }
      position += 1
      count += 1
    }
    return count
  }

  private mutating func number() -> Bool {
    if byte == UInt8(ascii: "-") { position += 1 }
    let startsWithZero = byte == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0, !(startsWithZero && whole > 1) else { return false }
    if byte == UInt8(ascii: ".") {
      position += 1
      guard digits() > 0 else { return false }
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      position += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
      guard digits() > 0 else { return false }
    }
    return true
  }
}
