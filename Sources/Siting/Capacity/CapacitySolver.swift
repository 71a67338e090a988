/// Who is served where.
public struct ServiceFlow: Sendable, Equatable {
  /// A candidate, or an existing station.
  public enum Station: Sendable, Hashable {
    case new(Int)
    case existing(Int)
  }

  public var station: Station
  public var demand: Int
  public var people: Double
}

/// A solution with the people each station serves.
public struct CapacitySolution: Sendable {
  /// `objective` people served (bound ≥), or Σ people × cost (bound ≤).
  public var solution: SitingSolution
  /// In order of demands, then cost; parts of less than a billionth of a person are left out.
  public var flows: [ServiceFlow]
}

/// Siting under capacities: greedy choice and exchange with exact transport, a Lagrangian bound, CBC for the
/// rest where the pairs are not too many for it.
public enum CapacitySolver {
  /// Beyond this many pairs a linear program is not even started: greedy and Lagrangian answers stand.
  private static let mostProgramPairs = 300_000
  private static let dualSteps = 300

  /// - Returns: infeasible where the rules cannot be kept or, for least cost, people stay unserved.
  /// - Throws: `usage` and `badData` for rules, weights, capacities or costs that cannot be meant, `noSolution`
  ///   where time runs out before any answer is found.
  public static func solve(
    _ problem: CapacityProblem, limits: SolveLimits = SolveLimits()
  ) throws -> CapacitySolution {
    try problem.validate()
    let deadline = Deadline(seconds: limits.seconds)
    let model = CapacityModel(problem)
    guard problem.rules.allow(Set(problem.rules.forced).sorted()),
      problem.goal == .mostPeople || problem.unreachableDemands.isEmpty
    else { return CapacitySolution(solution: .infeasible("reach"), flows: []) }
    var search = CapacitySearch(problem, model)
    search.addGreedily(deadline: deadline)
    search.exchange(tries: 10_000_000 / max(1, model.pairCount), deadline: deadline)
    var bound = improveByDual(&search, problem, model, gap: limits.gap, deadline)
    var solver = "lagrangian"
    let isClosed =
      search.best != nil && search.cost - bound <= limits.gap * problem.stated(search.cost, model)
    if !isClosed && model.pairCount <= mostProgramPairs && !deadline.hasPassed {
      solver = "cbc"
      let result = try problem.program(model).solve(
        limits: SolveLimits(seconds: deadline.secondsLeft, gap: limits.gap),
        start: problem.start(search, model))
      if result.status == .infeasible {
        return CapacitySolution(solution: .infeasible("cbc"), flows: [])
      }
      let total = model.people.reduce(0, +)
      bound = max(bound, problem.goal == .mostPeople ? total - result.bound : result.bound)
      if !result.values.isEmpty {
        search.offer(model.siteIDs.indices.filter { result.values[model.siteIDs[$0]] == 1 })
      }
    }
    return try problem.answer(search, model, bound: bound, solver: solver)
  }

  /// Raises the bound and tries the sets it proposes; returns the bound on what is minimised.
  private static func improveByDual(
    _ search: inout CapacitySearch, _ problem: CapacityProblem, _ model: CapacityModel, gap: Double,
    _ deadline: Deadline
  ) -> Double {
    let unserved =
      problem.goal == .mostPeople
      ? 1 : (model.costs.max() ?? 0) * max(1, model.people.reduce(0, +)) + 1
    var dual = CapacityDual(model, rules: problem.rules, unservedCost: unserved)
    var theta = 1.0
    for step in 0..<dualSteps {
      if deadline.hasPassed { break }
      let before = dual.bound
      let target =
        search.cost < .infinity ? search.cost : dual.bound.isFinite ? abs(dual.bound) * 2 : 1
      dual.step(theta: theta, target: target)
      if dual.bound <= before { theta *= 0.97 }
      if step % 20 == 19 { search.complete(dual.picked) }
      if search.best != nil && search.cost - dual.bound <= gap * problem.stated(search.cost, model)
      {
        break
      }
    }
    return dual.bound
  }
}
