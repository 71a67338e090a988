extension CoverProblem {
  /// Of equally good choices one that is cheaper or as cheap with earlier sites: single sites are exchanged
  /// for cheaper ones, and among those of one cost for earlier ones, as long as the objective stays.
  ///
  /// Forced sites stay. Nothing is exchanged for `bestWorstGroup`, nor where looking at all exchanges would
  /// take more than about a second.
  func settlingTies(_ sites: [Int], _ goal: CoverGoal) -> [Int] {
    if case .bestWorstGroup = goal { return sites }
    if table.demands.count * max(1, sites.count) > Self.mostTieWork { return sites }
    guard var best = objective(of: sites, goal: goal) else { return sites }
    var sites = sites.sorted()
    let fixed = Set(forced)
    var position = sites.count - 1
    while position >= 0 {
      let site = sites[position]
      if !fixed.contains(site), let next = stand(in: site, of: sites, goal, &best) {
        sites[position] = next
        sites.sort()
        position = sites.count - 1
      } else {
        position -= 1
      }
    }
    return sites
  }

  private static let mostTieWork = 500_000_000

  /// The cheapest site, ties by index, that does as well in the place of `site`; nil where that is `site`.
  private func stand(
    in site: Int, of sites: [Int], _ goal: CoverGoal, _ best: inout Double
  ) -> Int? {
    let rest = sites.filter { $0 != site }
    var covers = existing.map(Int.init)
    for other in rest { for demand in table[other] { covers[Int(demand)] += 1 } }
    let least = gain(of: site, covers)
    let order = (0..<table.siteCount).filter {
      (cost(of: $0), $0) < (cost(of: site), site) && !sites.contains($0)
    }.sorted { (cost(of: $0), $0) < (cost(of: $1), $1) }
    for other in order where mayStandIn(gain(of: other, covers), least, goal) {
      guard let value = objective(of: rest + [other], goal: goal) else { continue }
      if goal.maximises ? value >= best : value <= best {
        best = value
        return other
      }
    }
    return nil
  }

  /// A share of the people may leave more than it needs, so that a smaller gain may do.
  private func mayStandIn(_ gain: Double, _ least: Double, _ goal: CoverGoal) -> Bool {
    if case .fewestStations = goal { return true }
    return gain >= least * (1 - 1e-12)
  }

  /// People a site adds to `covers`.
  private func gain(of site: Int, _ covers: [Int]) -> Double {
    table[site].reduce(0) {
      $0 + (covers[Int($1)] + 1 == coversNeeded ? weights[Int($1)] : 0)
    }
  }
}
