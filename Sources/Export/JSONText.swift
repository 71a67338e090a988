import Model

/// JSON text of strings and of `JSONValue` documents (RFC 8259).
public enum JSONText {
  /// The document on one line, or indented by two spaces a level; no newline at the end.
  ///
  /// Numbers are the shortest text that reads back the same, or have at most the fixed decimals they ask for;
  /// a number that is not finite is `null`.
  public static func encode(_ value: JSONValue, indented: Bool = false) -> String {
    var out = ""
    append(value, to: &out, indent: indented ? 0 : nil)
    return out
  }

  private static func append(_ value: JSONValue, to out: inout String, indent: Int?) {
    switch value {
    case .null: out += "null"
    case .boolean(let flag): out += flag ? "true" : "false"
    case .integer(let number): out += String(number)
    case .number(let number, let decimals?): out += NumberText.string(number, decimals: decimals)
    case .number(let number, nil): out += shortest(number)
    case .string(let text): out += quoted(text)
    case .array(let items):
      appendList("[", "]", items.count, to: &out, indent: indent) { index, out, inner in
        append(items[index], to: &out, indent: inner)
      }
    case .object(let members):
      appendList("{", "}", members.count, to: &out, indent: indent) { index, out, inner in
        out += quoted(members[index].key) + (inner == nil ? ":" : ": ")
        append(members[index].value, to: &out, indent: inner)
      }
    }
  }

  private static func appendList(
    _ open: String, _ close: String, _ count: Int, to out: inout String, indent: Int?,
    _ item: (Int, inout String, Int?) -> Void
  ) {
    out += open
    let inner = indent.map { $0 + 2 }
    for index in 0..<count {
      if index > 0 { out += "," }
      if let inner { out += "\n" + String(repeating: " ", count: inner) }
      item(index, &out, inner)
    }
    if count > 0, let indent { out += "\n" + String(repeating: " ", count: indent) }
    out += close
  }

  /// The fewest digits that read back the same; whole numbers without a point.
  public static func shortest(_ number: Double) -> String {
    guard number.isFinite else { return "null" }
    if let whole = Int64(exactly: number), whole.magnitude < 1 << 53 { return String(whole) }
    return "\(number)"
  }

  /// `text` in quotes. Besides what JSON asks for, `<`, `>`, `&`, U+2028 and U+2029 are escaped, so the text may
  /// stand in an HTML script or a line-based reader as it is.
  public static func quoted(_ text: String) -> String {
    AttributeText.quoted(text, escapesMarkup: true)
  }
}
