/// Iterated local search for most people covered under a count and a budget: take out neighbouring sites,
/// fill up greedily with some noise, exchange single sites until nothing improves, keep or undo.
///
/// Runs a given number of steps, so that its result never depends on the clock unless that cuts it off.
final class CoverInterchange {
  let state: CoverState
  let count: Int
  let budget: Double
  private var random: CoverRandom
  private(set) var best: [Int] = []
  private(set) var bestValue = -1.0
  /// Steps since the best was found; widens and narrows the search.
  private var quiet = 0
  private var allowance = 0.0
  private var journal: [(site: Int, isAdded: Bool)] = []
  /// By site, the step before which it may not come back.
  private var tabu: [Int]
  private var step = 0
  private let isCostly: Bool
  private let bias: UnsafeMutablePointer<Double>

  init(_ state: CoverState, count: Int, budget: Double, seed: UInt64) {
    self.state = state
    self.count = count
    self.budget = budget
    random = CoverRandom(seed: seed)
    tabu = [Int](repeating: 0, count: state.core.siteCount)
    isCostly = budget.isFinite && Set(state.core.costs).count > 1
    bias = .filled(state.core.siteCount, 1)
  }

  deinit { bias.deallocate() }

  /// From `sites`, or from nothing, greedily filled and exchanged.
  func start(from sites: [Int] = [], clock: SolveClock) {
    state.choose([])
    var kept: [Int] = []
    for site in sites where state.isOpen(site) && fits(site) {
      state.add(site)
      kept.append(site)
    }
    fill(byRatio: isCostly)
    if isCostly {
      record()
      state.choose(kept)
      fill(byRatio: false)
      record()
      state.choose(best)
    }
    journal.removeAll()
    exchange(state.chosen.sorted(), clock)
    record()
    state.choose(best)
    journal.removeAll()
  }

  @inline(__always)
  private func fits(_ site: Int) -> Bool {
    state.chosen.count < count && state.spent + state.core.costs[site] <= budget
  }

  /// Adds the best site that fits until none brings anything.
  private func fill(byRatio: Bool, noise: Double = 0) {
    while state.chosen.count < count, let site = bestSite(byRatio, noise) { add(site) }
  }

  private func bestSite(_ byRatio: Bool, _ noise: Double) -> Int? {
    let (scores, costs) = (state.scores, state.core.costs)
    let left = budget - state.spent
    var found: Int?
    var top = 0.0
    for site in 0..<state.core.siteCount {
      var score = scores[site]
      if score <= top && !byRatio { continue }
      if !state.isOpen(site) || tabu[site] > step { continue }
      if costs[site] > left { continue }
      if byRatio { score /= max(costs[site], 1e-9) }
      if noise > 0 { score *= 1 - noise * random.unit() }
      if score > top { (found, top) = (site, score) }
    }
    return found
  }

  private func add(_ site: Int) {
    state.add(site)
    journal.append((site, true))
  }

  private func remove(_ site: Int) {
    state.remove(site)
    journal.append((site, false))
  }

  private func undo(to mark: Int) {
    while journal.count > mark {
      let change = journal.removeLast()
      if change.isAdded { state.remove(change.site) } else { state.add(change.site) }
    }
  }

  /// Takes out one site at a time and fills up again, for as long as that pays.
  private func exchange(_ sites: [Int], _ clock: SolveClock) {
    var queue = sites
    var next = 0
    while next < queue.count && !clock.isOver {
      let site = queue[next]
      next += 1
      if !state.isIn[site] { continue }
      let before = state.pay
      let mark = journal.count
      remove(site)
      fill(byRatio: isCostly && random.below(2) == 0)
      if state.pay > before + 1e-9 * abs(before) {
        let added = journal[mark...].filter(\.isAdded).map(\.site)
        queue += added + neighbours(of: added[0], limit: 8)
        if queue.count > 4096 {
          queue.removeFirst(next)
          next = 0
        }
      } else {
        undo(to: mark)
      }
    }
  }

  /// Chosen sites that share rows with `site`, a sample.
  private func neighbours(of site: Int, limit: Int) -> [Int] {
    let list = state.core.rows[site]
    var found: [Int] = []
    for _ in 0..<(3 * limit) where found.count < limit {
      let row = Int(list[random.below(list.count)])
      let sites = state.core.back[row]
      let other = Int(sites[random.below(sites.count)])
      let near = state.isIn[other] ? other : chosenNear(other)
      if let near, near != site, !found.contains(near) { found.append(near) }
    }
    return found
  }

  /// A chosen site covering a row of `site`.
  private func chosenNear(_ site: Int) -> Int? {
    let list = state.core.rows[site]
    let row = Int(list[random.below(list.count)])
    if state.covers[row] == 0 { return nil }
    return state.core.back[row].first { state.isIn[Int($0)] }.map(Int.init)
  }

  private func record() {
    if state.value <= bestValue { return }
    bestValue = state.value
    best = state.chosen.sorted()
    quiet = 0
  }

  /// Up to `steps` rounds of taking out, filling up and exchanging.
  func run(steps: Int, clock: SolveClock, until target: Double = .infinity) {
    for _ in 0..<steps where !clock.isOver && bestValue < target && !state.chosen.isEmpty {
      step += 1
      quiet += 1
      journal.removeAll()
      let before = state.pay
      ruin()
      fill(byRatio: isCostly && random.below(2) == 0, noise: random.below(3) == 0 ? 0.3 : 0)
      let changed = Set(journal.map(\.site)).sorted().filter { state.isIn[$0] }
      exchange(changed + (changed.first.map { neighbours(of: $0, limit: 6) } ?? []), clock)
      record()
      if quiet == 0 {
        exchange(state.chosen.sorted(), clock)
        record()
      }
      accept(before)
    }
  }

  private func ruin() {
    let seed = state.chosen[random.below(state.chosen.count)]
    let size = 1 + random.below(min(max(2, state.chosen.count / 4), 8))
    var out = [seed]
    var attempts = 0
    while out.count < size && attempts < 4 * size {
      attempts += 1
      if let near = neighbours(of: out[random.below(out.count)], limit: 1).first,
        !out.contains(near)
      {
        out.append(near)
      }
    }
    for site in out where state.isIn[site] {
      remove(site)
      if random.below(2) == 0 { tabu[site] = step + 1 }
    }
  }

  /// Keeps what is at most a little worse than the best, by an amount that shrinks and starts again.
  private func accept(_ before: Double) {
    let phase = Double(quiet % 2000) / 2000
    allowance = 0.05 * (1 - phase) * (1 - phase) * max(bestValue, 1e-9) / Double(max(1, best.count))
    if quiet > 0 && quiet % 2000 == 0 {
      state.choose(best)
      return
    }
    if state.pay >= before || state.value >= bestValue - allowance { return }
    undo(to: 0)
  }
}
