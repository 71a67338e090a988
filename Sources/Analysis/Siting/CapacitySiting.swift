import Model
import Siting

/// Every model where a station serves only so many people.
struct CapacitySiting {
  private let solving: SiteSolving
  private let problem: CapacityProblem

  init(_ solving: SiteSolving) throws {
    self.solving = solving
    let instance = solving.instance
    func table(_ reach: SiteReach) throws -> CostTable {
      try CostTable(
        demandCount: instance.demandCount, starts: reach.starts, demands: reach.demands,
        costs: reach.costs.isEmpty
          ? [Double](repeating: 0, count: reach.demands.count) : reach.costs)
    }
    problem = CapacityProblem(
      goal: Self.goal(solving.request),
      table: try table(instance.reach), weights: instance.people,
      importance: solving.request.equity == nil || solving.request.isShare
        ? nil : instance.importance,
      capacities: instance.candidates.map(\.capacity),
      existing: try instance.existingReach.map(table),
      existingCapacities: instance.existingCapacities,
      coversNeeded: solving.request.needsBackup ? 2 : 1,
      communityOf: solving.request.isShare ? instance.communityOf : nil, rules: solving.rules)
  }

  private static func goal(_ request: SiteRequest) -> CapacityProblem.Goal {
    switch request.model {
    case .maxCoverage: .mostPeople
    case .setCover: .fewestStations(targetShare: request.targetShare)
    case .pMedian: .leastCost
    case .pCenter: .leastFarthest
    }
  }

  func run() throws -> SiteAnswer {
    var clock = Stopwatch()
    let found = try CapacitySolver.solve(problem, limits: solving.limits)
    var answer = SiteAnswer(solution: found.solution, seconds: clock.lap())
    if found.solution.status == .infeasible {
      (answer.unreachable, answer.failure) = try failure()
      return answer
    }
    if isCovering {
      let ranking = try CapacitySolver.ranking(
        problem, sites: found.solution.sites, served: found.peopleServed(problem),
        seconds: rankingSeconds)
      answer.ranked = ranking.ranks.map { .init(site: $0.site, gain: $0.gain) }
      answer.peopleBefore = ranking.before
      answer.peopleCovered = answer.ranked.reduce(ranking.before) { $0 + $1.gain }
      answer.curve = try curve(answer)
    } else {
      answer.ranked = assigned(found)
      answer.curve = try leastCurve(found.solution)
    }
    answer.alternatives = try alternatives(found.solution)
    return answer
  }

  private var isCovering: Bool { solving.request.model.isCovering }

  /// The chosen sites by the people assigned to each, most first.
  private func assigned(_ found: CapacitySolution) -> [SiteAnswer.Ranked] {
    var people: [Int: Double] = [:]
    for flow in found.flows {
      if case .new(let site) = flow.station { people[site, default: 0] += flow.people }
    }
    return found.solution.sites.map { .init(site: $0, gain: people[$0] ?? 0) }
      .sorted { ($0.gain, $1.site) > ($1.gain, $0.site) }
  }

  /// Seconds for saying how many people sites serve; nil: as many as it takes.
  private var rankingSeconds: Double? { solving.limits.seconds.map { max(1, $0 / 10) } }

  /// People served by existing stations and the sites of an answer.
  private func people(_ solution: SitingSolution) throws -> Double {
    // Where everybody counts once the objective says so.
    if problem.goal == .mostPeople && solving.request.equity == nil
      && solution.status != .infeasible
    {
      return solution.objective
    }
    let ranking = try CapacitySolver.ranking(
      problem, sites: solution.sites, seconds: rankingSeconds)
    return ranking.ranks.reduce(ranking.before) { $0 + $1.gain }
  }

  private func curve(_ answer: SiteAnswer) throws -> [SiteAnswer.CurvePoint] {
    let lines = solving.request.tradeOff
    guard lines > 0 else {
      return solving.curve(of: answer.ranked, from: answer.peopleBefore ?? 0)
    }
    let (rules, isByBudget) = (solving.curveRules, solving.isCurveByBudget)
    let isCounted = solving.request.equity == nil
    var points: [SiteAnswer.CurvePoint] = []
    for (line, solution) in try CapacitySolver.tradeOff(
      problem, rules: rules, limits: solving.limits
    ).enumerated() {
      // More stations that nobody would gain from are not chosen: the curve ends there.
      if !isByBudget, let last = points.last, solution.sites.count <= last.new { break }
      let isBounded = isCounted && solution.status != .infeasible
      points.append(
        SiteAnswer.CurvePoint(
          new: solution.sites.count, budget: isByBudget ? rules[line].budget : nil,
          cost: solving.cost(of: solution.sites), people: try people(solution),
          bound: isBounded ? solution.bound : nil))
    }
    return points
  }

  /// The curve of a model that serves everybody.
  private func leastCurve(_ best: SitingSolution) throws -> [SiteAnswer.CurvePoint] {
    try solving.curve(
      answer: best, total: solving.totalWeight, people: { _ in .nan },
      solve: { rules, limits in
        var line = problem
        line.rules = rules
        return try CapacitySolver.solve(line, limits: limits).solution
      })
  }

  private func alternatives(_ best: SitingSolution) throws -> [SiteAnswer.Alternative] {
    let maximises = problem.goal.maximises
    return try Alternatives.search(
      count: solving.request.alternatives, after: best, forced: problem.rules.forced,
      isBetter: { maximises ? $0 > $1 : $0 < $1 },
      solve: { forced, forbidden in
        var other = problem
        other.rules.forced += forced
        other.rules.forbidden = Set(problem.rules.forbidden + forbidden).sorted()
        return try CapacitySolver.solve(other, limits: solving.limits).solution
      }
    ).map { .init(solution: $0, people: isCovering ? try people($0) : nil) }
  }

  /// Why no choice keeps the conditions, and the people it cannot reach.
  private func failure() throws -> (unreachable: [Int], error: AnalysisError) {
    let unreachable = problem.unreachableDemands
    if !isCovering && !unreachable.isEmpty {
      return (unreachable, SiteFailure.unassigned(unreachable, solving))
    }
    let obstacles = obstacles
    if case .unreachable(let demands, _)? = obstacles.first {
      return (demands, CoverFailure(solving, obstacles).error)
    }
    if obstacles.first == .exclusionsInTheWay,
      let shortage = try CapacitySolver.shortage(problem, seconds: rankingSeconds)
    {
      return ([], SiteFailure.shortage(shortage, solving))
    }
    return isCovering || obstacles.first != .exclusionsInTheWay
      ? ([], CoverFailure(solving, obstacles).error) : ([], SiteFailure.unassigned([], solving))
  }

  /// What stands in the way of any choice however much room stations have.
  private var obstacles: [CoverObstacle] {
    let reach = solving.instance.reach
    let cover = CoverProblem(
      table: CoverTable(
        demandCount: solving.instance.demandCount, starts: reach.starts, demands: reach.demands),
      weights: solving.instance.weights, existing: solving.instance.existingCovers,
      coversNeeded: problem.coversNeeded, costs: problem.rules.costs, forced: problem.rules.forced,
      forbidden: problem.rules.forbidden, exclusive: problem.rules.exclusive)
    if case .fewestStations(let share) = problem.goal {
      return CoverSolver.explain(cover, goal: .fewestStations(targetShare: share))
    }
    return CoverSolver.explain(
      cover, goal: .mostPeople(count: problem.rules.count, budget: problem.rules.budget))
  }
}
