import Model
import Siting

/// The figures of a siting run as a terminal shows them; NaN is unknown.
public struct SiteOverview: Sendable {
  /// One chosen site.
  public struct Row: Sendable {
    public var rank: Int
    public var site: String
    /// Empty without a name.
    public var name: String
    public var gain: Double
    public var cumulative: Double
    public var cost: Double
  }

  /// One line of the trade-off curve.
  public struct CurveLine: Sendable {
    public var new: Int
    /// NaN for lines by number of stations.
    public var budget: Double
    public var cost: Double
    /// NaN where nothing says what covered is.
    public var people: Double
    /// Share of all people.
    public var share: Double
    /// NaN in models that cover people, and where there is no answer.
    public var objective: Double
    /// The objective for one of the people, p-median only; else NaN.
    public var mean: Double
    /// NaN where the line was not solved on its own.
    public var bound: Double
  }

  /// One further answer.
  public struct Other: Sendable {
    public var sites: [String]
    public var objective: Double
    public var lost: Double
    public var isProven: Bool
  }

  public var model: SiteRequest.Model
  public var status: String
  public var objective: Double
  public var bound: Double
  public var gap: Double
  public var candidates: Int
  public var existing: Int
  public var people: Double
  public var before: Double
  public var covered: Double
  /// The objective is the worst community's share.
  public var isShare: Bool
  /// Lines of the curve have objectives of their own, of which less is better.
  public var hasCurveOfCosts: Bool { !model.isCovering }
  public var rows: [Row]
  public var curve: [CurveLine]
  public var others: [Other]
  public var recount: SiteRecount?

  init(_ summary: SiteSummary, names: [String?]) {
    let (answer, instance) = (summary.answer, summary.instance)
    model = summary.request.model
    status = answer.solution.status.rawValue
    objective = answer.solution.objective
    bound = answer.solution.bound
    gap = answer.solution.gap
    candidates = instance.candidates.count
    existing = instance.existingCount
    people = instance.people.reduce(0, +)
    before = answer.peopleBefore ?? .nan
    covered = answer.peopleCovered ?? .nan
    isShare = summary.request.isShare
    var sum = 0.0
    rows = answer.ranked.enumerated().map { index, ranked in
      sum += ranked.gain
      let site = instance.candidates[ranked.site]
      return Row(
        rank: index + 1, site: site.id, name: names.isEmpty ? "" : names[ranked.site] ?? "",
        gain: ranked.gain, cumulative: sum, cost: site.cost)
    }
    let all = people
    curve = answer.curve.map {
      CurveLine(
        new: $0.new, budget: $0.budget ?? .nan, cost: $0.cost, people: $0.people,
        share: all > 0 ? $0.people / all : .nan, objective: $0.objective ?? .nan,
        mean: $0.mean ?? .nan, bound: $0.bound ?? .nan)
    }
    others = answer.alternatives.map { other in
      Other(
        sites: other.solution.sites.map { instance.candidates[$0].id },
        objective: other.solution.objective, lost: summary.lost(other),
        isProven: other.solution.status == .optimal)
    }
    recount = summary.recount
  }
}
