import Coverage
import Indicators
import Model
import Standards

/// Finds what every rule of a standard comes to at a place.
struct RuleEvaluator {
  let request: CheckRequest
  let place: CheckPlace
  private let measurement: RuleMeasurement
  private let reaches: SampleReachSource

  init(_ request: CheckRequest, _ place: CheckPlace) {
    self.request = request
    self.place = place
    measurement = RuleMeasurement(place)
    reaches = SampleReachSource(place)
  }

  /// Stations a rule asks for: each set must have so many in reach.
  struct Need: Sendable {
    var stations: [Bool]
    var count: Int
  }

  /// A rule and what it needs, before anything is measured.
  struct Prepared {
    var rule: Rule
    var name: RuleName
    var needs: [Need]
    /// With every station, whether qualified or not; nil where the rule has no checklist.
    var nominal: [Need]?
    var looked: [Bool]
    var reach: RuleReach?

    /// One station of one set: what the engine of coverage measures.
    var isSimple: Bool { needs.count == 1 && needs[0].count == 1 }
  }

  /// Everything found: outcomes in the order of rules and combinations, and rules left out.
  func run(
    progress: (Double) -> Void
  ) throws -> (outcomes: [RuleOutcome], skipped: [SkippedRule], prepared: [Prepared]) {
    var prepared: [Prepared] = []
    var skipped: [SkippedRule] = []
    for rule in request.standard.rules {
      do {
        prepared.append(try prepare(rule))
      } catch let error as AnalysisError where rule.isOptional && error.kind == .badData {
        skipped.append(
          SkippedRule(
            id: rule.id, name: rule.name,
            reason: RuleName(standard: request.standardName, id: rule.id).reason(of: error),
            hasTarget: rule.target != nil))
      }
    }
    for item in prepared where item.isSimple {
      guard let reach = item.reach else { continue }
      measurement.plan(item.rule, item.needs[0].stations, reach)
      if let nominal = item.nominal {
        measurement.plan(item.rule, nominal[0].stations, reach)
      }
    }
    var outcomes: [RuleOutcome] = []
    let steps = Double(max(1, prepared.count + request.standard.combinations.count))
    for item in prepared {
      outcomes.append(try outcome(item))
      progress(Double(outcomes.count) / steps)
    }
    for combination in request.standard.combinations {
      let parts = prepared.filter { combination.rules.contains($0.rule.id) }
      if parts.count < combination.rules.count {
        let missing = combination.rules.filter { id in !parts.contains { $0.rule.id == id } }
        skipped.append(
          SkippedRule(
            id: combination.id, name: combination.name,
            reason: LocalizedText(
              "its rules \(missing.joined(separator: ", ")) were skipped",
              zh: "其中规则 \(missing.joined(separator: "、")) 已跳过"),
            hasTarget: combination.target != nil))
        continue
      }
      outcomes.append(try outcome(combination, parts))
      progress(Double(outcomes.count) / steps)
    }
    return (outcomes, skipped, prepared)
  }

  // MARK: Preparing

  func prepare(_ rule: Rule) throws -> Prepared {
    let name = RuleName(standard: request.standardName, id: rule.id)
    guard let people = place.people[rule.who] else {
      // The first rule that asks for them says why; another must not be named after it.
      let first = request.standard.rules.first { $0.who == rule.who }?.id ?? rule.id
      let why = place.missing[rule.who].map {
        RuleName(standard: request.standardName, id: first).reason(of: $0)
      }
      throw name.failure(
        why ?? LocalizedText("nobody it asks about is known", zh: "数据中没有其所指人群"),
        LocalizedText("correct the rule", zh: "请更正规则"))
    }
    if case .field(let field) = rule.within, place.fields[field] == nil {
      throw name.unknown(
        LocalizedText("field “\(field)” of blocks", zh: "网格字段“\(field)”"),
        among: Set(place.blocks.layer.fields.map(\.name)))
    }
    if rule.counted == .residentialArea, place.inputs.people.spread?.method != .mask {
      throw name.failure(
        LocalizedText("residential area needs --mask", zh: "按居住面积计算须有 --mask"),
        LocalizedText("add --mask FILE with residential areas", zh: "请用 --mask 给出居住区面"))
    }
    let needs = try needs(rule.what, name)
    var bare = rule.what
    bare.checklist = nil
    let prepared = Prepared(
      rule: rule, name: name, needs: needs,
      nominal: rule.what.checklist == nil ? nil : try self.needs(bare, name),
      looked: try place.scope.blocks(for: rule, name),
      reach: rule.reach.map {
        RuleReach(
          $0, speed: place.speed, own: people.speed, walksStreets: place.walksStreets)
      })
    if !prepared.isSimple, rule.counted == .area || rule.counted == .residentialArea {
      throw name.failure(
        LocalizedText(
          "area is counted only where one station of one kind is asked for",
          zh: "只有要求一类站点中的一个时才能按面积计算"),
        LocalizedText("count people or blocks", zh: "请改按人口或网格计算"))
    }
    return prepared
  }

  private func needs(_ what: Rule.What, _ name: RuleName) throws -> [Need] {
    let checklists = request.standard.checklists
    guard what.together == .anywhere, what.services.count > 1 else {
      let all = what.together == .anywhere ? what.services : []
      let chosen =
        all.isEmpty
        ? try place.catalog.chosen(what, name, checklists)
        : try place.catalog.chosen(what, services: all, name, checklists)
      return [Need(stations: chosen, count: what.count)]
    }
    return try what.services.map {
      Need(
        stations: try place.catalog.chosen(what, services: [$0], name, checklists),
        count: what.count)
    }
  }

  // MARK: Outcomes

  private func outcome(_ item: Prepared) throws -> RuleOutcome {
    let rule = item.rule
    var nominal: [Double]?
    let counting: RuleOutcome.Counting
    var method = RuleShares.Method.exact
    if case .areas(let field, let wanted) = rule.counted {
      counting = try areas(field, wanted, item.needs[0].stations, item.name)
    } else if let reach = item.reach {
      let shares = try shares(item, item.needs, reach)
      method = shares.method
      nominal = try item.nominal.map { try self.shares(item, $0, reach).base }
      let amounts = try amounts(item, reach)
      if case .blocks(let share) = rule.counted {
        counting = .blocks(amounts, shares, share: share)
      } else {
        counting = .amounts(amounts, shares)
      }
    } else {
      throw item.name.failure(
        LocalizedText("it does not say how far", zh: "没有规定距离"),
        LocalizedText("add reach", zh: "请补上 reach"))
    }
    let unit = unit(rule)
    return RuleOutcome(
      id: rule.id, name: rule.name, target: rule.target?.atLeast, provenance: rule.provenance,
      counted: unit.counted, appliesTo: rule.appliesTo, unit: unit.unit,
      counting: counting, looked: item.looked, method: method, nominal: nominal,
      stationCount: item.needs.map { need in need.stations.count { $0 } }.min() ?? 0)
  }

  private func shares(
    _ item: Prepared, _ needs: [Need], _ reach: RuleReach
  ) throws -> RuleShares {
    if item.isSimple { return try measurement.shares(item.rule, needs[0].stations, reach) }
    let samples = try reaches.samples(item.rule.who)
    let table = try samples.table(reach, item.rule.within)
    func shares(_ value: Double) -> [Double] {
      let limit = samples.limit(value, reach)
      return samples.shares { Self.holds(needs, $0, table, limit) }
    }
    let base = shares(reach.base)
    return RuleShares(
      base: base, low: shares(reach.low), high: shares(reach.high), area: base,
      method: samples.demand.isExact ? .exact : .samples)
  }

  private static func holds(
    _ needs: [Need], _ number: Int, _ table: ReachTable, _ limit: Double
  ) -> Bool {
    needs.allSatisfy { table.count(number, within: limit, of: $0.stations) >= $0.count }
  }

  /// What is counted of each block.
  private func amounts(_ item: Prepared, _ reach: RuleReach) throws -> [Double] {
    let table = place.overview.table
    switch item.rule.counted {
    case .area: return Array(table.area)
    case .residentialArea:
      return try reaches.residentialAreas()
    case .people, .blocks, .areas: return place.people[item.rule.who]?.amount ?? []
    }
  }

  private func unit(_ rule: Rule) -> (counted: LocalizedText, unit: LocalizedText) {
    let people = place.people[rule.who]
    let name = people?.name ?? .empty
    switch rule.counted {
    case .people: return (name, people?.unit ?? .empty)
    case .area: return (LocalizedText("area", zh: "面积"), LocalizedText("m²", zh: "平方米"))
    case .residentialArea:
      return (
        LocalizedText("residential area", zh: "居住面积"), LocalizedText("m²", zh: "平方米")
      )
    case .blocks:
      return (
        LocalizedText("number with \(name.english)", zh: "有\(name.chinese)的网格数"),
        LocalizedText("blocks", zh: "个网格")
      )
    case .areas(let field, _):
      return (
        areaTitle(field),
        LocalizedText("areas", zh: "个")
      )
    }
  }

  /// What the areas of a field are called.
  private func areaTitle(_ field: String) -> LocalizedText {
    let level = request.standard.levels.first { $0.field == field }?.name
    return LocalizedText(
      "areas (\(level?.english ?? field))", zh: "\(level?.chinese ?? field)个数")
  }

  /// Stations by area: a station's own value of the field where stations have it, else that of the block it stands in.
  private func areas(
    _ field: String, _ wanted: Int, _ counted: [Bool], _ name: RuleName
  ) throws -> RuleOutcome.Counting {
    let values = try place.scope.texts(field, name)
    let names = Set(values.compactMap { $0 }).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
    let areaOf = values.map { $0.flatMap { numbers[$0] } ?? -1 }
    var stations = [Int](repeating: 0, count: names.count)
    let own = try? place.catalog.texts(field, name)
    let locator = BlockLocator(place.blocks.layer)
    for (station, places) in place.inputs.stations.places.enumerated() where counted[station] {
      let area =
        own?[station].flatMap { numbers[$0] }
        ?? places.lazy.compactMap { locator.block(at: $0) }.first.map { areaOf[Int($0)] }
      if let area, area >= 0 { stations[Int(area)] += 1 }
    }
    return .areas(areaOf, stations: stations, wanted: wanted)
  }

  // MARK: Combinations

  private func outcome(
    _ combination: RuleCombination, _ parts: [Prepared]
  ) throws -> RuleOutcome {
    let first = parts[0].rule
    let samples = try reaches.samples(first.who)
    let tables = try parts.map { part -> (Prepared, RuleReach, ReachTable)? in
      guard let reach = part.reach else { return nil }
      return (part, reach, try samples.table(reach, part.rule.within))
    }.compactMap { $0 }
    func shares(_ value: (RuleReach) -> Double) -> [Double] {
      let limits = tables.map { samples.limit(value($0.1), $0.1) }
      return samples.shares { number in
        tables.indices.allSatisfy {
          Self.holds(tables[$0].0.needs, number, tables[$0].2, limits[$0])
        }
      }
    }
    let looked = place.blocks.ids.indices.map { block in parts.allSatisfy { $0.looked[block] } }
    let base = shares(\.base)
    let found = RuleShares(
      base: base, low: shares(\.low), high: shares(\.high), area: base,
      method: samples.demand.isExact ? .exact : .samples)
    let people = place.people[first.who]
    return RuleOutcome(
      id: combination.id, name: combination.name, target: combination.target?.atLeast,
      provenance: combination.provenance,
      counted: people?.name ?? .empty, appliesTo: first.appliesTo, unit: people?.unit ?? .empty,
      counting: .amounts(people?.amount ?? [], found),
      looked: looked, method: found.method, nominal: nil,
      stationCount: parts.flatMap { $0.needs }.map { need in need.stations.count { $0 } }.min()
        ?? 0)
  }

  /// The samples of a `who`, for figures beside the rules.
  func samples(_ who: Rule.Who) throws -> SampleReach { try reaches.samples(who) }

  /// Shares of a rule with other stations or another `within`, through the same code.
  func shares(_ rule: Rule, _ needs: [Need], _ prepared: Prepared) throws -> RuleShares? {
    guard let reach = prepared.reach else { return nil }
    var item = prepared
    item.rule = rule
    item.needs = needs
    return try shares(item, needs, reach)
  }
}

/// Samples of every `who`, each taken once.
final class SampleReachSource {
  private let place: CheckPlace
  private var made: [Rule.Who: SampleReach] = [:]
  private var areas: [Double]?

  init(_ place: CheckPlace) { self.place = place }

  func samples(_ who: Rule.Who) throws -> SampleReach {
    if let known = made[who] { return known }
    guard let people = place.people[who] else { preconditionFailure("rules are prepared first") }
    let samples = try SampleReach(place, people)
    made[who] = samples
    return samples
  }

  /// Square metres of each block within the mask.
  func residentialAreas() throws -> [Double] {
    if let areas { return areas }
    let sums = try GroundAreas.take(
      place.blocks.layer, spread: place.inputs.people.spread, threads: place.threads
    ).part
    areas = sums
    return sums
  }
}
