/// Branch and bound over the sites of a p-median, on Lagrangian bounds.
///
/// Every node improves the prices it inherits, drops and opens the sites that reduced costs decide, and splits
/// on the site its averaged relaxation is least sure of. Depth first, so that only one path is in memory.
struct MedianTree {

  private static let rootIterations = 3000
  private static let nodeIterations = 120

  let deadline: Deadline
  /// Where all costs are whole numbers a bound may be rounded up.
  let isWhole: Bool
  let gap: Double
  /// Cost and sites (of the problem) of the best answer so far.
  private(set) var incumbent: (cost: Double, sites: [Int])
  private(set) var nodeCount = 0
  private(set) var isCut = false
  /// The search is cut off, as by time, where it would branch beyond this many nodes.
  var nodeLimit = Int.max

  init(
    deadline: Deadline, isWhole: Bool, gap: Double, incumbent: (cost: Double, sites: [Int])
  ) {
    self.deadline = deadline
    self.isWhole = isWhole
    self.gap = gap
    self.incumbent = incumbent
  }

  /// A bound that holds for everything below: rounding errors of long sums are given away.
  private func proven(_ bound: Double) -> Double {
    let safe = bound - 1e-10 * abs(bound)
    return isWhole ? (safe - 1e-6).rounded(.up) : safe
  }

  /// A node whose bound is this much holds nothing of interest.
  private var cutoff: Double {
    let enough = incumbent.cost - 0.99 * gap * abs(incumbent.cost)
    return isWhole ? min(enough, incumbent.cost - 1 + 2e-6) : enough
  }

  private func isClosed(_ bound: Double) -> Bool {
    proven(bound) >= incumbent.cost - gap * abs(incumbent.cost)
  }

  /// Searches below a node and returns a bound no answer there undercuts.
  ///
  /// - Parameters:
  ///   - opened: sites of the problem opened on the way.
  ///   - floor: the bound of the node above.
  mutating func explore(
    _ instance: MedianInstance, opened: [Int], prices: [Double], floor: Double
  ) -> Double {
    nodeCount += 1
    let isRoot = nodeCount == 1
    var (instance, opened, bound) = (instance, opened, floor)
    var dual = MedianDual(instance, demandPrices: prices, patience: isRoot ? 20 : 8)
    var left = isRoot ? Self.rootIterations : Self.nodeIterations
    while true {
      if instance.siteCount == 0 { return settle(instance, opened, floor: bound) }
      if deadline.hasPassed {
        isCut = true
        return bound
      }
      dual.improve(
        iterations: min(left, 60), cutoff: cutoff, target: incumbent.cost, deadline: deadline)
      left -= 60
      bound = max(bound, proven(dual.bound))
      if isClosed(bound) { return bound }
      tryAnswer(dual.chosen, instance, opened, search: isRoot)
      let isSpent = left <= 0 || dual.isSettled
      if dual.decidedCount * 10 > (isSpent ? 0 : instance.siteCount) {
        guard let next = dual.decided() else { return .infinity }
        opened += next.opened
        instance = next.instance
        dual = MedianDual(instance, demandPrices: dual.best.demands, like: dual)
        left = max(left, Self.nodeIterations)
      } else if isSpent {
        return branch(instance, opened, dual, bound)
      }
    }
  }

  private mutating func branch(
    _ instance: MedianInstance, _ opened: [Int], _ dual: MedianDual, _ bound: Double
  ) -> Double {
    let site = instance.siteIDs.indices.min {
      abs(dual.share[$0] - 0.6) < abs(dual.share[$1] - 0.6)
    }!
    var lowest = Double.infinity
    for opens in [true, false] {
      if nodeCount >= nodeLimit { isCut = true }
      if isCut { return bound }
      if isClosed(bound) { return min(lowest, bound) }
      guard
        let child = instance.deciding(open: opens ? [site] : [], close: opens ? [] : [site])
      else { continue }
      let below = explore(
        child, opened: opens ? opened + [instance.siteIDs[site]] : opened,
        prices: dual.best.demands, floor: bound)
      lowest = min(lowest, below)
    }
    return max(bound, lowest)
  }

  /// A node without free sites is one answer.
  private mutating func settle(
    _ instance: MedianInstance, _ opened: [Int], floor: Double
  ) -> Double {
    let cost = instance.closedCost
    if cost < incumbent.cost { incumbent = (cost, opened.sorted()) }
    return max(floor, proven(cost))
  }

  /// Looks whether relaxed sites (and, with `search`, their neighbours) make a better answer.
  private mutating func tryAnswer(
    _ sites: [Int], _ instance: MedianInstance, _ opened: [Int], search: Bool
  ) {
    var answer = MedianSearch(instance)
    answer.start(at: sites)
    if search || instance.money != nil { answer.addGreedily(deadline: deadline) }
    if search {
      answer.interchange(deadline: deadline)
    }
    if answer.cost < incumbent.cost * (1 - 1e-12) {
      incumbent = (answer.cost, (opened + answer.open.map { instance.siteIDs[$0] }).sorted())
    }
  }
}
