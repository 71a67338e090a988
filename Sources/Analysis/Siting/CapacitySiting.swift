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
      importance: solving.request.equity == nil ? nil : instance.importance,
      capacities: instance.candidates.map(\.capacity),
      existing: try instance.existingReach.map(table),
      existingCapacities: instance.existingCapacities, rules: solving.rules)
  }

  func run() throws -> SiteAnswer {
    var clock = Stopwatch()
    let found = try CapacitySolver.solve(problem, limits: solving.limits)
    var answer = SiteAnswer(solution: found.solution, seconds: clock.lap())
    if found.solution.status == .infeasible {
      answer.unreachable = unreachable()
      answer.failure = SiteFailure.unassigned(answer.unreachable, solving)
      return answer
    }
    if problem.goal.isCovering {
      let ranking = CapacitySolver.ranking(problem, sites: found.solution.sites)
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

  /// People served by existing stations and `sites`.
  private func people(_ sites: [Int]) -> Double {
    let ranking = CapacitySolver.ranking(problem, sites: sites)
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
          cost: solving.cost(of: solution.sites), people: people(solution.sites),
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
    ).map { .init(solution: $0, people: isCovering ? people($0.sites) : nil) }
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
