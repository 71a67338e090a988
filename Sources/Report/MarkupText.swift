/// Text from data made safe for HTML and XML.
enum MarkupText {
  /// `text` with markup escaped, for element content and for attribute values in double or single quotes.
  ///
  /// Characters that XML 1.0 (section 2.2) forbids, control characters above all, are left out, since neither format can
  /// hold them; a line break becomes a space.
  static func escaped(_ text: String) -> String {
    var out = ""
    out.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      case "\n", "\r", "\t", "\u{2028}", "\u{2029}": out += " "
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": continue
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
