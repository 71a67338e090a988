import Analysis
import Model

/// Chosen sites as a person reads them on a terminal.
struct SiteText {
  private let overview: SiteOverview
  private let language: Language
  /// Lines of the curve and of further answers shown; files hold all.
  static let shown = 40

  init(_ overview: SiteOverview, _ language: Language) {
    self.overview = overview
    self.language = language
  }

  private func word(_ english: String, _ chinese: String) -> String {
    LocalizedText(english, zh: chinese)[language]
  }

  var text: String {
    var parts = [facts]
    if !overview.rows.isEmpty { parts.append(chosen) }
    if !overview.curve.isEmpty { parts.append(curve) }
    if !overview.others.isEmpty { parts.append(others) }
    if let recount = overview.recount { parts.append(self.text(recount)) }
    return parts.joined(separator: "\n")
  }

  private var facts: String {
    var table = TextTable([("", .left), ("", .right)])
    table.append([word("model", "模型"), overview.model.rawValue])
    table.append([word("result", "结果"), status])
    table.append([objectiveName, number(overview.objective)])
    if overview.status != "optimal" {
      table.append([word("  proven bound", "  已证明的界限"), number(overview.bound)])
      table.append([
        word("  gap, %", "  相对差（%）"), Figures.decimals(overview.gap * 100, 4),
      ])
    }
    table.append([word("people", "人口"), Figures.whole(overview.people)])
    if overview.before.isFinite {
      table.append([word("  covered before", "  原覆盖人数"), Figures.whole(overview.before)])
      table.append([word("  covered now", "  现覆盖人数"), Figures.whole(overview.covered)])
    }
    table.append([word("candidates", "候选点"), Figures.whole(Double(overview.candidates))])
    table.append([word("existing stations", "现有站点"), Figures.whole(Double(overview.existing))])
    return table.text
  }

  private var status: String {
    switch overview.status {
    case "optimal": word("optimal (proven)", "最优（已证明）")
    case "feasible": word("feasible, not proven optimal", "可行，未证明最优")
    default: word("infeasible", "无解")
    }
  }

  private var objectiveName: String {
    switch overview.model {
    case .maxCoverage where overview.isShare: word("lowest share of a community", "覆盖份额最低的社区")
    case .maxCoverage: word("people covered (objective)", "覆盖人数（目标值）")
    case .setCover: word("new stations", "新增站点")
    case .pMedian: word("people × cost", "人数 × 费用")
    case .pCenter: word("largest cost", "最大费用")
    }
  }

  /// Whole numbers as such, others with as many digits as they deserve.
  private func number(_ value: Double) -> String {
    if !value.isFinite { return "–" }
    if overview.isShare { return Figures.percent(value, decimals: 2, in: language) }
    return Self.amount(value)
  }

  /// Whole numbers as such, others with two decimals.
  static func amount(_ value: Double) -> String {
    if !value.isFinite { return "–" }
    return abs(value - value.rounded()) < 1e-6
      ? Figures.whole(value) : Figures.decimals(value, 2)
  }

  private func cost(_ value: Double) -> String { Self.cost(value) }

  static func cost(_ value: Double) -> String {
    value.isFinite ? DecimalText.text((value * 100).rounded() / 100) : "–"
  }

  private var chosen: String {
    let hasNames = overview.rows.contains { !$0.name.isEmpty && $0.name != $0.site }
    var columns: [(header: String, alignment: TextTable.Alignment)] = [
      (word("rank", "名次"), .right), (word("site", "站点"), .left),
    ]
    if hasNames { columns.append((word("name", "名称"), .left)) }
    columns += [
      (word("people gained", "新增覆盖人数"), .right), (word("in all", "累计"), .right),
      (word("cost", "费用"), .right),
    ]
    var table = TextTable(columns)
    for row in overview.rows {
      var cells = [String(row.rank), row.site]
      if hasNames { cells.append(row.name) }
      table.append(
        cells + [Figures.whole(row.gain), Figures.whole(row.cumulative), cost(row.cost)])
    }
    return table.text
  }

  private var curve: String { SiteCurveText(overview, language, objectiveName).text }

  private var others: String {
    var table = TextTable([
      (word("next best", "次优方案"), .right), (objectiveName, .right),
      (word("people fewer", "少覆盖人数"), .right), (word("sites", "站点"), .left),
    ])
    for (index, other) in overview.others.prefix(Self.shown).enumerated() {
      let sites = other.sites.prefix(12).joined(separator: ", ")
      table.append([
        String(index + 1), number(other.objective), Figures.whole(other.lost),
        sites + (other.sites.count > 12 ? " …" : ""),
      ])
    }
    return table.text
  }

  /// Whole numbers as such, others with the decimals in which counts may differ.
  private static func people(_ value: Double) -> String {
    value == value.rounded() ? Figures.whole(value) : Figures.decimals(value, 2)
  }

  private func text(_ recount: SiteRecount) -> String {
    var table = TextTable([
      (word("recount", "复核"), .left), (word("people covered", "覆盖人数"), .right),
    ])
    table.append([word("before", "新增前"), Self.people(recount.before)])
    table.append([word("by coverage, run again", "重新计算覆盖"), Self.people(recount.after)])
    table.append([word("by the model", "模型结果"), Self.people(recount.model)])
    table.append([
      word("difference", "差值"),
      recount.agrees ? word("0 (agree)", "0（一致）") : Figures.decimals(recount.difference, 2),
    ])
    return table.text
  }
}
