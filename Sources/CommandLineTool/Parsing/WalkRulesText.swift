import Layers
import Model
import Streets

/// The file of `--walk-rules`: JSON5 whose rows `WalkRules` understands.
enum WalkRulesText {
  /// Larger files are no rules.
  private static let sizeLimit = 1 << 20

  /// The rules of the file at `path`; their name is the file's SHA-256.
  ///
  /// - Throws: `AnalysisError`: 66 when it cannot be opened, 65 naming the line when it is no JSON5 or no rules.
  static func read(_ path: String) throws -> WalkRules {
    let text = try FileText.read(path, limit: sizeLimit)
    let document: JSON5Value
    do {
      document = try JSON5Reader.read(text)
    } catch let failure as JSON5Reader.Failure {
      throw AnalysisError(
        .badData, Subject(file: path, row: failure.line), failure.message,
        hint: LocalizedText(
          "rules look like {rules: [{match: {highway: \"steps\"}, factor: 2}]}",
          zh: "规则文件形如 {rules: [{match: {highway: \"steps\"}, factor: 2}]}"))
    }
    return try WalkRules(
      value(document), file: path, name: InputDigest.sha256(path: path))
  }

  private static func value(_ value: JSON5Value) -> RulesValue {
    switch value {
    case .null: .null
    case .boolean(let isSet): .boolean(isSet)
    case .number(let text): .number(text)
    case .string(let text): .text(text)
    case .array(let elements): .list(elements.map { Self.value($0.value) })
    case .object(let members):
      .object(
        members.map { RulesMember(key: $0.key, value: Self.value($0.value), line: $0.line) })
    }
  }
}
