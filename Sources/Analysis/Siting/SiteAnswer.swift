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
    /// People covered, existing stations included.
    var people: Double
    /// No choice of so many sites, or for so much money, covers more; nil where this line was not solved on its own.
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
