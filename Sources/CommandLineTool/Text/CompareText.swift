import Analysis
import Model

/// The changes between two results as a person reads them on a terminal.
struct CompareText {
  private let report: CompareReport
  private let language: Language
  /// Groups shown for a field; files hold all.
  private static let shown = 40

  init(_ report: CompareReport, _ language: Language) {
    self.report = report
    self.language = language
  }

  private func word(_ english: String, _ chinese: String) -> String {
    LocalizedText(english, zh: chinese)[language]
  }

  var text: String {
    var parts: [String] = []
    if !report.conflicts.isEmpty { parts.append(warning) }
    parts += [facts, people]
    parts += fields.map(groups)
    if !report.mostChanged.isEmpty { parts.append(blocks) }
    parts.append(runs)
    return parts.joined(separator: "\n")
  }

  private var warning: String {
    word("NOT COMPARABLE (--anyway):", "不可比（--anyway）：") + "\n"
      + report.conflicts.map { "  " + TextTable.oneLine($0[language]) + "\n" }.joined()
  }

  // MARK: Totals

  private var facts: String {
    let totals = report.totals
    var table = TextTable([("", .left), ("", .right)])
    func add(_ english: String, _ chinese: String, _ count: Int, always: Bool = true) {
      if always || count > 0 {
        table.append([word(english, chinese), Figures.whole(Double(count))])
      }
    }
    add("blocks compared", "比较的网格", totals.compared)
    add("  improved", "  改善", totals.status[.improved] ?? 0)
    add("  worse", "  变差", totals.status[.worse] ?? 0)
    add("  mixed", "  有升有降", totals.status[.mixed] ?? 0, always: false)
    add("  same", "  不变", totals.status[.same] ?? 0)
    add("blocks only after", "仅此后有的网格", totals.appeared.blocks, always: false)
    add("blocks only before", "仅此前有的网格", totals.gone.blocks, always: false)
    table.append([
      word("people", "人口"), Figures.whole(totals.hasPopulation ? totals.population : .nan),
    ])
    add("underserved before", "此前覆盖不足的网格", totals.flaggedBefore)
    add("underserved after", "此后覆盖不足的网格", totals.flaggedAfter)
    if report.flagsAreComparable {
      add("  no longer", "  不再是", totals.flagsCleared)
      add("  newly", "  新出现", totals.flagsRaised)
    }
    return table.text
  }

  private var people: String {
    var table = TextTable(
      [(word("people within", "范围内人数"), .left)]
        + headers([
          ("before", "此前"), ("after", "此后"), ("gained", "新增"), ("lost", "减少"), ("net", "净增"),
        ])
        + headers([("blocks up", "上升网格"), ("blocks down", "下降网格")]))
    for (measure, reach) in zip(report.measures, report.totals.reaches) {
      table.append(
        [measure.label] + figures(reach, report.totals) + [
          Figures.whole(Double(reach.blocksGained)), Figures.whole(Double(reach.blocksLost)),
        ])
    }
    return table.text
  }

  private func headers(
    _ words: [(String, String)]
  ) -> [(header: String, alignment: TextTable.Alignment)] {
    words.map { (word($0.0, $0.1), .right) }
  }

  private func figures(_ reach: CompareTotals.Reach, _ totals: CompareTotals) -> [String] {
    [reach.before, reach.after, reach.gained, reach.lost, reach.net].map {
      Figures.whole(totals.hasPopulation ? $0 : .nan)
    }
  }

  // MARK: Groups

  private var fields: [String] {
    report.groups.reduce(into: []) { if !$0.contains($1.field) { $0.append($1.field) } }
  }

  /// Groups of one field, those with the largest gain in the first measure first.
  private func groups(_ field: String) -> String {
    let all = report.groups.filter { $0.field == field }
    let order = all.indices.sorted {
      let (a, b) = (all[$0].totals.reaches[0], all[$1].totals.reaches[0])
      return a.net != b.net ? a.net > b.net : $0 < $1
    }
    var table = TextTable(
      [(field, .left)] + headers([("blocks", "网格"), ("people", "人口")])
        + report.measures.flatMap { measure in
          headers([
            ("gained \(measure.label)", "\(measure.label) 新增"),
            ("lost \(measure.label)", "\(measure.label) 减少"),
          ])
        } + headers([("no longer flagged", "不再覆盖不足"), ("newly flagged", "新覆盖不足")]))
    for index in order.prefix(Self.shown) {
      let totals = all[index].totals
      table.append(
        [
          all[index].value ?? "–", Figures.whole(Double(totals.compared)),
          Figures.whole(totals.hasPopulation ? totals.population : .nan),
        ]
          + totals.reaches.flatMap { reach in
            [reach.gained, reach.lost].map { Figures.whole(totals.hasPopulation ? $0 : .nan) }
          }
          + [totals.flagsCleared, totals.flagsRaised].map {
            report.flagsAreComparable ? Figures.whole(Double($0)) : "–"
          })
    }
    let rest = all.count - Self.shown
    return table.text + (rest > 0 ? word("… and \(rest) more", "……另有 \(rest) 行") + "\n" : "")
  }

  // MARK: Blocks and runs

  private var blocks: String {
    var table = TextTable(
      [
        (word("most changed", "变化最大"), .left), (word("name", "名称"), .left),
        (word("status", "变化"), .left),
      ]
        + headers(
          report.measures.map { ("net \($0.label)", "\($0.label) 净增") }) + [
          (word("underserved", "覆盖不足"), .left)
        ])
    for block in report.mostChanged {
      table.append(
        [block.id, block.name, status(block.status)]
          + zip(block.gained, block.lost).map { Figures.whole($0 - $1) }
          + ["\(flag(block.wasFlagged)) → \(flag(block.isFlagged))"])
    }
    return table.text
  }

  private func flag(_ isFlagged: Bool?) -> String {
    isFlagged.map { $0 ? word("yes", "是") : word("no", "否") } ?? "–"
  }

  private func status(_ status: BlockStatus) -> String {
    switch status {
    case .improved: word("improved", "改善")
    case .worse: word("worse", "变差")
    case .mixed: word("mixed", "有升有降")
    case .same: word("same", "不变")
    case .appeared: word("appeared", "新增")
    case .gone: word("gone", "消失")
    }
  }

  /// Both parameter sets and inputs side by side; what differs is marked.
  private var runs: String {
    if report.parameters.isEmpty && report.inputs.isEmpty {
      return word(
        "how the results were made is unknown: only GeoJSON and GeoPackage results say it",
        "结果的生成方式未知：只有 GeoJSON 与 GeoPackage 结果注明") + "\n"
    }
    var table = TextTable([
      (word("run", "运行"), .left), (word("before", "此前"), .left), (word("after", "此后"), .left),
      (" ", .left),
    ])
    for fact in report.parameters + report.inputs {
      table.append([fact.key, fact.before, fact.after, fact.differs ? "≠" : ""])
    }
    return table.text
  }
}
