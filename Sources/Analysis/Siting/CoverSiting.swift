import Model
import Siting

/// max-coverage and set-cover.
struct CoverSiting {
  private let solving: SiteSolving
  private let problem: CoverProblem
  private let goal: CoverGoal

  init(_ solving: SiteSolving) {
    self.solving = solving
    let (request, instance) = (solving.request, solving.instance)
    problem = CoverProblem(
      table: CoverTable(
        demandCount: instance.demandCount, starts: instance.reach.starts,
        demands: instance.reach.demands),
      weights: instance.weights, existing: instance.existingCovers,
      coversNeeded: request.needsBackup ? 2 : 1,
      costs: request.model == .maxCoverage ? solving.conditions.costs : nil,
      forced: solving.conditions.forced, forbidden: solving.conditions.forbidden,
      exclusive: solving.conditions.exclusive)
    if request.model == .setCover {
      goal = .fewestStations(targetShare: request.targetShare)
    } else if case .worst = request.equity {
      goal = .bestWorstGroup(
        groupOfDemand: instance.communityOf, count: request.new, budget: request.budget)
    } else {
      goal = .mostPeople(count: request.new, budget: request.budget)
    }
  }

  func run() throws -> SiteAnswer {
    var clock = Stopwatch()
    let solution = try CoverSolver.solve(problem, goal: goal, limits: solving.limits)
    var answer = SiteAnswer(solution: solution, seconds: clock.lap())
    answer.peopleBefore = people([])
    if solution.status == .infeasible {
      let obstacles = CoverSolver.explain(problem, goal: goal)
      answer.unreachable = Self.unreachable(obstacles)
      answer.failure = CoverFailure(solving, obstacles).error
      return answer
    }
    answer.peopleCovered = people(solution.sites)
    answer.ranked = CoverSolver.ranking(counted, sites: solution.sites).map {
      .init(site: $0.site, gain: $0.gain)
    }
    answer.curve = try curve(answer)
    if solving.request.alternatives > 0 {
      answer.alternatives = try CoverSolver.alternatives(
        problem, goal: goal, solution: solution, count: solving.request.alternatives,
        limits: solving.limits
      ).map { .init(solution: $0, people: people($0.sites)) }
    }
    return answer
  }

  /// The problem with everybody counting once.
  private var counted: CoverProblem {
    var counted = problem
    counted.weights = solving.instance.people
    return counted
  }

  /// People covered by existing stations and `sites`, summed in the order of demand.
  private func people(_ sites: [Int]) -> Double {
    let covered = problem.countingDemand(Set(sites))
    let people = solving.instance.people
    return people.indices.reduce(0) { covered[$1] ? $0 + people[$1] : $0 }
  }

  private func curve(_ answer: SiteAnswer) throws -> [SiteAnswer.CurvePoint] {
    let lines = solving.request.tradeOff
    guard lines > 0, solving.request.model == .maxCoverage else {
      return solving.curve(of: answer.ranked, from: answer.peopleBefore ?? 0)
    }
    if let budget = solving.request.budget, solving.request.new == nil {
      // A limit of time is for all lines together.
      var limits = solving.limits
      limits.seconds = limits.seconds.map { $0 / Double(lines) }
      return try (1...lines).map { line in
        let part = budget * Double(line) / Double(lines)
        let solution = try CoverSolver.solve(
          problem, goal: goal.withBudget(part), limits: limits)
        return point(solution, budget: part)
      }
    }
    let count = min(lines, solving.instance.candidates.count)
    var points: [SiteAnswer.CurvePoint] = []
    for solution in try CoverSolver.tradeOff(
      problem, goal: goal, upTo: count, limits: solving.limits)
    {
      let next = point(solution, budget: nil)
      // More stations that nobody would gain from are not chosen: the curve ends there.
      if let last = points.last, next.new <= last.new { break }
      points.append(next)
    }
    return points
  }

  /// One line of the curve; forced sites may not fit into a small one, which then stands empty.
  private func point(_ solution: SitingSolution, budget: Double?) -> SiteAnswer.CurvePoint {
    let isCounted = solving.request.equity == nil && solution.status != .infeasible
    return .init(
      new: solution.sites.count, budget: budget, cost: solving.cost(of: solution.sites),
      people: people(solution.sites), bound: isCounted ? solution.bound : nil)
  }

  private static func unreachable(_ obstacles: [CoverObstacle]) -> [Int] {
    for case .unreachable(let demands, _) in obstacles { return demands }
    return []
  }
}

extension CoverGoal {
  /// The same goal with another budget.
  fileprivate func withBudget(_ budget: Double) -> CoverGoal {
    switch self {
    case .mostPeople(let count, _): .mostPeople(count: count, budget: budget)
    case .bestWorstGroup(let groups, let count, _):
      .bestWorstGroup(groupOfDemand: groups, count: count, budget: budget)
    case .fewestStations: self
    }
  }
}
