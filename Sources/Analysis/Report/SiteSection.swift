import Coverage
import Model
import Report

extension ReportAssembly {
  /// Proposed sites with gains and costs; without siting one sentence.
  func siteSection() throws -> ReportDocument.Section {
    let title = word("Proposed sites", "建议新增站点")
    guard let site = findings.site else {
      return ReportDocument.Section(
        "sites", title,
        [
          .note(
            word(
              "No sites were asked for; --model max-coverage --new N proposes where new stations reach most people.",
              "未要求选址；用 --model max-coverage --new N 可给出新增站点建议。"))
        ])
    }
    if let failure = site.failure {
      return ReportDocument.Section(
        "sites", title,
        [
          .paragraph(
            word(
              "No set of sites fulfils what was asked: \(failure.message.english). \(failure.hint.english)",
              "没有满足要求的选址方案：\(failure.message.chinese)。\(failure.hint.chinese)"))
        ])
    }
    let overview = site.overview
    var blocks: [ReportDocument.Block] = [.keyFigures(figures(overview))]
    if overview.rows.isEmpty {
      blocks.append(.paragraph(word("No site would add anybody.", "没有候选点能增加覆盖。")))
    } else {
      blocks.append(.table(siteTable(site)))
    }
    if let recount = overview.recount { blocks.append(.paragraph(text(recount))) }
    if let after = findings.after { blocks.append(.table(changeTable(after))) }
    blocks += try tradeOff(overview) + alternatives(overview)
    return ReportDocument.Section("sites", title, blocks)
  }

  private func figures(_ overview: SiteOverview) -> [ReportDocument.KeyFigure] {
    let people = Figures.whole(overview.people)
    var figures: [ReportDocument.KeyFigure] = [
      .init(
        Figures.whole(Double(overview.rows.count)), word("new stations", "新增站点"),
        basis: word(
          "chosen among \(counted(overview.candidates, "candidate", "candidates")), beside "
            + "\(counted(overview.existing, "station", "stations"))",
          "从 \(overview.candidates) 个候选点中选出，现有站点 \(overview.existing) 个"))
    ]
    if overview.before.isFinite {
      figures += [
        .init(
          Figures.whole(overview.before), word("people covered now", "现覆盖人数"),
          basis: word("of \(people) people", "共 \(people) 人")),
        .init(
          Figures.whole(overview.covered), word("people covered then", "新增后覆盖人数"),
          basis: word("of \(people) people", "共 \(people) 人")),
      ]
    }
    figures.append(
      .init(
        objective(overview, overview.objective), objectiveName(overview), basis: proof(overview)))
    return figures
  }

  func objective(_ overview: SiteOverview, _ value: Double) -> String {
    if !value.isFinite { return "–" }
    if overview.isShare { return percent(value) }
    return abs(value - value.rounded()) < 1e-6
      ? Figures.whole(value) : Figures.decimals(value, 2)
  }

  func objectiveName(_ overview: SiteOverview) -> String {
    switch overview.model {
    case .maxCoverage where overview.isShare:
      word("lowest share of a community", "覆盖份额最低的社区")
    case .maxCoverage: word("people covered (objective)", "覆盖人数（目标值）")
    case .setCover: word("new stations (objective)", "新增站点数（目标值）")
    case .pMedian: word("people × cost (objective)", "人数 × 费用（目标值）")
    case .pCenter: word("largest cost (objective)", "最大费用（目标值）")
    }
  }

  private func proof(_ overview: SiteOverview) -> String {
    if overview.status == "optimal" { return word("proven optimal", "已证明最优") }
    return word(
      "not proven; no choice passes \(objective(overview, overview.bound))",
      "未证明；任何方案不超过 \(objective(overview, overview.bound))")
  }

  private func siteTable(_ site: SiteOutcome) -> ReportTable {
    ReportTable(
      name: word("sites", "建议站点"), caption: word("Proposed sites by rank", "建议新增站点（按名次）"),
      columns: [
        .init(word("rank", "名次"), .whole), .init(word("site", "编号"), .text),
        .init(word("name", "名称"), .text), .init(word("people gained", "新增覆盖人数"), .whole),
        .init(word("in all", "累计新增"), .whole), .init(word("cost", "费用"), .decimals(2)),
        .init(word("longitude", "经度"), .decimals(6)), .init(word("latitude", "纬度"), .decimals(6)),
      ],
      rows: zip(site.overview.rows, site.places).map { row, place in
        [
          .integer(Int64(row.rank)), .string(row.site), .string(row.name), amount(row.gain),
          amount(row.cumulative), amount(row.cost),
          place.map { .number($0.x, decimals: 7) } ?? .null,
          place.map { .number($0.y, decimals: 7) } ?? .null,
        ]
      }, shownRows: Self.rowLimit, restNote: workbookNote)
  }

  private func text(_ recount: SiteRecount) -> String {
    let (before, after) = (Figures.whole(recount.before), Figures.whole(recount.after))
    let agreement =
      recount.agrees
      ? word("as the model says", "与模型一致")
      : word(
        "\(Figures.decimals(recount.difference, 2)) from what the model says",
        "与模型相差 \(Figures.decimals(recount.difference, 2)) 人")
    return word(
      "Coverage, run again with the new stations, counts \(after) people in reach instead of \(before), \(agreement).",
      "加入新站点后重新计算覆盖：覆盖人口由 \(before) 人变为 \(after) 人，\(agreement)。")
  }

  /// Coverage without and with the new stations, by every measure of the report.
  private func changeTable(_ after: CoverageFindings) -> ReportTable {
    let before = findings.summary.totals
    var totals = CoverageTotals(reachCount: after.table.reachCount)
    for block in 0..<after.table.count {
      totals.add(block, after.table, isUnderserved: after.flags.underserved[block] == 1)
    }
    func row(_ name: String, _ one: JSONValue, _ two: JSONValue) -> [JSONValue] {
      [.string(name), one, two]
    }
    var rows = before.reaches.indices.flatMap { reach in
      [
        row(
          word("people \(phrase(reach))", "\(phrase(reach))人数"),
          amount(before.reaches[reach].coveredPeople), amount(totals.reaches[reach].coveredPeople))
      ]
    }
    rows.append(
      row(
        word("underserved blocks", "服务不足网格"), .integer(Int64(before.underserved)),
        .integer(Int64(totals.underserved))))
    return ReportTable(
      name: word("before and after", "新增前后"),
      caption: word("Before and after the new stations", "新增站点前后对比"),
      columns: [
        .init(word("measure", "指标"), .text), .init(word("now", "现状"), .whole),
        .init(word("with new stations", "新增后"), .whole),
      ], rows: rows)
  }

  private func alternatives(_ overview: SiteOverview) -> [ReportDocument.Block] {
    if overview.others.isEmpty { return [] }
    return [
      .table(
        ReportTable(
          name: word("alternatives", "备选方案"), caption: word("Next best answers", "次优方案"),
          columns: [
            .init(word("number", "序号"), .whole), .init(objectiveName(overview), .decimals(2)),
            .init(word("people fewer", "少覆盖人数"), .whole), .init(word("sites", "站点"), .text),
          ],
          rows: overview.others.enumerated().map { index, other in
            [
              .integer(Int64(index + 1)), amount(other.objective), amount(other.lost),
              .string(other.sites.joined(separator: ", ")),
            ]
          }, shownRows: Self.rowLimit, restNote: workbookNote))
    ]
  }
}
