/// Whether some sites keep every demand within a cost.
enum CoveringQuestion {
  enum Answer {
    case yes([Int])
    case no
    /// Time, or the nodes allowed, ran out.
    case unknown
  }

  /// Asks by branch and bound: 0 for a demand within the cost, 1 for one beyond (see `MedianInstance`).
  ///
  /// - Parameters:
  ///   - problem: only demands with weight are asked for.
  ///   - limit: the cost, or ∞ for any pair of the table.
  ///   - nodes: how many nodes may be looked at.
  static func ask(
    _ problem: MedianProblem, within limit: Double, nodes: Int = .max, deadline: Deadline
  ) -> Answer {
    let forced = Set(problem.rules.forced).sorted()
    guard
      let instance = MedianInstance(covering: problem, within: limit)
        .deciding(openProblemSites: forced)
    else { return .no }
    // Only a cost of 0 is of interest: 1 stands for the best answer known.
    var tree = MedianTree(deadline: deadline, isWhole: true, gap: 0, incumbent: (1, []))
    tree.nodeLimit = nodes
    let least = tree.explore(
      instance, opened: forced, prices: instance.fallback.map { $0 * 0.5 }, floor: 0)
    if tree.incumbent.cost == 0 { return .yes(tree.incumbent.sites) }
    return least > 0 ? .no : .unknown
  }
}
