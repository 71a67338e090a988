import Analysis
import Indicators
import Model

/// The analyses of a check as a person reads them on a terminal.
struct CheckAnalysesText {
  private let analyses: CheckAnalyses
  private let language: Language
  private static let shown = 12

  init(_ analyses: CheckAnalyses, _ language: Language) {
    self.analyses = analyses
    self.language = language
  }

  private func word(_ english: String, _ chinese: String) -> String {
    LocalizedText(english, zh: chinese)[language]
  }

  var text: String {
    [declared, checklists, sharing, hourly, duplicates, load, spreads, workload, pilots]
      .compactMap { $0 }.joined(separator: "\n")
  }

  private func percent(_ share: Double) -> String {
    Figures.percent(share, decimals: 2)
  }

  private func list(_ names: [String]) -> String {
    let all = names.prefix(Self.shown).joined(separator: ", ")
    return names.isEmpty ? word("none", "无") : all + (names.count > Self.shown ? " …" : "")
  }

  private var declared: String? {
    guard let declared = analyses.declared else { return nil }
    var table = TextTable([
      (word("tier", "层级"), .left), (word("declared", "申报"), .right),
      (word("in the data", "实有"), .right), (word("difference", "差"), .right),
    ])
    for row in declared.rows + declared.undeclared {
      table.append([
        row.tier.isEmpty ? word("(none)", "（无）") : row.tier, String(row.declared),
        String(row.actual), row.difference > 0 ? "+\(row.difference)" : String(row.difference),
      ])
    }
    return table.text
  }

  private var checklists: String? {
    if analyses.checklists.isEmpty { return nil }
    return analyses.checklists.map { checklist in
      let items = checklist.items.map { "\($0.name[language]) \($0.stations)" }
      return word(
        "\(checklist.name.english): \(checklist.qualified) of \(checklist.stations) stations qualify "
          + "(\(checklist.required) of \(checklist.items.count) items; ",
        "\(checklist.name.chinese)：\(checklist.stations) 个站点中 \(checklist.qualified) 个合格"
          + "（\(checklist.items.count) 项须有 \(checklist.required) 项；")
        + items.joined(separator: ", ") + word(")\n", "）\n")
    }.joined()
  }

  private var sharing: String? {
    guard let sharing = analyses.sharing else { return nil }
    var table = TextTable([
      (word("stations of", "可用站点"), .left), (word("in reach", "达标份额"), .right),
      (word("people more than above", "较上一行增加"), .right),
    ])
    table.append([word("the own community", "本社区"), percent(sharing.own), ""])
    table.append([
      word("the cluster", "连片"), percent(sharing.cluster),
      Figures.whole(sharing.gainedByCluster),
    ])
    table.append([
      word("anywhere", "不限"), percent(sharing.anywhere), Figures.whole(sharing.gainedByAll),
    ])
    return table.text
  }

  private var hourly: String? {
    guard let hourly = analyses.hourly else { return nil }
    let days = [
      word("Mo", "周一"), word("Tu", "周二"), word("We", "周三"), word("Th", "周四"), word("Fr", "周五"),
      word("Sa", "周六"), word("Su", "周日"),
    ]
    var table = TextTable(
      [(word("% at", "％，时"), .left)] + (0..<24).map { (String($0), .right) })
    for (day, shares) in hourly.shares.enumerated() {
      table.append(
        [days[day]] + shares.map { $0.isNaN ? "–" : Figures.whole(($0 * 100).rounded()) })
    }
    return table.text
  }

  private var duplicates: String? {
    guard let duplicates = analyses.duplicates else { return nil }
    return word(
      "Stations whose removal alone loses nobody: \(duplicates.alone.count) (\(list(duplicates.alone)))\n"
        + "Removable together: \(duplicates.together.count) (\(list(duplicates.together)))\n",
      "单独撤除不影响覆盖的站点：\(duplicates.alone.count) 个（\(list(duplicates.alone))）\n"
        + "可同时撤除：\(duplicates.together.count) 个（\(list(duplicates.together))）\n")
  }

  private var load: String? {
    guard let load = analyses.load else { return nil }
    var text = word(
      "Overloaded stations: \(load.overloads.count); people with no station in reach: \(Figures.whole(load.unassigned))\n",
      "超负荷站点：\(load.overloads.count) 个；无站点可达人数：\(Figures.whole(load.unassigned))\n")
    if load.overloads.isEmpty { return text }
    var table = TextTable([
      (word("station", "站点"), .left), (word("name", "名称"), .left),
      (word("people", "人数"), .right), (word("capacity", "容量"), .right),
      (word("over", "超出"), .right),
    ])
    for station in load.overloads.prefix(Self.shown) {
      table.append([
        station.id, station.name, Figures.whole(station.people), Figures.whole(station.capacity),
        Figures.decimals(station.people - station.capacity, 1),
      ])
    }
    text += table.text
    return text
  }

  private var spreads: String? {
    let all = [
      (word("distance to the nearest", "到最近站点"), analyses.equity),
      ("2SFCA", analyses.access?.twoStep), ("E2SFCA", analyses.access?.enhanced),
    ]
    if all.allSatisfy({ $0.1 == nil }) { return nil }
    var table = TextTable([
      ("", .left), (word("unit", "单位"), .left), (word("mean", "平均"), .right),
      (word("median", "中位"), .right), ("p90", .right), (word("worst tenth", "最差一成"), .right),
      (word("Gini", "基尼"), .right), (word("Palma", "帕尔玛"), .right),
    ])
    for (name, spread) in all {
      guard let spread else { continue }
      let figures = spread.figures
      func percentile(_ percent: Double) -> Double? {
        Inequality.percents.firstIndex(of: percent).flatMap { figures.percentiles[$0] }
      }
      table.append(
        [name, spread.unit]
          + [
            figures.mean, percentile(50), percentile(90), figures.worstTenth?.mean, figures.gini,
            figures.palma,
          ].map { $0.map { Figures.decimals($0, 3) } ?? "–" })
    }
    return table.text
  }

  private var workload: String? {
    guard let total = analyses.workload else { return nil }
    return word(
      "Grid workers: \(Figures.whole(total.visits)) visits a month, \(total.staff) workers needed in \(total.blocks) "
        + "blocks (\(total.addedWorkers) beyond the core)",
      "网格员：每月走访 \(Figures.whole(total.visits)) 次，\(total.blocks) 个网格应配 \(total.staff) 人"
        + "（核心之外 \(total.addedWorkers) 人）")
      + (total.workers > 0
        ? word(
          "; \(Figures.whole(total.workers)) there are, \(Figures.whole(total.shortage)) lacking",
          "；现有 \(Figures.whole(total.workers)) 人，缺 \(Figures.whole(total.shortage)) 人") : "") + "\n"
  }

  private var pilots: String? {
    guard let pilots = analyses.pilots else { return nil }
    return word(
      "Pilots, best based: \(list(pilots.best)); most problems: \(list(pilots.worst))\n",
      "试点：基础最好的 \(list(pilots.best))；问题最多的 \(list(pilots.worst))\n")
  }
}
