import Model

/// The document of `compare --summary`.
struct CompareSummary: Sendable {
  var report: CompareReport
  var before: ResultLayer
  var after: ResultLayer
  var ledger = Ledger()

  func json(language: Language) -> JSONValue {
    .object(
      [
        .init("comparable", .boolean(report.conflicts.isEmpty)),
        .init("conflicts", .array(report.conflicts.map { .string($0[language]) })),
      ] + members(report.totals) + [
        .init("appeared", alone(report.totals.appeared, report.appeared)),
        .init("gone", alone(report.totals.gone, report.gone)),
        .init("groups", .array(report.groups.map(group))),
        .init("parameters", pair(before.parameters, after.parameters)),
        .init("inputs", pair(before.inputsJSON, after.inputsJSON)),
        .init(
          "differences",
          .object([
            .init("parameters", differing(report.parameters)),
            .init("inputs", differing(report.inputs)),
          ])),
        .init("ledger", CoverageSummary.json(ledger, language)),
      ])
  }

  /// Totals without groups and ledger, for the manifest.
  var totals: JSONValue { .object(members(report.totals)) }

  private func members(_ totals: CompareTotals) -> [JSONValue.Member] {
    let known = totals.hasPopulation
    func reaches(_ kind: CompareMeasure.Kind) -> JSONValue {
      .object(
        zip(report.measures, totals.reaches).filter { $0.0.kind == kind }.map { measure, reach in
          .init(DecimalText.text(measure.value), json(reach, totals, known))
        })
    }
    let status = [BlockStatus.improved, .worse, .mixed, .same].map { state in
      JSONValue.Member(state.rawValue, .integer(Int64(totals.status[state] ?? 0)))
    }
    return [
      .init("blocks", .integer(Int64(totals.compared))),
      .init("population", known ? Self.people(totals.population) : .null),
      .init("status", .object(status)),
      .init("underserved", flags(totals)),
      .init("radii", reaches(.radius)),
      .init("minutes", reaches(.minutes)),
    ]
  }

  private func flags(_ totals: CompareTotals) -> JSONValue {
    func change(_ count: Int) -> JSONValue {
      report.flagsAreComparable ? .integer(Int64(count)) : .null
    }
    return .object([
      .init("before", .integer(Int64(totals.flaggedBefore))),
      .init("after", .integer(Int64(totals.flaggedAfter))),
      .init("cleared", change(totals.flagsCleared)),
      .init("raised", change(totals.flagsRaised)),
    ])
  }

  private func json(
    _ reach: CompareTotals.Reach, _ totals: CompareTotals, _ known: Bool
  ) -> JSONValue {
    func people(_ value: Double) -> JSONValue { known ? Self.people(value) : .null }
    return .object([
      .init("pop_covered_before", people(reach.before)),
      .init("pop_covered_after", people(reach.after)),
      .init("pop_gained", people(reach.gained)),
      .init("pop_lost", people(reach.lost)),
      .init("pop_net", people(reach.net)),
      .init("blocks_gained", .integer(Int64(reach.blocksGained))),
      .init("blocks_lost", .integer(Int64(reach.blocksLost))),
      .init("rounding", known ? CoverageSummary.number(reach.rounding, decimals: 4) : .null),
    ])
  }

  private func alone(_ alone: CompareTotals.Alone, _ ids: [String]) -> JSONValue {
    let covered = zip(report.measures, alone.covered).map { measure, people in
      JSONValue.Member(measure.label, Self.people(people))
    }
    return .object([
      .init("blocks", .integer(Int64(alone.blocks))),
      .init("population", Self.people(alone.population)),
      .init("underserved", .integer(Int64(alone.underserved))),
      .init("pop_covered", .object(covered)),
      .init("ids", .array(ids.prefix(Self.listLimit).map { .string($0) })),
    ])
  }

  /// Most ids a summary lists; the count is complete.
  private static let listLimit = 10_000

  private func group(_ group: CompareReport.Group) -> JSONValue {
    .object(
      [
        .init("field", .string(group.field)),
        .init("value", group.value.map { .string($0) } ?? .null),
      ] + members(group.totals) + [
        .init("appeared", .integer(Int64(group.totals.appeared.blocks))),
        .init("gone", .integer(Int64(group.totals.gone.blocks))),
      ])
  }

  private func pair(_ before: JSONValue, _ after: JSONValue) -> JSONValue {
    .object([.init("before", before), .init("after", after)])
  }

  /// Names of what differs.
  private func differing(_ facts: [CompareReport.Fact]) -> JSONValue {
    .array(facts.filter(\.differs).map { .string($0.key) })
  }

  private static func people(_ value: Double) -> JSONValue {
    CoverageSummary.number(value, decimals: 2)
  }
}

extension ResultLayer {
  /// Parameters as the file says them; null where it does not.
  var parameters: JSONValue { manifest?.value("parameters") ?? .null }
  /// Role, file and digest of each input; null where the file does not say.
  var inputsJSON: JSONValue {
    guard let manifest else { return .null }
    return .array(
      manifest.inputs.map { input in
        .object([
          .init("role", .string(input.role)), .init("file", .string(input.file)),
          .init("sha256", input.sha256.map { .string($0) } ?? .null),
        ])
      })
  }
}
