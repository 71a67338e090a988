import Export
import Model

/// The comparison of two summaries of `check`.
struct CheckSummaryCompareRun {
  private let request: CompareRequest
  private let language: Language

  init(_ request: CompareRequest, _ language: Language) {
    self.request = request
    self.language = language
  }

  /// Nil when neither file is a summary of `check`.
  ///
  /// - Throws: 65 when only one is, or they are not comparable; 64 for options about blocks.
  func run() throws -> CompareOutcome? {
    let before = try CheckSummaryFile.read(path: request.before)
    let after = try CheckSummaryFile.read(path: request.after)
    if before == nil && after == nil { return nil }
    guard let before, let after else { throw onlyOne(before?.path ?? after?.path ?? "") }
    for (option, isGiven) in [
      ("--group-by", !request.groupBy.isEmpty), ("--id-field", request.idField != nil),
    ] where isGiven {
      throw AnalysisError(
        .usage, Subject(file: before.path),
        LocalizedText(
          "\(option) is for results of coverage, this is a summary of check",
          zh: "\(option) 用于 coverage 的结果，而此文件是 check 的汇总"),
        hint: LocalizedText("leave it out", zh: "请去掉该选项"))
    }
    let comparison = try CheckComparison(before, after, anyway: request.anyway)
    var ledger = Ledger()
    for conflict in comparison.conflicts {
      ledger.record(
        .compareNotComparable, Subject(file: after.path), detail: conflict[language])
    }
    try write(comparison, before.path, &ledger)
    return CompareOutcome(ledger: ledger, findings: .check(comparison), times: StageTimes())
  }

  private func write(
    _ comparison: CheckComparison, _ path: String, _ ledger: inout Ledger
  ) throws {
    let transaction = OutputTransaction()
    if let output = request.outputs.blocks {
      var options = ExportOptions()
      options.threads = request.threads
      options.language = language
      options.layerName = "compare"
      options.byteOrderMark = request.outputs.byteOrderMark
      try Exporter.write(
        comparison.table(path: path), to: OutputTarget(output), options: options,
        in: transaction, ledger: &ledger)
    }
    if let output = request.outputs.summary {
      let text = JSONText.encode(comparison.json(ledger, language), indented: true) + "\n"
      try transaction.write(text, to: output)
    }
    try transaction.commit()
  }

  private func onlyOne(_ path: String) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: path),
      LocalizedText(
        "not comparable: only this file is a summary of check", zh: "不可比：只有此文件是 check 的汇总"),
      hint: LocalizedText(
        "give two results of coverage, or two --summary files of check",
        zh: "请给出两份 coverage 结果，或两份 check 的 --summary"))
  }
}
