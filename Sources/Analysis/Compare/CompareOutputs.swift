import Export
import Model

/// Writes a comparison's files: all of them appear, or none.
struct CompareOutputs {
  let request: CompareRequest
  let language: Language

  func write(
    _ summary: inout CompareSummary, columns: () throws -> [ResultColumn], layer: () -> Layer,
    ledger: inout Ledger
  ) throws {
    let transaction = OutputTransaction()
    if let path = request.outputs.blocks {
      let table = FeatureTable(
        layer: layer(), results: try columns(), idField: summary.before.idField)
      try export(table, path, summary, transaction, &ledger)
    }
    summary.ledger = ledger
    if let path = request.outputs.summary {
      let text = JSONText.encode(summary.json(language: language), indented: true) + "\n"
      try transaction.write(text, to: path)
    }
    try transaction.commit()
  }

  private func export(
    _ table: FeatureTable, _ path: String, _ summary: CompareSummary,
    _ transaction: OutputTransaction, _ ledger: inout Ledger
  ) throws {
    var options = ExportOptions()
    options.threads = request.threads
    options.language = language
    options.layerName = "compare"
    options.byteOrderMark = request.outputs.byteOrderMark
    options.sheets = CompareSheets(summary.report, language).sheets
    let request = request
    options.manifest = { ledger in
      CompareManifest(request: request, summary: summary, ledger: ledger).json
    }
    try Exporter.write(
      table, to: OutputTarget(path), options: options, in: transaction, ledger: &ledger)
  }
}

/// What a compared file says of its own making; the same inputs and options give the same bytes.
struct CompareManifest {
  var request: CompareRequest
  var summary: CompareSummary
  var ledger: Ledger

  var json: JSONValue {
    let (before, after) = (summary.before, summary.after)
    return .object([
      .init("version", .string(ProductVersion.text)),
      .init("command", .string("compare")),
      .init(
        "parameters",
        .object(
          (request.groupBy.isEmpty
            ? [] : [.init("group_by", .array(request.groupBy.map { .string($0) }))])
            + (request.anyway ? [.init("anyway", .boolean(true))] : []))),
      .init(
        "inputs",
        .array([
          Manifest.json("before", before.source, before.ids.count),
          Manifest.json("after", after.source, after.ids.count),
        ])),
      .init("before", side(before)),
      .init("after", side(after)),
      .init("conflicts", .array(summary.report.conflicts.map { .string($0.english) })),
      .init("totals", summary.totals),
      .init("ledger", CoverageSummary.json(ledger, .english)),
    ])
  }

  private func side(_ result: ResultLayer) -> JSONValue {
    .object([
      .init("version", result.manifest?.version.map { .string($0) } ?? .null),
      .init("parameters", result.parameters), .init("inputs", result.inputsJSON),
    ])
  }
}
