import Indicators
import Model
import Report
import Standards

extension ReportAssembly {
  /// What communities gain by sharing stations.
  func sharing(_ analyses: CheckAnalyses) -> [ReportDocument.Block] {
    guard let sharing = analyses.sharing else { return [] }
    func row(_ name: String, _ value: Double, _ gained: JSONValue) -> [JSONValue] {
      [.string(name), share(value), gained]
    }
    return [
      .heading(word("Sharing between communities", "社区之间共享")),
      .paragraph(
        word(
          "With the stations of their own community alone \(percent(sharing.own)) are in reach, with those of the cluster "
            + "\(percent(sharing.cluster)), with all \(percent(sharing.anywhere)).",
          "只用本社区站点时达标 \(percent(sharing.own))，用连片站点时 \(percent(sharing.cluster))，不限时 "
            + "\(percent(sharing.anywhere))。")),
      .table(
        ReportTable(
          name: word("sharing", "共享"),
          caption: word("In reach by whose stations may be used", "按可用站点范围的达标份额"),
          columns: [
            .init(word("stations of", "可用站点"), .text),
            .init(word("share in reach", "达标份额"), .share(decimals: 2)),
            .init(word("people more than above", "较上一行增加人数"), .whole),
          ],
          rows: [
            row(word("the own community", "本社区"), sharing.own, .null),
            row(word("the cluster", "连片"), sharing.cluster, amount(sharing.gainedByCluster)),
            row(word("anywhere", "不限"), sharing.anywhere, amount(sharing.gainedByAll)),
          ])),
    ]
  }

  /// How unequally distance and supply are spread over people.
  func spreads(_ analyses: CheckAnalyses) -> [ReportDocument.Block] {
    let all: [(String, CheckAnalyses.Spread?)] = [
      (word("distance to the nearest", "到最近站点"), analyses.equity),
      ("2SFCA", analyses.access?.twoStep), ("E2SFCA", analyses.access?.enhanced),
    ]
    let known = all.compactMap { name, spread in spread.map { (name, $0) } }
    if known.isEmpty { return [] }
    let ginis = known.compactMap { name, spread in
      spread.figures.gini.map { "\(name) \(Figures.decimals($0, 3))" }
    }
    let columns: [ReportTable.Column] =
      [.init(word("measure", "指标"), .text), .init(word("unit", "单位"), .text)]
      + ([word("mean", "平均")] + Inequality.percents.map { "p\(number($0))" } + [
        word("worst tenth", "最差一成"), word("Gini", "基尼"), word("Palma", "帕尔玛"),
      ]).map { .init($0, .decimals(3)) }
      + [.init(word("people out of reach", "不可达人数"), .whole)]
    return [
      .heading(word("Inequality and accessibility", "公平性与可达性")),
      .paragraph(
        ginis.isEmpty
          ? word("Nobody is reached, so nothing can be said.", "没有可达人口，无法计算。")
          : word(
            "Gini coefficients, 0 when everybody has the same: ", "基尼系数（人人相同为 0）：")
            + ginis.joined(separator: word("; ", "；")) + word(".", "。")),
      .table(
        ReportTable(
          name: word("inequality", "公平性"),
          caption: word("Spread over people; p50 is the median", "按人口的分布（p50 为中位数）"),
          columns: columns,
          rows: known.map { name, spread in
            let figures = spread.figures
            let values =
              [figures.mean] + figures.percentiles + [
                figures.worstTenth?.mean, figures.gini, figures.palma,
              ]
            return [.string(name), .string(spread.unit)]
              + values.map { $0.map { share($0) } ?? .null } + [amount(spread.outOfReach)]
          })),
      .note(
        word(
          "A dash: without bound, since somebody is out of reach.", "“–”：有人不可达，数值无上限。")),
    ]
  }

  /// Visits and staff of grid workers.
  func workload(_ analyses: CheckAnalyses) -> [ReportDocument.Block] {
    guard let total = analyses.workload else { return [] }
    func row(_ name: String, _ value: JSONValue) -> [JSONValue] { [.string(name), value] }
    var rows = [
      row(word("blocks", "网格"), .integer(Int64(total.blocks))),
      row(word("visits a month", "每月走访次数"), amount(total.visits)),
      row(word("workers needed", "应配人数"), .integer(Int64(total.staff))),
      row(word("of them beyond the core", "其中核心之外"), .integer(Int64(total.addedWorkers))),
    ]
    if total.workers > 0 {
      rows.append(row(word("workers there are", "现有人数"), amount(total.workers)))
      rows.append(row(word("workers lacking", "缺少人数"), amount(total.shortage)))
      rows.append(
        row(word("blocks that lack some", "缺人的网格"), .integer(Int64(total.shortBlocks))))
    }
    return [
      .heading(word("Workload of grid workers", "网格员工作量")),
      .paragraph(
        word(
          "\(Figures.whole(total.visits)) visits a month need \(counted(total.staff, "worker", "workers")) in "
            + "\(counted(total.blocks, "block", "blocks")).",
          "每月走访 \(Figures.whole(total.visits)) 次，\(total.blocks) 个网格应配 \(Figures.whole(Double(total.staff))) 人。"
        )),
      .table(
        ReportTable(
          name: word("workload", "工作量"), caption: word("Workload in the whole area", "全区工作量"),
          columns: [.init(word("measure", "指标"), .text), .init(word("amount", "数量"), .whole)],
          rows: rows)),
    ]
  }

  /// Areas to begin with.
  func pilots(_ analyses: CheckAnalyses) -> [ReportDocument.Block] {
    guard let pilots = analyses.pilots else { return [] }
    func rows(_ name: String, _ areas: [String]) -> [[JSONValue]] {
      areas.enumerated().map { [.string(name), .integer(Int64($0 + 1)), .string($1)] }
    }
    let (best, worst) = (word("best based", "基础最好"), word("most problems", "问题最多"))
    return [
      .heading(word("Pilots", "试点")),
      .paragraph(
        word(
          "Best based: \(names(pilots.best)). Most problems: \(names(pilots.worst)).",
          "基础最好的：\(names(pilots.best))；问题最多的：\(names(pilots.worst))。")),
      .table(
        ReportTable(
          name: word("pilots", "试点"), caption: word("Areas proposed as pilots", "建议试点地区"),
          columns: [
            .init(word("why", "理由"), .text), .init(word("rank", "名次"), .whole),
            .init(word("area", "地区"), .text),
          ], rows: rows(best, pilots.best) + rows(worst, pilots.worst))),
    ]
  }

  /// Shares by hour of the day and day of the week.
  func hourly(_ analyses: CheckAnalyses) -> [ReportDocument.Block] {
    guard let hourly = analyses.hourly else { return [] }
    let known = hourly.shares.joined().filter(\.isFinite)
    guard let low = known.min(), let high = known.max() else { return [] }
    let days = [
      word("Mo", "周一"), word("Tu", "周二"), word("We", "周三"), word("Th", "周四"), word("Fr", "周五"),
      word("Sa", "周六"), word("Su", "周日"),
    ]
    return [
      .heading(word("Hours of the week", "一周各时段")),
      .paragraph(
        word(
          "Counting only stations open at the time, between \(percent(low)) and \(percent(high)) are in reach.",
          "只计当时开放的站点，各时段达标份额在 \(percent(low)) 与 \(percent(high)) 之间。")),
      .table(
        ReportTable(
          name: word("hours", "时段"), caption: word("Share in reach by hour and day", "各时段达标份额"),
          columns: [.init(word("hour", "时刻"), .text)] + days.map { .init($0, .share) },
          rows: (0..<24).map { hour in
            [.string((hour < 10 ? "0" : "") + "\(hour):00")]
              + hourly.shares.map { hour < $0.count ? share($0[hour]) : .null }
          })),
    ]
  }

  /// Numbers of groups and analyses with what they are counted against and where they come from.
  func quoted(_ findings: CheckFindings) -> [ReportDocument.Block] {
    let figures = findings.standard.figures
    if figures.isEmpty { return [] }
    return [
      .heading(word("Figures of the standard", "标准中的数值")),
      .paragraph(
        word(
          "Numbers the analyses take from the standard, each with its source and whether that was verified.",
          "各项分析采用的标准数值，附出处及是否核实。")),
      .table(
        ReportTable(
          name: word("figures", "数值出处"), caption: word("Figures and their sources", "数值与出处"),
          columns: [
            .init(word("figure", "数值名"), .text), .init(word("value", "值"), .text),
            .init(word("counted as", "计量口径"), .text), .init(word("document", "文件"), .text),
            .init(word("clause", "条款"), .text), .init(word("confidence", "可信度"), .text),
          ],
          rows: figures.map { figure in
            [
              .string(figure.id), .number((figure.value * 100).rounded() / 100),
              .string(figure.denominator[language]),
              .string(figure.provenance.document), .string(figure.provenance.clause),
              .string(confidence(figure.provenance)),
            ]
          }, shownRows: Self.rowLimit, restNote: workbookNote)),
    ]
  }
}
