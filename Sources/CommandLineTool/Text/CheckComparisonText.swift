import Analysis
import Model

/// The changes between two summaries of `check` as a person reads them on a terminal.
struct CheckComparisonText {
  private let comparison: CheckComparison
  private let language: Language
  /// Rows shown; files hold all.
  private static let shown = 60

  init(_ comparison: CheckComparison, _ language: Language) {
    self.comparison = comparison
    self.language = language
  }

  private func word(_ english: String, _ chinese: String) -> String {
    LocalizedText(english, zh: chinese)[language]
  }

  var text: String {
    var parts: [String] = []
    if !comparison.conflicts.isEmpty {
      parts.append(
        word("NOT COMPARABLE (--anyway):", "不可比（--anyway）：") + "\n"
          + comparison.conflicts.map { "  " + TextTable.oneLine($0[language]) + "\n" }.joined())
    }
    return (parts + [facts, rows]).joined(separator: "\n")
  }

  private func met(_ flag: Bool?) -> String {
    flag.map { $0 ? word("met", "达标") : word("unmet", "未达标") } ?? "–"
  }

  private var facts: String {
    var table = TextTable([("", .left), ("", .left)])
    let (before, after) = (comparison.standardBefore, comparison.standardAfter)
    table.append([word("standard", "标准"), before == after ? before : "\(before) | \(after)"])
    table.append([
      word("all rules", "全部规则"), "\(met(comparison.wasMet)) → \(met(comparison.isMet))",
    ])
    for (status, title) in [
      (CheckComparison.Status.improved, word("newly met", "新达标")),
      (.worse, word("no longer met", "不再达标")), (.changed, word("other value", "数值变化")),
      (.same, word("same", "不变")), (.appeared, word("only after", "仅此后有")),
      (.gone, word("only before", "仅此前有")),
    ] {
      table.append([title, Figures.whole(Double(comparison.count(status)))])
    }
    return table.text
  }

  /// What changed, changes of the verdict first.
  private var rows: String {
    let order: [CheckComparison.Status] = [.worse, .improved, .appeared, .gone, .changed]
    let changed = order.flatMap { status in comparison.rows.filter { $0.status == status } }
    var table = TextTable([
      (word("rule", "规则"), .left), (word("level", "层级"), .left), (word("name", "名称"), .left),
      (word("before", "此前"), .right), (word("after", "此后"), .right),
      (word("verdict", "结论"), .left),
    ])
    for row in changed.prefix(Self.shown) {
      table.append([
        row.rule, row.level, row.name, Figures.decimals(row.before, 3),
        Figures.decimals(row.after, 3), "\(met(row.wasMet)) → \(met(row.isMet))",
      ])
    }
    if changed.isEmpty { return word("no result differs", "没有结果变化") + "\n" }
    let rest = changed.count - Self.shown
    return table.text + (rest > 0 ? word("… and \(rest) more", "……另有 \(rest) 行") + "\n" : "")
  }
}
