import Indicators
import Model
import Report

extension ReportAssembly {
  /// What a standard asks for beside its rules: a plain sentence and a table each; nil where it asks for nothing.
  var analysisSection: ReportDocument.Section? {
    guard let findings = findings.check?.findings else { return nil }
    let analyses = findings.analyses
    var blocks = declared(analyses) + checklists(analyses) + sharing(analyses)
    blocks += duplicates(analyses) + load(analyses) + spreads(analyses) + workload(analyses)
    blocks += pilots(analyses) + hourly(analyses) + quoted(findings)
    if blocks.isEmpty { return nil }
    return ReportDocument.Section("analyses", word("Further analyses", "专项分析"), blocks)
  }

  func names(_ list: [String]) -> String {
    let shown = list.prefix(12).joined(separator: word(", ", "、"))
    return list.isEmpty ? word("none", "无") : shown + (list.count > 12 ? " …" : "")
  }

  // MARK: Stations

  private func declared(_ analyses: CheckAnalyses) -> [ReportDocument.Block] {
    guard let declared = analyses.declared else { return [] }
    let differing = declared.rows.count { $0.difference != 0 }
    let sentence =
      declared.agrees
      ? word("The data hold as many stations as declared, tier by tier.", "各层级站点的实有数与申报数一致。")
      : word(
        "In \(differing) of \(counted(declared.rows.count, "tier", "tiers")) the data hold another number of stations than declared.",
        "\(declared.rows.count) 个层级中有 \(differing) 个的实有数与申报数不符。")
    return [
      .heading(word("Declared tiers and the data", "申报与实有")), .paragraph(sentence),
      .table(
        ReportTable(
          name: word("declared tiers", "申报与实有"),
          caption: word("Stations declared and in the data", "申报站点与实有站点"),
          columns: [
            .init(word("tier", "层级"), .text), .init(word("declared", "申报"), .whole),
            .init(word("in the data", "实有"), .whole), .init(word("difference", "差"), .whole),
          ],
          rows: (declared.rows + declared.undeclared).map { row in
            [.string(row.tier.isEmpty ? word("(none)", "（无）") : row.tier)]
              + [row.declared, row.actual, row.difference].map { .integer(Int64($0)) }
          }, shownRows: Self.rowLimit, restNote: workbookNote)),
    ]
  }

  private func checklists(_ analyses: CheckAnalyses) -> [ReportDocument.Block] {
    if analyses.checklists.isEmpty { return [] }
    let sentences = analyses.checklists.map { list in
      word(
        "\(list.name.english): \(list.qualified) of \(counted(list.stations, "station", "stations")) qualify, having "
          + "\(list.required) of \(list.items.count) items or more.",
        "\(list.name.chinese)：\(list.stations) 个站点中 \(list.qualified) 个合格（\(list.items.count) 项须有 \(list.required) 项）。"
      )
    }
    let rows = analyses.checklists.flatMap { list in
      list.items.map { item in
        [
          JSONValue.string(list.name[language]), .string(item.name[language]),
          .integer(Int64(item.stations)), .integer(Int64(list.stations)),
        ]
      }
    }
    return [
      .heading(word("Checklists of stations", "站点清单核查")), .list(sentences),
      .table(
        ReportTable(
          name: word("checklists", "清单"),
          caption: word("Stations that have each item", "具备各项条件的站点数"),
          columns: [
            .init(word("checklist", "清单"), .text), .init(word("item", "条目"), .text),
            .init(word("stations with it", "具备的站点"), .whole),
            .init(word("of stations", "站点总数"), .whole),
          ], rows: rows, shownRows: Self.rowLimit, restNote: workbookNote)),
    ]
  }

  private func duplicates(_ analyses: CheckAnalyses) -> [ReportDocument.Block] {
    guard let duplicates = analyses.duplicates else { return [] }
    let together = Set(duplicates.together)
    let rows = (duplicates.alone + duplicates.together.filter { !duplicates.alone.contains($0) })
      .map { [JSONValue.string($0), .boolean(together.contains($0))] }
    let blocks: [ReportDocument.Block] = [
      .heading(word("Stations that can be spared", "可撤并站点")),
      .paragraph(
        word(
          "The removal of any one of \(counted(duplicates.alone.count, "station", "stations")) alone would take nobody out of "
            + "reach; \(duplicates.together.count) can be removed together.",
          "单独撤除不影响覆盖的站点有 \(duplicates.alone.count) 个；可同时撤除 \(duplicates.together.count) 个。")),
    ]
    if rows.isEmpty { return blocks }
    return blocks + [
      .table(
        ReportTable(
          name: word("spare stations", "可撤并站点"),
          caption: word("Stations whose removal takes nobody out of reach", "撤除后不影响覆盖的站点"),
          columns: [
            .init(word("station", "站点"), .text),
            .init(word("removable with the others", "可同时撤除"), .flag),
          ], rows: rows, shownRows: Self.rowLimit, restNote: workbookNote))
    ]
  }

  private func load(_ analyses: CheckAnalyses) -> [ReportDocument.Block] {
    guard let load = analyses.load else { return [] }
    let blocks: [ReportDocument.Block] = [
      .heading(word("Load of stations", "站点负荷")),
      .paragraph(
        word(
          "\(counted(load.overloads.count, "station is", "stations are")) overloaded, everybody going to the nearest; "
            + "\(Figures.whole(load.unassigned)) people have no station in reach.",
          "按就近分配，超负荷站点 \(load.overloads.count) 个；无站点可达 \(Figures.whole(load.unassigned)) 人。")),
    ]
    let stations = analyses.stations.filter { $0.people.isFinite }
      .sorted { ($1.people, $0.id) < ($0.people, $1.id) }
    if stations.isEmpty { return blocks }
    return blocks + [
      .table(
        ReportTable(
          name: word("load", "负荷"), caption: word("People by nearest station", "各站点就近服务人数"),
          columns: [
            .init(word("station", "站点"), .text), .init(word("name", "名称"), .text),
            .init(word("people", "人数"), .whole), .init(word("capacity", "容量"), .whole),
            .init(word("overloaded", "超负荷"), .flag),
          ],
          rows: stations.map {
            [
              .string($0.id), .string($0.name), amount($0.people), amount($0.capacity),
              .boolean($0.isOverloaded),
            ]
          }, shownRows: Self.rowLimit, restNote: workbookNote))
    ]
  }
}
