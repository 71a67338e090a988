import Model

/// Where new stations make all trips together shortest (p-median), or the longest trip shortest (p-center).
public struct MedianProblem: Sendable {
  /// From demands to candidates.
  public var table: CostTable
  /// People by demand, at least 0. p-center ignores them.
  public var weights: [Double]
  /// By demand, the cost to the nearest station that stands already; ∞ where none is reached.
  public var existingCosts: [Double]?
  public var rules: SiteRules

  public init(
    table: CostTable, weights: [Double], existingCosts: [Double]? = nil, rules: SiteRules
  ) {
    self.table = table
    self.weights = weights
    self.existingCosts = existingCosts
    self.rules = rules
  }

  /// Demands that neither an existing station nor any candidate that is not forbidden reaches, ascending.
  ///
  /// - Parameter weighted: leave out demands without people, as p-median does.
  public func unreachableDemands(weighted: Bool) -> [Int] {
    var isUsable = [Bool](repeating: true, count: table.siteCount)
    for site in rules.forbidden { isUsable[site] = false }
    return (0..<table.demandCount).filter { demand in
      if weighted && weights[demand] == 0 { return false }
      if existingCost(demand) < .infinity { return false }
      let pairs = table.demandStarts[demand]..<table.demandStarts[demand + 1]
      return !pairs.contains { isUsable[Int(table.nearestSites[$0])] }
    }
  }

  /// By demand the cost to the nearest existing or given site; ∞ where none is reached.
  public func nearestCosts(with sites: [Int]) -> [Double] {
    var nearest = existingCosts ?? [Double](repeating: .infinity, count: table.demandCount)
    for site in sites {
      for pair in table.starts[site]..<table.starts[site + 1] {
        let demand = Int(table.demands[pair])
        nearest[demand] = min(nearest[demand], table.costs[pair])
      }
    }
    return nearest
  }

  /// Σ weight × cost to the nearest existing or given site; ∞ where somebody is not reached.
  public func weightedCost(with sites: [Int]) -> Double {
    zip(nearestCosts(with: sites), weights).reduce(0) { $1.1 > 0 ? $0 + $1.0 * $1.1 : $0 }
  }

  /// The largest cost to the nearest existing or given site, whatever the weights; ∞ where a demand is not
  /// reached, 0 without demands.
  public func largestCost(with sites: [Int]) -> Double {
    nearestCosts(with: sites).max() ?? 0
  }

  func existingCost(_ demand: Int) -> Double { existingCosts?[demand] ?? .infinity }

  func validate() throws {
    precondition(weights.count == table.demandCount, "a weight for every demand")
    precondition((existingCosts?.count ?? table.demandCount) == table.demandCount)
    for (demand, weight) in weights.enumerated() where !(weight >= 0 && weight.isFinite) {
      throw AnalysisError(
        .badData, Subject(id: "\(demand)"),
        LocalizedText("the demand's weight is \(weight)", zh: "需求点权重为 \(weight)"),
        hint: LocalizedText("weights are numbers of at least 0", zh: "权重须为不小于 0 的数"))
    }
    for (demand, cost) in (existingCosts ?? []).enumerated() where !(cost >= 0) {
      throw AnalysisError(
        .badData, Subject(id: "\(demand)"),
        LocalizedText("the cost to the nearest station is \(cost)", zh: "到最近站点的费用为 \(cost)"))
    }
    try rules.validate(siteCount: table.siteCount)
  }
}

extension SitingSolution {
  /// No choice of sites does what is asked: objective and bound are infinite, so that the gap is 0.
  static func infeasible(_ solver: String) -> Self {
    Self(status: .infeasible, sites: [], objective: .infinity, bound: .infinity, solver: solver)
  }
}
