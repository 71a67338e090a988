import Model

/// Solves covering models with a proven bound; the same answer on any number of threads.
///
/// Of equally good answers one is returned that no exchange of a single site makes cheaper, or as cheap with an
/// earlier site, where it is proven to be optimal; sites that add nothing are left out unless forced.
public enum CoverSolver {
  /// The best sites found and the bound no choice can pass.
  ///
  /// `infeasible` has no sites, objective and bound 0; `explain` says why. Throws `AnalysisError` for
  /// unusable numbers, and where the time ended before any answer to `fewestStations` was found.
  public static func solve(
    _ problem: CoverProblem, goal: CoverGoal, limits: SolveLimits = SolveLimits()
  ) throws -> SitingSolution {
    try problem.validate(goal)
    return try answer(problem, goal, limits, SolveClock(seconds: limits.seconds))
  }

  /// Why `solve` answers `infeasible`; `exclusionsInTheWay` where nothing simpler explains it. Call it only
  /// after that answer.
  public static func explain(_ problem: CoverProblem, goal: CoverGoal) -> [CoverObstacle] {
    let found = problem.obstacles(goal)
    return found.isEmpty ? [.exclusionsInTheWay] : found
  }

  /// The sites in the order in which each adds most people to those before it (ties by index), with the
  /// people each adds; existing stations come before all. The gains sum to what the sites add together.
  public static func ranking(
    _ problem: CoverProblem, sites: [Int]
  ) -> [(site: Int, gain: Double)] {
    var covers = problem.existing.map(Int.init)
    var rest = Set(sites).sorted()
    var ranks: [(site: Int, gain: Double)] = []
    while !rest.isEmpty {
      let gains = rest.map { site in problem.gain(of: site, covers) }
      // A site that adds nobody yet may still be the first of two covers.
      let best = gains.indices.max {
        (gains[$0].people, gains[$0].firsts, -$0) < (gains[$1].people, gains[$1].firsts, -$1)
      }!
      let site = rest.remove(at: best)
      for demand in problem.table[site] { covers[Int(demand)] += 1 }
      ranks.append((site, gains[best].people))
    }
    return ranks
  }
}

extension SitingSolution {
  /// No choice of sites satisfies the model.
  static let noCover = SitingSolution(
    status: .infeasible, sites: [], objective: 0, bound: 0, solver: "reduction")
}

extension CoverGoal {
  /// The goal with another number of sites; `fewestStations` becomes `mostPeople`.
  func withCount(_ count: Int) -> CoverGoal {
    switch self {
    case .mostPeople(_, let budget): .mostPeople(count: count, budget: budget)
    case .fewestStations: .mostPeople(count: count)
    case .bestWorstGroup(let groups, _, let budget):
      .bestWorstGroup(groupOfDemand: groups, count: count, budget: budget)
    }
  }
}

extension CoverProblem {
  /// What a site adds to `covers`: people that now count, and people one cover nearer to it.
  fileprivate func gain(of site: Int, _ covers: [Int]) -> (people: Double, firsts: Double) {
    var people = 0.0
    var firsts = 0.0
    for demand in table[site] where covers[Int(demand)] < coversNeeded {
      let weight = weights[Int(demand)]
      if covers[Int(demand)] + 1 == coversNeeded { people += weight } else { firsts += weight }
    }
    return (people, firsts)
  }
}

extension CoverSolver {
  /// `solve` for numbers known to be usable.
  static func answer(
    _ problem: CoverProblem, _ goal: CoverGoal, _ limits: SolveLimits, _ clock: SolveClock
  ) throws -> SitingSolution {
    guard problem.obstacles(goal).isEmpty,
      let core = CoverCore(problem, goal).reduced(
        taken: Set(problem.forced).sorted(), dropped: Set(problem.forbidden).sorted())
    else { return .noCover }
    let engine = CoverEngine(core, limits: limits, clock: clock)
    engine.run()
    guard let sites = engine.sites else {
      if engine.isExhausted { return .noCover }
      throw AnalysisError(
        .noSolution, .none,
        LocalizedText(
          "the time ended before any choice of sites was found that satisfies the model",
          zh: "在找到任何满足模型的选址方案之前，时间已用完"),
        hint: LocalizedText("allow more time", zh: "请允许更长的时间"))
    }
    return problem.solution(sites, goal, engine)
  }
}

extension CoverProblem {
  /// The answer in the unit of the goal, without sites that add nothing.
  fileprivate func solution(_ sites: [Int], _ goal: CoverGoal, _ engine: CoverEngine)
    -> SitingSolution
  {
    let sites = withoutSpares(sites.sorted(), goal)
    guard let objective = objective(of: sites, goal: goal) else {
      preconditionFailure("the solver's choice \(sites) breaks the model")
    }
    var bound =
      goal.maximises ? engine.core.rounded(engine.bound) : -engine.core.rounded(engine.bound)
    if engine.isExhausted { bound = objective }
    bound = goal.maximises ? max(bound, objective) : min(bound, objective)
    var answer = SitingSolution(
      status: .feasible, sites: sites, objective: objective, bound: bound, solver: engine.solver)
    if answer.gap <= SitingSolution.provenGap {
      answer.status = .optimal
      answer.sites = settlingTies(sites, goal)
    }
    return answer
  }

  /// Leaves out, from the last, sites whose loss changes nothing.
  private func withoutSpares(_ sites: [Int], _ goal: CoverGoal) -> [Int] {
    var covers = existing.map(Int.init)
    for site in sites { for demand in table[site] { covers[Int(demand)] += 1 } }
    var kept: [Int] = []
    let needed = Set(forced)
    for site in sites.reversed() {
      let counts = table[site].contains { demand in
        weights[Int(demand)] > 0 && covers[Int(demand)] == coversNeeded
      }
      if counts || needed.contains(site) {
        kept.append(site)
      } else {
        for demand in table[site] { covers[Int(demand)] -= 1 }
      }
    }
    return kept.reversed()
  }
}
