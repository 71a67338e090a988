import Coverage
import Indicators
import Model
import Standards

/// What a standard asks for beside its rules, as far as it does.
public struct CheckAnalyses: Sendable {
  /// A rule's share under three ways of sharing stations.
  public struct Sharing: Sendable {
    public var rule: String
    public var own: Double
    public var cluster: Double
    public var anywhere: Double
    /// Those of the rule's denominator.
    public var whole: Double
    /// People a cluster brings into reach beyond the own community, and no limit beyond the cluster.
    public var gainedByCluster: Double { (cluster - own) * whole }
    public var gainedByAll: Double { (anywhere - cluster) * whole }
  }

  /// One station's part.
  public struct Station: Sendable {
    public var id: String
    public var name: String
    /// People whose nearest station in reach it is; NaN when not asked for.
    public var people = Double.nan
    /// NaN unknown.
    public var capacity = Double.nan
    public var floorArea = Double.nan
    public var floorAreaPerPerson = Double.nan
    public var isOverloaded = false
    /// People in reach of it, and of no other station.
    public var peopleInReach = Double.nan
    public var exclusivePeople = Double.nan
    /// Its removal, alone, loses nobody.
    public var isRemovable = false
  }

  /// How unequal a figure is.
  public struct Spread: Sendable {
    public var rule: String
    /// `m`, `min`, or stations a thousand people.
    public var unit: String
    public var figures: Inequality
    /// People for whom there is nothing: no station is reached.
    public var outOfReach: Double
    public var lorenz: [LorenzPoint]
  }

  /// One kind of visits or staff in the whole area.
  public var declared: TierComparison?
  /// 7 × 24 shares from Monday 00:00, and the rule they are of.
  public var hourly: (rule: String, shares: [[Double]])?
  public var sharing: Sharing?
  public var duplicates: (rule: String, alone: [String], together: [String])?
  public var load: (rule: String, unassigned: Double, overloads: [Station])?
  public var access: (rule: String, twoStep: Spread, enhanced: Spread?, unused: Double)?
  public var equity: Spread?
  public var workload: GridWorkload.Total?
  public var pilots: (best: [String], worst: [String], level: String)?
  /// Checklists of the rules: stations having each item, and those that have enough.
  public var checklists: [Fulfilment] = []
  public var stations: [Station]
  /// By block: means over people; nil when not asked for.
  var accessOfBlocks: [Double]?
  var enhancedOfBlocks: [Double]?
  /// Nil of blocks that no rule looks at.
  var workloadOfBlocks: [GridWorkload.Block?]?

  public struct Fulfilment: Sendable {
    public var id: String
    public var name: LocalizedText
    public var items: [(name: LocalizedText, stations: Int)]
    public var required: Int
    public var qualified: Int
    public var stations: Int
    public var provenance: Provenance
  }
}

/// Makes the analyses of a standard.
struct CheckAnalyst {
  let request: CheckRequest
  let place: CheckPlace
  let evaluator: RuleEvaluator
  let prepared: [RuleEvaluator.Prepared]
  let outcomes: [RuleOutcome]
  let levels: CheckLevels

  private var wanted: Analyses { request.standard.analyses }

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
  private func skipping(
    _ name: String, _ ledger: inout Ledger, _ work: () throws -> Void
  ) throws {
    do {
      try work()
    } catch let error as AnalysisError where error.kind == .badData {
      ledger.record(.analysisSkipped, .none, detail: "\(name): \(error.message.english)")
    }
  }

  /// A rule by its id; nil when it was skipped, which the ledger has said.
  private func rule(_ id: String) -> RuleEvaluator.Prepared? {
    prepared.first { $0.rule.id == id && $0.reach != nil }
  }

  // MARK: Declared numbers

  private func declared(_ found: inout CheckAnalyses, _ ledger: inout Ledger) throws {
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
      ledger.record(.analysisSkipped, .none, detail: "declared: no tier field")
      return
    }
    found.declared = TierComparison(tiers: tiers.tiers, declared: counts, actual: actual)
  }

  // MARK: Hours

  private func hourly(_ found: inout CheckAnalyses) throws {
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
  private func value(
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

  private func sharing(_ found: inout CheckAnalyses) throws {
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

  // MARK: Stations

  /// The pairs of a rule that count: its stations, within its reach.
  private func table(
    _ item: RuleEvaluator.Prepared, _ reach: RuleReach
  ) throws -> (samples: SampleReach, table: ReachTable, limit: Double) {
    let samples = try evaluator.samples(item.rule.who)
    let limit = samples.limit(reach.base, reach)
    let union = item.needs[0].stations.indices.map { station in
      item.needs.contains { $0.stations[station] }
    }
    let table = try samples.table(reach, item.rule.within).keeping(union, within: limit)
    return (samples, table, limit)
  }

  /// People of the blocks a rule looks at, by sample.
  private func people(_ samples: SampleReach, _ looked: [Bool]) -> [Double] {
    samples.demand.people.indices.map { number in
      let block = Int(samples.demand.blockOf[number])
      return looked[block] && samples.isKnown[block] ? samples.demand.people[number] : 0
    }
  }

  private func duplicates(_ found: inout CheckAnalyses) throws {
    guard let id = wanted.duplicatesOf, let item = rule(id), let reach = item.reach else { return }
    let (samples, table, limit) = try table(item, reach)
    let ids = place.inputs.stations.ids
    let redundancy = Redundancy(
      table, people: people(samples, item.looked), reach: limit,
      needed: item.needs.map(\.count).max() ?? 1,
      precedes: { FeatureIDs.precedes(ids[$0], ids[$1]) })
    let counted = ids.indices.filter { station in
      item.needs.contains { $0.stations[station] }
    }
    for station in counted {
      found.stations[station].peopleInReach = redundancy.peopleInReach[station]
      found.stations[station].exclusivePeople = redundancy.exclusivePeople[station]
    }
    let alone = redundancy.removableAlone.filter(counted.contains)
    for station in alone { found.stations[station].isRemovable = true }
    found.duplicates = (
      id, alone.map { ids[$0] },
      redundancy.removableTogether.filter(counted.contains).map { ids[$0] }
    )
  }

  private func load(_ found: inout CheckAnalyses) throws {
    guard let wanted = wanted.capacity, let item = rule(wanted.rule), let reach = item.reach
    else { return }
    let (samples, table, limit) = try table(item, reach)
    let load = StationLoad(table, people: people(samples, item.looked), reach: limit)
    let areas = try wanted.areaField.map { try place.catalog.numbers($0, item.name) }
    var capacities = [Double](
      repeating: wanted.peoplePerStation ?? .nan, count: place.stationCount)
    if let areas, let perPerson = wanted.areaPerPerson {
      let byArea = StationLoad.capacities(areas: areas, perPerson: perPerson)
      capacities = Self.lower(capacities, byArea)
    }
    if let field = wanted.peopleField {
      capacities = Self.lower(capacities, try place.catalog.numbers(field, item.name))
    }
    let perPerson = areas.map { load.floorAreaPerPerson($0) }
    let counted = item.needs[0].stations
    for station in counted.indices where counted[station] {
      found.stations[station].people = load.people[station]
      found.stations[station].capacity = capacities[station]
      found.stations[station].floorArea = areas?[station] ?? .nan
      found.stations[station].floorAreaPerPerson = perPerson?[station] ?? .nan
    }
    let overloads = load.overloads(capacities).filter { counted[$0.station] }
    for overload in overloads { found.stations[overload.station].isOverloaded = true }
    found.load = (
      wanted.rule, load.unassignedPeople, overloads.map { found.stations[$0.station] }
    )
  }

  /// The lower of two limits of each station; NaN is no limit.
  private static func lower(_ limits: [Double], _ others: [Double]) -> [Double] {
    zip(limits, others).map { $0.isNaN ? $1 : $1.isNaN ? $0 : min($0, $1) }
  }

  // MARK: Access and equity

  private func access(_ found: inout CheckAnalyses) throws {
    guard let wanted = wanted.access, let item = rule(wanted.rule), let reach = item.reach
    else { return }
    let (samples, table, limit) = try table(item, reach)
    let people = people(samples, item.looked)
    var supply =
      try wanted.supplyField.map { try place.catalog.numbers($0, item.name) }
      ?? [Double](repeating: 1, count: place.stationCount)
    for station in supply.indices where supply[station].isNaN { supply[station] = 0 }
    let twoStep = CatchmentAccess.twoStep(table, people: people, supply: supply, reach: limit)
    found.accessOfBlocks = means(twoStep.access, samples)
    let nothing = people.indices.reduce(0) {
      table.pairs(of: $1).isEmpty ? $0 + people[$1] : $0
    }
    var enhanced: CheckAnalyses.Spread?
    if !wanted.zones.isEmpty {
      let zones = wanted.zones.map { CatchmentZone(upTo: $0.upTo, weight: $0.weight) }
      let result = CatchmentAccess.enhanced(
        table, people: people, supply: supply, reach: limit, zones: zones)
      found.enhancedOfBlocks = means(result.access, samples)
      enhanced = spread(
        wanted.rule, "supply/1000", result.access.map { $0 * 1000 }, people, .smallest)
      enhanced?.outOfReach = nothing
    }
    var plain = spread(
      wanted.rule, "supply/1000", twoStep.access.map { $0 * 1000 }, people, .smallest)
    plain.outOfReach = nothing
    found.access = (wanted.rule, plain, enhanced, twoStep.unusedSupply)
  }

  private func spread(
    _ rule: String, _ unit: String, _ values: [Double], _ people: [Double],
    _ worst: Inequality.Worst
  ) -> CheckAnalyses.Spread {
    let distribution = PeopleDistribution(values: values, people: people)
    return CheckAnalyses.Spread(
      rule: rule, unit: unit, figures: Inequality(distribution, worst: worst),
      outOfReach: distribution.unreachedPeople, lorenz: distribution.lorenzCurve(limit: 101) ?? [])
  }

  /// Means over the people of each block; NaN without any.
  private func means(_ values: [Double], _ samples: SampleReach) -> [Double] {
    var (sums, people) = (
      [Double](repeating: 0, count: place.blocks.layer.count),
      [Double](repeating: 0, count: place.blocks.layer.count)
    )
    for (number, value) in values.enumerated() {
      let block = Int(samples.demand.blockOf[number])
      sums[block] += value * samples.demand.people[number]
      people[block] += samples.demand.people[number]
    }
    return zip(sums, people).map { $1 > 0 ? $0 / $1 : .nan }
  }

  private func equity(_ found: inout CheckAnalyses) throws {
    guard let id = wanted.equityOf, let item = rule(id), let reach = item.reach else { return }
    let samples = try evaluator.samples(item.rule.who)
    let stations = item.needs[0].stations.indices.filter { item.needs[0].stations[$0] }
    let nearest = try samples.nearest(reach, item.rule.within, stations)
    found.equity = spread(
      id, reach.measure == .metres ? "m" : "min", nearest, people(samples, item.looked), .largest)
  }

  // MARK: Workload and pilots

  private func workload(_ found: inout CheckAnalyses) throws {
    guard let wanted = wanted.workload else { return }
    let rule = RuleName(standard: request.standardName, id: "workload")
    func numbers(_ field: String) throws -> [Double] {
      zip(try place.scope.numbers(field, rule), place.scope.isExcluded).map { $1 ? 0 : $0 }
    }
    let visits = try wanted.visits.map {
      GridWorkload.Visits(counts: try numbers($0.field), perMonth: $0.perMonth)
    }
    let workload = GridWorkload(
      blockCount: place.blocks.layer.count, visits: visits,
      households: try wanted.householdsField.map(numbers),
      workers: try wanted.workersField.map(numbers),
      norms: GridWorkload.Norms(
        visitsPerWorker: wanted.visitsPerWorker, householdsPerWorker: wanted.householdsPerWorker,
        coreWorkers: wanted.coreWorkers))
    // Blocks no rule looks at have no grid worker either.
    let looked = place.scope.isExcluded.map { $0 ? -1 : 0 }
    found.workload = workload.totals(areas: looked, areaCount: 1)[0]
    found.workloadOfBlocks = zip(workload.blocks, looked).map { $1 < 0 ? nil : $0 }
  }

  private func pilots(_ found: inout CheckAnalyses) throws {
    guard let wanted = wanted.pilots else { return }
    let rule = RuleName(standard: request.standardName, id: "pilots")
    let areas = try pilotAreas(wanted, rule)
    let problems = try wanted.problemsField.map { try place.scope.numbers($0, rule) }
    // The best based meet most of their rules; the most problem-ridden have most people out of reach, or most cases.
    let shares = areas.map { area -> Double in
      let values = outcomes.map { $0.value(area.blocks).share }.filter { !$0.isNaN }
      return values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
    }
    let burdens = areas.indices.map { index -> Double in
      guard let problems else { return shares[index].isNaN ? .nan : 1 - shares[index] }
      let known = areas[index].blocks.map { problems[$0] }.filter { !$0.isNaN }
      return known.isEmpty ? .nan : known.reduce(0, +)
    }
    let names = areas.map { $0.name }
    let choice = PilotChoice(
      base: shares, problems: burdens, count: wanted.count,
      precedes: { FeatureIDs.precedes(names[$0], names[$1]) })
    found.pilots = (
      choice.bestBased.map { names[$0] }, choice.mostProblems.map { names[$0] },
      wanted.field ?? "block"
    )
  }

  private func pilotAreas(_ wanted: Pilots, _ rule: RuleName) throws -> [CheckLevels.Area] {
    let looked = place.scope.isExcluded.indices.filter { !place.scope.isExcluded[$0] }
    guard let field = wanted.field else {
      return looked.map {
        CheckLevels.Area(level: "block", title: .empty, name: place.blocks.ids[$0], blocks: [$0])
      }
    }
    let values = try place.scope.texts(field, rule)
    var blocks: [String: [Int]] = [:]
    for block in looked {
      if let value = values[block] { blocks[value, default: []].append(block) }
    }
    return blocks.keys.sorted().map {
      CheckLevels.Area(level: field, title: .empty, name: $0, blocks: blocks[$0] ?? [])
    }
  }

  private func checklists(_ found: inout CheckAnalyses) throws {
    let used = Set(prepared.compactMap(\.rule.what.checklist))
    for checklist in request.standard.checklists where used.contains(checklist.id) {
      let rule = RuleName(standard: request.standardName, id: checklist.id)
      let items = try place.catalog.items(of: checklist, rule)
      found.checklists.append(
        CheckAnalyses.Fulfilment(
          id: checklist.id, name: checklist.name,
          items: zip(checklist.items, items).map { item, having in
            (item.name, having.count { $0 })
          },
          required: checklist.required ?? checklist.items.count,
          qualified: try place.catalog.qualified(checklist, rule).count { $0 },
          stations: place.stationCount, provenance: checklist.provenance))
    }
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
