import Export
import Model

/// Writes a division: a row a region as a table, and everything as JSON.
struct CurveMergeOutputs {
  let outcome: CurveMergeOutcome
  let request: CurveMergeRequest
  let language: Language

  /// - Parameter ledger: gains what writing the table notices; the summary has it.
  func write(_ ledger: inout Ledger) throws {
    let transaction = OutputTransaction()
    if let path = request.output {
      var options = ExportOptions()
      options.language = language
      options.layerName = "regions"
      options.byteOrderMark = request.byteOrderMark
      options.manifest = { _ in json(Ledger()) }
      try Exporter.write(
        table, to: OutputTarget(path), options: options, in: transaction, ledger: &ledger)
    }
    if let path = request.summary {
      try transaction.write(JSONText.encode(json(ledger), indented: true) + "\n", to: path)
    }
    try transaction.commit()
  }

  private var isByCount: Bool { if case .new = request.limit { true } else { false } }

  private var table: FeatureTable {
    let regions = outcome.regions
    var chunk = FeatureChunk(firstIndex: 0)
    for _ in regions {
      chunk.shapes.append(.none, parts: [])
      chunk.attributes.append(EmptyCollection())
      chunk.identifiers.append(EmptyCollection())
    }
    func people(
      _ name: String, _ short: String, _ english: String, _ chinese: String,
      _ value: (CurveMergeOutcome.Region) -> Double
    ) -> ResultColumn {
      ResultColumn(
        name: name, shortName: short, title: LocalizedText(english, zh: chinese),
        values: .real(regions.map(value), decimals: 2))
    }
    func flag(
      _ name: String, _ english: String, _ chinese: String,
      _ value: (CurveMergeOutcome.Region) -> Bool
    ) -> ResultColumn {
      ResultColumn(
        name: name, shortName: name, title: LocalizedText(english, zh: chinese),
        values: .boolean(regions.map { value($0) ? 1 : 0 }))
    }
    return FeatureTable(
      layer: Layer(source: LayerSource(path: ""), fields: [], chunks: [chunk]),
      results: [
        ResultColumn(
          name: "region", shortName: "region", title: LocalizedText("region", zh: "区域"),
          values: .text(indices: regions.indices.map(Int32.init), strings: regions.map(\.name))),
        ResultColumn(
          name: "new", shortName: "new", title: LocalizedText("new stations", zh: "新增站点数"),
          values: .integer(regions.map { Int64($0.new) })),
        people("cost", "cost", "cost", "费用") { $0.cost },
        people("people_before", "pop_before", "people covered before", "原覆盖人数") {
          $0.peopleBefore
        },
        people("people", "people", "people covered", "覆盖人数") { $0.people },
        people("people_gained", "pop_gain", "people gained", "新增覆盖人数") {
          $0.people - $0.peopleBefore
        },
        people("last_gain", "last_gain", "people gained by the last step", "最后一步新增人数") {
          $0.lastGain
        },
        people("next_gain", "next_gain", "people the next step would gain", "下一步可新增人数") {
          $0.nextGain
        },
        flag("concave", "each step gains no more than the one before", "每步增益不增") {
          $0.isConcave
        },
        flag("at_end", "given all its curve knows of", "已到曲线末端") { $0.isAtEnd },
      ])
  }

  /// Members named as in a summary of `site`, so that a division can be divided among again.
  private func json(_ ledger: Ledger) -> JSONValue {
    let gap = outcome.people > 0 ? (outcome.bound - outcome.people) / outcome.people : .nan
    var members: [JSONValue.Member] = [
      .init("model", .string("max-coverage")),
      .init("status", .string(gap <= 1e-6 ? "optimal" : "feasible")),
      .init("objective", SiteSummary.number(outcome.people)),
      .init("bound", SiteSummary.number(outcome.bound)),
      .init("gap", gap.isFinite ? .number(gap) : .null),
    ]
    switch request.limit {
    case .new(let count): members.append(.init("new_limit", .integer(Int64(count))))
    case .budget(let money): members.append(.init("budget", SiteSummary.number(money)))
    }
    members += [
      .init("new", .integer(Int64(outcome.new))),
      .init("cost", SiteSummary.number(outcome.cost)),
      .init("people", SiteSummary.number(outcome.everybody)),
      .init("people_covered_before", SiteSummary.number(outcome.peopleBefore)),
      .init("people_covered", SiteSummary.number(outcome.people)),
      .init(
        "if_regions_share_people",
        .object([
          .init("people_covered_at_least", SiteSummary.number(outcome.peopleAtLeast)),
          .init("people_covered_at_most", SiteSummary.number(outcome.people)),
        ])),
      .init("by_marginal_gain", .boolean(outcome.regions.allSatisfy(\.isConcave))),
      .init("regions", .array(outcome.regions.map(json))),
      .init("trade_off", .array(outcome.curve.map(json))),
      .init("ledger", CoverageSummary.json(ledger, language)),
    ]
    return .object(members)
  }

  private func json(_ region: CurveMergeOutcome.Region) -> JSONValue {
    .object([
      .init("region", .string(region.name)),
      .init("new", .integer(Int64(region.new))),
      .init("cost", SiteSummary.number(region.cost)),
      .init("people_covered_before", SiteSummary.number(region.peopleBefore)),
      .init("people_covered", SiteSummary.number(region.people)),
      .init("last_gain", SiteSummary.number(region.lastGain)),
      .init("next_gain", SiteSummary.number(region.nextGain)),
      .init("concave", .boolean(region.isConcave)),
      .init("at_end", .boolean(region.isAtEnd)),
    ])
  }

  private func json(_ point: CurveMergeOutcome.Point) -> JSONValue {
    let budget =
      isByCount
      ? [] : [JSONValue.Member("budget", SiteSummary.number(RegionCurve.text(point.spent)))]
    return .object(
      budget + [
        .init("new", .integer(Int64(point.new))), .init("people", SiteSummary.number(point.people)),
        .init("bound", SiteSummary.number(point.bound)),
        .init("cost", SiteSummary.number(point.cost)),
      ])
  }
}
