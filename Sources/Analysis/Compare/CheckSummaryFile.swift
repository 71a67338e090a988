import Foundation
import Model

/// A `--summary` file of `check`, read back.
struct CheckSummaryFile: Sendable {
  /// One rule for one area.
  struct Result: Sendable {
    var key: Key
    /// NaN where unknown.
    var value: Double
    /// Nil where unknown.
    var isMet: Bool?
    var denominator: JSONValue
    var target: JSONValue
  }

  /// What tells results apart.
  struct Key: Sendable, Hashable {
    var rule: String
    /// `block`, `community`, `all` …
    var level: String
    /// The area's name or id.
    var name: String
  }

  var path: String
  var standard: JSONValue
  var isMet: Bool?
  /// In file order, no key twice.
  var results: [Result]

  /// Larger files are no summaries.
  private static let sizeLimit = 256 << 20

  /// Nil for a file that is no such summary: it has to be a JSON object with `standard` and `results`.
  ///
  /// - Throws: 74 when it cannot be read; 65 when two results are of the same rule, level and name.
  static func read(path: String) throws -> CheckSummaryFile? {
    guard path.lowercased().hasSuffix(".json") else { return nil }
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    else { throw AnalysisError.readingFailed(Subject(file: path), code: EIO) }
    guard data.count <= sizeLimit, hasMembers(data),
      let json = try? JSON5Reader.read(String(decoding: data, as: UTF8.self)).json,
      let standard = json.member("standard"), case .array(let items)? = json.member("results")
    else { return nil }
    let results = items.map(result)
    var seen: Set<Key> = []
    for (index, result) in results.enumerated() where !seen.insert(result.key).inserted {
      throw AnalysisError(
        .badData, Subject(file: path, row: index + 1),
        LocalizedText(
          "result “\(result.key.text)” stands twice", zh: "结果“\(result.key.text)”出现两次"),
        hint: LocalizedText("write the summary again", zh: "请重新生成汇总"))
    }
    return CheckSummaryFile(
      path: path, standard: standard, isMet: json.member("met")?.boolean, results: results)
  }

  /// Looks at the outermost members alone: a large GeoJSON is not taken apart for nothing.
  private static func hasMembers(_ data: Data) -> Bool {
    data.withUnsafeBytes { raw in
      let bytes = raw.bindMemory(to: UInt8.self)
      guard let open = bytes.firstIndex(of: UInt8(ascii: "{")),
        let close = bytes.lastIndex(of: UInt8(ascii: "}")), open < close
      else { return false }
      var wanted: Set<String> = ["standard", "results"]
      for member in AttributeScanner(bytes, in: (open + 1)..<close) {
        let key = String(decoding: bytes[member.key], as: UTF8.self)
        if key == "features" { return false }
        wanted.remove(key)
      }
      return wanted.isEmpty
    }
  }

  private static func result(_ item: JSONValue) -> Result {
    func text(_ key: String) -> String { Comparability.text(item.member(key)) }
    return Result(
      key: Key(rule: text("rule"), level: text("level"), name: text("name")),
      value: item.member("value")?.double ?? .nan, isMet: item.member("met")?.boolean,
      denominator: item.member("denominator") ?? .null, target: item.member("target") ?? .null)
  }
}

extension CheckSummaryFile.Key {
  var text: String { [rule, level, name].joined(separator: " / ") }
}

extension JSONValue {
  var boolean: Bool? { if case .boolean(let flag) = self { flag } else { nil } }

  var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value, _): value
    default: nil
    }
  }
}
