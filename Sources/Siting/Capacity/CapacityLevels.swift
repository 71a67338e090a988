import Model

/// The lowest of several levels, numbers of stations or costs, at which enough people can be served.
///
/// What can be served never falls from one level to the next, so that levels are bisected. Each is asked as a question
/// of most people served: an answer that serves enough is a yes, a bound below that a no. Questions are first asked
/// without programs of the sites, which leaves few for CBC.
struct CapacityLevels {
  /// What a level was found to be.
  enum Finding {
    /// Enough are served; so they are at this level, which is at most the one asked for.
    case enough(level: Int)
    case tooLow
    /// Time, or the pairs a program may have, ran out.
    case unknown
  }

  /// Every level below is too low.
  private(set) var low: Int
  /// At this level enough are served.
  private(set) var high: Int

  /// Asks until one level is left, or nothing more can be said.
  ///
  /// - Parameter ask: told as well whether this is the only level that is open.
  mutating func narrow(_ ask: (_ level: Int, _ isLast: Bool) throws -> Finding) rethrows {
    // First as if every doubtful level were enough: the bound is good soon. Then as if it were too low.
    var doubtful = high
    while low < doubtful {
      let level = (low + doubtful) / 2
      switch try ask(level, high - low == 1) {
      case .enough(let found): (high, doubtful) = (found, min(doubtful, found))
      case .tooLow: low = level + 1
      case .unknown: doubtful = level
      }
    }
    var least = low
    while least < high {
      let level = (least + high) / 2
      switch try ask(level, high - low == 1) {
      case .enough(let found): high = found
      case .tooLow: (low, least) = (level + 1, level + 1)
      case .unknown: least = level + 1
      }
    }
  }
}

/// One question after another, with the best answer to any.
private struct CapacityQuestions {
  /// Goal `mostPeople`.
  private let problem: CapacityProblem
  /// Σ people × importance to be served.
  private let wanted: Double
  private let deadline: Deadline
  private var doubted: Set<Int> = []
  private(set) var best: CapacitySolution?
  private(set) var solver = "lagrangian"

  init(_ problem: CapacityProblem, share: Double, _ deadline: Deadline) {
    var problem = problem
    problem.goal = .mostPeople
    self.problem = problem
    let worth = problem.worth
    // A billionth of all people for the rounding of sums.
    wanted = share * worth - 1e-9 * worth
    self.deadline = deadline
  }

  /// Asks about all levels of `levels` that are open, quickly and then with programs.
  mutating func narrow(
    _ levels: inout CapacityLevels, restricted: (inout CapacityProblem, Int) -> Void,
    level: (CapacitySolution) -> Int
  ) throws {
    for isQuick in [true, false] {
      doubted = []
      try levels.narrow { asked, isLast in
        if doubted.contains(asked) || deadline.hasPassed { return .unknown }
        var question = problem
        restricted(&question, asked)
        guard let isEnough = try ask(question, isQuick: isQuick, isLast: isLast) else {
          doubted.insert(asked)
          return .unknown
        }
        return isEnough ? .enough(level: min(asked, best.map(level) ?? asked)) : .tooLow
      }
    }
  }

  /// Asks for the lowest level at which these sites alone serve enough.
  mutating func tryOut(
    _ sites: [Int], _ count: Int, restricted: (inout CapacityProblem, Int) -> Void
  ) throws {
    var fixed = problem
    let chosen = Set(sites)
    fixed.rules.forced = sites
    fixed.rules.forbidden = capacities.filter { !chosen.contains($0) }
    var (low, high) = (0, count)
    while low < high && !deadline.hasPassed {
      // The last level first: these sites may not do at all.
      let level = high == count ? count - 1 : (low + high) / 2
      var question = fixed
      restricted(&question, level)
      if try ask(question, isQuick: true) == true {
        high = level
      } else if level == count - 1 {
        return
      } else {
        low = level + 1
      }
    }
  }

  private var capacities: Range<Int> { problem.capacities.indices }

  /// Whether a choice serves enough; nil where that is not known. An answer becomes the best one.
  mutating func ask(
    _ question: CapacityProblem, isQuick: Bool, isLast: Bool = false
  ) throws -> Bool? {
    // Some time stays for the questions after this one.
    let parts = isQuick ? 4.0 : isLast ? 1 : 2
    let limits = SolveLimits(seconds: deadline.secondsLeft.map { $0 / parts })
    let found = try CapacitySolver.answer(question, limits, wanted: wanted, isQuick: isQuick)
    if found.solution.solver == "cbc" { solver = "cbc" }
    if found.solution.status != .infeasible && found.solution.objective >= wanted {
      best = found
      return true
    }
    return found.solution.status == .infeasible || found.solution.bound < wanted ? false : nil
  }

  /// The problem of most people itself, every site allowed to be open.
  mutating func askAll() throws -> Bool? {
    if let isEnough = try ask(problem, isQuick: true) { return isEnough }
    return try ask(problem, isQuick: false)
  }

  /// The least number of stations that could have enough room, whoever they reach.
  var leastCount: Int { problem.leastCount(serving: wanted, CapacityModel(problem)) }
}

extension CapacityLevels {
  /// Fewest new stations with which a share of all people × importance is served.
  static func fewestStations(
    _ problem: CapacityProblem, _ limits: SolveLimits
  ) throws -> CapacitySolution {
    guard case .fewestStations(let share) = problem.goal else { preconditionFailure("goal") }
    var questions = CapacityQuestions(
      problem, share: share, Deadline(seconds: limits.seconds))
    guard try start(&questions) else {
      return CapacitySolution(solution: .infeasible(questions.solver), flows: [])
    }
    let first = questions.best?.solution.sites.count ?? 0
    var levels = CapacityLevels(low: min(questions.leastCount, first), high: first)
    try questions.narrow(
      &levels, restricted: { $0.rules.count = min($1, $0.rules.count ?? $1) },
      level: { $0.solution.sites.count })
    return try answer(questions, objective: Double(levels.high), bound: Double(levels.low))
  }

  /// Whether an answer is there to begin with.
  private static func start(_ questions: inout CapacityQuestions) throws -> Bool {
    guard let isEnough = try questions.askAll() else { throw AnalysisError.outOfTime }
    return isEnough
  }

  private static func answer(
    _ questions: CapacityQuestions, objective: Double, bound: Double
  ) throws -> CapacitySolution {
    guard var answer = questions.best else { throw AnalysisError.outOfTime }
    answer.solution.objective = objective
    answer.solution.bound = min(bound, objective)
    answer.solution.solver = questions.solver
    answer.solution.status =
      answer.solution.gap <= SitingSolution.provenGap ? .optimal : .feasible
    return answer
  }

  /// The least largest cost at which everybody is served; one of the costs of the tables.
  static func leastFarthest(
    _ problem: CapacityProblem, _ limits: SolveLimits
  ) throws -> CapacitySolution {
    guard problem.unreachableDemands.isEmpty else {
      return CapacitySolution(solution: .infeasible("reach"), flows: [])
    }
    let deadline = Deadline(seconds: limits.seconds)
    var questions = CapacityQuestions(problem, share: 1, deadline)
    let costs = problem.possibleCosts
    // With room for everybody the farthest is as near as ever: a bound, and sites to begin with.
    let ample = try? CenterSolver.solve(
      problem.withAmpleRoom, limits: SolveLimits(seconds: deadline.secondsLeft.map { $0 / 4 }))
    if let ample, ample.status != .infeasible {
      try questions.tryOut(ample.sites, costs.count) { $0 = $0.within(costs[$1]) }
    }
    guard try questions.best != nil || start(&questions) else {
      return CapacitySolution(solution: .infeasible(questions.solver), flows: [])
    }
    func level(_ answer: CapacitySolution) -> Int {
      let largest = problem.largestCost(of: answer.flows)
      return costs.firstIndex { $0 >= largest } ?? 0
    }
    let high = questions.best.map(level) ?? 0
    let least = ample.flatMap { answer in costs.firstIndex { $0 >= answer.bound } } ?? 0
    var levels = CapacityLevels(low: min(least, high), high: high)
    try questions.narrow(&levels, restricted: { $0 = $0.within(costs[$1]) }, level: level)
    // With everybody at home there is no cost to be the largest.
    if costs.isEmpty { return try answer(questions, objective: 0, bound: 0) }
    return try answer(questions, objective: costs[levels.high], bound: costs[levels.low])
  }
}
