/// Local search for the cheapest full cover by row weights (Gao, Weise & Li 2015, there for unit costs):
/// whenever all rows are covered one site too many is taken out; then one goes and one that covers a random
/// open row comes, and rows that stay open grow heavier.
final class CoverWeighting {
  private let state: CoverState
  private var random: CoverRandom
  private(set) var best: [Int] = []
  private(set) var bestCost = Double.infinity
  private var step = 0
  /// By site, the step of its last change; older changes first among equals.
  private var changed: [Int]
  /// The sites of the last exchange, which may not be undone at once.
  private var justAdded = -1
  private var justRemoved = -1

  init(_ core: CoverCore, seed: UInt64) {
    state = CoverState(core, firstShare: 1)
    random = CoverRandom(seed: seed)
    changed = [Int](repeating: 0, count: core.siteCount)
    state.setWeights([Double](repeating: 1, count: core.rowCount))
  }

  private var core: CoverCore { state.core }

  /// A greedy cover, or `sites` made complete; false where exclusions leave rows open.
  @discardableResult
  func start(from sites: [Int] = []) -> Bool {
    state.choose(sites.filter { $0 >= 0 })
    while !state.open.isEmpty, let site = greedySite() { state.add(site) }
    if state.open.isEmpty { record() }
    return state.open.isEmpty
  }

  private func greedySite() -> Int? {
    var found: Int?
    var top = 0.0
    for site in 0..<core.siteCount where state.isOpen(site) {
      let score = state.scores[site] / max(core.costs[site], 1e-9)
      if score > top { (found, top) = (site, score) }
    }
    return found
  }

  private func record() {
    while let spare = state.chosen.filter({ state.scores[$0] <= 0 }).max(by: {
      (core.costs[$0], $0) < (core.costs[$1], $1)
    }) {
      state.remove(spare)
    }
    let sites = state.chosen.sorted()
    let cost = sites.reduce(0) { $0 + core.costs[$1] }
    if cost < bestCost { (best, bestCost) = (sites, cost) }
  }

  /// Up to `steps` exchanges, fewer where the clock is over or `bound` is met.
  func run(steps: Int, clock: SolveClock, until bound: Double) {
    if core.rowCount == 0 { return }
    for index in 0..<steps {
      if index & 63 == 0 && clock.isOver || bestCost <= bound { return }
      step += 1
      while state.open.isEmpty {
        record()
        guard let site = leastMissed() else { return }
        leave(site)
      }
      if let site = leastMissed() { leave(site) }
      exchangeIn()
      for row in state.open { state.raise(Int(row), by: 1) }
    }
  }

  /// Lets in a site for a random open row while it may still beat the best.
  private func exchangeIn() {
    let row = Int(state.open[random.below(state.open.count)])
    guard let site = bestFor(row) else { return }
    for blocker in state.blockers(of: site) { leave(blocker) }
    // At the best known cost or above there is nothing to find: make room first.
    while state.spent + core.costs[site] >= bestCost - 1e-12 * bestCost, let other = leastMissed() {
      leave(other)
    }
    state.add(site)
    changed[site] = step
    justAdded = site
  }

  private func leave(_ site: Int) {
    state.remove(site)
    changed[site] = step
    justRemoved = site
  }

  private func leastMissed() -> Int? {
    var found: Int?
    var least = Double.infinity
    for site in state.chosen where site != justAdded || state.chosen.count == 1 {
      let loss = state.scores[site] / max(core.costs[site], 1e-9)
      if loss < least || loss == least && (changed[site], site) < (changed[found!], found!) {
        (found, least) = (site, loss)
      }
    }
    return found
  }

  private func bestFor(_ row: Int) -> Int? {
    var found: Int?
    var top = -1.0
    for item in core.back[row] {
      let site = Int(item)
      if state.isIn[site] || site == justRemoved { continue }
      let score = state.scores[site] / max(core.costs[site], 1e-9)
      if score > top || score == top && (changed[site], site) < (changed[found!], found!) {
        (found, top) = (site, score)
      }
    }
    return found
  }
}
