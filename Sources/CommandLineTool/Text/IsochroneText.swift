import Analysis
import Model

/// Areas of isochrones as a person reads them on a terminal.
struct IsochroneText {
  private let outcome: IsochroneOutcome
  private let language: Language

  init(_ outcome: IsochroneOutcome, _ language: Language) {
    self.outcome = outcome
    self.language = language
  }

  private func word(_ english: String, _ chinese: String) -> String {
    LocalizedText(english, zh: chinese)[language]
  }

  var text: String {
    let hasNames = outcome.rows.contains { $0.name != nil && $0.name != $0.station }
    var columns: [(header: String, alignment: TextTable.Alignment)] = [
      (word("station", "服务站"), .left)
    ]
    if hasNames { columns.append((word("name", "名称"), .left)) }
    columns += [(word("minutes", "分钟"), .right), (word("area, km²", "面积（平方公里）"), .right)]
    var table = TextTable(columns)
    for row in outcome.rows {
      var cells = [row.station ?? word("all", "全部")]
      if hasNames { cells.append(row.name ?? "") }
      table.append(
        cells + [DecimalText.text(row.minutes), Figures.decimals(row.area / 1e6, 4)])
    }
    var text = table.text
    if let fidelity = outcome.fidelity {
      let strict = Figures.decimals(fidelity.share, 4)
      let places = Figures.decimals(fidelity.shareOfPlaces, 4)
      text +=
        word(
          """

          street points classified right: \(strict) of \(fidelity.points)
          … with those a leg from a reached street comes to: \(places)

          """,
          """

          道路抽样点判断正确的比例：\(strict)，共 \(fidelity.points) 点
          其中直线段可达处也算正确：\(places)

          """)
    }
    return text
  }
}
