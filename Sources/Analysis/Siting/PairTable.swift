import Model

/// Pairs of site and demand as they are found, put into one table.
enum PairTable {
  /// Pairs of some neighbouring demands, by rising demand; 8 bytes a pair, 16 with costs.
  struct Run: Sendable {
    private(set) var sites: [UInt32] = []
    private(set) var demands: [UInt32] = []
    /// Empty where being reached is all that counts.
    private(set) var costs: [Double] = []

    mutating func append(site: Int32, demand: Int, cost: Double?) {
      sites.append(UInt32(site))
      demands.append(UInt32(demand))
      if let cost { costs.append(cost) }
    }
  }

  /// What one site reaches, by rising demand.
  struct Row: Sendable {
    var demands: [UInt32] = []
    /// Empty where being reached is all that counts.
    var costs: [Double] = []
  }

  /// The table of runs that are in the order of demands.
  static func bySite(_ runs: [Run], siteCount: Int) -> SiteReach {
    var starts = [Int](repeating: 0, count: siteCount + 1)
    for run in runs { for site in run.sites { starts[Int(site) + 1] += 1 } }
    for site in 0..<siteCount { starts[site + 1] += starts[site] }
    var next = starts
    let hasCosts = runs.contains { !$0.costs.isEmpty }
    var demands = [UInt32](repeating: 0, count: starts[siteCount])
    var costs = [Double](repeating: 0, count: hasCosts ? starts[siteCount] : 0)
    for run in runs {
      for index in run.sites.indices {
        let slot = next[Int(run.sites[index])]
        next[Int(run.sites[index])] += 1
        demands[slot] = run.demands[index]
        if hasCosts { costs[slot] = run.costs[index] }
      }
    }
    return SiteReach(starts: starts, demands: demands, costs: costs)
  }

  /// The table of rows, one a site.
  static func table(_ rows: [Row]) -> SiteReach {
    var reach = SiteReach()
    reach.starts.reserveCapacity(rows.count + 1)
    reach.demands.reserveCapacity(rows.reduce(0) { $0 + $1.demands.count })
    reach.costs.reserveCapacity(rows.reduce(0) { $0 + $1.costs.count })
    for row in rows {
      reach.demands += row.demands
      reach.costs += row.costs
      reach.starts.append(reach.demands.count)
    }
    return reach
  }
}
