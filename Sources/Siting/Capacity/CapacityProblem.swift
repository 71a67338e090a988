import Model

/// Where new stations serve most people, or all people at least cost, when each station serves only so many.
///
/// People of one demand may be split over several stations, in parts of any size.
public struct CapacityProblem: Sendable {
  public enum Goal: Sendable, Hashable {
    /// Serve as many people as possible, each within reach (a pair of the table) of the station that serves;
    /// with `importance` the largest Σ people × importance.
    case mostPeople
    /// Serve everybody at the smallest Σ people × importance × cost.
    case leastCost
    /// Serve this share (0…1) of all people × importance from as few new stations as possible.
    case fewestStations(targetShare: Double)
    /// Serve everybody so that the largest cost of anybody is as small as can be; demands without people have nobody
    /// to serve.
    case leastFarthest

    /// Whether a larger objective is better.
    public var maximises: Bool { self == .mostPeople }
  }

  public var goal: Goal
  /// From demands to candidates; pairs beyond the limit of reach are left out.
  public var table: CostTable
  /// People by demand, at least 0.
  public var weights: [Double]
  /// What serving one person of a demand counts, above 0; nil: 1 each. Room is taken by people, however much they
  /// count.
  public var importance: [Double]?
  /// People a candidate can serve, by site; at least 0, may be ∞.
  public var capacities: [Double]
  /// From the same demands to the stations that stand already.
  public var existing: CostTable?
  /// People an existing station can serve, by station of `existing`.
  public var existingCapacities: [Double]
  /// Stations that must serve a person: 1, or 2 different ones, a place taken at each (`mostPeople` and
  /// `fewestStations` only).
  public var coversNeeded: Int
  /// By demand, −1 none: the smallest share of people served over the communities is made as large as can be,
  /// then the number of people (`mostPeople` only, `importance` not looked at); nil: people count.
  public var communityOf: [Int32]?
  public var rules: SiteRules

  public init(
    goal: Goal, table: CostTable, weights: [Double], importance: [Double]? = nil,
    capacities: [Double], existing: CostTable? = nil, existingCapacities: [Double] = [],
    coversNeeded: Int = 1, communityOf: [Int32]? = nil, rules: SiteRules
  ) {
    self.goal = goal
    self.table = table
    self.weights = weights
    self.importance = importance
    self.capacities = capacities
    self.existing = existing
    self.existingCapacities = existingCapacities
    self.coversNeeded = coversNeeded
    self.communityOf = communityOf
    self.rules = rules
  }

  /// Whether sending people to stations in turn does not answer the question: see `ServiceSolver`.
  var needsServices: Bool { coversNeeded > 1 || communityOf != nil }
}
