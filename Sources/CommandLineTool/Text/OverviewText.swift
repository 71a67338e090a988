import Analysis
import Model

/// The totals of a coverage run as a person reads them on a terminal.
struct OverviewText {
  private let overview: CoverageOverview
  private let language: Language

  init(_ overview: CoverageOverview, _ language: Language) {
    self.overview = overview
    self.language = language
  }

  private func word(_ english: String, _ chinese: String) -> String {
    LocalizedText(english, zh: chinese)[language]
  }

  var text: String {
    var text = facts + "\n" + measures
    if !overview.flagged.isEmpty { text += "\n" + flagged }
    return text
  }

  private var facts: String {
    var table = TextTable([("", .left), ("", .right)])
    let unmeasured = overview.blocks - overview.measured
    table.append([word("blocks", "网格"), Figures.whole(Double(overview.blocks))])
    if unmeasured > 0 {
      table.append([word("  not measured", "  无法计算"), Figures.whole(Double(unmeasured))])
    }
    table.append([word("stations", "服务站"), Figures.whole(Double(overview.stations))])
    table.append([word("people", "人口"), Figures.whole(overview.population)])
    table.append([word("area, km²", "面积（平方公里）"), Figures.decimals(overview.area / 1e6, 2)])
    table.append([
      word("underserved blocks", "覆盖不足的网格"), Figures.whole(Double(overview.underserved)),
    ])
    table.append([
      word("  of all, borderline", "  临界（含未标记网格）"), Figures.whole(Double(overview.borderline)),
    ])
    return table.text
  }

  private var measures: String {
    var table = TextTable([
      (word("within", "范围"), .left), (word("share of people", "人口比例"), .right),
      (word("share of area", "面积比例"), .right), (word("people beyond", "未覆盖人数"), .right),
      (word("blocks whole", "全覆盖网格"), .right), (word("blocks none", "零覆盖网格"), .right),
    ])
    for line in overview.lines {
      table.append([
        line.measure, Figures.percent(line.populationShare, in: language),
        Figures.percent(line.areaShare, in: language),
        Figures.whole(line.uncoveredPeople), Figures.whole(Double(line.blocksFull)),
        Figures.whole(Double(line.blocksNone)),
      ])
    }
    return table.text
  }

  private var flagged: String {
    var table = TextTable([
      (word("priority", "优先"), .right), (word("block", "网格"), .left), (word("name", "名称"), .left),
      (word("people", "人口"), .right), (word("nearest station", "最近服务站"), .left),
      (word("metres", "米"), .right), (word("reasons", "原因"), .left),
    ])
    for block in overview.flagged {
      table.append([
        String(block.priority), block.id, block.name, Figures.whole(block.people),
        block.nearestStation,
        Figures.whole(block.nearestMetres), block.reasons,
      ])
    }
    let rest = overview.underserved - overview.flagged.count
    let more =
      rest > 0 ? word("… and \(rest) more underserved blocks", "……另有 \(rest) 个覆盖不足的网格") + "\n" : ""
    return table.text + more
  }
}
