import Coverage
import Indicators
import Model
import Standards

/// Figures of people: what they have access to, how unequally.
extension CheckAnalyst {
  func access(_ found: inout CheckAnalyses) throws {
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

  func spread(
    _ rule: String, _ unit: String, _ values: [Double], _ people: [Double],
    _ worst: Inequality.Worst
  ) -> CheckAnalyses.Spread {
    let distribution = PeopleDistribution(values: values, people: people)
    return CheckAnalyses.Spread(
      rule: rule, unit: unit, figures: Inequality(distribution, worst: worst),
      outOfReach: distribution.unreachedPeople, lorenz: distribution.lorenzCurve(limit: 101) ?? [])
  }

  /// Means over the people of each block; NaN without any.
  func means(_ values: [Double], _ samples: SampleReach) -> [Double] {
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

  func equity(_ found: inout CheckAnalyses) throws {
    guard let id = wanted.equityOf, let item = rule(id), let reach = item.reach else { return }
    let samples = try evaluator.samples(item.rule.who)
    let stations = item.needs[0].stations.indices.filter { item.needs[0].stations[$0] }
    let nearest = try samples.nearest(reach, item.rule.within, stations)
    found.equity = spread(
      id, reach.measure == .metres ? "m" : "min", nearest, people(samples, item.looked), .largest)
  }
}
