import Model

/// Renders a run's ledger for standard error.
package struct LedgerText {
  private let language: Language
  /// Examples shown of each entry; files keep more.
  private static let exampleCount = 3

  package init(_ language: Language) { self.language = language }

  /// Warnings first, then notes, each with its count, message and first examples; empty for an empty ledger.
  package func text(_ ledger: Ledger) -> String {
    let warnings = ledger.entries.filter { $0.severity == .warning }
    let notes = ledger.entries.filter { $0.severity == .note }
    return (warnings + notes).map(text).joined()
  }

  private func text(_ entry: Ledger.Entry) -> String {
    let isChinese = language == .chinese
    let label =
      switch entry.severity {
      case .warning: isChinese ? "警告" : "warning"
      case .note: isChinese ? "说明" : "note"
      }
    let count = entry.count > 1 ? (isChinese ? "（\(entry.count) 处）" : " (\(entry.count)×)") : ""
    let message = TextTable.oneLine(entry.message[language])
    var text = "\(label)\(isChinese ? "：" : ": ")\(message)\(count) [\(entry.code)]\n"
    for example in entry.examples.prefix(Self.exampleCount) {
      let line = self.line(example)
      if !line.isEmpty { text += "    \(TextTable.oneLine(line))\n" }
    }
    let shown = min(Self.exampleCount, entry.examples.count)
    if shown > 0, entry.count > shown {
      let rest = entry.count - shown
      text += isChinese ? "    …… 另有 \(rest) 处\n" : "    … and \(rest) more\n"
    }
    return text
  }

  private func line(_ example: LedgerExample) -> String {
    let isChinese = language == .chinese
    var parts: [String] = []
    if let file = example.subject.file { parts.append(file) }
    if let row = example.subject.row { parts.append(isChinese ? "第 \(row) 行" : "row \(row)") }
    if let id = example.subject.id { parts.append("id \(id)") }
    let place = parts.joined(separator: isChinese ? "，" : ", ")
    let detail = example.detail(in: language)
    if place.isEmpty || detail.isEmpty { return place + detail }
    return place + (isChinese ? "：" : ": ") + detail
  }
}
