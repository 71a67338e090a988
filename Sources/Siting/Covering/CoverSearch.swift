/// A search for good choices of sites that never proves anything; sites are those of its core.
protocol CoverSearch: AnyObject {
  /// The best choice found; nil before there is one.
  var found: [Int]? { get }
  /// Starts from nothing, then does what a greedy rule and single exchanges can.
  func start(clock: SolveClock)
  /// Parts that may advance at the same time.
  var laneCount: Int { get }
  /// `steps` more rounds of one part, which touches nothing of the others.
  func advance(lane: Int, steps: Int, clock: SolveClock)
  /// Lets the parts know of each other; after every turn.
  func join()
  /// Looks at a choice the dual suggests, complete or not.
  func consider(_ sites: [Int], clock: SolveClock)
}

extension CoverSearch {
  var laneCount: Int { 1 }
  func join() {}
}

/// Cheapest full cover by row weights.
final class FullCoverSearch: CoverSearch {
  private let search: CoverWeighting
  private let core: CoverCore

  init(_ core: CoverCore, seed: UInt64) {
    self.core = core
    search = CoverWeighting(core, seed: seed)
  }

  var found: [Int]? { search.bestCost.isFinite ? search.best : nil }

  func start(clock: SolveClock) { search.start() }

  func advance(lane: Int, steps: Int, clock: SolveClock) {
    search.run(steps: steps * 4, clock: clock, until: -.infinity)
  }

  func consider(_ sites: [Int], clock: SolveClock) { search.start(from: sites) }
}

/// Cheapest cover of enough people: most people within what is a little less than the cheapest known, over
/// and over.
final class PartCoverSearch: CoverSearch {
  private let core: CoverCore
  private let target: Double
  private var seed: UInt64
  private var search: CoverInterchange?
  private(set) var found: [Int]?
  private var cost = Double.infinity

  init(_ core: CoverCore, seed: UInt64) {
    self.core = core
    self.seed = seed
    target = core.required - core.base[0]
  }

  func start(clock: SolveClock) {
    let greedy = CoverState(core, firstShare: core.needs.contains(2) ? 0.4 : 0)
    while greedy.value < target, let site = cheapest(greedy) { greedy.add(site) }
    tighten(greedy.chosen, clock)
  }

  private func cheapest(_ state: CoverState) -> Int? {
    var found: Int?
    var top = 0.0
    for site in 0..<core.siteCount where state.isOpen(site) {
      let score = state.scores[site] / max(core.costs[site], 1e-9)
      if score > top { (found, top) = (site, score) }
    }
    return found
  }

  /// Takes over a choice that covers enough, without its spare sites, and asks for a cheaper one.
  private func tighten(_ sites: [Int], _ clock: SolveClock) {
    let sites = withoutSpares(sites)
    guard core.value(of: sites) != nil else { return restart(from: sites, clock) }
    let total = sites.reduce(0) { $0 + core.costs[$1] }
    if total >= cost { return }
    (found, cost) = (sites.sorted(), total)
    restart(from: sites, clock)
  }

  private func restart(from sites: [Int], _ clock: SolveClock) {
    seed += 1
    let less = cost.isFinite ? cost - max(core.grain, 1e-9 * cost) : .infinity
    let isUnit = Set(core.costs).count == 1
    let count = isUnit && cost.isFinite ? max(0, (found?.count ?? 1) - 1) : core.siteCount
    let next = CoverInterchange(
      CoverState(core, firstShare: core.needs.contains(2) ? 0.4 : 0), count: count,
      budget: isUnit ? .infinity : less, seed: seed)
    next.start(from: sites.sorted(), clock: clock)
    search = next
  }

  private func withoutSpares(_ sites: [Int]) -> [Int] {
    let state = CoverState(core, firstShare: 0)
    state.choose(sites)
    for site in sites.sorted(by: { (core.costs[$0], $0) > (core.costs[$1], $1) }) {
      if state.value - state.scores[site] >= target {
        let before = state.value
        state.remove(site)
        if state.value < target && before >= target { state.add(site) }
      }
    }
    return state.chosen
  }

  func advance(lane: Int, steps: Int, clock: SolveClock) {
    guard let search else { return }
    if search.bestValue < target { search.run(steps: steps, clock: clock, until: target) }
    if search.bestValue >= target { tighten(search.best, clock) }
  }

  func consider(_ sites: [Int], clock: SolveClock) {
    let state = CoverState(core, firstShare: 0)
    for site in sites where state.isOpen(site) { state.add(site) }
    while state.value < target, let site = cheapest(state) { state.add(site) }
    if state.value >= target { tighten(state.chosen, clock) }
  }
}

/// The best worst group: most people with groups weighted, where groups that come off badly grow heavier.
final class WorstGroupSearch: CoverSearch {
  private let core: CoverCore
  private var groupWeights: [Double]
  private let state: CoverState
  private var seed: UInt64
  private(set) var found: [Int]?
  private var value = -1.0

  init(_ core: CoverCore, seed: UInt64) {
    self.core = core
    self.seed = seed
    state = CoverState(core, firstShare: core.needs.contains(2) ? 0.4 : 0)
    groupWeights = [Double](repeating: 1, count: core.base.count)
  }

  func start(clock: SolveClock) { advance(lane: 0, steps: 20, clock: clock) }

  func advance(lane: Int, steps: Int, clock: SolveClock) {
    for _ in 0..<max(1, steps / 20) where !clock.isOver {
      state.choose([])
      state.setWeights(
        core.weights.indices.map { core.weights[$0] * groupWeights[Int(core.groups[$0])] })
      seed += 1
      let search = CoverInterchange(
        state, count: core.count, budget: core.budget + core.budgetSlack, seed: seed)
      search.start(from: [], clock: clock)
      search.run(steps: 10, clock: clock)
      note(search.best)
      reweigh(search.best)
    }
  }

  private func note(_ sites: [Int]) {
    guard let new = core.value(of: sites), new > value else { return }
    (found, value) = (sites, new)
  }

  private func reweigh(_ sites: [Int]) {
    var covers = [UInt8](repeating: 0, count: core.rowCount)
    for site in sites {
      for row in core.rows[site] { covers[Int(row)] = min(2, covers[Int(row)] + 1) }
    }
    var covered = core.base
    for row in covers.indices where covers[row] >= core.needs[row] {
      covered[Int(core.groups[row])] += core.weights[row]
    }
    guard let least = covered.min(), let most = covered.max(), most > least else { return }
    for group in covered.indices {
      groupWeights[group] *= 1 + 0.3 * (most - covered[group]) / (most - least)
    }
    let mean = groupWeights.reduce(0, +) / Double(groupWeights.count)
    for group in groupWeights.indices {
      groupWeights[group] = max(0.02, groupWeights[group] / mean)
    }
  }

  func consider(_ sites: [Int], clock: SolveClock) { note(sites) }
}

extension CoverCore {
  /// The search that suits the aim.
  func search(seed: UInt64) -> any CoverSearch {
    switch aim {
    case .people: PeopleSearch(self, seed: seed)
    case .fullCover: FullCoverSearch(self, seed: seed)
    case .partCover: PartCoverSearch(self, seed: seed)
    case .worstGroup: WorstGroupSearch(self, seed: seed)
    }
  }
}
