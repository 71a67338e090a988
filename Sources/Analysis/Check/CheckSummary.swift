import Indicators
import Model
import Standards

extension CheckFindings {
  /// The document of `--summary`.
  func json(_ language: Language) -> JSONValue {
    .object([
      .init("standard", .string(standard.id)),
      .init("standard_name", .string(standard.name[language])),
      .init("standard_version", .string(standard.version)),
      .init("met", met.map { .boolean($0) } ?? .null),
      .init("blocks", .integer(Int64(blocks))),
      .init("stations", .integer(Int64(stations))),
      .init("walk_method", walkMethod.map { .string($0) } ?? .null),
      .init(
        "left_out",
        .array(
          omissions.map { omission in
            .object([
              .init("name", .string(omission.name[language])),
              .init("blocks", .integer(Int64(omission.count))),
            ])
          })),
      .init("results", .array(results.map { $0.json(language) })),
      .init(
        "skipped",
        .array(
          skipped.map { rule in
            .object([
              .init("rule", .string(rule.id)), .init("title", .string(rule.name[language])),
              .init("reason", .string(rule.reason[language])),
            ])
          })),
      .init("certificates", .array(certificates.map { $0.json(language) })),
      .init("analyses", analyses.json(language)),
      .init("figures", .array(standard.figures.map { $0.json(language) })),
      .init("ledger", CoverageSummary.json(ledger, language)),
    ])
  }
}

extension QuotedFigure {
  func json(_ language: Language) -> JSONValue {
    .object([
      .init("figure", .string(id)), .init("value", CoverageSummary.number(value, decimals: 6)),
      .init("denominator", .string(denominator[language])),
      .init("document", .string(provenance.document)),
      .init("clause", .string(provenance.clause)),
      .init("confidence", .string(provenance.confidence.rawValue)),
      .init("note", .string(provenance.note[language])),
    ])
  }
}

extension CheckAnalyses {
  private static func number(_ value: Double?, _ decimals: Int) -> JSONValue {
    value.map { CoverageSummary.number($0, decimals: decimals) } ?? .null
  }

  private static func texts(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }

  /// One member for each analysis that was made.
  func json(_ language: Language) -> JSONValue {
    var members: [JSONValue.Member] = []
    if let declared { members.append(.init("declared", Self.json(declared))) }
    if let hourly {
      members.append(
        .init(
          "hourly_profile",
          .object([
            .init("rule", .string(hourly.rule)),
            .init(
              "shares",
              .array(hourly.shares.map { .array($0.map { Self.number($0, 6) }) })),
          ])))
    }
    if let sharing { members.append(.init("sharing", Self.json(sharing))) }
    if let duplicates {
      members.append(
        .init(
          "duplicates",
          .object([
            .init("rule", .string(duplicates.rule)),
            .init("removable_alone", Self.texts(duplicates.alone)),
            .init("removable_together", Self.texts(duplicates.together)),
          ])))
    }
    if let load { members.append(.init("capacity", json(load))) }
    if let access {
      members.append(
        .init(
          "access",
          .object([
            .init("rule", .string(access.rule)),
            .init("twosfca", access.twoStep.json),
            .init("e2sfca", access.enhanced?.json ?? .null),
            .init("unused_supply", Self.number(access.unused, 2)),
          ])))
    }
    if let equity { members.append(.init("equity", equity.json)) }
    if let workload { members.append(.init("workload", Self.json(workload))) }
    if let pilots {
      members.append(
        .init(
          "pilots",
          .object([
            .init("level", .string(pilots.level)),
            .init("best_based", Self.texts(pilots.best)),
            .init("most_problems", Self.texts(pilots.worst)),
          ])))
    }
    if !checklists.isEmpty {
      members.append(.init("checklists", .array(checklists.map { $0.json(language) })))
    }
    return .object(members)
  }

  private static func json(_ declared: TierComparison) -> JSONValue {
    func row(_ row: TierComparison.Row) -> JSONValue {
      .object([
        .init("tier", .string(row.tier)), .init("declared", .integer(Int64(row.declared))),
        .init("actual", .integer(Int64(row.actual))),
        .init("difference", .integer(Int64(row.difference))),
      ])
    }
    return .object([
      .init("agrees", .boolean(declared.agrees)),
      .init("tiers", .array(declared.rows.map(row))),
      .init("undeclared", .array(declared.undeclared.map(row))),
    ])
  }

  private static func json(_ sharing: Sharing) -> JSONValue {
    .object([
      .init("rule", .string(sharing.rule)), .init("own", number(sharing.own, 6)),
      .init("cluster", number(sharing.cluster, 6)), .init("anywhere", number(sharing.anywhere, 6)),
      .init("gained_by_cluster", number(sharing.gainedByCluster, 2)),
      .init("gained_by_all", number(sharing.gainedByAll, 2)),
    ])
  }

  private func json(
    _ load: (rule: String, unassigned: Double, overloads: [Station])
  ) -> JSONValue {
    .object([
      .init("rule", .string(load.rule)),
      .init("unassigned", Self.number(load.unassigned, 2)),
      .init(
        "overloaded",
        .array(
          load.overloads.map { station in
            .object([
              .init("station", .string(station.id)), .init("name", .string(station.name)),
              .init("people", Self.number(station.people, 2)),
              .init("capacity", Self.number(station.capacity, 2)),
              .init("over", Self.number(station.people - station.capacity, 2)),
            ])
          })),
    ])
  }

  private static func json(_ total: GridWorkload.Total) -> JSONValue {
    .object([
      .init("blocks", .integer(Int64(total.blocks))),
      .init("visits_a_month", number(total.visits, 2)),
      .init("workers_by_visits", .integer(Int64(total.workersByVisits))),
      .init("workers_by_households", .integer(Int64(total.workersByHouseholds))),
      .init("staff", .integer(Int64(total.staff))),
      .init("added_workers", .integer(Int64(total.addedWorkers))),
      .init("workers", number(total.workers, 2)),
      .init("shortage", number(total.shortage, 2)),
      .init("short_blocks", .integer(Int64(total.shortBlocks))),
      .init("unknown_blocks", .integer(Int64(total.unknownStaff))),
    ])
  }
}

extension CheckAnalyses.Spread {
  var json: JSONValue {
    func number(_ value: Double?) -> JSONValue {
      value.map { CoverageSummary.number($0, decimals: 6) } ?? .null
    }
    return .object([
      .init("rule", .string(rule)), .init("unit", .string(unit)),
      .init("people", number(figures.people)),
      .init("people_out_of_reach", number(outOfReach)),
      .init("mean", number(figures.mean)), .init("gini", number(figures.gini)),
      .init("palma", number(figures.palma)),
      .init("worst_tenth_mean", number(figures.worstTenth?.mean)),
      .init(
        "percentiles",
        .object(
          zip(Inequality.percents, figures.percentiles).map {
            .init(MatrixFailure.plain($0), number($1))
          })),
      .init(
        "lorenz", .array(lorenz.map { .array([number($0.people), number($0.quantity)]) })),
    ])
  }
}

extension CheckAnalyses.Fulfilment {
  func json(_ language: Language) -> JSONValue {
    .object([
      .init("checklist", .string(id)), .init("title", .string(name[language])),
      .init("required", .integer(Int64(required))),
      .init("stations", .integer(Int64(stations))),
      .init("qualified", .integer(Int64(qualified))),
      .init("confidence", .string(provenance.confidence.rawValue)),
      .init(
        "items",
        .array(
          items.map { item in
            .object([
              .init("name", .string(item.name[language])),
              .init("stations", .integer(Int64(item.stations))),
            ])
          })),
    ])
  }
}
