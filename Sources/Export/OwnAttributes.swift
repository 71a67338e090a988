import Glibc
import Model

/// Writes a feature's own members: as they are wherever possible, so that numbers keep every digit.
struct OwnAttributes {
  /// New key (in quotes) by the old key's raw text.
  private let renamed: [String: [UInt8]]

  init(_ names: ColumnNames) {
    renamed = names.renamed.mapValues { Array(JSONText.quoted($0).utf8) }
  }

  /// Whether the text of these features may be copied: no key changes and no line breaks between tokens.
  func canCopy(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard renamed.isEmpty else { return false }
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return true }
    return memchr(base, 0x0A, bytes.count) == nil && memchr(base, 0x0D, bytes.count) == nil
  }

  /// The members with new keys and without space between tokens.
  func rewritten(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + 32)
    for member in AttributeScanner(bytes) {
      if !out.isEmpty { out.append(UInt8(ascii: ",")) }
      let raw = bytes[member.key]
      if !renamed.isEmpty, let key = renamed[AttributeText.unescape(raw)] {
        out += key
      } else {
        out.append(UInt8(ascii: "\""))
        out += raw
        out.append(UInt8(ascii: "\""))
      }
      out.append(UInt8(ascii: ":"))
      Self.appendCompact(bytes[member.value], to: &out)
    }
    return out
  }

  /// Copies a value without the white space between its tokens.
  private static func appendCompact(
    _ value: Slice<UnsafeBufferPointer<UInt8>>, to out: inout [UInt8]
  ) {
    var inString = false
    var isEscaped = false
    for byte in value {
      if !inString, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { continue }
      out.append(byte)
      if byte == UInt8(ascii: "\""), !isEscaped { inString.toggle() }
      isEscaped = inString && !isEscaped && byte == UInt8(ascii: "\\")
    }
  }
}
