import Layers
import Model
import Standards

/// A rule as messages name it.
struct RuleName: Sendable {
  /// Name of the standard.
  var standard: String
  var id: String

  /// A rule that cannot be applied to these data.
  func failure(_ message: LocalizedText, _ hint: LocalizedText) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: standard),
      LocalizedText(
        "rule “\(id)”: \(message.english)", zh: "规则“\(id)”：\(message.chinese)"), hint: hint)
  }

  /// What a failure of this rule says, without the rule's name.
  func reason(of error: AnalysisError) -> LocalizedText {
    func without(_ text: String, _ prefix: String) -> String {
      text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
    }
    return LocalizedText(
      without(error.message.english, "rule “\(id)”: "),
      zh: without(error.message.chinese, "规则“\(id)”："))
  }

  /// A rule that names what the data do not have.
  func unknown(_ what: LocalizedText, among known: Set<String>) -> AnalysisError {
    let names = known.sorted()
    let all = names.prefix(12).joined(separator: ", ") + (names.count > 12 ? " …" : "")
    return failure(
      LocalizedText("the data know no \(what.english)", zh: "数据中没有\(what.chinese)"),
      names.isEmpty
        ? LocalizedText(
          "correct the rule, or set optional: true to skip it",
          zh: "请更正规则，或设 optional: true 跳过")
        : LocalizedText(
          "they have: \(all); correct the rule, or set optional: true to skip it",
          zh: "现有：\(all)；请更正规则，或设 optional: true 跳过"))
  }

  /// An error of an expression, told as one of the rule's.
  func refined(_ error: AnalysisError) -> AnalysisError {
    failure(error.message, error.hint)
  }
}
