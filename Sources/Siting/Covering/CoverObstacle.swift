/// Why a covering model has no answer.
public enum CoverObstacle: Sendable, Hashable {
  /// The site is both forced and forbidden.
  case forcedAndForbidden(site: Int)
  /// The forced sites exclude each other.
  case forcedExclude(sites: [Int])
  /// More sites are forced than may be chosen.
  case tooManyForced(count: Int, allowed: Int)
  /// The forced sites cost more than the budget.
  case forcedOverBudget(cost: Double, budget: Double)
  /// Too few people can be reached whatever is chosen: `demands` (ascending) lie outside every candidate
  /// that may be chosen, or inside of fewer stations than needed; `share` is what can be reached at most.
  case unreachable(demands: [Int], share: Double)
  /// Every demand could be covered by itself, but sites that exclude each other are needed.
  case exclusionsInTheWay
}

extension CoverProblem {
  /// Why there is no answer, as far as it can be said without solving; empty where nothing speaks against one.
  func obstacles(_ goal: CoverGoal) -> [CoverObstacle] {
    let barred = Set(forbidden)
    var found = Set(forced).intersection(barred).sorted()
      .map { CoverObstacle.forcedAndForbidden(site: $0) }
    let wanted = Set(forced)
    for set in exclusive {
      let both = Set(set).intersection(wanted)
      if both.count > 1 { found.append(.forcedExclude(sites: both.sorted())) }
    }
    switch goal {
    case .mostPeople(let count, let budget), .bestWorstGroup(_, let count, let budget):
      if let count, wanted.count > count {
        found.append(.tooManyForced(count: wanted.count, allowed: count))
      }
      let cost = wanted.sorted().reduce(0) { $0 + self.cost(of: $1) }
      if let budget, cost > budget * (1 + CoverCore.costSlack) {
        found.append(.forcedOverBudget(cost: cost, budget: budget))
      }
    case .fewestStations(let share):
      if let obstacle = unreachable(share, barred) { found.append(obstacle) }
    }
    return found
  }

  private func unreachable(_ share: Double, _ barred: Set<Int>) -> CoverObstacle? {
    var reach = existing.map(Int.init)
    for site in 0..<table.siteCount where !barred.contains(site) && !isExcludedByForced(site) {
      for demand in table[site] { reach[Int(demand)] += 1 }
    }
    let missed = reach.indices.filter { weights[$0] > 0 && reach[$0] < coversNeeded }
    let reached = reach.indices.reduce(0) { $0 + (reach[$1] >= coversNeeded ? weights[$1] : 0) }
    if reached >= requiredWeight(share) { return nil }
    return .unreachable(demands: missed, share: reached / totalWeight)
  }

  private func isExcludedByForced(_ site: Int) -> Bool {
    !forced.contains(site)
      && exclusive.contains { set in
        set.contains(site) && set.contains { $0 != site && forced.contains($0) }
      }
  }

  /// The people a share stands for, with a billionth of all people allowed for rounding.
  func requiredWeight(_ share: Double) -> Double {
    let total = totalWeight
    return share * total - 1e-9 * total
  }
}
