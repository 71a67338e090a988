import Export
import Model

/// Writes a siting run's files: all of them appear, or none.
struct SiteOutputs {
  let request: SiteRequest
  let language: Language
  let prepared: SitePrepared

  /// - Parameter summary: gains the ledger as it is at the end.
  func write(_ summary: inout SiteSummary, _ ledger: inout Ledger) throws {
    let transaction = OutputTransaction()
    if let path = request.outputs.sites, summary.answer.failure == nil {
      try export(summary, path, transaction, &ledger)
    }
    summary.ledger = ledger
    if let path = request.outputs.summary {
      let text = JSONText.encode(summary.json(language: language), indented: true) + "\n"
      try transaction.write(text, to: path)
    }
    try transaction.commit()
  }

  private func export(
    _ summary: SiteSummary, _ path: String, _ transaction: OutputTransaction,
    _ ledger: inout Ledger
  ) throws {
    var options = ExportOptions()
    options.threads = request.threads
    options.language = language
    options.layerName = "sites"
    options.byteOrderMark = request.outputs.byteOrderMark
    let manifest = SiteManifest(request: request, inputs: prepared.sources, summary: summary)
    options.manifest = { ledger in
      var manifest = manifest
      manifest.summary.ledger = ledger
      return manifest.json
    }
    options.sheets = SiteSheets(summary, language).sheets
    let sites = summary.answer.ranked.map(\.site)
    let table = FeatureTable(
      layer: prepared.layer.picking(sites), results: columns(summary.answer),
      idField: prepared.idField)
    try Exporter.write(
      table, to: OutputTarget(path), options: options, in: transaction, ledger: &ledger)
  }

  /// `rank`, `people_gained`, `people_gained_cumulative`, `cost`.
  private func columns(_ answer: SiteAnswer) -> [ResultColumn] {
    let ranked = answer.ranked
    var sum = 0.0
    let cumulative = ranked.map { site -> Double in
      sum += site.gain
      return sum
    }
    var columns = [
      ResultColumn(
        name: "rank", shortName: "rank", title: LocalizedText("rank", zh: "名次"),
        values: .integer(ranked.indices.map { Int64($0 + 1) })),
      ResultColumn(
        name: "people_gained", shortName: "pop_gain",
        title: LocalizedText("people gained", zh: "新增覆盖人数"),
        values: .real(ranked.map(\.gain), decimals: 2)),
      ResultColumn(
        name: "people_gained_cumulative", shortName: "pop_gain_c",
        title: LocalizedText("people gained so far", zh: "累计新增覆盖人数"),
        values: .real(cumulative, decimals: 2)),
    ]
    if !prepared.ownCost {
      columns.append(
        ResultColumn(
          name: "cost", shortName: "cost", title: LocalizedText("cost", zh: "费用"),
          values: .real(
            ranked.map { prepared.instance.candidates[$0.site].cost }, decimals: 2)))
    }
    return columns
  }
}

/// The further sheets of a workbook: the curve and the other answers.
struct SiteSheets {
  private let summary: SiteSummary
  private let language: Language

  init(_ summary: SiteSummary, _ language: Language) {
    self.summary = summary
    self.language = language
  }

  var sheets: [Sheet] {
    (summary.answer.curve.isEmpty ? [] : [curve])
      + (summary.answer.alternatives.isEmpty ? [] : [others])
  }

  private func text(_ english: String, _ chinese: String) -> String {
    language == .chinese ? chinese : english
  }

  private var curve: Sheet {
    let isOfCosts = !summary.request.model.isCovering
    func number(_ value: Double?) -> JSONValue {
      value.map { CoverageSummary.number($0, decimals: 2) } ?? .null
    }
    return Sheet(
      name: text("trade-off", "权衡曲线"),
      header: [
        text("new stations", "新增站点"), text("budget", "预算"), text("cost", "费用"),
        text("people covered", "覆盖人数"),
      ] + (isOfCosts ? [text("objective", "目标值"), text("a person", "人均")] : [])
        + [isOfCosts ? text("at least", "下限") : text("at most", "上限")],
      rows: summary.answer.curve.map { point in
        [
          .integer(Int64(point.new)), number(point.budget), number(point.cost),
          number(point.people),
        ] + (isOfCosts ? [number(point.objective), number(point.mean)] : [])
          + [number(point.bound)]
      })
  }

  private var others: Sheet {
    Sheet(
      name: text("alternatives", "备选方案"),
      header: [
        text("sites", "站点"), text("objective", "目标值"), text("people fewer", "少覆盖人数"),
      ],
      rows: summary.answer.alternatives.map { other in
        [
          .string(
            other.solution.sites.map { summary.instance.candidates[$0].id }.joined(
              separator: ", ")),
          SiteSummary.number(other.solution.objective), SiteSummary.number(summary.lost(other)),
        ]
      })
  }
}
