/// The next best different answers of a siting model.
public enum Alternatives {
  /// Up to `count` further sets of sites, best first (ties by sites); each lacks at least one site of every set
  /// before it and of `best`.
  ///
  /// The sets that lack a site of the best one are split by the first site they lack, and so on below each
  /// answer (Murty 1968; Lawler 1972): as many solves an answer as it has sites. The order is proven where
  /// every solve ends optimal.
  ///
  /// - Parameters:
  ///   - best: the model's own solution.
  ///   - forced: sites the model forces; they stay in every answer.
  ///   - isBetter: whether the first objective is better than the second.
  ///   - solve: solves the model with these sites forced and forbidden besides the model's own.
  public static func search(
    count: Int, after best: SitingSolution, forced: [Int] = [],
    isBetter: (Double, Double) -> Bool,
    solve: (_ forced: [Int], _ forbidden: [Int]) throws -> SitingSolution
  ) rethrows -> [SitingSolution] {
    var found: [SitingSolution] = []
    var open: [Part] = []
    var last = Part(solution: best, forced: [], forbidden: [])
    while found.count < count && last.solution.status != .infeasible {
      var kept = last.forced
      for site in last.solution.sites where !forced.contains(site) && !last.forced.contains(site) {
        let solution = try solve(kept, last.forbidden + [site])
        if solution.status != .infeasible && !solution.objective.isInfinite {
          open.append(Part(solution: solution, forced: kept, forbidden: last.forbidden + [site]))
        }
        kept.append(site)
      }
      let next = open.indices.min { first, second in
        let (one, other) = (open[first].solution, open[second].solution)
        if one.objective != other.objective { return isBetter(one.objective, other.objective) }
        return one.sites.lexicographicallyPrecedes(other.sites)
      }
      guard let next else { break }
      last = open.remove(at: next)
      found.append(last.solution)
    }
    return found
  }

  /// The best of all sets that hold some sites and lack others.
  private struct Part {
    var solution: SitingSolution
    var forced: [Int]
    var forbidden: [Int]
  }
}
