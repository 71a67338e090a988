import Model
import Siting

/// max-coverage and p-median where every station serves only so many people.
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
      goal: solving.request.model == .pMedian ? .leastCost : .mostPeople,
      table: try table(instance.reach), weights: instance.people,
      importance: solving.request.equity == nil || solving.request.isShare
        ? nil : instance.importance,
      capacities: instance.candidates.map(\.capacity),
      existing: try instance.existingReach.map(table),
      existingCapacities: instance.existingCapacities,
      coversNeeded: solving.request.needsBackup ? 2 : 1,
      communityOf: solving.request.isShare ? instance.communityOf : nil, rules: solving.rules)
  }

  func run() throws -> SiteAnswer {
    var clock = Stopwatch()
    let found = try CapacitySolver.solve(problem, limits: solving.limits)
    var answer = SiteAnswer(solution: found.solution, seconds: clock.lap())
    if found.solution.status == .infeasible {
      if problem.goal.isCovering {
        answer.failure = CoverFailure(solving, obstacles).error
      } else {
        answer.unreachable = unreachable()
        answer.failure = SiteFailure.unassigned(answer.unreachable, solving)
      }
      return answer
    }
    if problem.goal.isCovering {
      let ranking = try CapacitySolver.ranking(
        problem, sites: found.solution.sites, served: found.peopleServed(problem),
        seconds: rankingSeconds)
      answer.ranked = ranking.ranks.map { .init(site: $0.site, gain: $0.gain) }
      answer.peopleBefore = ranking.before
      answer.peopleCovered = answer.ranked.reduce(ranking.before) { $0 + $1.gain }
      answer.curve = try curve(answer)
    } else {
      answer.ranked = assigned(found)
    }
    answer.alternatives = try alternatives(found.solution)
    return answer
  }

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
    if solving.request.equity == nil && solution.status != .infeasible { return solution.objective }
    let ranking = try CapacitySolver.ranking(
      problem, sites: solution.sites, seconds: rankingSeconds)
    return ranking.ranks.reduce(ranking.before) { $0 + $1.gain }
  }

  private func curve(_ answer: SiteAnswer) throws -> [SiteAnswer.CurvePoint] {
    let lines = solving.request.tradeOff
    guard lines > 0 else {
      return solving.curve(of: answer.ranked, from: answer.peopleBefore ?? 0)
    }
    let budget = solving.request.new == nil ? solving.request.budget : nil
    let count = budget == nil ? min(lines, solving.instance.candidates.count) : lines
    let rules = (0..<count).map { line in
      var rules = problem.rules
      if let budget {
        rules.budget = budget * Double(line + 1) / Double(lines)
      } else {
        rules.count = line + 1
      }
      return rules
    }
    let isCounted = solving.request.equity == nil
    var points: [SiteAnswer.CurvePoint] = []
    for (line, solution) in try CapacitySolver.tradeOff(
      problem, rules: rules, limits: solving.limits
    ).enumerated() {
      // More stations that nobody would gain from are not chosen: the curve ends there.
      if budget == nil, let last = points.last, solution.sites.count <= last.new { break }
      let isBounded = isCounted && solution.status != .infeasible
      points.append(
        SiteAnswer.CurvePoint(
          new: solution.sites.count, budget: budget == nil ? nil : rules[line].budget,
          cost: solving.cost(of: solution.sites), people: try people(solution),
          bound: isBounded ? solution.bound : nil))
    }
    return points
  }

  private func alternatives(_ best: SitingSolution) throws -> [SiteAnswer.Alternative] {
    let isCovering = problem.goal.isCovering
    return try Alternatives.search(
      count: solving.request.alternatives, after: best, forced: problem.rules.forced,
      isBetter: { isCovering ? $0 > $1 : $0 < $1 },
      solve: { forced, forbidden in
        var other = problem
        other.rules.forced += forced
        other.rules.forbidden = Set(problem.rules.forbidden + forbidden).sorted()
        return try CapacitySolver.solve(other, limits: solving.limits).solution
      }
    ).map { .init(solution: $0, people: isCovering ? try people($0) : nil) }
  }

  /// Why no choice keeps the conditions: whom stations have room for does not matter to that.
  private var obstacles: [CoverObstacle] {
    let reach = solving.instance.reach
    let cover = CoverProblem(
      table: CoverTable(
        demandCount: solving.instance.demandCount, starts: reach.starts, demands: reach.demands),
      weights: problem.weights, costs: problem.rules.costs, forced: problem.rules.forced,
      forbidden: problem.rules.forbidden, exclusive: problem.rules.exclusive)
    return CoverSolver.explain(
      cover, goal: .mostPeople(count: problem.rules.count, budget: problem.rules.budget))
  }

  /// Demand with people that neither a candidate nor an existing station reaches.
  private func unreachable() -> [Int] {
    let instance = solving.instance
    var isReached = [Bool](repeating: false, count: instance.demandCount)
    for demand in instance.reach.demands { isReached[Int(demand)] = true }
    for demand in instance.existingReach?.demands ?? [] { isReached[Int(demand)] = true }
    return isReached.indices.filter { !isReached[$0] && instance.people[$0] > 0 }
  }
}

extension CapacityProblem.Goal {
  fileprivate var isCovering: Bool { if case .mostPeople = self { true } else { false } }
}
