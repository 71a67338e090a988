import Coverage
import Indicators
import Model
import Standards

/// What rules and combinations come to.
extension RuleEvaluator {
  func outcome(_ item: Prepared) throws -> RuleOutcome {
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

  func outcome(
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
