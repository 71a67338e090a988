/// Siting under capacities where every person is served by two stations, or the smallest share of a community
/// counts: greedy choice and exchange priced by linear programs, a Lagrangian bound, CBC for the rest.
enum ServiceSolver {
  /// Beyond this many pairs a program of the sites is not even started.
  private static let mostProgramPairs = 300_000
  private static let dualSteps = 400
  /// Nodes of CBC's tree for more people at the same smallest share.
  private static let tieNodes = 200

  /// `CapacitySolver.answer` for problems that need services.
  static func solve(
    _ problem: CapacityProblem, limits: SolveLimits, wanted: Double? = nil, isQuick: Bool = false
  ) throws -> CapacitySolution {
    var problem = problem
    if problem.communityOf != nil { problem.importance = nil }
    let deadline = Deadline(seconds: limits.seconds)
    let model = CapacityModel(problem)
    let terms = ServiceTerms(problem)
    let hasProgram = model.pairCount <= mostProgramPairs && !isQuick
    var search = ServiceSearch(problem, model, terms, deadline: deadline)
    search.wanted = wanted
    // CBC, where there is a program for it, has half of the time.
    search.deadline = Deadline(seconds: deadline.secondsLeft.map { hasProgram ? $0 / 2 : $0 })
    try search.addGreedily()
    let dual = try improveByDual(&search, gap: limits.gap)
    var run = Run(bound: dual.bound, solver: "lagrangian")
    if !run.isClosed(search, gap: limits.gap) { try search.exchange(among: dual.promising) }
    search.deadline = deadline
    if hasProgram && !deadline.hasPassed {
      if !run.isClosed(search, gap: limits.gap) { try run.solve(&search, gap: limits.gap) }
      if terms.isShare { try addPeople(&search) }
    }
    try search.closeSpares()
    return answer(search, run)
  }

  /// How far the proof has come.
  private struct Run {
    var bound: Double
    var solver: String

    func isClosed(_ search: ServiceSearch, gap: Double) -> Bool {
      if let wanted = search.wanted, search.isEnough || bound < wanted { return true }
      return search.best != nil
        && bound - search.objective
          <= max(gap * search.objective, ServiceValue.slack * search.terms.most(search.model))
    }

    /// Solves the program of the sites and offers those it finds.
    mutating func solve(_ search: inout ServiceSearch, gap: Double) throws {
      let problem = search.problem
      let program = problem.serviceProgram(search.model, search.terms, isOpen: false)
      let scale = search.terms.isShare ? CapacityProblem.shareScale : 1
      // A hair worse than the best answer, so that CBC finds one at all.
      let known = search.objective * scale
      let cutoff = search.best == nil ? nil : known - 1e-4 - 0.5 * gap * known
      let seconds = search.deadline.secondsLeft
      let result =
        try search.wanted.map { try program.solve(reaching: $0, seconds: seconds) }
        ?? program.solve(noWorseThan: cutoff, limits: SolveLimits(seconds: seconds, gap: gap))
      solver = "cbc"
      if result.status == .infeasible {
        // Nothing as good as the cutoff: rounding hid the answer known.
        bound = min(bound, max(search.objective, search.wanted.map(\.nextDown) ?? 0))
      } else {
        bound = min(bound, result.bound / scale)
      }
      try search.offer(result)
    }
  }

  /// Raises the bound and tries the sets it proposes.
  private static func improveByDual(
    _ search: inout ServiceSearch, gap: Double
  ) throws -> ServiceDual {
    var dual = ServiceDual(search.model, search.terms, rules: search.problem.rules)
    var theta = 1.0
    for step in 0..<dualSteps where !search.deadline.hasPassed {
      if Run(bound: dual.bound, solver: "").isClosed(search, gap: gap) { break }
      let before = dual.bound
      dual.step(theta: theta, target: search.objective)
      if dual.bound >= before { theta *= 0.98 }
      if step % 10 == 9 { try search.complete(dual.picked) }
    }
    return dual
  }

  /// Of sets with the same smallest share, looks for one that serves more people.
  private static func addPeople(_ search: inout ServiceSearch) throws {
    guard let best = search.best else { return }
    let share = max(0, best.value.objective * (1 - ServiceValue.slack))
    let program = search.problem.serviceProgram(
      search.model, search.terms, isOpen: false, leastShare: share)
    let result = try program.improvement(
      below: best.value.people * (1 + 1e-7) + 1e-6, nodes: tieNodes,
      seconds: search.deadline.secondsLeft)
    try search.offer(result)
  }

  private static func answer(_ search: ServiceSearch, _ run: Run) -> CapacitySolution {
    guard let best = search.best else {
      return CapacitySolution(solution: .infeasible("reach"), flows: [])
    }
    let objective = best.value.objective
    var bound = max(run.bound, objective)
    // Sums of the same people in another order.
    if bound - objective <= ServiceValue.slack * search.terms.most(search.model) {
      bound = objective
    }
    var solution = SitingSolution(
      status: .feasible, sites: best.open.map { search.model.siteIDs[$0] }, objective: objective,
      bound: bound, solver: run.solver)
    if solution.gap <= SitingSolution.provenGap { solution.status = .optimal }
    return CapacitySolution(solution: solution, flows: best.assignment.flows(search.problem))
  }
}

extension ServiceSearch {
  /// Takes the sites a program found and whom it serves there, then serves people better where time allows.
  fileprivate mutating func offer(_ result: IntegerProgramResult) throws {
    if result.values.isEmpty { return }
    let open = model.siteIDs.indices.filter { result.values[model.siteIDs[$0]] == 1 }
    let pairs = problem.table.siteCount..<(problem.table.siteCount + model.pairCount)
    let demands = pairs.upperBound..<(pairs.upperBound + model.demandCount)
    let isOpen = Set(open)
    let flows = result.values[pairs].enumerated().map { pair, places in
      let station = Int(model.stations[pair])
      return station >= model.candidateCount || isOpen.contains(station) ? places : 0
    }
    let assignment = ServiceAssignment(
      model, flows: flows, served: Array(result.values[demands]), covers: terms.covers)
    try offer(open, served: assignment)
  }
}
