/// Database connection texts (`PG:host=… password=…`, `PG:postgresql://user:password@host/base`).
enum ConnectionText {
  /// The text with every password replaced by `***`, fit for messages and manifests.
  static func redacted(_ text: String) -> String {
    redacted(text, connection: text)
  }

  /// `message` with every password of the connection `text` replaced by `***`.
  static func redacted(_ message: String, connection text: String) -> String {
    passwords(in: text).reduce(message) { $0.replacing($1, with: "***") }
  }

  private static func passwords(in text: String) -> [String] {
    keyworded(text) + authority(text)
  }

  /// Values of `password=…`, `passwd=…`, `sslpassword=…`, quoted or not.
  private static func keyworded(_ text: String) -> [String] {
    var found: [String] = []
    for key in ["password", "passwd"] {
      for match in text.ranges(of: key, ignoringCase: true) {
        var rest = text[match.upperBound...].drop { $0.isWhitespace }
        guard rest.first == "=" else { continue }
        rest = rest.dropFirst().drop { $0.isWhitespace }
        found.append(value(at: rest))
      }
    }
    return found.filter { !$0.isEmpty }
  }

  private static func value(at rest: Substring) -> String {
    guard rest.first == "'" else { return String(rest.prefix { !$0.isWhitespace && $0 != "&" }) }
    var escaped = false
    let inside = rest.dropFirst().prefix { character in
      if escaped {
        escaped = false
        return true
      }
      if character == "\\" { escaped = true }
      return character != "'"
    }
    return String(inside)
  }

  /// The password between `user:` and `@` of a URI.
  private static func authority(_ text: String) -> [String] {
    guard let scheme = text.firstRange(of: "://") else { return [] }
    let rest = text[scheme.upperBound...]
    guard let at = rest.prefix(while: { $0 != "/" }).lastIndex(of: "@") ?? rest.lastIndex(of: "@"),
      let colon = rest[..<at].firstIndex(of: ":")
    else { return [] }
    let password = String(rest[rest.index(after: colon)..<at])
    return password.isEmpty ? [] : [password]
  }
}

extension String {
  fileprivate func ranges(of key: String, ignoringCase: Bool) -> [Range<String.Index>] {
    var found: [Range<String.Index>] = []
    var start = startIndex
    while start < endIndex {
      let end = index(start, offsetBy: key.count, limitedBy: endIndex) ?? endIndex
      if self[start..<end].lowercased() == key { found.append(start..<end) }
      start = index(after: start)
    }
    return found
  }
}
