import Analysis
import Model

/// The trade-off curve as a person reads it on a terminal.
struct SiteCurveText {
  private let overview: SiteOverview
  private let language: Language
  private let objectiveName: String

  init(_ overview: SiteOverview, _ language: Language, _ objectiveName: String) {
    self.overview = overview
    self.language = language
    self.objectiveName = objectiveName
  }

  private typealias Line = SiteOverview.CurveLine
  private typealias Column = (header: String, cell: (Line) -> String)

  private func word(_ english: String, _ chinese: String) -> String {
    LocalizedText(english, zh: chinese)[language]
  }

  var text: String {
    let columns = columns
    var table = TextTable(columns.map { ($0.header, .right) })
    for line in overview.curve.prefix(SiteText.shown) {
      table.append(columns.map { $0.cell(line) })
    }
    let rest = overview.curve.count - SiteText.shown
    return table.text + (rest > 0 ? word("… and \(rest) more", "……另有 \(rest) 行") + "\n" : "")
  }

  private func has(_ value: (Line) -> Double) -> Bool {
    overview.curve.contains { value($0).isFinite }
  }

  private var columns: [Column] {
    var columns: [Column] = []
    if has(\.budget) { columns.append((word("budget", "预算"), { SiteText.cost($0.budget) })) }
    columns.append((word("new stations", "新增站点"), { String($0.new) }))
    columns += overview.hasCurveOfCosts ? costs : people
    columns.append((word("cost", "费用"), { SiteText.cost($0.cost) }))
    return columns
  }

  private var people: [Column] {
    var columns: [Column] = [
      (word("people covered", "覆盖人数"), { Figures.whole($0.people) }),
      (word("share", "份额"), { Figures.percent($0.share, in: language) }),
    ]
    if has(\.bound) { columns.append((word("at most", "上限"), { Figures.whole($0.bound) })) }
    return columns
  }

  private var costs: [Column] {
    var columns: [Column] = [(objectiveName, { SiteText.amount($0.objective) })]
    columns.append((word("at least", "下限"), { SiteText.amount($0.bound) }))
    if has(\.mean) { columns.append((word("a person", "人均"), { SiteText.amount($0.mean) })) }
    if has(\.people) {
      columns.append(
        (
          word("people covered", "覆盖人数"),
          { $0.people.isFinite ? Figures.whole($0.people) : "–" }
        ))
    }
    return columns
  }
}
