/// One chosen site and what it brings when the sites are opened in order of rank.
public struct RankedSite: Sendable, Equatable {
  public var site: Int
  /// From 1.
  public var rank: Int
  /// Σ weight of demands reached by no earlier site and no existing station (p-center: their number).
  public var reached: Double
  /// How much the model's objective falls for the demands that were reached before: Σ weight × cost, or the
  /// largest cost.
  public var saving: Double
  /// Σ weight of demands that end up nearest to this site with all sites open (p-center: their number).
  public var served: Double
}

extension MedianProblem {
  /// The sites of a p-median answer in the order that brings most first: at each rank the site that reaches
  /// most weight for the first time, then saves most; ties by index.
  public func medianRanking(of sites: [Int]) -> [RankedSite] { [] }

  /// The sites of a p-center answer in the order that brings most first: at each rank the site that reaches
  /// most demands for the first time, then lowers the largest cost most; ties by index.
  public func centerRanking(of sites: [Int]) -> [RankedSite] { [] }
}
