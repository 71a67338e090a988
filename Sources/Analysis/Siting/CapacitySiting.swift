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
      table: try table(instance.reach), weights: instance.weights,
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
    var people: [Int: Double] = [:]
    var before = 0.0
    for flow in found.flows {
      switch flow.station {
      case .new(let site): people[site, default: 0] += flow.people
      case .existing: before += flow.people
      }
    }
    answer.ranked = found.solution.sites.map { .init(site: $0, gain: people[$0] ?? 0) }
      .sorted { ($0.gain, $1.site) > ($1.gain, $0.site) }
    if problem.goal.isCovering {
      answer.peopleBefore = before
      answer.peopleCovered = answer.ranked.reduce(before) { $0 + $1.gain }
      answer.curve = solving.curve(of: answer.ranked, from: before)
    }
    answer.alternatives = try alternatives(found.solution)
    return answer
  }

  private func alternatives(_ best: SitingSolution) throws -> [SiteAnswer.Alternative] {
    let isCovering = problem.goal.isCovering
    return try Alternatives.search(
      count: solving.request.alternatives, after: best, forced: problem.rules.forced,
      isBetter: { isCovering ? $0 > $1 : $0 < $1 },
      solve: { forced, forbidden in
        var other = problem
        other.rules.forced = forced
        other.rules.forbidden = Set(problem.rules.forbidden + forbidden).sorted()
        return try CapacitySolver.solve(other, limits: solving.limits).solution
      }
    ).map { .init(solution: $0, people: isCovering ? $0.objective : nil) }
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
