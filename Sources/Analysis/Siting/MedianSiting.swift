import Model
import Siting

/// p-median and p-center.
struct MedianSiting {
  private let solving: SiteSolving
  private let problem: MedianProblem
  private let isCenter: Bool

  init(_ solving: SiteSolving) throws {
    self.solving = solving
    let instance = solving.instance
    isCenter = solving.request.model == .pCenter
    problem = MedianProblem(
      table: try CostTable(
        demandCount: instance.demandCount, starts: instance.reach.starts,
        demands: instance.reach.demands, costs: instance.reach.costs),
      weights: instance.weights,
      existingCosts: instance.existingCount > 0 ? instance.existingCost : nil,
      rules: solving.rules)
  }

  func run() throws -> SiteAnswer {
    var clock = Stopwatch()
    let solution = try solve(problem, solving.limits)
    var answer = SiteAnswer(solution: solution, seconds: clock.lap())
    if solution.status == .infeasible {
      answer.unreachable = problem.unreachableDemands(weighted: !isCenter)
      answer.failure = SiteFailure.unassigned(answer.unreachable, solving)
      return answer
    }
    let ranking =
      isCenter
      ? problem.centerRanking(of: solution.sites) : problem.medianRanking(of: solution.sites)
    let served = served(solution.sites)
    answer.ranked = ranking.map { .init(site: $0.site, gain: served[$0.site] ?? 0) }
    if let limit = solving.instance.limit {
      answer.peopleBefore = people(within: limit, [])
      answer.peopleCovered = people(within: limit, solution.sites)
    }
    answer.curve = try curve(solution)
    if solving.request.alternatives > 0 {
      answer.alternatives = try Alternatives.search(
        count: solving.request.alternatives, after: solution, forced: problem.rules.forced,
        isBetter: { $0 < $1 },
        solve: { forced, forbidden in
          var other = problem
          other.rules.forced += forced
          other.rules.forbidden = Set(problem.rules.forbidden + forbidden).sorted()
          return try solve(other, solving.limits)
        }
      ).map { .init(solution: $0, people: nil) }
    }
    return answer
  }

  private func people(within limit: Double, _ sites: [Int]) -> Double {
    let people = solving.instance.people
    return problem.nearestCosts(with: sites).enumerated().reduce(0) {
      $1.element <= limit ? $0 + people[$1.offset] : $0
    }
  }

  private func solve(_ problem: MedianProblem, _ limits: SolveLimits) throws -> SitingSolution {
    isCenter
      ? try CenterSolver.solve(problem, limits: limits)
      : try MedianSolver.solve(problem, limits: limits)
  }

  private func curve(_ best: SitingSolution) throws -> [SiteAnswer.CurvePoint] {
    let limit = solving.instance.limit
    return try solving.curve(
      answer: best, total: solving.totalWeight,
      people: { sites in limit.map { people(within: $0, sites) } ?? .nan },
      solve: { rules, limits in
        var line = problem
        line.rules = rules
        return try solve(line, limits)
      })
  }

  /// People whose nearest station a chosen site is; of equally near ones an existing station, else the first.
  private func served(_ sites: [Int]) -> [Int: Double] {
    var nearest =
      problem.existingCosts
      ?? [Double](
        repeating: .infinity, count: solving.instance.demandCount)
    var owner = [Int](repeating: -1, count: nearest.count)
    for site in sites {
      for pair in solving.instance.reach.pairs(of: site) {
        let demand = Int(solving.instance.reach.demands[pair])
        let cost = solving.instance.reach.costs[pair]
        if cost < nearest[demand] { (nearest[demand], owner[demand]) = (cost, site) }
      }
    }
    var people: [Int: Double] = [:]
    for (demand, site) in owner.enumerated() where site >= 0 {
      people[site, default: 0] += solving.instance.people[demand]
    }
    return people
  }
}
