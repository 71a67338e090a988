import Model
import Report
import Standards

extension ReportAssembly {
  /// Indicators against targets; without a standard one sentence.
  var standardSection: ReportDocument.Section {
    let title = word("Indicators against targets", "指标与目标")
    guard let findings = findings.check?.findings else {
      return ReportDocument.Section(
        "standard", title,
        [
          .note(
            word(
              "No standard was asked for; --standard NAME holds the place against one.",
              "未指定标准；用 --standard 名称 可按标准逐条核对。"))
        ])
    }
    let whole = findings.results.filter { $0.level == "all" }
    // Pages show the first rows: those with a target.
    let byArea = findings.results.filter { $0.level != "all" }
    let areas = byArea.filter { $0.target != nil } + byArea.filter { $0.target == nil }
    var blocks: [ReportDocument.Block] = [
      .paragraph(introduction(findings)),
      .table(resultTable(whole, isWhole: true)),
      .note(
        word(
          "Strict: only blocks wholly in reach count; lax: every block touched counts. Nearer and farther: distances 10 % "
            + "smaller and larger, or 3.2 and 4.8 km/h for 4.",
          "从严：只计全部在内的网格；从宽：凡触及即计。更近与更远：距离 ±10%，或步速 3.2 与 4.8（以 4 公里/小时计）。")),
    ]
    if !areas.isEmpty { blocks.append(.table(resultTable(areas, isWhole: false))) }
    blocks += certificates(findings) + skipped(findings) + omissions(findings)
    return ReportDocument.Section("standard", title, blocks)
  }

  private func introduction(_ findings: CheckFindings) -> String {
    let standard = findings.standard
    let name = standard.name[language]
    let documents = standard.documents.map { $0.title[language] }.filter { !$0.isEmpty }
    let sources = documents.isEmpty ? "" : documents.joined(separator: word("; ", "；"))
    return word("Standard: \(name) (\(standard.id)).", "标准：\(name)（\(standard.id)）。")
      + (sources.isEmpty ? "" : word(" Figures are quoted from: \(sources).", "数值引自：\(sources)。"))
  }

  private func resultTable(_ results: [CheckResult], isWhole: Bool) -> ReportTable {
    let share = ReportTable.Kind.share(decimals: 2)
    var columns: [ReportTable.Column] = [.init(word("indicator", "指标"), .text)]
    if !isWhole {
      columns += [.init(word("level", "层级"), .text), .init(word("area", "地区"), .text)]
    }
    let target = columns.count + 1
    columns += [
      .init(word("value", "值"), share, targetColumn: target),
      .init(word("target", "目标"), share),
      .init(word("met", "达标"), .verdict), .init(word("share of", "分母"), .text),
      .init(word("amount", "分母数量"), .whole), .init(word("in reach", "达标数量"), .whole),
    ]
    if isWhole {
      columns += [
        .init(word("strict", "从严"), .share, targetColumn: target),
        .init(word("lax", "从宽"), .share, targetColumn: target),
        .init(word("nearer", "更近"), .share, targetColumn: target),
        .init(word("farther", "更远"), .share, targetColumn: target),
        .init(word("source", "出处"), .text),
      ]
    }
    return ReportTable(
      name: isWhole ? word("indicators", "指标") : word("indicators by area", "分地区指标"),
      caption: isWhole
        ? word("Indicators of the whole area", "全区指标") : word("Indicators by area", "分地区指标"),
      columns: columns, rows: results.map { row($0, isWhole) }, shownRows: Self.rowLimit,
      restNote: workbookNote)
  }

  private func row(_ result: CheckResult, _ isWhole: Bool) -> [JSONValue] {
    var cells: [JSONValue] = [.string(result.ruleName[language])]
    if !isWhole {
      cells += [.string(result.levelTitle[language]), .string(result.name)]
    }
    cells += [
      share(result.value), result.target.map { share($0) } ?? .null,
      result.met.map { .boolean($0) } ?? .null, .string(result.denominator[language]),
      amount(result.whole), amount(result.covered),
    ]
    if isWhole {
      cells += [
        share(result.inside), share(result.touched), share(result.low), share(result.high),
        .string(source(result.provenance)),
      ]
    }
    return cells
  }

  private func source(_ source: Provenance) -> String {
    let mark = source.confidence == .verified ? "" : confidence(source)
    let place = [source.document, source.clause].filter { !$0.isEmpty }.joined(separator: " ")
    return [place, mark].filter { !$0.isEmpty }.joined(separator: word(", ", "，"))
  }

  /// How sure a source is, in words.
  func confidence(_ source: Provenance) -> String {
    switch source.confidence {
    case .verified: word("verified", "已核实")
    case .unverified: word("unverified", "未核实")
    case .localPractice: word("local practice", "地方做法")
    }
  }

  /// Claims of full coverage: that they hold, or what refutes them.
  private func certificates(_ findings: CheckFindings) -> [ReportDocument.Block] {
    if findings.certificates.isEmpty { return [] }
    var blocks: [ReportDocument.Block] = [
      .heading(word("Claims of full coverage", "“全覆盖”核验")),
      .list(
        findings.certificates.map { certificate in
          let name = certificate.ruleName[language]
          let blocks = Figures.whole(Double(certificate.blocks))
          return certificate.holds
            ? word(
              "\(name): holds for all \(blocks) blocks looked at.", "\(name)：所核 \(blocks) 个网格全部成立。")
            : word(
              "\(name): refuted by \(certificate.gaps.count) of \(blocks) blocks.",
              "\(name)：\(blocks) 个网格中有 \(certificate.gaps.count) 个不成立。")
        }),
    ]
    let gaps = findings.certificates.flatMap { certificate in
      certificate.gaps.map { gap in
        [
          JSONValue.string(certificate.ruleName[language]), .string(gap.block), .string(gap.name),
          share(gap.share), amount(gap.uncovered),
        ]
      }
    }
    if !gaps.isEmpty {
      blocks.append(
        .table(
          ReportTable(
            name: word("refuting blocks", "未覆盖网格"),
            caption: word("Blocks that refute full coverage", "未全覆盖的网格"),
            columns: [
              .init(word("indicator", "指标"), .text), .init(word("block", "网格"), .text),
              .init(word("name", "名称"), .text), .init(word("share in reach", "达标份额"), .share),
              .init(word("out of reach", "未覆盖数"), .whole),
            ], rows: gaps, shownRows: Self.refutingLimit, restNote: workbookNote)))
    }
    return blocks
  }

  private func skipped(_ findings: CheckFindings) -> [ReportDocument.Block] {
    if findings.skipped.isEmpty { return [] }
    return [
      .heading(word("Rules the data cannot answer", "数据不足以核对的规则")),
      .list(
        findings.skipped.map {
          $0.name[language] + word(": ", "：") + $0.reason[language]
        }),
    ]
  }

  private func omissions(_ findings: CheckFindings) -> [ReportDocument.Block] {
    findings.omissions.filter { $0.count > 0 }.map { omission in
      .note(
        word(
          "Left out of every rule: \(counted(omission.count, "block", "blocks")) (\(omission.name.english)).",
          "各规则均不计入：\(omission.count) 个网格（\(omission.name.chinese)）。"))
    }
  }
}
