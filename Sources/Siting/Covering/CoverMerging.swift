/// Most people by annealing and merging: cycles of annealing make a pool of good choices, `CoverMerger` takes
/// the best of them together, and cooler cycles from there make the next pool. A chain that no longer gets
/// better joins the elite, is merged with it and gives way to a fresh one.
///
/// Runs by steps; the clock can only cut it off.
final class CoverMerging {
  private let annealing: CoverAnnealing
  private var merger: CoverMerger
  private let count: Int
  private var random: CoverRandom
  /// What fresh chains begin from.
  private let origin: [Int]
  private var pool: [CoverChoice] = []
  /// The best choice of the chain; nil while a fresh one gathers its first pool.
  private var chain: CoverChoice?
  /// The best of the chain when its pool was begun.
  private var before = -1.0
  private var stale = 0
  private var chains = 0
  /// The best choices that chains here and elsewhere ended with, best first, no two of one value.
  private(set) var elite: [CoverChoice] = []
  /// What chains ended with since `takeFinished`.
  private var finished: [CoverChoice] = []
  private var isRunning = false
  private(set) var best: CoverChoice

  /// Pools of a fresh chain and of one under way.
  private static let freshPool = 4
  private static let pool = 8
  /// Pools without progress that end a chain.
  private static let patience = 2
  private static let mostElite = 6
  /// Temperatures, as shares of the people of a site.
  private static let freshHot = 0.03
  private static let cold = 0.001
  /// What cycles of a chain under way start from: hotter where their choices hold less than can be merged.
  private var hot = 0.015

  /// Starts from a choice that takes in all the sites allowed.
  init(_ core: CoverCore, from start: CoverChoice, seed: UInt64) {
    annealing = CoverAnnealing(core, seed: seed)
    merger = CoverMerger(core)
    count = start.sites.count
    random = CoverRandom(seed: seed + 1)
    origin = start.sites
    chain = start
    best = start
    before = start.value
  }

  /// Takes over a choice from elsewhere if it is better than any here.
  func consider(_ choice: CoverChoice) {
    if choice.value <= best.value || choice.sites.count != count { return }
    best = choice
    if chain != nil { chain = choice }
  }

  /// What chains ended with since the last call.
  func takeFinished() -> [CoverChoice] {
    defer { finished = [] }
    return finished
  }

  /// Adds what chains elsewhere ended with to the elite.
  func join(_ choices: [CoverChoice]) {
    for choice in choices where choice.sites.count == count { admit(choice) }
  }

  /// Takes a choice into the elite unless one of its value is there; the worst one leaves when it is full.
  private func admit(_ choice: CoverChoice) {
    if elite.contains(where: { $0.value == choice.value }) { return }
    elite.append(choice)
    elite.sort { ($1.value, $0.sites[0]) < ($0.value, $1.sites[0]) }
    if elite.count > Self.mostElite { elite.removeLast() }
  }

  func run(steps: Int, clock: SolveClock) {
    var left = steps
    while left > 0 && !clock.isOver && count > 0 {
      if !isRunning { begin() }
      left -= max(1, annealing.run(steps: left, clock: clock))
      note(CoverChoice(sites: annealing.best, value: annealing.bestValue))
      if annealing.isOver { gather(clock) }
    }
  }

  private func note(_ choice: CoverChoice) {
    if choice.value > best.value { best = choice }
  }

  /// The next cycle: fresh ones forget where they came from.
  private func begin() {
    isRunning = true
    let longer = min(chains / 4, 6)
    guard let chain else {
      annealing.begin(
        from: origin, hot: Self.freshHot, cold: Self.cold, length: 500 * count << longer)
      annealing.forget()
      return
    }
    annealing.begin(
      from: chain.sites, hot: hot * (0.5 + random.unit()), cold: Self.cold,
      length: 200 * count << longer)
  }

  /// Puts the choice of a cycle into the pool and merges a full pool.
  private func gather(_ clock: SolveClock) {
    isRunning = false
    let choice = CoverChoice(sites: annealing.best, value: annealing.bestValue)
    pool.append(choice)
    pool.append(CoverChoice(sites: annealing.last, value: annealing.lastValue))
    if let now = chain, choice.value > now.value { chain = choice }
    if pool.count < 2 * (chain == nil ? Self.freshPool : Self.pool) { return }
    if let chain { pool.append(chain) }
    let merged = merger.merged(pool, isWide: chain == nil, clock: clock) ?? best
    if chain != nil { warm() }
    pool = []
    note(merged)
    stale = merged.value > before ? 0 : stale + 1
    (chain, before) = (merged, merged.value)
    if stale >= Self.patience { end(merged, clock) }
  }

  private func warm() {
    if merger.fill < 0.8 { hot = min(0.05, hot * 1.25) }
    if merger.fill > 1.15 { hot = max(0.003, hot / 1.25) }
  }

  /// Merges the chain with the elite; where that brings nothing, a fresh chain begins.
  private func end(_ last: CoverChoice, _ clock: SolveClock) {
    stale = 0
    chains += 1
    (chain, before) = (nil, -1)
    finished.append(last)
    if let better = mergedWithElite(last, clock) {
      note(better)
      (chain, before) = (better, better.value)
    }
  }

  /// Takes a choice into the elite and merges it all; nil where that brings nothing new.
  func mergedWithElite(_ last: CoverChoice, _ clock: SolveClock) -> CoverChoice? {
    let top = max(last.value, elite.map(\.value).max() ?? -1)
    admit(last)
    guard let merged = merger.merged(elite, isWide: true, clock: clock), merged.value > top else {
      return nil
    }
    return merged
  }
}
