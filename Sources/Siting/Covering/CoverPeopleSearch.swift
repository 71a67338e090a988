/// Most people: chains of annealing cycles of growing length where the model allows it; otherwise
/// interchange, with second covers in half of the attempts seen at a lower worth.
final class PeopleSearch: CoverSearch {
  private let core: CoverCore
  private let main: CoverInterchange
  private let second: CoverInterchange?
  /// For choices from elsewhere, so that the search under way is left alone.
  private let polisher: CoverInterchange
  private let annealing: CoverAnnealing?
  private var random: CoverRandom
  private var cycle = 0
  private var isRunning = false
  /// The best choice of the cycles since the last fresh start, and the cycles since it was found.
  private var chain: [Int] = []
  private var chainValue = -1.0
  private var stale = 0
  /// The best choice and its value.
  private(set) var found: [Int]?
  private var value = -1.0

  init(_ core: CoverCore, seed: UInt64) {
    self.core = core
    let needsTwo = core.needs.contains(2)
    func interchange(_ firstShare: Double, _ seed: UInt64) -> CoverInterchange {
      CoverInterchange(
        CoverState(core, firstShare: needsTwo ? firstShare : 0), count: core.count,
        budget: core.budget + core.budgetSlack, seed: seed)
    }
    main = interchange(0.4, seed)
    polisher = interchange(0.4, seed + 2)
    second = needsTwo ? interchange(0.1, seed + 1) : nil
    let isPlain =
      !needsTwo && core.exclusive.isEmpty && (core.budget.isInfinite || Set(core.costs).count == 1)
    annealing = isPlain ? CoverAnnealing(core, seed: seed + 3) : nil
    random = CoverRandom(seed: seed + 4)
  }

  func start(clock: SolveClock) {
    main.start(clock: clock)
    second?.start(from: main.best, clock: clock)
    takeBest()
  }

  private func takeBest() {
    take(main.best, main.bestValue)
    if let second { take(second.best, second.bestValue) }
  }

  private func take(_ sites: [Int], _ new: Double) {
    if new > value { (found, value) = (sites, new) }
  }

  func advance(steps: Int, clock: SolveClock) {
    if let annealing {
      anneal(annealing, steps: Self.stepsOfRound * steps, clock)
    } else {
      main.run(steps: second == nil ? steps : steps / 2, clock: clock)
      second?.run(steps: steps / 2, clock: clock)
      takeBest()
    }
  }

  func consider(_ sites: [Int], clock: SolveClock) {
    polisher.start(from: sites, clock: clock)
    take(polisher.best, polisher.bestValue)
    if annealing == nil && polisher.bestValue > main.bestValue {
      main.start(from: polisher.best, clock: clock)
    }
  }
}

// MARK: Annealing
extension PeopleSearch {
  /// Steps of annealing that cost as much as a round of interchange.
  private static let stepsOfRound = 24
  /// Cycles a chain may take without getting better.
  private static let patience = 10

  private func anneal(_ annealing: CoverAnnealing, steps: Int, _ clock: SolveClock) {
    var left = steps
    while left > 0 && !clock.isOver {
      if !isRunning { begin(annealing) }
      left -= max(1, annealing.run(steps: left, clock: clock))
      take(annealing.best, annealing.bestValue)
      if !annealing.isOver { continue }
      isRunning = false
      consider(annealing.best, clock: clock)
      follow(annealing)
    }
  }

  /// Carries the chain on from its best; a chain that no longer gets better gives way to a new one.
  private func follow(_ annealing: CoverAnnealing) {
    stale += 1
    if annealing.bestValue > chainValue {
      (chain, chainValue, stale) = (annealing.best, annealing.bestValue, 0)
    }
    if stale >= Self.patience { (cycle, chainValue, stale) = (0, -1, 0) }
  }

  /// The next cycle, from the best of the chain: every four cycles twice as long; the first of a chain but
  /// for the very first is hot enough to forget where it came from.
  private func begin(_ annealing: CoverAnnealing) {
    let isNew = chainValue < 0 && !chain.isEmpty
    let length = min(200 * core.count << min(isNew ? 3 : cycle / 4, 10), 4_000_000)
    let hot = isNew ? 0.05 : 0.008 + 0.024 * random.unit()
    annealing.begin(
      from: chain.isEmpty ? found ?? [] : chain, hot: hot, cold: 0.003, length: length)
    if isNew { annealing.forget() }
    cycle += 1
    isRunning = true
  }
}
