import Model

/// Travel costs from demands to sites, sparse: a pair that is absent cannot be travelled.
///
/// Kept twice: by site (demands ascending) and by demand (nearest site first, ties by site). Costs are in
/// whatever unit the caller measures, finite and not negative. 24 bytes a pair.
public struct CostTable: Sendable {
  public let siteCount: Int
  public let demandCount: Int
  /// Pairs of site s are `starts[s]..<starts[s + 1]` of `demands` and `costs`.
  public let starts: [Int]
  public let demands: [UInt32]
  public let costs: [Double]
  /// Pairs of demand d are `demandStarts[d]..<demandStarts[d + 1]` of `nearestSites` and `nearestCosts`.
  public let demandStarts: [Int]
  public let nearestSites: [UInt32]
  public let nearestCosts: [Double]

  /// A table from pairs sorted by site.
  ///
  /// - Parameters:
  ///   - starts: one more than there are sites, ascending from 0.
  ///   - demands: by pair, in any order within a site.
  /// - Throws: `badData` for a cost that is negative or no number, a demand out of range, a pair given twice;
  ///   the subject's id is the site's index.
  public init(demandCount: Int, starts: [Int], demands: [UInt32], costs: [Double]) throws {
    precondition(starts.first == 0 && starts.last == demands.count, "starts that do not span")
    precondition(demands.count == costs.count, "a cost for every pair")
    siteCount = starts.count - 1
    self.demandCount = demandCount
    self.starts = starts
    var ordered = (demands: demands, costs: costs)
    for site in 0..<siteCount {
      try Self.sortSite(site, starts[site]..<starts[site + 1], demandCount, &ordered)
    }
    (self.demands, self.costs) = (ordered.demands, ordered.costs)
    (demandStarts, nearestSites, nearestCosts) = Self.byDemand(
      demandCount: demandCount, starts: starts, demands: ordered.demands, costs: ordered.costs)
  }

  /// A table from pairs in any order.
  public init(
    siteCount: Int, demandCount: Int, pairs: [(site: Int, demand: Int, cost: Double)]
  ) throws {
    var starts = [Int](repeating: 0, count: siteCount + 1)
    for pair in pairs {
      precondition((0..<siteCount).contains(pair.site), "a pair of an unknown site")
      precondition((0..<demandCount).contains(pair.demand), "a pair of an unknown demand")
      starts[pair.site + 1] += 1
    }
    for site in 0..<siteCount { starts[site + 1] += starts[site] }
    var next = starts
    var demands = [UInt32](repeating: 0, count: pairs.count)
    var costs = [Double](repeating: 0, count: pairs.count)
    for pair in pairs {
      demands[next[pair.site]] = UInt32(pair.demand)
      costs[next[pair.site]] = pair.cost
      next[pair.site] += 1
    }
    try self.init(demandCount: demandCount, starts: starts, demands: demands, costs: costs)
  }

  public var pairCount: Int { demands.count }

  /// Puts the pairs of one site in order of demands and checks them.
  private static func sortSite(
    _ site: Int, _ range: Range<Int>, _ demandCount: Int,
    _ pairs: inout (demands: [UInt32], costs: [Double])
  ) throws {
    let inOrder = range.dropLast().allSatisfy { pairs.demands[$0] < pairs.demands[$0 + 1] }
    if !inOrder {
      let sorted = range.map { (pairs.demands[$0], pairs.costs[$0]) }.sorted { $0.0 < $1.0 }
      for (index, pair) in zip(range, sorted) {
        (pairs.demands[index], pairs.costs[index]) = pair
      }
    }
    for index in range {
      let (demand, cost) = (pairs.demands[index], pairs.costs[index])
      precondition(demand < demandCount, "a pair of an unknown demand")
      guard cost >= 0, cost.isFinite else {
        throw AnalysisError(
          .badData, Subject(id: "\(site)"),
          LocalizedText(
            "the cost to demand \(demand) is \(cost)", zh: "到需求点 \(demand) 的费用为 \(cost)"),
          hint: LocalizedText(
            "costs are numbers of at least 0; leave out pairs that cannot be travelled",
            zh: "费用须为不小于 0 的数；不可达的组合请不要列出"))
      }
      guard index == range.lowerBound || pairs.demands[index - 1] != demand else {
        throw AnalysisError(
          .badData, Subject(id: "\(site)"),
          LocalizedText(
            "two costs are given to demand \(demand)", zh: "到需求点 \(demand) 给出了两个费用"))
      }
    }
  }

  private static func byDemand(
    demandCount: Int, starts: [Int], demands: [UInt32], costs: [Double]
  ) -> ([Int], [UInt32], [Double]) {
    var demandStarts = [Int](repeating: 0, count: demandCount + 1)
    for demand in demands { demandStarts[Int(demand) + 1] += 1 }
    for demand in 0..<demandCount { demandStarts[demand + 1] += demandStarts[demand] }
    var next = demandStarts
    var pairs = [(cost: Double, site: UInt32)](repeating: (0, 0), count: demands.count)
    for site in 0..<(starts.count - 1) {
      for index in starts[site]..<starts[site + 1] {
        pairs[next[Int(demands[index])]] = (costs[index], UInt32(site))
        next[Int(demands[index])] += 1
      }
    }
    for demand in 0..<demandCount {
      pairs[demandStarts[demand]..<demandStarts[demand + 1]].sort {
        $0.cost != $1.cost ? $0.cost < $1.cost : $0.site < $1.site
      }
    }
    return (demandStarts, pairs.map(\.site), pairs.map(\.cost))
  }
}
