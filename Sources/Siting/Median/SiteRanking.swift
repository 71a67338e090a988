/// One chosen site and what it brings when the sites are opened in order of rank.
public struct RankedSite: Sendable, Equatable {
  public var site: Int
  /// From 1.
  public var rank: Int
  /// Σ weight of demands reached by no earlier site and no existing station (p-center: their number).
  public var reached: Double
  /// By how much the site lowers the model's objective over the demands that were reached before it: Σ weight
  /// × cost, or the largest cost.
  public var saving: Double
  /// Σ weight of demands nearest to this site with all sites open (p-center: their number); ties go to existing
  /// stations, then to the lower index.
  public var served: Double
}

extension MedianProblem {
  /// The sites of a p-median answer in the order that brings most first: at each rank the site that reaches
  /// most weight for the first time, then saves most; ties by index.
  public func medianRanking(of sites: [Int]) -> [RankedSite] {
    ranking(of: sites, weights: weights) { nearest, site in
      var saving = 0.0
      for pair in table.starts[site]..<table.starts[site + 1] {
        let demand = Int(table.demands[pair])
        if nearest[demand] < .infinity {
          saving += weights[demand] * max(0, nearest[demand] - table.costs[pair])
        }
      }
      return saving
    }
  }

  /// The sites of a p-center answer in the order that brings most first: at each rank the site that reaches
  /// most demands for the first time, then lowers the largest cost most; ties by index.
  public func centerRanking(of sites: [Int]) -> [RankedSite] {
    let ones = [Double](repeating: 1, count: table.demandCount)
    return ranking(of: sites, weights: ones) { nearest, site in
      var after = nearest
      for pair in table.starts[site]..<table.starts[site + 1] {
        let demand = Int(table.demands[pair])
        if nearest[demand] < .infinity { after[demand] = min(nearest[demand], table.costs[pair]) }
      }
      func largest(_ costs: [Double]) -> Double { costs.filter { $0 < .infinity }.max() ?? 0 }
      return largest(nearest) - largest(after)
    }
  }

  private func ranking(
    of sites: [Int], weights: [Double], saving: (_ nearest: [Double], _ site: Int) -> Double
  ) -> [RankedSite] {
    var nearest = existingCosts ?? [Double](repeating: .infinity, count: table.demandCount)
    let served = servedWeights(sites, weights)
    var left = sites.sorted()
    var ranked: [RankedSite] = []
    while !left.isEmpty {
      var best: RankedSite?
      for site in left {
        let candidate = RankedSite(
          site: site, rank: ranked.count + 1, reached: reached(by: site, weights, nearest),
          saving: saving(nearest, site), served: served[site] ?? 0)
        if let best, (best.reached, best.saving) >= (candidate.reached, candidate.saving) {
          continue
        }
        best = candidate
      }
      guard let best else { break }
      ranked.append(best)
      left.removeAll { $0 == best.site }
      for pair in table.starts[best.site]..<table.starts[best.site + 1] {
        let demand = Int(table.demands[pair])
        nearest[demand] = min(nearest[demand], table.costs[pair])
      }
    }
    return ranked
  }

  private func reached(by site: Int, _ weights: [Double], _ nearest: [Double]) -> Double {
    var sum = 0.0
    for pair in table.starts[site]..<table.starts[site + 1] {
      let demand = Int(table.demands[pair])
      if nearest[demand] == .infinity { sum += weights[demand] }
    }
    return sum
  }

  /// By site, the weight that is nearest to it when all are open.
  private func servedWeights(_ sites: [Int], _ weights: [Double]) -> [Int: Double] {
    let nearest = nearestCosts(with: sites)
    var isTaken = nearest.indices.map { existingCost($0) <= nearest[$0] }
    var served: [Int: Double] = [:]
    for site in sites.sorted() {
      for pair in table.starts[site]..<table.starts[site + 1] {
        let demand = Int(table.demands[pair])
        if !isTaken[demand] && table.costs[pair] == nearest[demand] {
          isTaken[demand] = true
          served[site, default: 0] += weights[demand]
        }
      }
    }
    return served
  }
}
