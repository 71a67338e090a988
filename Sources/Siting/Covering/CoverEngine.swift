import Model

/// Solves a reduced covering model: search and dual side by side, fixing of sites by what the dual rules out,
/// then branching.
final class CoverEngine {
  let clock: SolveClock
  let limits: SolveLimits
  private(set) var core: CoverCore
  /// The best choice, sites of the problem; nil before there is one.
  private(set) var sites: [Int]?
  private(set) var value = -Double.infinity
  /// No choice is worth more.
  private(set) var bound = Double.infinity
  private(set) var solver = "reduction"
  /// Every choice was looked at or ruled out, to within `CoverCore.provenGap`.
  private(set) var isExhausted = false
  private var search: any CoverSearch
  private var dual: CoverDual
  private var seed: UInt64 = 1

  init(_ core: CoverCore, limits: SolveLimits, clock: SolveClock) {
    self.core = core
    self.limits = limits
    self.clock = clock
    search = core.search(seed: seed)
    dual = CoverDual(core)
  }

  var isClosed: Bool { core.isClosed(bound: bound, value: value, gap: limits.gap) }

  func run() {
    if core.siteCount == 0 || core.count == 0 { return finishEmpty() }
    note([])
    solver = "lagrangian"
    search.start(clock: clock.part(0.3))
    takeFound()
    guard dual.enter(taken: [], dropped: [], prices: nil) else { return close() }
    bound = min(bound, dual.bound)
    descend()
    if core.aim == .fullCover { cut() }
    if !isClosed && !clock.isOver { branch() }
    if core.rounded(bound) <= value { close() }
  }

  private func finishEmpty() {
    note([])
    close()
  }

  /// Nothing better than the best choice exists.
  private func close() {
    bound = min(bound, value)
    isExhausted = true
  }

  /// Takes a choice of the core's sites into account.
  private func note(_ chosen: [Int]) {
    guard let new = core.value(of: chosen), new > value else { return }
    value = new
    sites = core.chosen + chosen.map { core.siteIDs[$0] }
  }

  private func takeFound() {
    if let found = search.found { note(found) }
  }

  /// Steps of the search that cost about as much as one of the dual.
  private var searchSteps: Double {
    let pairs = Double(core.rows.total)
    let dualWork = pairs + 8 * Double(core.rowCount + core.siteCount)
    let update = pairs / Double(core.siteCount) * pairs / Double(max(1, core.rowCount))
    return dualWork / (24 * update + 12 * Double(core.siteCount))
  }

  /// Search and dual in turns of fixed length until the dual no longer moves.
  private func descend() {
    var dull = 0
    var round = 0
    while !isClosed && !clock.isOver && dull < 3 && round < 120 {
      let before = bound
      let steps = round < 6 ? 50 : 150
      turn(dualSteps: steps)
      bound = min(bound, dual.bound)
      if round < 2 || round % 3 == 2 { suggest() }
      if isClosed { return }
      let moved = before - bound
      dull = moved < 0.01 * (bound - value) ? dull + 1 : 0
      if !dual.isFine && (dull > 1 || moved < 0.1 * (bound - value)) {
        if !refine() { return close() }
        dull = 0
      }
      round += 1
      if shrink() { dull = 0 }
    }
  }

  /// Adds what small groups of rows need in whole sites, for as long as the bound follows.
  private func cut() {
    var dull = 0
    for _ in 0..<60 where !isClosed && !clock.isOver && dull < 4 {
      if core.needs.contains(where: { $0 > 1 }) || core.exclusive.count > 0 { return }
      let mean = (0..<core.siteCount).map { dual.mean[$0] }
      let cuts = CoverCutFinder(core: core, mean: mean).cuts(
        limit: max(50, core.siteCount / 6), threads: limits.threads, clock: clock)
      if cuts.isEmpty { return }
      let before = bound
      let prices = dual.prices
      dual.cuts += cuts
      guard dual.enter(taken: [], dropped: [], prices: prices) else { return close() }
      turn(dualSteps: 250)
      bound = min(bound, dual.bound)
      dull = before - bound < 0.005 * (bound - value) ? dull + 1 : 0
    }
  }

  /// Small steps and long averages from the best prices, once large steps no longer help; false where the
  /// model turns out empty.
  private func refine() -> Bool {
    dual.enter(taken: [], dropped: [], prices: dual.prices)
  }

  private func turn(dualSteps: Int) {
    let searchSteps = max(2, min(20_000, Int(Double(dualSteps) * searchSteps)))
    let (dual, search) = (Unshared(dual), Unshared(search))
    let (value, gap, clock) = (value, CoverCore.provenGap, clock)
    let lanes = search.object.laneCount
    // No task throws.
    try? Parallel.forEach(count: 1 + lanes, threads: limits.threads) { task in
      if task == 0 {
        dual.object.run(steps: dualSteps, incumbent: value, gap: gap, clock: clock)
      } else {
        search.object.advance(lane: task - 1, steps: searchSteps, clock: clock)
      }
    }
    search.object.join()
    takeFound()
  }

  private func suggest() {
    let ranked = (0..<core.siteCount).filter { dual.mean[$0] > 0.3 }
      .sorted { (dual.mean[$1], $0) < (dual.mean[$0], $1) }
    suggest(ranked)
    suggest(dual.bestSelection.map(Int.init))
  }

  private func suggest(_ choice: [Int]) {
    search.consider(choice, clock: clock)
    takeFound()
  }

  /// Fixes what the dual rules out; builds the smaller model once that pays. Whether it did.
  private func shrink() -> Bool {
    let fixed = dual.fixable(incumbent: value)
    let count = fixed.taken.count + fixed.dropped.count
    if Double(count) < max(1, 0.05 * Double(core.siteCount)) { return false }
    guard
      let next = dual.hinted.reduced(
        taken: fixed.taken.map(Int.init), dropped: fixed.dropped.map(Int.init))
    else {
      close()
      return true
    }
    adopt(next)
    return true
  }

  private func adopt(_ next: CoverCore) {
    core = next
    note([])
    if core.siteCount == 0 || core.count == 0 { return close() }
    seed += 1
    search = core.search(seed: seed)
    search.start(clock: clock.part(0.3))
    takeFound()
    if let sites {
      let kept = Set(sites)
      search.consider(core.siteIDs.indices.filter { kept.contains(core.siteIDs[$0]) }, clock: clock)
      takeFound()
    }
    let wasFine = dual.isFine
    dual = CoverDual(core)
    if !dual.enter(taken: [], dropped: [], prices: nil) { return close() }
    if wasFine && !refine() { return close() }
    bound = min(bound, dual.bound)
  }

  /// How many times as long the search goes on beside a batch of nodes: longer where branching will not close
  /// the gap soon and the search still has something to look for.
  private var searchShare: Int {
    let gap = (bound - value) / max(1e-9, abs(value))
    return search.laneCount == 1 || gap <= 1e-3 ? 1 : gap <= 2.5e-3 ? 3 : 8
  }

  private func branch() {
    let tree = CoverBranching(core, root: dual, bound: bound, limits: limits, clock: clock)
    solver = "lagrangian branch and bound"
    var round = 0
    while !isClosed && !clock.isOver {
      let steps = max(1, Int(300 * searchSteps)) * searchShare
      let searchSteps = clock.isEndless && round >= 400 ? 0 : steps
      tree.advance(incumbent: value, search: search, searchSteps: searchSteps)
      takeFound()
      let choices = tree.takeFound()
      for choice in choices { note(choice) }
      if searchSteps > 0, let choice = choices.last { suggest(choice) }
      bound = min(bound, max(tree.bound, value))
      if tree.isEmpty { return close() }
      round += 1
    }
  }
}

/// Carries an object to the one worker that uses it while its owner waits.
///
/// `@unchecked Sendable`: only one task of the loop touches it.
struct Unshared<Object>: @unchecked Sendable {
  let object: Object
  init(_ object: Object) { self.object = object }
}
