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
      if chosen.count > count ?? .max || cost > (budget ?? .infinity) * (1 + CoverCore.costSlack) { return nil }
      return weights.indices.reduce(0) { $0 + (counts[$1] ? weights[$1] : 0) }
    case .fewestStations(let share):
      let covered = weights.indices.reduce(0) { $0 + (counts[$1] ? weights[$1] : 0) }
      return covered >= requiredWeight(share) ? cost : nil
    case .bestWorstGroup(let groups, let count, let budget):
      if chosen.count > count ?? .max || cost > (budget ?? .infinity) * (1 + CoverCore.costSlack) { return nil }
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

  /// Every subset of sites; for up to about 20 sites.
  func enumerate(_ goal: CoverGoal) -> SitingSolution {
    precondition(table.siteCount <= 24)
    var best: SitingSolution?
    for mask in 0..<(1 << table.siteCount) {
      let sites = (0..<table.siteCount).filter { mask >> $0 & 1 == 1 }
      guard let objective = objective(of: sites, goal: goal) else { continue }
      let isBetter =
        goal.maximises
        ? objective > best?.objective ?? -1
        : objective < best?.objective ?? .infinity
      if isBetter {
        best = SitingSolution(
          status: .optimal, sites: sites, objective: objective, bound: objective,
          solver: "enumeration")
      }
    }
    return best ?? .noCover
  }
}

extension CoverProblem {
  /// Forced sites, then whatever improves most until nothing fits or improves; the bound is the trivial one.
  func greedy(_ goal: CoverGoal) -> SitingSolution {
    var sites = Set(forced)
    let top = CoverGoal.mostPeople(count: table.siteCount, budget: .infinity)
    while objective(of: sites.sorted(), goal: goal) == nil || goal.maximises {
      let now = objective(of: sites.sorted(), goal: goal.maximises ? goal : top) ?? 0
      let better = (0..<table.siteCount).filter { !sites.contains($0) }.compactMap { site in
        objective(of: Array(sites) + [site], goal: goal.maximises ? goal : top).map { ($0, -site) }
      }.max { $0 < $1 }
      guard let better, better.0 > now else { break }
      sites.insert(-better.1)
    }
    guard let objective = objective(of: sites.sorted(), goal: goal) else { return .noCover }
    var bound = 0.0
    if case .mostPeople = goal { bound = totalWeight }
    if case .bestWorstGroup = goal { bound = 1 }
    return SitingSolution(
      status: objective == bound ? .optimal : .feasible, sites: sites.sorted(),
      objective: objective, bound: bound, solver: "greedy")
  }
}
