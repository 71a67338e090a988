extension CoverProblem {
  /// The objective of a choice of sites, summed in the order of demands; nil where it breaks the model.
  public func objective(of sites: [Int], goal: CoverGoal) -> Double? {
    let chosen = Set(sites)
    if !chosen.isSuperset(of: forced) || !chosen.isDisjoint(with: forbidden) { return nil }
    for set in exclusive where Set(set).intersection(chosen).count > 1 { return nil }
    let cost = chosen.sorted().reduce(0) { $0 + self.cost(of: $1) }
    let counts = countingDemand(chosen)
    switch goal {
    case .mostPeople(let count, let budget):
      if chosen.count > count ?? .max || cost > (budget ?? .infinity) * (1 + CoverCore.costSlack) {
        return nil
      }
      return weights.indices.reduce(0) { $0 + (counts[$1] ? weights[$1] : 0) }
    case .fewestStations(let share):
      let covered = weights.indices.reduce(0) { $0 + (counts[$1] ? weights[$1] : 0) }
      return covered >= requiredWeight(share) ? cost : nil
    case .bestWorstGroup(let groups, let count, let budget):
      if chosen.count > count ?? .max || cost > (budget ?? .infinity) * (1 + CoverCore.costSlack) {
        return nil
      }
      return worstShare(groups, counts)
    }
  }

  /// Whether each demand counts as covered by existing stations and `sites`.
  public func countingDemand(_ sites: Set<Int>) -> [Bool] {
    var covers = existing.map(Int.init)
    for site in sites { for demand in table[site] { covers[Int(demand)] += 1 } }
    return covers.map { $0 >= coversNeeded }
  }

  private func worstShare(_ groups: [Int32], _ counts: [Bool]) -> Double {
    var whole: [Int32: Double] = [:]
    var covered: [Int32: Double] = [:]
    for demand in weights.indices where groups[demand] >= 0 && weights[demand] > 0 {
      whole[groups[demand], default: 0] += weights[demand]
      if counts[demand] { covered[groups[demand], default: 0] += weights[demand] }
    }
    return whole.map { (covered[$0.key] ?? 0) / $0.value }.min() ?? 1
  }
}
