import Model

/// p-median: the new sites for which Σ weight × cost to the nearest existing or new site is smallest.
///
/// Greedy choice and fast interchange give an answer, a Lagrangian dual bounds it and decides most sites by
/// reduced costs, branch and bound closes what is left.
public enum MedianSolver {
  /// - Returns: `objective` Σ weight × cost. Infeasible where a demand with weight stays unreached under the
  ///   rules: `MedianProblem.unreachableDemands` lists those no candidate reaches at all. Sites that bring
  ///   nothing are not opened, even where `count` allows more.
  /// - Throws: `usage` and `badData` for rules, weights or costs that cannot be meant, `noSolution` where time
  ///   runs out before any answer is found.
  public static func solve(
    _ problem: MedianProblem, limits: SolveLimits = SolveLimits()
  ) throws -> SitingSolution {
    try problem.validate()
    var problem = problem
    problem.rules = problem.rules.normalised
    let deadline = Deadline(seconds: limits.seconds)
    guard problem.unreachableDemands(weighted: true).isEmpty else { return .infeasible("reach") }
    let unreached = problem.unreachedCost
    guard let root = problem.root(unreachedCost: unreached) else { return .infeasible("rules") }
    // Half of the time at most goes to the first answer: a bound is wanted, too.
    let first = Deadline(seconds: deadline.secondsLeft.map { $0 / 2 })
    var search = MedianSearch(root)
    search.addGreedily(deadline: first)
    search.interchange(deadline: first)
    if search.cost >= unreached {
      guard let sites = try problem.reachingSites(deadline: deadline) else {
        return .infeasible("lagrangian")
      }
      search.start(at: sites.compactMap { root.siteIDs.firstIndex(of: $0) })
      search.addGreedily(deadline: first)
      search.interchange(deadline: first)
    }
    if root.money != nil || !root.groups.isEmpty { search.refill(tries: 200, deadline: first) }
    let found = (search.open.map { root.siteIDs[$0] } + problem.rules.forced).sorted()
    var tree = MedianTree(
      deadline: deadline, isWhole: problem.hasWholeCosts, gap: limits.gap,
      incumbent: (search.cost, found))
    let bound = tree.explore(
      root, opened: problem.rules.forced, prices: search.startingPrices, floor: 0)
    return problem.solution(tree.incumbent.sites, bound: bound, gap: limits.gap)
  }
}

extension MedianProblem {
  /// More than any answer costs that reaches everybody.
  var unreachedCost: Double {
    1 + 2
      * (0..<table.demandCount).reduce(0.0) { sum, demand in
        let pairs = table.demandStarts[demand]..<table.demandStarts[demand + 1]
        let worst = pairs.isEmpty ? 0 : table.nearestCosts[pairs.upperBound - 1]
        let existing = existingCost(demand)
        return sum + weights[demand] * max(worst, existing < .infinity ? existing : 0)
      }
  }

  /// The instance with the forced sites open; nil where that alone breaks a rule.
  func root(unreachedCost: Double) -> MedianInstance? {
    let instance = MedianInstance(self, unreachedCost: unreachedCost)
    return instance.deciding(openProblemSites: rules.forced)
  }

  /// Whether every weighted cost is a whole number (below 2⁵³, where sums stay exact).
  var hasWholeCosts: Bool {
    func isWhole(_ value: Double) -> Bool { value == value.rounded() && value < 0x1p40 }
    for demand in 0..<table.demandCount where weights[demand] > 0 {
      let existing = existingCost(demand)
      if existing < .infinity && !isWhole(existing * weights[demand]) { return false }
      for pair in table.demandStarts[demand]..<table.demandStarts[demand + 1]
      where !isWhole(table.nearestCosts[pair] * weights[demand]) {
        return false
      }
    }
    return true
  }

  /// Any sites that keep the rules and reach every demand with weight, or nil where there are none.
  func reachingSites(deadline: Deadline) throws -> [Int]? {
    switch CoveringQuestion.ask(self, within: .infinity, deadline: deadline) {
    case .yes(let sites): return sites
    case .no: return nil
    case .unknown: throw AnalysisError.outOfTime
    }
  }

  /// States an answer with its cost taken anew from the table.
  func solution(_ sites: [Int], bound: Double, gap: Double) -> SitingSolution {
    let objective = weightedCost(with: sites)
    var solution = SitingSolution(
      status: .feasible, sites: sites, objective: objective, bound: min(bound, objective),
      solver: "lagrangian")
    if solution.gap <= SitingSolution.provenGap { solution.status = .optimal }
    return solution
  }
}

extension AnalysisError {
  /// Neither an answer nor a proof that there is none.
  static let outOfTime = AnalysisError(
    .noSolution, .none,
    LocalizedText(
      "time ran out before any choice of sites that reaches everybody was found",
      zh: "在时限内未找到能服务所有人的选址方案"),
    hint: LocalizedText(
      "allow more time, more stations or a longer reach", zh: "请延长时限、增加站点数或放宽距离"))

  /// The answer; nil where there was no time to find any.
  package static func nilOutOfTime(
    _ solve: () throws -> SitingSolution
  ) throws -> SitingSolution? {
    do {
      return try solve()
    } catch let error as AnalysisError where error == outOfTime {
      return nil
    }
  }
}
