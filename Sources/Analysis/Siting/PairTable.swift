import Model

/// Pairs found demand by demand or site by site, put into one table.
struct PairTable {
  /// One pair: a site reaches a demand at a cost.
  struct Pair: BitwiseCopyable, Sendable {
    var site: UInt32
    var demand: UInt32
    var cost: Double
  }

  /// The table of pairs that come in runs; within each run of a site demands rise, and runs are in the order of demands.
  ///
  /// - Parameter keepsCosts: false where being reached is all that counts.
  static func bySite(_ runs: [[Pair]], siteCount: Int, keepsCosts: Bool) -> SiteReach {
    var starts = [Int](repeating: 0, count: siteCount + 1)
    for run in runs { for pair in run { starts[Int(pair.site) + 1] += 1 } }
    for site in 0..<siteCount { starts[site + 1] += starts[site] }
    var next = starts
    var demands = [UInt32](repeating: 0, count: starts[siteCount])
    var costs = [Double](repeating: 0, count: keepsCosts ? starts[siteCount] : 0)
    for run in runs {
      for pair in run {
        let slot = next[Int(pair.site)]
        next[Int(pair.site)] += 1
        demands[slot] = pair.demand
        if keepsCosts { costs[slot] = pair.cost }
      }
    }
    return SiteReach(starts: starts, demands: demands, costs: costs)
  }
}
