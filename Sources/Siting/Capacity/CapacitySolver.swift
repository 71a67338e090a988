/// Who is served where.
public struct ServiceFlow: Sendable, Equatable {
  /// A candidate, or an existing station.
  public enum Station: Sendable, Hashable {
    case new(Int)
    case existing(Int)
  }

  public var station: Station
  public var demand: Int
  public var people: Double
}

/// A solution with the people each station serves.
public struct CapacitySolution: Sendable {
  /// `objective` people served (bound ≥), or Σ people × cost (bound ≤).
  public var solution: SitingSolution
  /// In order of existing stations, then sites, then demands; parts of less than 1e-9 people are left out.
  public var flows: [ServiceFlow]
}

/// Siting under capacities.
public enum CapacitySolver {
  /// - Returns: infeasible (least cost only, or rules nothing keeps) where people stay unserved.
  /// - Throws: `usage` and `badData` for rules, weights, capacities or costs that cannot be meant.
  public static func solve(
    _ problem: CapacityProblem, limits: SolveLimits = SolveLimits()
  ) throws -> CapacitySolution {
    CapacitySolution(solution: .infeasible("todo"), flows: [])
  }
}
