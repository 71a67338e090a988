import Model

extension CoverSolver {
  /// For 1, 2, … `upTo` new sites the most people found, each with its bound; a budget in `goal` stays and
  /// `fewestStations` becomes `mostPeople`. Objectives never fall from one count to the next.
  ///
  /// Counts below the number of forced sites are `infeasible`. `limits.seconds` is for all together.
  public static func tradeOff(
    _ problem: CoverProblem, goal: CoverGoal, upTo: Int, limits: SolveLimits = SolveLimits()
  ) throws -> [SitingSolution] {
    try tradeOff(problem, goals: (0..<max(0, upTo)).map { goal.withCount($0 + 1) }, limits)
  }

  /// The most people found within each of the budgets, ascending, each with its bound.
  public static func tradeOff(
    _ problem: CoverProblem, budgets: [Double], limits: SolveLimits = SolveLimits()
  ) throws -> [SitingSolution] {
    try tradeOff(problem, goals: budgets.map { .mostPeople(count: nil, budget: $0) }, limits)
  }

  /// Goals each of which allows what the one before allows.
  private static func tradeOff(
    _ problem: CoverProblem, goals: [CoverGoal], _ limits: SolveLimits
  ) throws -> [SitingSolution] {
    let clock = SolveClock(seconds: limits.seconds)
    var answers: [SitingSolution] = []
    for (index, goal) in goals.enumerated() {
      try problem.validate(goal)
      let part = clock.part(1 / Double(goals.count - index))
      var answer = try answer(problem, goal, limits, part)
      if let last = answers.last, last.status != .infeasible, last.objective > answer.objective {
        // The clock cut this one off before it reached what fewer sites do.
        (answer.sites, answer.objective) = (last.sites, last.objective)
        answer.bound = max(answer.bound, answer.objective)
      }
      answers.append(answer)
    }
    return answers
  }

  /// The `count` next best answers after `solution`, best first: each lacks at least one site of every
  /// answer before it (Lawler's partition 1972 of what is left).
  ///
  /// `optimal` where proven to be the next best; `feasible` where time ended. Its bound holds for every answer
  /// not listed before it. Fewer than `count` where no more exist.
  public static func alternatives(
    _ problem: CoverProblem, goal: CoverGoal, solution: SitingSolution, count: Int,
    limits: SolveLimits = SolveLimits()
  ) throws -> [SitingSolution] {
    try problem.validate(goal)
    let clock = SolveClock(seconds: limits.seconds)
    var cells: [(problem: CoverProblem, answer: SitingSolution)] = []
    var answers: [SitingSolution] = []
    var isCutOff = false
    var source = (problem: problem, answer: solution)
    while answers.count < count {
      let left = count - answers.count
      let part = clock.part(1 / Double(left))
      cells += try split(source, goal, limits, part)
      isCutOff = isCutOff || part.isOver
      guard
        let best = cells.indices.max(by: { goal.prefers(cells[$1].answer, to: cells[$0].answer) })
      else { break }
      source = cells[best]
      var answer = source.answer
      // A part cut off without an answer is missing among the cells: only the first bound holds for it.
      let bounds = cells.map(\.answer.bound) + (isCutOff ? [solution.bound] : [])
      answer.bound = (goal.maximises ? bounds.max() : bounds.min())!
      answer.status = answer.gap <= SitingSolution.provenGap ? .optimal : .feasible
      answers.append(answer)
      cells.remove(at: best)
    }
    return answers
  }

  /// What is left of a cell without supersets of its answer, by the first site of the answer that is missing.
  private static func split(
    _ cell: (problem: CoverProblem, answer: SitingSolution), _ goal: CoverGoal,
    _ limits: SolveLimits, _ clock: SolveClock
  ) throws -> [(problem: CoverProblem, answer: SitingSolution)] {
    var parts: [(problem: CoverProblem, answer: SitingSolution)] = []
    var kept = cell.problem
    let free = cell.answer.sites.filter { !cell.problem.forced.contains($0) }
    for (index, site) in free.enumerated() {
      var part = kept
      part.forbidden.append(site)
      kept.forced.append(site)
      let time = clock.part(1 / Double(free.count - index))
      guard let answer = try? answer(part, goal, limits, time), answer.status != .infeasible
      else { continue }
      parts.append((part, answer))
    }
    return parts
  }
}

extension CoverGoal {
  /// Better objectives first, then the smaller site numbers.
  fileprivate func prefers(_ first: SitingSolution, to second: SitingSolution) -> Bool {
    if first.objective != second.objective {
      return maximises ? first.objective > second.objective : first.objective < second.objective
    }
    return first.sites.lexicographicallyPrecedes(second.sites)
  }
}
