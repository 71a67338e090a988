/// The answer of a solver: sites, what they achieve, and how much better any answer could be.
public struct SitingSolution: Sendable {
  /// A gap up to this counts as proof (contract §6).
  public static let provenGap = 1e-6

  public var status: SitingStatus
  /// New sites, by index, ascending; forced ones included, existing stations not.
  public var sites: [Int]
  /// In the unit of the model: people covered; stations used; Σ weight × cost; largest cost.
  public var objective: Double
  /// No choice of sites is better than this (≥ the objective when maximising, ≤ when minimising).
  public var bound: Double
  /// What found and proved it, for example `lagrangian` or `cbc`.
  public var solver: String

  public init(
    status: SitingStatus, sites: [Int], objective: Double, bound: Double, solver: String
  ) {
    self.status = status
    self.sites = sites
    self.objective = objective
    self.bound = bound
    self.solver = solver
  }

  /// |objective − bound| ÷ |objective|; 0 where both are 0 (contract §6).
  public var gap: Double {
    if objective == bound { return 0 }
    return abs(objective - bound) / abs(objective)
  }
}
