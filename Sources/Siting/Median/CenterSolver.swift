import Model

/// p-center: the new sites for which the largest cost to the nearest existing or new site is smallest.
///
/// The answer is one of the costs of the table: they are bisected (Minieka 1970), and whether one suffices is
/// asked of the p-median's branch and bound with 0 for a demand within it and 1 for one beyond.
public enum CenterSolver {
  /// - Returns: `objective` the largest cost over all demands, weights ignored. Infeasible where a demand
  ///   stays unreached: `MedianProblem.unreachableDemands(weighted: false)` lists those nothing reaches.
  ///   No site is opened without which the largest cost stays as it is, but where there is a number and no
  ///   budget, what is left of it goes where it lowers Σ cost.
  /// - Throws: `usage` and `badData` for rules or costs that cannot be meant, `noSolution` where time runs out
  ///   before any answer is found.
  public static func solve(
    _ problem: MedianProblem, limits: SolveLimits = SolveLimits()
  ) throws -> SitingSolution {
    try problem.validate()
    var problem = problem
    problem.rules = problem.rules.normalised
    guard problem.unreachableDemands(weighted: false).isEmpty else { return .infeasible("reach") }
    var search = CenterSearch(problem, deadline: Deadline(seconds: limits.seconds))
    guard let root = search.unweighted.root(unreachedCost: search.unweighted.unreachedCost) else {
      return .infeasible("rules")
    }
    search.begin(at: root)
    guard search.bisect(gap: limits.gap) else { return .infeasible("lagrangian") }
    return try search.solution(root)
  }
}

/// The state of a bisection: costs proven too small, and the best answer known.
private struct CenterSearch {
  /// The problem with a weight of 1 for every demand.
  let unweighted: MedianProblem
  private let deadline: Deadline
  /// All costs an answer can have, ascending, from the least possible.
  private var costs: [Double] = []
  private var best: (cost: Double, sites: [Int]) = (.infinity, [])
  private var bound = 0.0

  init(_ problem: MedianProblem, deadline: Deadline) {
    var unweighted = problem
    unweighted.weights = [Double](repeating: 1, count: problem.table.demandCount)
    self.unweighted = unweighted
    self.deadline = deadline
  }

  /// Collects the costs and a first answer: interchange on costs to the 8th power, where the largest ones
  /// decide.
  mutating func begin(at root: MedianInstance) {
    costs = possibleCosts(root)
    bound = costs.first ?? 0
    let scale = root.costs.max() ?? 1
    var steep = root
    for pair in steep.costs.indices { steep.costs[pair] = power(root.costs[pair] / scale) }
    for demand in steep.fallback.indices {
      let fallback = root.fallback[demand] / max(scale, .leastNormalMagnitude)
      steep.fallback[demand] = min(power(fallback), 2 * Double(root.demandCount))
    }
    // A third of the time at most: the bound needs the rest.
    let first = Deadline(seconds: deadline.secondsLeft.map { $0 / 3 })
    var search = MedianSearch(steep)
    search.addGreedily(deadline: first)
    search.interchange(deadline: first)
    offer(search.open.map { root.siteIDs[$0] } + unweighted.rules.forced)
  }

  private func power(_ value: Double) -> Double {
    let square = value * value
    let fourth = square * square
    return fourth * fourth
  }

  /// Halves the range of costs until one is left, the gap is small enough or time is up.
  ///
  /// - Returns: false where no answer exists.
  mutating func bisect(gap: Double) -> Bool {
    var low = 0
    var high = best.cost < .infinity ? index(of: best.cost) : costs.count
    if high == costs.count {
      // Nothing is known yet: the largest cost settles whether anything is possible at all.
      switch decide(costs.last ?? 0) {
      case false?: return false
      case true?: high = index(of: best.cost)
      case nil: return true
      }
    }
    // First what one node can refuse: the bound is good soon, and hard questions are few.
    var doubtful = high
    while low < doubtful && (best.cost - costs[low]) > gap * best.cost && !deadline.hasPassed {
      let middle = (low + doubtful) / 2
      if decide(costs[middle], nodes: 1) == false { low = middle + 1 } else { doubtful = middle }
      bound = costs[min(low, high)]
    }
    high = index(of: best.cost)
    while low < high && (best.cost - costs[low]) > gap * best.cost {
      let middle = (low + high) / 2
      guard let isEnough = decide(costs[middle]) else { break }
      if isEnough { high = index(of: best.cost) } else { low = middle + 1 }
      bound = costs[min(low, high)]
    }
    if low >= high { bound = best.cost }
    return true
  }

  /// The position of a cost in `costs`; 0 where forced sites and stations already do better than any.
  private func index(of cost: Double) -> Int {
    costs.firstIndex { $0 >= cost } ?? costs.count - 1
  }

  /// Whether some sites keep every demand within the cost; nil where time ran out.
  private mutating func decide(_ cost: Double, nodes: Int = .max) -> Bool? {
    switch CoveringQuestion.ask(unweighted, within: cost, nodes: nodes, deadline: deadline) {
    case .yes(let sites):
      offer(sites)
      return true
    case .no: return false
    case .unknown: return nil
    }
  }

  private mutating func offer(_ sites: [Int]) {
    let cost = unweighted.largestCost(with: sites)
    if cost < best.cost && unweighted.rules.allow(sites) { best = (cost, sites.sorted()) }
  }

  /// Every cost of a pair or an existing station from the largest of the demands' smallest ones.
  private func possibleCosts(_ root: MedianInstance) -> [Double] {
    let nearest = unweighted.nearestCosts(with: root.siteIDs + unweighted.rules.forced)
    let least = nearest.max() ?? 0
    let existing = (unweighted.existingCosts ?? []).filter { $0 < .infinity }
    let all = (unweighted.table.costs + existing).filter { $0 >= least }.sorted()
    return all.indices.filter { $0 == 0 || all[$0] != all[$0 - 1] }.map { all[$0] }
  }

  /// States the answer; sites left over go where they lower Σ cost.
  func solution(_ root: MedianInstance) throws -> SitingSolution {
    guard best.cost < .infinity else { throw AnalysisError.outOfTime }
    var sites = withoutSpares()
    if unweighted.rules.count != nil && unweighted.rules.budget == nil {
      var search = MedianSearch(root)
      let chosen = Set(sites)
      search.start(at: root.siteIDs.indices.filter { chosen.contains(root.siteIDs[$0]) })
      search.addGreedily(deadline: deadline)
      sites = (search.open.map { root.siteIDs[$0] } + unweighted.rules.forced).sorted()
    }
    let objective = unweighted.largestCost(with: sites)
    var solution = SitingSolution(
      status: .feasible, sites: sites, objective: objective, bound: min(bound, objective),
      solver: "lagrangian")
    if solution.gap <= SitingSolution.provenGap { solution.status = .optimal }
    return solution
  }

  /// The best sites without those whose loss does not raise the largest cost: the dearest go first, of equal ones
  /// the last.
  private func withoutSpares() -> [Int] {
    let forced = Set(unweighted.rules.forced)
    let costs = unweighted.rules.costs ?? [Double](repeating: 1, count: unweighted.table.siteCount)
    var kept = best.sites
    for site in best.sites.sorted(by: { (costs[$1], $1) < (costs[$0], $0) })
    where !forced.contains(site) {
      let others = kept.filter { $0 != site }
      if unweighted.largestCost(with: others) <= best.cost { kept = others }
    }
    return kept
  }
}
