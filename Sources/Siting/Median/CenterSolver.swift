/// p-center: the new sites for which the largest cost to the nearest existing or new site is smallest.
public enum CenterSolver {
  /// - Returns: `objective` the largest cost over all demands, weights ignored. Infeasible where a demand
  ///   stays unreached: `MedianProblem.unreachableDemands(weighted: false)` lists those nothing reaches.
  /// - Throws: `usage` and `badData` for rules or costs that cannot be meant.
  public static func solve(
    _ problem: MedianProblem, limits: SolveLimits = SolveLimits()
  ) throws -> SitingSolution {
    try problem.validate()
    return .infeasible("todo")
  }
}
