import Coverage
import Export
import Model

/// The further sheets of a workbook: totals, groups and ledger.
struct SummarySheets {
  private let summary: CoverageSummary
  private let language: Language

  init(_ summary: CoverageSummary, _ language: Language) {
    self.summary = summary
    self.language = language
  }

  var sheets: [Sheet] { [totals, ledger] }

  private func text(_ english: String, _ chinese: String) -> String {
    language == .chinese ? chinese : english
  }

  private var totals: Sheet {
    let settings = summary.settings
    let labels =
      settings.radii.map { BlockFlags.number($0) + "m" }
      + settings.minutes.map { BlockFlags.number($0) + "min" }
    var header = [
      text("field", "字段"), text("value", "取值"), text("blocks", "网格数"),
      text("people", "人口"), text("area, m²", "面积（平方米）"), text("underserved", "覆盖不足"),
    ]
    for label in labels {
      header += [
        text("share of area \(label)", "\(label) 面积覆盖率"),
        text("share of people \(label)", "\(label) 人口覆盖率"),
        text("people beyond \(label)", "\(label) 未覆盖人数"),
      ]
    }
    let rows =
      [row(text("all", "全部"), nil, summary.totals)]
      + summary.groups.map { row($0.field, $0.value, $0.totals) }
    return Sheet(name: text("summary", "汇总"), header: header, rows: rows)
  }

  private func row(_ field: String, _ value: String?, _ totals: CoverageTotals) -> [JSONValue] {
    var cells: [JSONValue] = [
      .string(field), value.map { .string($0) } ?? .null, .integer(Int64(totals.blocks)),
      totals.hasPopulation
        ? CoverageSummary.number(totals.population, decimals: 2) : .null,
      CoverageSummary.number(totals.area, decimals: 2), .integer(Int64(totals.underserved)),
    ]
    for reach in totals.reaches.indices {
      cells.append(CoverageSummary.number(totals.areaShare(reach), decimals: 6))
      cells.append(CoverageSummary.number(totals.populationShare(reach), decimals: 6))
      cells.append(
        totals.hasPopulation
          ? CoverageSummary.number(totals.uncoveredPeople(reach), decimals: 2) : .null)
    }
    return cells
  }

  private var ledger: Sheet {
    Sheet(
      name: text("ledger", "问题清单"),
      header: [
        text("code", "代码"), text("count", "数量"), text("message", "说明"),
        text("examples", "示例"),
      ],
      rows: summary.ledger.entries.map { entry in
        [
          .string(entry.code), .integer(Int64(entry.count)),
          .string(entry.message[language]),
          .string(entry.examples.map(text).joined(separator: "; ")),
        ]
      })
  }

  private func text(_ example: LedgerExample) -> String {
    [
      example.subject.file.map(PathName.last), example.subject.row.map { "\($0)" },
      example.subject.id, example.detail.isEmpty ? nil : example.detail(in: language),
    ].compactMap { $0 }.joined(separator: " ")
  }
}
