import Coverage
import Indicators
import Model
import Standards

/// Makes the analyses of a standard.
struct CheckAnalyst {
  let request: CheckRequest
  let place: CheckPlace
  let evaluator: RuleEvaluator
  let prepared: [RuleEvaluator.Prepared]
  let outcomes: [RuleOutcome]
  let levels: CheckLevels

  var wanted: Analyses { request.standard.analyses }

  func run(_ ledger: inout Ledger) throws -> CheckAnalyses {
    let stations = place.inputs.stations
    var found = CheckAnalyses(
      stations: stations.ids.indices.map {
        CheckAnalyses.Station(id: stations.ids[$0], name: stations.names[$0] ?? "")
      })
    try declared(&found, &ledger)
    try skipping("hourly_profile", &ledger) { try hourly(&found) }
    try skipping("sharing", &ledger) { try sharing(&found) }
    try skipping("duplicates", &ledger) { try duplicates(&found) }
    try skipping("capacity", &ledger) { try load(&found) }
    try skipping("access", &ledger) { try access(&found) }
    try skipping("equity", &ledger) { try equity(&found) }
    try skipping("workload", &ledger) { try workload(&found) }
    try skipping("pilots", &ledger) { try pilots(&found) }
    try checklists(&found)
    return found
  }

  /// What the data cannot answer is named, and the rest goes on.
  func skipping(
    _ name: String, _ ledger: inout Ledger, _ work: () throws -> Void
  ) throws {
    do {
      try work()
    } catch let error as AnalysisError where error.kind == .badData {
      ledger.record(.analysisSkipped, .none, detail: error.message.after(name))
    }
  }

  /// A rule by its id; nil when it was skipped, which the ledger has said.
  func rule(_ id: String) -> RuleEvaluator.Prepared? {
    prepared.first { $0.rule.id == id && $0.reach != nil }
  }

  // MARK: Declared numbers

  func declared(_ found: inout CheckAnalyses, _ ledger: inout Ledger) throws {
    guard let tiers = wanted.declared else { return }
    guard let counts = request.declared ?? tiers.counts else {
      let actual = place.catalog.countsByTier ?? [:]
      ledger.record(
        .declaredWithoutNumbers, .none,
        detail: tiers.tiers.map { "\($0) \(actual[$0] ?? 0)" }.joined(separator: " + "))
      return
    }
    guard counts.count == tiers.tiers.count else {
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "--declared has \(counts.count) numbers for \(tiers.tiers.count) tiers (\(tiers.tiers.joined(separator: ", ")))",
          zh:
            "--declared 给出 \(counts.count) 个数，而层级有 \(tiers.tiers.count) 个（\(tiers.tiers.joined(separator: "、"))）"
        ),
        hint: LocalizedText(
          "write one number a tier, as 1+10+18", zh: "请按层级逐个给出，如 1+10+18"))
    }
    guard let actual = place.catalog.countsByTier else {
      ledger.record(
        .analysisSkipped, .none,
        detail: LocalizedText("no tier field", zh: "没有层级字段").after("declared"))
      return
    }
    found.declared = TierComparison(tiers: tiers.tiers, declared: counts, actual: actual)
  }

  // MARK: Hours

  func hourly(_ found: inout CheckAnalyses) throws {
    guard let id = wanted.hourlyProfileOf, let item = rule(id) else { return }
    let hours = place.catalog.hours
    try hours.requireKnown(item.name)
    let profile = HourlyProfile(stationCount: place.stationCount) { station, weekday, hour in
      hours.isOpen(station, weekday: weekday, hour: hour)
    }
    guard let outcome = outcomes.first(where: { $0.id == id }) else { return }
    let values = try profile.sets.map { set -> Double in
      let needs = item.needs.map { need in
        RuleEvaluator.Need(
          stations: need.stations.indices.map { need.stations[$0] && set.contains($0) },
          count: need.count)
      }
      return try value(outcome, item, item.rule, needs).share
    }
    let shares = (0..<7).map { day in
      (0..<24).map { values[profile.setOfHour[day * 24 + $0]] }
    }
    found.hourly = (id, shares)
  }

  /// The value of a rule over the whole area with other stations or another limit.
  func value(
    _ outcome: RuleOutcome, _ item: RuleEvaluator.Prepared, _ rule: Rule,
    _ needs: [RuleEvaluator.Need]
  ) throws -> RuleOutcome.Value {
    guard let shares = try evaluator.shares(rule, needs, item) else { return .init() }
    var other = outcome
    switch outcome.counting {
    case .amounts(let amounts, _): other.counting = .amounts(amounts, shares)
    case .blocks(let amounts, _, let share):
      other.counting = .blocks(amounts, shares, share: share)
    case .areas: break
    }
    return other.value(levels.areas[0].blocks)
  }

  // MARK: Sharing

  func sharing(_ found: inout CheckAnalyses) throws {
    guard let sharing = wanted.sharing, let item = rule(sharing.rule),
      let outcome = outcomes.first(where: { $0.id == sharing.rule })
    else { return }
    for field in [sharing.ownField, sharing.clusterField] where place.fields[field] == nil {
      throw item.name.unknown(
        LocalizedText("field “\(field)” of blocks", zh: "网格字段“\(field)”"),
        among: Set(place.blocks.layer.fields.map(\.name)))
    }
    func value(_ within: Rule.Within) throws -> RuleOutcome.Value {
      var rule = item.rule
      rule.within = within
      return try self.value(outcome, item, rule, item.needs)
    }
    let own = try value(.field(sharing.ownField))
    let cluster = try value(.field(sharing.clusterField))
    let anywhere = try value(.anywhere)
    found.sharing = CheckAnalyses.Sharing(
      rule: sharing.rule, own: own.share, cluster: cluster.share, anywhere: anywhere.share,
      whole: anywhere.whole)
  }
}

extension LedgerCode {
  static let declaredWithoutNumbers = LedgerCode(
    "declared_without_numbers", .note,
    LocalizedText(
      "no declared numbers to compare with (--declared 1+10+18); the data have",
      zh: "未给申报数（--declared 1+10+18），无从比较；数据中有"))
  static let pointsUnused = LedgerCode(
    "points_unused", .warning,
    LocalizedText("points that no rule asks for were not read", zh: "没有规则用到的 --points，未读取"))
  static let analysisSkipped = LedgerCode(
    "analysis_skipped", .warning,
    LocalizedText(
      "further figures of the standard that these data cannot give", zh: "标准要求的附加指标，现有数据无法给出"))
}
