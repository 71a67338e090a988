import Coverage
import Model
import Report

extension ReportAssembly {
  /// A share with the six decimals of results.
  func share(_ value: Double) -> JSONValue { CoverageSummary.number(value, decimals: 6) }

  /// An amount with the two decimals of results.
  func amount(_ value: Double) -> JSONValue { CoverageSummary.number(value, decimals: 2) }

  /// An amount of people of these totals; unknown without any.
  private func people(_ value: Double, _ totals: CoverageTotals) -> JSONValue {
    totals.hasPopulation ? amount(value) : .null
  }

  // MARK: Totals

  /// Figures by radius and time, and by group of blocks.
  var coverageSection: ReportDocument.Section {
    var blocks: [ReportDocument.Block] = [.table(reachTable)]
    if !findings.summary.groups.isEmpty {
      blocks.append(.table(groupTable))
    } else {
      blocks.append(
        .note(
          word(
            "--group-by FIELD adds figures by community or street office.",
            "用 --group-by 字段 可增加按社区、街道的汇总。")))
    }
    return ReportDocument.Section("coverage", word("Coverage", "覆盖情况"), blocks)
  }

  private var reachTable: ReportTable {
    let totals = findings.summary.totals
    return ReportTable(
      name: word("coverage", "覆盖情况"),
      caption: word("Coverage by radius and walking time", "各半径与步行时间的覆盖情况"),
      columns: [
        .init(word("within", "范围"), .text), .init(word("share of people", "人口占比"), .share),
        .init(word("people within", "范围内人数"), .whole),
        .init(word("people beyond", "范围外人数"), .whole),
        .init(word("people in measured blocks", "已计算网格人口"), .whole),
        .init(word("share of area", "面积占比"), .share),
        .init(word("blocks whole", "全覆盖网格"), .whole),
        .init(word("blocks none", "零覆盖网格"), .whole),
      ],
      rows: totals.reaches.indices.map { reach in
        [
          .string(label(reach)), share(totals.populationShare(reach)),
          people(totals.reaches[reach].coveredPeople, totals),
          people(totals.uncoveredPeople(reach), totals),
          people(totals.measuredPopulation, totals), share(totals.areaShare(reach)),
          .integer(Int64(totals.reaches[reach].blocksFull)),
          .integer(Int64(totals.reaches[reach].blocksNone)),
        ]
      })
  }

  private var groupTable: ReportTable {
    let reaches = findings.summary.totals.reaches.indices
    var columns: [ReportTable.Column] = [
      .init(word("field", "字段"), .text), .init(word("value", "取值"), .text),
      .init(word("blocks", "网格数"), .whole), .init(word("people", "人口"), .whole),
      .init(word("underserved", "服务不足网格"), .whole),
    ]
    for reach in reaches {
      columns.append(.init(word("share of people, \(label(reach))", "\(label(reach))人口占比"), .share))
      columns.append(.init(word("people beyond \(label(reach))", "\(label(reach))外人数"), .whole))
    }
    return ReportTable(
      name: word("groups", "分组"), caption: word("Coverage by group of blocks", "分组覆盖情况"),
      columns: columns,
      rows: findings.summary.groups.map { group in
        let totals = group.totals
        var row: [JSONValue] = [
          .string(group.field), group.value.map { .string($0) } ?? .null,
          .integer(Int64(totals.blocks)), people(totals.population, totals),
          .integer(Int64(totals.underserved)),
        ]
        for reach in reaches {
          row += [
            share(totals.populationShare(reach)), people(totals.uncoveredPeople(reach), totals),
          ]
        }
        return row
      }, shownRows: Self.rowLimit, restNote: workbookNote)
  }

  /// Below a table that pages cut.
  var workbookNote: String {
    word("The list goes on in the workbook (.xlsx).", "其余见工作簿（.xlsx）。")
  }

  // MARK: Flagged blocks

  /// Which blocks are underserved, and why.
  var flaggedSection: ReportDocument.Section? {
    if findings.settings.rules.isEmpty { return nil }
    let title = word("Underserved blocks", "服务不足的网格")
    let flagged = flagged
    if flagged.isEmpty {
      return ReportDocument.Section(
        "underserved", title,
        [.paragraph(word("No block is underserved: \(testText).", "没有网格低于标准：\(testText)。"))])
    }
    return ReportDocument.Section(
      "underserved", title,
      [
        .paragraph(
          word(
            "A block is underserved when \(testText). Priority 1 has most people who fail a test.",
            "下列任一情形即为服务不足：\(testText)。优先次序按未达标人数由多到少。")),
        .table(flaggedTable(flagged)),
      ])
  }

  private func flaggedTable(_ flagged: [Int]) -> ReportTable {
    let settings = findings.settings
    let reaches = settings.rules.compactMap { settings.position(of: $0.measure) }
    var columns: [ReportTable.Column] = [
      .init(word("priority", "优先次序"), .whole), .init(word("block", "网格"), .text),
      .init(word("name", "名称"), .text), .init(word("people", "人口"), .whole),
    ]
    columns += reaches.map {
      .init(word("share \(phrase($0))", "\(phrase($0))占比"), .share)
    }
    columns += [
      .init(word("nearest station", "最近站点"), .text),
      .init(word("straight m", "直线距离（米）"), .whole),
    ]
    if !settings.minutes.isEmpty {
      columns.append(.init(word("walk, min", "步行（分钟）"), .decimals(1)))
    }
    columns += [
      .init(word("borderline", "临界"), .flag), .init(word("reasons", "原因"), .text),
    ]
    let reasons = ReasonText(settings, language)
    let rest = flagged.count - Self.flaggedLimit
    return ReportTable(
      name: word("underserved", "服务不足网格"),
      caption: word("Underserved blocks, most urgent first", "服务不足的网格（按优先次序）"),
      columns: columns, rows: flagged.map { row($0, reaches, reasons) },
      shownRows: Self.flaggedLimit,
      restNote: word(
        "\(counted(rest, "more block is", "more blocks are")) in the workbook (.xlsx).",
        "另有 \(Figures.whole(Double(rest))) 个网格见工作簿（.xlsx）。"),
      mapBlocks: mapNumbers(flagged))
  }

  private func row(_ block: Int, _ reaches: [Int], _ reasons: ReasonText) -> [JSONValue] {
    let (table, flags) = (findings.table, findings.flags)
    let station = Int(table.nearestStation[block])
    var cells: [JSONValue] = [
      .integer(Int64(flags.priority[block])), .string(findings.inputs.blocks.ids[block]),
      .string(names[block] ?? ""), amount(table.population[block]),
    ]
    cells += reaches.map { share(table.populationShare[table.slot(block, $0)]) }
    cells += [
      station >= 0 ? .string(findings.inputs.stations.ids[station]) : .null,
      amount(table.nearestMetres[block]),
    ]
    if !findings.settings.minutes.isEmpty { cells.append(amount(table.walkMinutes[block])) }
    let codes = flags.reasonTexts[Int(flags.reasons[block])]
    return cells + [.boolean(table.borderline[block] == 1), .string(reasons.words(codes))]
  }
}
