import Export
import Model

/// The further sheets of a workbook: totals with groups, and both parameter sets.
struct CompareSheets {
  private let report: CompareReport
  private let language: Language

  init(_ report: CompareReport, _ language: Language) {
    self.report = report
    self.language = language
  }

  var sheets: [Sheet] { [totals] + (report.parameters.isEmpty ? [] : [parameters]) }

  private func text(_ english: String, _ chinese: String) -> String {
    language == .chinese ? chinese : english
  }

  private var totals: Sheet {
    var header = [
      text("field", "字段"), text("value", "取值"), text("blocks", "网格数"), text("people", "人口"),
      text("underserved before", "此前覆盖不足"), text("underserved after", "此后覆盖不足"),
    ]
    for measure in report.measures {
      header += [
        text("people within \(measure.label) before", "此前 \(measure.label) 内人数"),
        text("after", "此后"), text("gained", "新增"), text("lost", "减少"),
      ]
    }
    let rows =
      [row(text("all", "全部"), nil, report.totals)]
      + report.groups.map { row($0.field, $0.value, $0.totals) }
    return Sheet(name: text("summary", "汇总"), header: header, rows: rows)
  }

  private func row(_ field: String, _ value: String?, _ totals: CompareTotals) -> [JSONValue] {
    func people(_ value: Double) -> JSONValue {
      totals.hasPopulation ? CoverageSummary.number(value, decimals: 2) : .null
    }
    return [
      .string(field), value.map { .string($0) } ?? .null, .integer(Int64(totals.compared)),
      people(totals.population), .integer(Int64(totals.flaggedBefore)),
      .integer(Int64(totals.flaggedAfter)),
    ]
      + totals.reaches.flatMap { reach in
        [people(reach.before), people(reach.after), people(reach.gained), people(reach.lost)]
      }
  }

  private var parameters: Sheet {
    Sheet(
      name: text("parameters", "参数"),
      header: [text("parameter or input", "参数或输入"), text("before", "此前"), text("after", "此后")],
      rows: (report.parameters + report.inputs).map { fact in
        [.string(fact.key), .string(fact.before), .string(fact.after)]
      })
  }
}
