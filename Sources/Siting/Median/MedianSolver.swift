/// p-median: the new sites for which Σ weight × cost to the nearest existing or new site is smallest.
public enum MedianSolver {
  /// - Returns: `objective` Σ weight × cost. Infeasible where a demand with weight stays unreached under the
  ///   rules: `MedianProblem.unreachableDemands` lists those no candidate reaches at all.
  /// - Throws: `usage` and `badData` for rules, weights or costs that cannot be meant.
  public static func solve(
    _ problem: MedianProblem, limits: SolveLimits = SolveLimits()
  ) throws -> SitingSolution {
    try problem.validate()
    if !problem.unreachableDemands(weighted: true).isEmpty { return .infeasible("reach") }
    let result = try problem.medianProgram().solve(limits: limits)
    guard !result.values.isEmpty else { return .infeasible("cbc") }
    let sites = (0..<problem.table.siteCount).filter { result.values[$0] == 1 }
    let objective = problem.weightedCost(with: sites)
    return SitingSolution(
      status: result.status == .optimal ? .optimal : .feasible, sites: sites,
      objective: objective, bound: min(objective, result.bound), solver: "cbc")
  }
}
