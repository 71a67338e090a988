/// How solving a siting model ended; the raw values are those of the contract's `status`.
public enum SitingStatus: String, Sendable {
  /// Proven: `SitingSolution.gap` ≤ 1e-6.
  case optimal
  /// A solution and a bound; how far from the best it can be is the gap.
  case feasible
  /// No choice of sites satisfies the model.
  case infeasible
}
