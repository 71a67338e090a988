import Model

/// Values of attributes appended as JSON text in UTF-8.
enum FieldText {
  /// A string in quotes; `text` is well-formed UTF-8.
  static func append(_ text: some Collection<UInt8>, to out: inout [UInt8]) {
    AttributeText.appendString(text, to: &out)
  }

  /// A string in quotes copied in one piece when nothing in it needs an escape.
  static func appendPlain(_ text: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
    if text.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) {
      append(text, to: &out)
    } else {
      out.append(0x22)
      out.append(contentsOf: text)
      out.append(0x22)
    }
  }

  static func append(_ value: Int64, to out: inout [UInt8]) { out += "\(value)".utf8 }

  /// The fewest digits that read back the same; `null` when not finite.
  static func append(_ value: Double, to out: inout [UInt8]) {
    if value.isFinite { out += value.description.utf8 } else { out += null }
  }

  static func append(_ value: Float, to out: inout [UInt8]) {
    if value.isFinite { out += value.description.utf8 } else { out += null }
  }

  static let null = Array("null".utf8)

  /// Base64 (RFC 4648) in quotes.
  static func append(base64 bytes: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    out.append(0x22)
    var index = 0
    while index < bytes.count {
      let left = min(3, bytes.count - index)
      var group = 0
      for offset in 0..<3 { group = group << 8 | (offset < left ? Int(bytes[index + offset]) : 0) }
      for place in 0..<4 {
        out.append(place <= left ? alphabet[(group >> (18 - 6 * place)) & 63] : 0x3D)
      }
      index += 3
    }
    out.append(0x22)
  }
}
