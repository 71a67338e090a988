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
  /// In order of demands, then cost; parts of less than a billionth of a person are left out. Where a person is
  /// served by two stations there are two parts.
  public var flows: [ServiceFlow]

  /// People served, each once.
  public func peopleServed(_ problem: CapacityProblem) -> Double {
    flows.reduce(0) { $0 + $1.people } / Double(problem.coversNeeded)
  }
}

/// Siting under capacities: greedy choice and exchange with exact transport, a Lagrangian bound, CBC for the
/// rest where the pairs are not too many for it; `ServiceSolver` for two stations a person and for shares.
public enum CapacitySolver {
  /// Beyond this many pairs a linear program is not even started: greedy and Lagrangian answers stand.
  private static let mostProgramPairs = 300_000
  private static let dualSteps = 600

  /// - Returns: infeasible where the rules cannot be kept or, for least cost, people stay unserved.
  /// - Throws: `usage` and `badData` for rules, weights, capacities or costs that cannot be meant, `noSolution`
  ///   where time runs out before any answer is found.
  public static func solve(
    _ problem: CapacityProblem, limits: SolveLimits = SolveLimits()
  ) throws -> CapacitySolution {
    try problem.validate()
    var problem = problem
    problem.rules = problem.rules.normalised
    guard problem.rules.allow(problem.rules.forced) else {
      return CapacitySolution(solution: .infeasible("reach"), flows: [])
    }
    switch problem.goal {
    case .fewestStations: return try CapacityLevels.fewestStations(problem, limits)
    case .leastFarthest: return try CapacityLevels.leastFarthest(problem, limits)
    case .mostPeople, .leastCost: return try answer(problem, limits)
    }
  }

  /// `solve` for most people and least cost, and for problems that were validated.
  ///
  /// - Parameters:
  ///   - wanted: the answer may be any with this objective, or a bound below it (`mostPeople` only).
  ///   - isQuick: no program of the sites is solved.
  static func answer(
    _ problem: CapacityProblem, _ limits: SolveLimits, wanted: Double? = nil, isQuick: Bool = false
  ) throws -> CapacitySolution {
    if problem.needsServices {
      return try ServiceSolver.solve(problem, limits: limits, wanted: wanted, isQuick: isQuick)
    }
    let deadline = Deadline(seconds: limits.seconds)
    let model = CapacityModel(problem)
    if problem.goal == .leastCost {
      let everybody = problem.weights.reduce(0, +) * (1 - 1e-9)
      guard problem.unreachableDemands.isEmpty,
        problem.leastCount(serving: everybody, model) <= problem.rules.count ?? .max - 1
      else { return CapacitySolution(solution: .infeasible("reach"), flows: []) }
    }
    var search = CapacitySearch(problem, model, deadline: deadline)
    search.enough = wanted.map { model.worth - $0 }
    search.addGreedily(until: Deadline(seconds: deadline.secondsLeft.map { $0 / 3 }))
    let dual = improveByDual(&search, problem, model, gap: limits.gap, deadline)
    let order = dual.promising
    search.complete(order)
    var bound = dual.bound
    var solver = "lagrangian"
    if wanted == nil || bound < search.cutoff(gap: limits.gap) {
      search.exchange(among: order, tries: 100_000_000 / max(1, model.pairCount))
    }
    let cutoff = search.cutoff(gap: limits.gap)
    let isOpen = search.best == nil || bound < cutoff && !search.isEnough
    if isOpen && !isQuick && !deadline.hasPassed {
      let reduced = dual.decisions(of: problem)
      let small = CapacityModel(reduced)
      if small.pairCount <= mostProgramPairs {
        solver = "cbc"
        let result = try program(
          reduced, small, &search, gap: limits.gap, wanted: wanted, deadline)
        if result.status == .infeasible && search.best == nil {
          return CapacitySolution(solution: .infeasible("cbc"), flows: [])
        }
        // What was decided holds for answers below the cutoff only.
        let total = model.worth
        let proven = problem.goal == .mostPeople ? total - result.bound : result.bound
        bound = max(bound, min(cutoff, result.status == .infeasible ? cutoff : proven))
      }
    }
    return try problem.answer(search, model, bound: bound, solver: solver)
  }

  /// Solves what is left as an integer program and offers its sites.
  private static func program(
    _ reduced: CapacityProblem, _ model: CapacityModel, _ search: inout CapacitySearch, gap: Double,
    wanted: Double?, _ deadline: Deadline
  ) throws -> IntegerProgramResult {
    if let wanted {
      let result = try reduced.program(model).solve(reaching: wanted, seconds: deadline.secondsLeft)
      if !result.values.isEmpty {
        search.offer(sites: (0..<reduced.table.siteCount).filter { result.values[$0] == 1 })
      }
      return result
    }
    var known = CapacitySearch(reduced, model, deadline: deadline)
    known.offer((search.best?.sites ?? []).compactMap { model.siteIDs.firstIndex(of: $0) })
    let result = try reduced.program(model).solve(
      limits: SolveLimits(seconds: deadline.secondsLeft, gap: gap),
      start: reduced.start(known, model))
    if !result.values.isEmpty {
      search.offer(sites: (0..<reduced.table.siteCount).filter { result.values[$0] == 1 })
    }
    return result
  }

  /// Raises the bound and tries the sets it proposes.
  private static func improveByDual(
    _ search: inout CapacitySearch, _ problem: CapacityProblem, _ model: CapacityModel,
    gap: Double, _ deadline: Deadline
  ) -> CapacityDual {
    let most = (model.costs.max() ?? 0) * max(1, model.people.reduce(0, +)) + 1
    var dual = CapacityDual(
      model, rules: problem.rules,
      unservedCosts: problem.goal == .mostPeople
        ? model.importance : [Double](repeating: most, count: model.demandCount))
    var theta = 1.0
    for step in 0..<dualSteps where !deadline.hasPassed {
      let before = dual.bound
      let known = search.best != nil
      let target = known ? search.cost : dual.bound.isFinite ? abs(dual.bound) * 2 : 1
      let cutoff = search.cutoff(gap: gap)
      dual.step(theta: theta, target: target, cutoff: cutoff)
      if dual.bound <= before { theta *= 0.98 }
      if step % 10 == 9 { search.complete(dual.picked) }
      if search.isEnough || known && dual.bound >= cutoff { break }
    }
    return dual
  }
}

extension CapacityDual {
  /// The problem with all that is decided forced and forbidden.
  func decisions(of problem: CapacityProblem) -> CapacityProblem {
    var reduced = problem
    for (station, site) in model.siteIDs.enumerated() {
      if isOpened[station] { reduced.rules.forced.append(site) }
      if isClosed[station] { reduced.rules.forbidden.append(site) }
    }
    return reduced
  }
}
