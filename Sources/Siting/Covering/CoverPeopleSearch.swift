/// Most people: annealing in cycles of growing length where the model allows it, the best of some cycles
/// merged; otherwise interchange, with second covers in half of the attempts seen at a lower worth.
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
  /// The best choices of the cycles since the last merger.
  private var elite: [[Int]] = []
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

  private func anneal(_ annealing: CoverAnnealing, steps: Int, _ clock: SolveClock) {
    var left = steps
    while left > 0 && !clock.isOver {
      if !isRunning { begin(annealing) }
      left -= max(1, annealing.run(steps: left, clock: clock))
      take(annealing.best, annealing.bestValue)
      if !annealing.isOver { continue }
      isRunning = false
      consider(annealing.best, clock: clock)
    }
  }

  /// The next cycle, from the best choice: each four twice as long as those before.
  private func begin(_ annealing: CoverAnnealing) {
    let length = min(200 * core.count << min(cycle / 4, 10), 4_000_000)
    let hot = 0.008 + 0.024 * random.unit()
    annealing.begin(from: found ?? [], hot: hot, cold: 0.003, length: length)
    cycle += 1
    isRunning = true
  }
}
