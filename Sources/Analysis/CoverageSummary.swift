import Coverage
import Model

/// Totals of a run and of its groups, with the ledger: what `--summary` writes and the terminal shows.
struct CoverageSummary: Sendable {
  /// Totals of the blocks that have one value in one grouping field.
  struct Group: Sendable {
    var field: String
    /// Nil for blocks without a value.
    var value: String?
    var totals: CoverageTotals
  }

  var settings: CoverageSettings
  var stationCount: Int
  var totals: CoverageTotals
  var groups: [Group]
  var ledger: Ledger
  /// Times are walked along streets, not estimated.
  var walksStreets = false
  /// Groups of people with a pace of their own.
  var people: [GroupTotals] = []

  /// The JSON object of the contract.
  func json(language: Language) -> JSONValue {
    .object(
      Self.members(totals, settings) + [
        .init("stations", .integer(Int64(stationCount))),
        .init(
          "walk_method",
          settings.minutes.isEmpty ? .null : .string(walksStreets ? "streets" : "detour")),
        .init("people", .array(people.map { $0.json(settings.minutes) })),
        .init("groups", .array(groups.map { Self.json($0, settings) })),
        .init("ledger", Self.json(ledger, language)),
      ])
  }

  private static func json(_ group: Group, _ settings: CoverageSettings) -> JSONValue {
    .object(
      [
        .init("field", .string(group.field)),
        .init("value", group.value.map { .string($0) } ?? .null),
      ] + members(group.totals, settings))
  }

  private static func members(
    _ totals: CoverageTotals, _ settings: CoverageSettings
  ) -> [JSONValue.Member] {
    let radii = settings.radii.enumerated().map { index, radius in
      JSONValue.Member(BlockFlags.number(radius), reach(totals, index))
    }
    let minutes = settings.minutes.enumerated().map { index, time in
      JSONValue.Member(
        BlockFlags.number(time), reach(totals, settings.radii.count + index))
    }
    return [
      .init("blocks", .integer(Int64(totals.blocks))),
      .init("measured", .integer(Int64(totals.measured))),
      .init(
        "population",
        totals.hasPopulation ? number(totals.population, decimals: 2) : .null),
      .init("area_m2", number(totals.area, decimals: 2)),
      .init("underserved", .integer(Int64(totals.underserved))),
      .init(
        "pop_unreachable",
        totals.hasPopulation && !settings.minutes.isEmpty
          ? number(totals.unreachablePeople, decimals: 2) : .null),
      .init("radii", .object(radii)),
      .init("minutes", .object(minutes)),
    ]
  }

  private static func reach(_ totals: CoverageTotals, _ index: Int) -> JSONValue {
    let known = totals.hasPopulation
    return .object([
      .init("area_share", number(totals.areaShare(index), decimals: 6)),
      .init("pop_share", number(totals.populationShare(index), decimals: 6)),
      .init(
        "pop_covered",
        known ? number(totals.reaches[index].coveredPeople, decimals: 2) : .null),
      .init("pop_uncovered", known ? number(totals.uncoveredPeople(index), decimals: 2) : .null),
      .init("blocks_full", .integer(Int64(totals.reaches[index].blocksFull))),
      .init("blocks_none", .integer(Int64(totals.reaches[index].blocksNone))),
    ])
  }

  static func number(_ value: Double, decimals: Int) -> JSONValue {
    value.isFinite ? .number(value, decimals: decimals) : .null
  }

  /// The ledger as an array of `code`, `severity`, `count`, `message`, `examples`.
  static func json(_ ledger: Ledger, _ language: Language) -> JSONValue {
    .array(
      ledger.entries.map { entry in
        .object([
          .init("code", .string(entry.code)),
          .init("severity", .string(entry.severity == .warning ? "warning" : "note")),
          .init("count", .integer(Int64(entry.count))),
          .init("message", .string(entry.message[language])),
          .init("examples", .array(entry.examples.map(json))),
        ])
      })
  }

  private static func json(_ example: LedgerExample) -> JSONValue {
    var members: [JSONValue.Member] = []
    if let file = example.subject.file {
      members.append(.init("file", .string(PathName.last(file))))
    }
    if let row = example.subject.row { members.append(.init("row", .integer(Int64(row)))) }
    if let id = example.subject.id { members.append(.init("id", .string(id))) }
    if !example.detail.isEmpty { members.append(.init("detail", .string(example.detail))) }
    return .object(members)
  }
}

/// File names without the folders they are in, which outputs must not reveal.
enum PathName {
  static func last(_ path: String) -> String {
    if path.hasPrefix("PG:") { return "PG:" }
    return path.split(separator: "/").last.map(String.init) ?? path
  }
}
