/// JSON strings to text and back.
public enum AttributeText {
  /// The text of a JSON string's content (without quotes); a lone surrogate becomes U+FFFD.
  public static func unescape(_ content: some Collection<UInt8>) -> String {
    guard content.contains(UInt8(ascii: "\\")) else {
      return String(decoding: content, as: UTF8.self)
    }
    var out: [UInt8] = []
    out.reserveCapacity(content.count)
    var index = content.startIndex
    while index != content.endIndex {
      let byte = content[index]
      content.formIndex(after: &index)
      if byte != UInt8(ascii: "\\") {
        out.append(byte)
      } else if index != content.endIndex {
        appendEscape(content, &index, to: &out)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// A whole token's text: a string unescaped, anything else as written.
  public static func text(ofToken token: some BidirectionalCollection<UInt8>) -> String {
    guard token.first == UInt8(ascii: "\""), token.count >= 2 else {
      return String(decoding: token, as: UTF8.self)
    }
    return unescape(token.dropFirst().dropLast())
  }

  /// Appends `text`, UTF-8, as a JSON string with its quotes; only what RFC 8259 demands is escaped.
  ///
  /// With `escapesMarkup` also `<`, `>`, `&`, DEL, U+2028 and U+2029, so that the text may stand in an HTML
  /// script or a line-based reader as it is.
  public static func appendString(
    _ text: some Sequence<UInt8>, to out: inout [UInt8], escapesMarkup: Bool = false
  ) {
    out.append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        out.append(UInt8(ascii: "\\"))
        out.append(byte)
      case 0x0A: out.append(contentsOf: "\\n".utf8)
      case 0x0D: out.append(contentsOf: "\\r".utf8)
      case 0x09: out.append(contentsOf: "\\t".utf8)
      case 0..<0x20: appendHex(byte, to: &out)
      case 0x7F, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
        if escapesMarkup { appendHex(byte, to: &out) } else { out.append(byte) }
      case 0xA8, 0xA9:
        out.append(byte)
        if escapesMarkup { escapeSeparator(&out) }
      default: out.append(byte)
      }
    }
    out.append(UInt8(ascii: "\""))
  }

  private static func appendHex(_ byte: UInt8, to out: inout [UInt8]) {
    out.append(contentsOf: "\\u00".utf8)
    out.append(hexDigit(byte >> 4))
    out.append(hexDigit(byte & 15))
  }

  /// Turns a just completed U+2028 or U+2029 (E2 80 A8, E2 80 A9) into its escape.
  private static func escapeSeparator(_ out: inout [UInt8]) {
    let end = out.count
    guard end >= 4, out[end - 3] == 0xE2, out[end - 2] == 0x80 else { return }
    let escape = out[end - 1] == 0xA8 ? "\\u2028" : "\\u2029"
    out.removeLast(3)
    out.append(contentsOf: escape.utf8)
  }

  /// `text` as a JSON string with its quotes.
  public static func quoted(_ text: String, escapesMarkup: Bool = false) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count + 2)
    appendString(text.utf8, to: &out, escapesMarkup: escapesMarkup)
    return String(decoding: out, as: UTF8.self)
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  private static func appendEscape<Content: Collection<UInt8>>(
    _ content: Content, _ index: inout Content.Index, to out: inout [UInt8]
  ) {
    let byte = content[index]
    content.formIndex(after: &index)
    switch byte {
    case UInt8(ascii: "b"): out.append(0x08)
    case UInt8(ascii: "f"): out.append(0x0C)
    case UInt8(ascii: "n"): out.append(0x0A)
    case UInt8(ascii: "r"): out.append(0x0D)
    case UInt8(ascii: "t"): out.append(0x09)
    case UInt8(ascii: "u"):
      let scalar = scalar(content, &index)
      out.append(contentsOf: UTF8.encode(scalar)!)
    default: out.append(byte)
    }
  }

  /// The character of `XXXX`, or of `XXXX\uXXXX` when the two are a surrogate pair.
  private static func scalar<Content: Collection<UInt8>>(
    _ content: Content, _ index: inout Content.Index
  ) -> Unicode.Scalar {
    guard let first = hexQuad(content, &index) else { return "\u{FFFD}" }
    guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
    var ahead = index
    guard take(UInt8(ascii: "\\"), content, &ahead), take(UInt8(ascii: "u"), content, &ahead),
      let second = hexQuad(content, &ahead), (0xDC00..<0xE000).contains(second)
    else { return "\u{FFFD}" }
    index = ahead
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
  }

  private static func take<Content: Collection<UInt8>>(
    _ byte: UInt8, _ content: Content, _ index: inout Content.Index
  ) -> Bool {
    guard index != content.endIndex, content[index] == byte else { return false }
    content.formIndex(after: &index)
    return true
  }

  private static func hexQuad<Content: Collection<UInt8>>(
    _ content: Content, _ index: inout Content.Index
  ) -> UInt32? {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard index != content.endIndex,
        let digit = Character(Unicode.Scalar(content[index])).hexDigitValue
      else { return nil }
      value = value << 4 | UInt32(digit)
      content.formIndex(after: &index)
    }
    return value
  }
}
