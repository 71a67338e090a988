import Model
import Siting

/// What solving gave, in the model's own numbers.
struct SiteAnswer: Sendable {
  /// One chosen site in the order of what it brings.
  struct Ranked: Sendable {
    var site: Int
    /// People it brings to those of the sites before it; people it serves in models that assign people.
    var gain: Double
  }

  /// One line of the trade-off curve.
  struct CurvePoint: Sendable {
    var new: Int
    /// What this line was allowed to cost; nil for lines by number of stations.
    var budget: Double?
    /// What the new stations cost together; NaN when unknown.
    var cost: Double
    /// People covered, existing stations included; NaN where nothing says what covered is.
    var people: Double
    /// In models that cover nobody the objective, NaN without an answer; nil in others, where it is the people.
    var objective: Double?
    /// The objective for one of the people, as they count, in p-median.
    var mean: Double?
    /// No choice of so many sites, or for so much money, does better; nil where this line was not solved on its own.
    var bound: Double?
  }

  /// A further answer.
  struct Alternative: Sendable {
    var solution: SitingSolution
    /// People covered by it; nil in models that cover nobody.
    var people: Double?
  }

  var solution: SitingSolution
  var ranked: [Ranked] = []
  var curve: [CurvePoint] = []
  var alternatives: [Alternative] = []
  /// People covered by existing stations alone, and with the new ones; nil where nothing says what covered is.
  var peopleBefore: Double?
  var peopleCovered: Double?
  /// Demand that stands in the way of any answer, ascending.
  var unreachable: [Int] = []
  /// Why there is none.
  var failure: AnalysisError?
  /// Seconds the model itself took.
  var seconds = 0.0
}

/// Solves one instance as the request asks.
struct SiteSolving {
  let request: SiteRequest
  let instance: SitingInstance
  let conditions: SiteConditions

  init(_ request: SiteRequest, _ instance: SitingInstance) throws {
    self.request = request
    self.instance = instance
    conditions = try SiteConditions(request, instance)
  }

  /// Limits of one solution.
  var limits: SolveLimits {
    SolveLimits(
      seconds: request.timeLimit, gap: request.gap ?? SitingSolution.provenGap,
      threads: request.threads)
  }

  /// The best answer, and all that was asked about it.
  func run() throws -> SiteAnswer {
    if request.capacity != nil { return try CapacitySiting(self).run() }
    return request.model.isCovering ? try CoverSiting(self).run() : try MedianSiting(self).run()
  }

  /// Rules of models that assign people to stations.
  var rules: Siting.SiteRules {
    Siting.SiteRules(
      count: request.new, budget: request.budget, costs: conditions.costs,
      forced: conditions.forced, forbidden: conditions.forbidden, exclusive: conditions.exclusive)
  }

  /// What everybody together counts in p-median; nil in models whose objective is no sum over people.
  var totalWeight: Double? {
    request.model == .pMedian ? instance.weights.reduce(0, +) : nil
  }

  /// Lines of the trade-off curve are parts of the budget, not numbers of stations.
  var isCurveByBudget: Bool { request.new == nil && request.budget != nil }

  /// What each line of the trade-off curve may open.
  var curveRules: [Siting.SiteRules] {
    let lines = request.tradeOff
    if lines == 0 { return [] }
    var rules = rules
    if let budget = request.budget, isCurveByBudget {
      return (1...lines).map { line in
        rules.budget = line == lines ? budget : budget * Double(line) / Double(lines)
        return rules
      }
    }
    return (1...max(1, min(lines, instance.candidates.count))).map { line in
      rules.count = line
      return rules
    }
  }

  /// Lines of a curve of a model that covers nobody: each as good as its rules let it be, to the last station that
  /// still helps.
  ///
  /// - Parameters:
  ///   - answer: the answer to the request itself, which is that of the line it is on.
  ///   - total: what everybody together counts, where the objective is a sum over people.
  func curve(
    answer: SitingSolution, total: Double?, people: ([Int]) -> Double,
    solve: (Siting.SiteRules, SolveLimits) throws -> SitingSolution
  ) throws -> [SiteAnswer.CurvePoint] {
    let rules = curveRules
    let solutions = try TradeOff.search(
      rules, maximises: false, seconds: limits.seconds
    ) { line, seconds in
      if line.count == request.new && line.budget == request.budget { return answer }
      var limits = limits
      limits.seconds = seconds
      return try AnalysisError.nilOutOfTime { try solve(line, limits) }
    }
    var points: [SiteAnswer.CurvePoint] = []
    var last = SitingSolution(
      status: .infeasible, sites: [], objective: .infinity, bound: 0, solver: "")
    for (line, solution) in zip(rules, solutions) {
      let isSolved = solution.status != .infeasible && solution.objective.isFinite
      if isSolved && !isCurveByBudget && solution.sites.count <= last.sites.count
        && solution.objective >= last.objective && last.status == .optimal
      {
        break
      }
      let objective = isSolved ? solution.objective : .nan
      let hasBound = solution.status != .infeasible && solution.bound.isFinite
      points.append(
        .init(
          new: isSolved ? solution.sites.count : line.count ?? 0,
          budget: isCurveByBudget ? line.budget : nil,
          cost: isSolved ? cost(of: solution.sites) : .nan,
          people: isSolved ? people(solution.sites) : .nan, objective: objective,
          mean: total.map { $0 > 0 ? objective / $0 : .nan },
          bound: hasBound ? solution.bound : nil))
      if isSolved { last = solution }
    }
    return points
  }

  /// Σ cost of sites; NaN when one is unknown.
  func cost(of sites: [Int]) -> Double {
    sites.reduce(0) { $0 + instance.candidates[$1].cost }
  }

  /// The curve of the ranked sites one after the other.
  func curve(of ranked: [SiteAnswer.Ranked], from before: Double) -> [SiteAnswer.CurvePoint] {
    var people = before
    var cost = 0.0
    return ranked.enumerated().map { index, site in
      people += site.gain
      cost += instance.candidates[site.site].cost
      return SiteAnswer.CurvePoint(new: index + 1, cost: cost, people: people, bound: nil)
    }
  }
}
