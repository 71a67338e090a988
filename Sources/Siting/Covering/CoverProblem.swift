import Model

/// A covering model without its goal: who can be covered from where, and what is already decided.
public struct CoverProblem: Sendable {
  /// Candidate sites × demand.
  public var table: CoverTable
  /// People by demand, ≥ 0. Demand of weight 0 never counts, not even for a full cover.
  public var weights: [Double]
  /// By demand, how many existing stations cover it; they stay and count.
  public var existing: [UInt8]
  /// 1, or 2 for backup coverage: a demand counts only when two stations cover it.
  public var coversNeeded: Int
  /// By site, ≥ 0; nil is 1 each. A site of cost 0 uses none of a budget but one of a count.
  public var costs: [Double]?
  /// Sites that must be chosen; they use the count and the budget.
  public var forced: [Int]
  /// Sites that must not be chosen.
  public var forbidden: [Int]
  /// At most one site of each set; a minimum spacing arrives as pairs.
  public var exclusive: [[Int]]

  /// `existing` empty means none.
  public init(
    table: CoverTable, weights: [Double], existing: [UInt8] = [], coversNeeded: Int = 1,
    costs: [Double]? = nil, forced: [Int] = [], forbidden: [Int] = [], exclusive: [[Int]] = []
  ) {
    self.table = table
    self.weights = weights
    self.existing =
      existing.isEmpty ? [UInt8](repeating: 0, count: table.demandCount) : existing
    self.coversNeeded = coversNeeded
    self.costs = costs
    self.forced = forced
    self.forbidden = forbidden
    self.exclusive = exclusive
  }

  /// What a site costs.
  public func cost(of site: Int) -> Double { costs?[site] ?? 1 }

  /// All people, Σ weights.
  public var totalWeight: Double { weights.reduce(0, +) }
}

/// What the chosen sites shall achieve.
public enum CoverGoal: Sendable, Hashable {
  /// Maximal covering (Church & ReVelle 1974): most people covered, those of existing stations included,
  /// with at most `count` new sites and at most `budget` of cost; one of the two must be given.
  case mostPeople(count: Int?, budget: Double? = nil)
  /// Set covering (Toregas et al. 1971): least total cost of new sites, forced ones included (with unit
  /// costs their number), covering at least `targetShare` (0…1) of all people.
  case fewestStations(targetShare: Double = 1)
  /// Equity: the largest smallest share of people covered over the groups. A group of nobody is left out;
  /// `groupOfDemand` is by demand, −1 for no group; count and budget as for `mostPeople`.
  case bestWorstGroup(groupOfDemand: [Int32], count: Int?, budget: Double? = nil)

  /// Whether a larger objective is better.
  public var maximises: Bool {
    if case .fewestStations = self { return false }
    return true
  }
}

extension CoverProblem {
  /// Throws for what a file can get wrong (weights, costs, count, budget, share); traps for arrays that do
  /// not fit each other and for indices out of range.
  func validate(_ goal: CoverGoal) throws {
    precondition(weights.count == table.demandCount && existing.count == table.demandCount)
    precondition(costs == nil || costs!.count == table.siteCount)
    precondition(coversNeeded == 1 || coversNeeded == 2)
    let sites = forced + forbidden + exclusive.joined()
    precondition(sites.allSatisfy { (0..<table.siteCount).contains($0) }, "site out of range")
    try Self.requireNonNegative(weights, english: "the weight of a demand", chinese: "需求点的人数")
    try Self.requireNonNegative(costs ?? [], english: "the cost of a site", chinese: "候选点的费用")
    try goal.validate(demandCount: table.demandCount)
  }

  private static func requireNonNegative(
    _ values: [Double], english: String, chinese: String
  ) throws {
    guard let row = values.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) else { return }
    throw AnalysisError(
      .badData, Subject(row: row + 1),
      LocalizedText(
        "\(english) must be a number of at least 0, not \(values[row])",
        zh: "\(chinese)必须是不小于 0 的数，而不是 \(values[row])"))
  }
}

extension CoverGoal {
  fileprivate func validate(demandCount: Int) throws {
    switch self {
    case .mostPeople(let count, let budget): try Self.validate(count, budget)
    case .bestWorstGroup(let groups, let count, let budget):
      precondition(groups.count == demandCount)
      try Self.validate(count, budget)
    case .fewestStations(let share):
      if share >= 0 && share <= 1 { return }
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "the target share must lie between 0 and 1, not \(share)",
          zh: "目标比例必须在 0 与 1 之间，而不是 \(share)"))
    }
  }

  private static func validate(_ count: Int?, _ budget: Double?) throws {
    if count == nil && budget == nil {
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "neither a number of stations nor a budget is given",
          zh: "既未给出站点数量，也未给出预算"))
    }
    if let count, count < 0 {
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "the number of stations must be at least 0, not \(count)",
          zh: "站点数量不能小于 0，而不是 \(count)"))
    }
    if let budget, !(budget >= 0) {
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "the budget must be at least 0, not \(budget)",
          zh: "预算不能小于 0，而不是 \(budget)"))
    }
  }
}
