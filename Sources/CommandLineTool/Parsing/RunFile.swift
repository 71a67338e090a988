import Glibc
import Model

/// Options kept in a JSON5 file (`--run FILE`).
///
/// Keys are long option names, with or without `--`, with `-` or `_`; values are texts, numbers, arrays of them
/// for lists and repeatable options, `true` or `false` for flags. `command` may name the command.
package struct RunFile: Sendable {
  /// One key of the file.
  package struct Entry: Sendable {
    /// Without dashes in front, `_` as `-`.
    package var name: String
    package var value: JSON5Value
    package var line: Int
  }

  /// The path as the user typed it.
  package let path: String
  package let command: String?
  package let entries: [Entry]

  /// Larger files are no option lists.
  private static let sizeLimit = 1 << 20

  /// Reads the file at `path`.
  ///
  /// - Throws: `AnalysisError`: 66 when it cannot be opened, 65 when it is no JSON5 object, 64 for repeated keys.
  package init(path: String) throws {
    self.path = path
    let text = try FileText.read(path, limit: Self.sizeLimit)
    let members: [JSON5Member]
    do {
      guard case .object(let found) = try JSON5Reader.read(text) else {
        throw JSON5Reader.Failure(
          line: 1, message: LocalizedText("the file holds no object", zh: "文件内容不是对象"))
      }
      members = found
    } catch let failure as JSON5Reader.Failure {
      throw AnalysisError(
        .badData, Subject(file: path, row: failure.line), failure.message,
        hint: LocalizedText(
          "a run file looks like {blocks: \"grid.geojson\", radius: [300, 500]}",
          zh: "运行文件形如 {blocks: \"grid.geojson\", radius: [300, 500]}"))
    }
    var entries = members.map { member in
      Entry(name: Self.optionName(member.key), value: member.value, line: member.line)
    }
    for (index, entry) in entries.enumerated()
    where entries[..<index].contains(where: { $0.name == entry.name }) {
      throw AnalysisError(
        .usage, Subject(file: path, row: entry.line),
        LocalizedText("“\(entry.name)” stands twice", zh: "“\(entry.name)”出现两次"))
    }
    command = try Self.takeCommand(&entries, path: path)
    self.entries = entries
  }

  private static func takeCommand(_ entries: inout [Entry], path: String) throws -> String? {
    guard let index = entries.firstIndex(where: { $0.name == "command" }) else { return nil }
    let entry = entries.remove(at: index)
    guard case .string(let name) = entry.value else {
      throw AnalysisError(
        .usage, Subject(file: path, row: entry.line),
        LocalizedText("“command” is no text", zh: "“command”不是文字"))
    }
    return name
  }

  private static func optionName(_ key: String) -> String {
    let dashes = key.hasPrefix("--") ? 2 : key.hasPrefix("-") ? 1 : 0
    return String(key.dropFirst(dashes)).replacing("_", with: "-")
  }

  /// The folder the file stands in; paths inside the file are relative to it.
  package var folder: String { PathText.folder(of: path) }

  /// The texts an entry gives its option, each as it would be typed on the command line; nil for a flag that is
  /// `false`.
  ///
  /// - Throws: `AnalysisError` of kind usage when the value's type does not fit the option.
  package func texts(of entry: Entry, kind: ValueKind, isRepeatable: Bool) throws -> [String]? {
    if kind == .flag {
      guard case .boolean(let isSet) = entry.value else {
        throw misfit(entry, LocalizedText("is neither true nor false", zh: "不是 true 或 false"))
      }
      return isSet ? [""] : nil
    }
    guard case .array(let elements) = entry.value else {
      return [try scalar(entry.value, of: entry)]
    }
    let texts = try elements.map { try scalar($0.value, of: entry) }
    if isRepeatable { return texts }
    guard kind.isList else {
      throw misfit(entry, LocalizedText("takes one value, not a list", zh: "只接受一个值，不接受列表"))
    }
    return [texts.joined(separator: ",")]
  }

  private func scalar(_ value: JSON5Value, of entry: Entry) throws -> String {
    switch value {
    case .string(let text), .number(let text): return text
    case .boolean(let isSet):
      throw misfit(entry, LocalizedText("takes a value, not \(isSet)", zh: "需要一个值，而不是 \(isSet)"))
    case .null: throw misfit(entry, LocalizedText("takes a value, not null", zh: "需要一个值，而不是 null"))
    case .array: throw misfit(entry, LocalizedText("holds a list inside a list", zh: "列表中又有列表"))
    case .object: throw misfit(entry, LocalizedText("takes no object", zh: "不接受对象"))
    }
  }

  private func misfit(_ entry: Entry, _ message: LocalizedText) -> AnalysisError {
    AnalysisError(
      .usage, Subject(file: path, row: entry.line),
      LocalizedText(
        "“\(entry.name)” \(message.english)", zh: "“\(entry.name)”\(message.chinese)"))
  }
}

extension ValueKind {
  /// True when one text holds several values separated by commas.
  var isList: Bool {
    switch self {
    case .numbers, .fields, .columnPair, .rules: true
    default: false
    }
  }
}
