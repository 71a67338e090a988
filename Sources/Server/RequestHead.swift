import Model

/// What a request says before its body.
struct RequestHead: Sendable {
  var method: String
  /// Percent escapes resolved, without the query.
  var path: String
  var hasQuery = false
  /// Values by header, names in lower case; a header given twice has two.
  var headers: [String: [String]] = [:]

  /// The only value of a header; nil when it is missing or given twice.
  func only(_ name: String) -> String? {
    let values = headers[name] ?? []
    return values.count == 1 ? values[0] : nil
  }
}

/// Why a request is not answered as asked.
struct Refusal: Error, Sendable, Hashable {
  var status: Int
  /// One sentence, in both languages.
  var message: LocalizedText
  /// The methods of the address, for 405.
  var allow: [String] = []

  init(_ status: Int, _ english: String, zh chinese: String, allow: [String] = []) {
    self.status = status
    message = LocalizedText(english, zh: chinese)
    self.allow = allow
  }
}
