import Model

/// One member of a JSON object's text: the raw key without its quotes, and the raw value.
struct Member {
  /// Bytes between the key's quotes, escapes not resolved.
  var key: Range<Int>
  var value: Range<Int>
}

/// Walks the members of an object's text (`"id":7,"name":"甲"`, no braces) without building a tree.
///
/// The text is taken as valid JSON; on text that is not, the walk ends early and never leaves the bytes.
struct MemberText: Sequence, IteratorProtocol {
  let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func next() -> Member? {
    skip { $0 == UInt8(ascii: ",") || Self.isSpace($0) }
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
    let keyStart = position + 1
    skipString()
    let key = keyStart..<Swift.max(keyStart, position - 1)
    skip { $0 == UInt8(ascii: ":") || Self.isSpace($0) }
    let start = position
    skipValue()
    guard position > start else { return nil }
    return Member(key: key, value: start..<position)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private mutating func skip(_ isSkipped: (UInt8) -> Bool) {
    while position < bytes.count, isSkipped(bytes[position]) { position += 1 }
  }

  /// From an opening quote to behind the closing one.
  private mutating func skipString() {
    position += 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    position = Swift.min(position + 1, bytes.count)
  }

  private mutating func skipValue() {
    var depth = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        skipString()
        if depth == 0 { return }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 {
          position += 1
          return
        }
      case let byte where depth == 0 && (byte == UInt8(ascii: ",") || Self.isSpace(byte)): return
      default: break
      }
      position += 1
    }
  }

  /// The text a raw JSON string (without quotes) stands for; unpaired surrogates become U+FFFD.
  static func unescaped(_ raw: some Collection<UInt8>) -> String {
    guard raw.contains(UInt8(ascii: "\\")) else { return String(decoding: raw, as: UTF8.self) }
    var out: [UInt8] = []
    var units: [UInt16] = []
    var rest = Array(raw)[...]
    func flush() {
      out += String(decoding: units, as: UTF16.self).utf8
      units.removeAll()
    }
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let code = rest.popFirst() else {
        flush()
        out.append(byte)
        continue
      }
      if code == UInt8(ascii: "u") {
        units.append(UInt16(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16) ?? 0xFFFD)
        rest = rest.dropFirst(4)
      } else {
        flush()
        out.append(controlCharacter(code))
      }
    }
    flush()
    return String(decoding: out, as: UTF8.self)
  }

  private static func controlCharacter(_ code: UInt8) -> UInt8 {
    switch code {
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    default: code
    }
  }
}
