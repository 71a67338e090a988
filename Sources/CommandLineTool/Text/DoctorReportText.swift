import Analysis
import Layers
import Model

/// The outcome of an examination for standard output: by file, most severe findings first.
struct DoctorReportText {
  private let language: Language
  private let width: Int
  /// Examples shown of each finding; the JSON report has more.
  private static let exampleCount = 3

  init(_ language: Language, width: Int) {
    self.language = language
    self.width = max(40, min(width, 120))
  }

  private var isChinese: Bool { language == .chinese }

  func text(_ report: DoctorReport) -> String {
    var blocks = report.files.map(text)
    if !report.together.isEmpty {
      blocks.append(
        heading(isChinese ? "文件之间" : "together") + report.together.map(text).joined())
    }
    blocks.append(closing(report))
    return blocks.joined(separator: "\n")
  }

  private func heading(_ title: String) -> String {
    let line = String(repeating: "─", count: min(width, max(8, DisplayWidth.of(title))))
    return "\(TextTable.oneLine(title))\n\(line)\n"
  }

  private func text(_ file: DoctorFile) -> String {
    var title = file.path
    if let role = file.role { title += isChinese ? "（\(name(role))）" : " (\(name(role)))" }
    var text = heading(title)
    let labels = file.facts.map { $0.label[language] }
    let column = (labels.map { DisplayWidth.of($0) }.max() ?? 0) + 2
    for (fact, label) in zip(file.facts, labels) {
      text += wrapped(
        fact.value[language], first: DisplayWidth.pad(label, to: column), indent: column)
    }
    text += file.findings.map(self.text).joined()
    if file.findings.isEmpty { text += isChinese ? "未发现问题\n" : "nothing to report\n" }
    return text
  }

  private func name(_ role: LayerRequest.Role) -> String {
    switch role {
    case .blocks: isChinese ? "网格" : "blocks"
    case .stations: isChinese ? "站点" : "stations"
    case .demand: isChinese ? "需求点" : "demand points"
    case .mask: isChinese ? "其他面，用于比对" : "other polygons, for comparison"
    case .streets: isChinese ? "道路" : "streets"
    default: role.rawValue
    }
  }

  private func text(_ finding: DoctorFinding) -> String {
    let label =
      switch finding.severity {
      case .problem: isChinese ? "问题" : "problem"
      case .warning: isChinese ? "警告" : "warning"
      case .note: isChinese ? "说明" : "note"
      }
    let colon = isChinese ? "：" : ": "
    var text = wrapped(
      "\(finding.what[language]) [\(finding.code)]", first: label + colon, indent: 4)
    for example in finding.examples.prefix(Self.exampleCount) {
      let line = self.line(example)
      if !line.isEmpty { text += wrapped(line, first: "    · ", indent: 6) }
    }
    let rest = finding.count - min(finding.examples.count, Self.exampleCount)
    if !finding.examples.isEmpty, rest > 0 {
      text += isChinese ? "    · …… 另有 \(rest) 处\n" : "    · … and \(rest) more\n"
    }
    if !finding.fix[language].isEmpty {
      // Not wrapped: it is there to be copied.
      text += "    \(isChinese ? "改法" : "fix")\(colon)\(TextTable.oneLine(finding.fix[language]))\n"
    }
    return text
  }

  private func line(_ example: LedgerExample) -> String {
    var parts: [String] = []
    if let row = example.subject.row { parts.append(isChinese ? "第 \(row) 行" : "row \(row)") }
    if let id = example.subject.id { parts.append("id \(id)") }
    let place = parts.joined(separator: isChinese ? "，" : ", ")
    let detail = example.detail(in: language)
    if place.isEmpty || detail.isEmpty { return place + detail }
    return place + (isChinese ? "：" : ": ") + detail
  }

  private func wrapped(_ text: String, first: String, indent: Int) -> String {
    let firstWidth = DisplayWidth.of(first)
    let lines = TextWrap.lines(
      TextTable.oneLine(text), width: max(20, width - max(indent, firstWidth)))
    let margin = String(repeating: " ", count: indent)
    return lines.enumerated().map { ($0 == 0 ? first : margin) + $1 + "\n" }.joined()
  }

  private func closing(_ report: DoctorReport) -> String {
    let problems = report.count(.problem)
    let warnings = report.count(.warning)
    var text =
      isChinese
      ? "共 \(report.files.count) 个文件：问题 \(problems) 项，警告 \(warnings) 项\n"
      : "\(report.files.count) \(report.files.count == 1 ? "file" : "files"): \(problems) \(problems == 1 ? "problem" : "problems"), \(warnings) \(warnings == 1 ? "warning" : "warnings")\n"
    if let command = report.commandLine {
      text += isChinese ? "可直接运行：\n" : "ready to run:\n"
      text += "  \(TextTable.oneLine(command))\n"
    }
    return text
  }
}
