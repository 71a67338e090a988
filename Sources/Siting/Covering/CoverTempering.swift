import Foundation

/// Most people by parallel tempering (Geyer 1991; Hukushima and Nemoto 1996): as many choices as there are
/// temperatures, each held at its own by `CoverAnnealing`, and after every sweep neighbours exchange.
///
/// Not whole choices are exchanged but each part in which two differ for itself (`CoverCrossing`; Houdayer,
/// 2001, moves clusters of spins so), so that a few temperatures do: part of gain g goes from the colder choice
/// to the warmer one and back with the chance min(1, exp((1/T − 1/T′) g)), which leaves the odds of choices
/// at their temperatures as they are. Parts that would change the number of sites go together. What the colder
/// half comes by is crossed with the best choice. Choices that bring nothing better for long give way to fresh
/// ones.
///
/// Runs by steps; the clock can only cut it off.
final class CoverTempering: CoverLane {
  private var replicas: [CoverAnnealing]
  /// Coldest first, in people; the warmest alone until it is found.
  private(set) var temperatures: [Double]
  private var isMeasured = false
  private let crossing: CoverCrossing
  private var random: CoverRandom
  private let count: Int
  /// The replica whose turn it is, and whether that has begun.
  private var current = 0
  private var isRunning = false
  /// Sweeps since the choices were fresh, and how many of them it took to the best one since.
  private var sweeps = 0
  private var bestSweep = 0
  private var freshBest: CoverChoice?
  /// What the choices begin from as it is; nil where they are to be fresh.
  private var origin: CoverChoice?
  private let patience: Int
  private let mostSweeps: Int
  /// By site, the sweeps after which one of the colder two thirds of the choices held it.
  private(set) var uses: [Int]
  /// The best of choices that gave way since `takeFinished`.
  private var finished: [CoverChoice] = []
  private(set) var best: CoverChoice

  /// The warmest temperature is the one at which this share of the steps changes the value: there a choice
  /// forgets in some sweeps where it came from. San Francisco's blocks, 100 sites, want 0.008 of the people of
  /// a site, Manhattan's 0.016, and either falls short at the other's.
  private static let changing = 0.33
  /// How many times as warm as the coldest it is; below that hardly a change is left.
  private static let span = 3.2
  /// What the first sweep comes down from, as a share of the people of a site; the search for the warmest
  /// temperature, too, in steps of this ratio.
  static let fresh = 0.03
  private static let ratio = 1.1
  /// Steps a site at each of them.
  private static let measuring = 40
  /// Not colder than this share, whatever the steps do.
  private static let leastWarm = 0.001
  /// Steps a site in the first sweep and in the others.
  static let freshSweep = 200
  static let sweep = 8
  /// Sweeps without progress that are waited for at least, then as many as it took to the last progress.
  static let patience = 400

  /// What would take more memory than is worth it is not tempered: chosen sites × sites.
  static let mostEntries = 2_000_000

  /// Starts from a choice that takes in all the sites allowed; two temperatures or more.
  convenience init(_ core: CoverCore, from start: CoverChoice, seed: UInt64) {
    let mean = start.value / Double(max(1, start.sites.count))
    self.init(core, from: start, temperatures: [Self.fresh * mean], seed: seed)
  }

  /// With temperatures that are given, unless it is only the first to be tried for the warmest. Choices give
  /// way after `mostSweeps` at the latest.
  init(
    _ core: CoverCore, from start: CoverChoice, replicas count: Int = 10, temperatures: [Double],
    patience: Int = CoverTempering.patience, mostSweeps: Int = .max, seed: UInt64
  ) {
    let quanta = CoverQuanta(core)
    let neighbours = CoverNeighbours(core, quanta: quanta)
    self.count = start.sites.count
    self.temperatures = temperatures
    self.patience = patience
    self.mostSweeps = mostSweeps
    uses = Array(repeating: 0, count: core.siteCount)
    isMeasured = temperatures.count == count
    replicas = (0..<count).map {
      CoverAnnealing(
        core, quanta: quanta, neighbours: neighbours, seed: seed + 1 + UInt64($0))
    }
    crossing = CoverCrossing(core)
    random = CoverRandom(seed: seed)
    best = start
  }

  /// Takes over a choice from elsewhere if it is better than any here.
  func consider(_ choice: CoverChoice) {
    if choice.value > best.value && choice.sites.count == count { best = choice }
  }

  /// The best of each lot of choices that gave way since the last call.
  func takeFinished() -> [CoverChoice] {
    defer { finished = [] }
    return finished
  }

  /// People covered by the choices as they stand, coldest first.
  var values: [Double] { replicas.map(\.lastValue) }

  /// Makes all choices the given one, as it is, before more steps.
  func restart(from choice: CoverChoice) {
    consider(choice)
    origin = choice
    (current, isRunning, sweeps, bestSweep, freshBest) = (0, false, 0, 0, choice)
  }

  func run(steps: Int, clock: SolveClock) { _ = runLots(.max, steps: steps, clock: clock) }

  /// Stops after so many lots of choices gave way, too; the steps that are left.
  func runLots(_ lots: Int, steps: Int, clock: SolveClock) -> Int {
    var left = steps
    let enough = finished.count + min(lots, 1 << 32)
    while left > 0 && !clock.isOver && count > 0 && best.value > 0 && finished.count < enough {
      if !isRunning { begin() }
      left -= max(1, replicas[current].run(steps: left, clock: clock))
      if replicas[current].isOver { end() }
    }
    return left
  }

  private func begin() {
    isRunning = true
    let (replica, temperature) = (replicas[current], temperatures[current])
    let mean = best.value / Double(count)
    if !isMeasured {
      if replica.last.isEmpty {
        replica.begin(from: best.sites, hot: Self.fresh, cold: Self.fresh, length: 0)
      }
      replica.hold(at: temperature, length: Self.measuring * count)
    } else if sweeps == 0 && origin == nil {
      let hot = max(Self.fresh, 2 * temperature / mean)
      replica.begin(
        from: best.sites, hot: hot, cold: temperature / mean, length: Self.freshSweep * count)
    } else {
      if sweeps == 0, let origin {
        replica.begin(from: origin.sites, hot: Self.fresh, cold: Self.fresh, length: 0)
      }
      replica.hold(at: temperature, length: Self.sweep * count)
    }
  }

  private func end() {
    isRunning = false
    if !isMeasured { return measure(replicas[0]) }
    // The first sweep of fresh choices passes close by what they begin from, which must not count as found
    // afresh: nothing better would come in time.
    let isFresh = sweeps == 0 && origin == nil
    if !isFresh && current < (replicas.count + 1) / 2 { note(replicas[current]) }
    if current < (2 * replicas.count + 2) / 3 {
      for site in replicas[current].last { uses[site] += 1 }
    }
    current += 1
    if current < replicas.count { return }
    current = 0
    for colder in stride(from: sweeps % 2, to: replicas.count - 1, by: 2) { exchange(colder) }
    sweeps += 1
    if sweeps - bestSweep > max(patience, bestSweep) || sweeps >= mostSweeps { refresh() }
  }

  /// Sets the temperatures once few enough steps move, else goes on a little colder.
  private func measure(_ replica: CoverAnnealing) {
    consider(CoverChoice(sites: replica.best, value: replica.bestValue))
    let warmest = temperatures[0]
    let isWarm = warmest > Self.leastWarm * best.value / Double(count)
    if isWarm && Double(replica.changes) > Self.changing * Double(Self.measuring * count) {
      temperatures[0] = warmest / Self.ratio
      return
    }
    isMeasured = true
    let last = Double(replicas.count - 1)
    temperatures = replicas.indices.map { warmest * pow(Self.span, Double($0) / last - 1) }
  }

  private func refresh() {
    if let freshBest { finished.append(freshBest) }
    (sweeps, bestSweep, freshBest, origin) = (0, 0, nil, nil)
  }

  private func note(_ replica: CoverAnnealing) {
    if replica.bestValue < 0 { return }
    let found = CoverChoice(sites: replica.best, value: replica.bestValue)
    var new = found
    if let freshBest {
      let crossed = crossing.best(of: freshBest, and: found.sites) ?? freshBest
      if crossed.value >= found.value { new = crossed }
      if new.value <= freshBest.value { return }
    }
    (freshBest, bestSweep) = (new, sweeps)
    consider(new)
    if let crossed = crossing.best(of: best, and: new.sites) { best = crossed }
  }

  /// Exchanges parts of a choice with the next warmer one. Where that is most of what differs, the choices
  /// change places and the rest is exchanged.
  private func exchange(_ colder: Int) {
    let (cold, warm) = (replicas[colder], replicas[colder + 1])
    let slope = 1 / temperatures[colder] - 1 / temperatures[colder + 1]
    let parts = crossing.parts(cold.last, warm.last)
    var isTaken = [Bool](repeating: false, count: parts.count)
    for group in groups(parts) {
      let gain = group.reduce(0) { $0 + parts[$1].gain }
      if gain < 0 && random.unit() >= exp(slope * gain) { continue }
      for index in group { isTaken[index] = true }
    }
    let moved = parts.indices.reduce(0) { $0 + (isTaken[$1] ? 1 : -1) * parts[$1].ours.count }
    if moved > 0 { replicas.swapAt(colder, colder + 1) }
    let changed = parts.indices.filter { isTaken[$0] != (moved > 0) }
    let (ours, theirs) = (changed.flatMap { parts[$0].ours }, changed.flatMap { parts[$0].theirs })
    cold.exchange(ours, for: theirs)
    warm.exchange(theirs, for: ours)
  }

  /// Parts that leave the number of sites alone each for itself, the others at random in groups that do.
  private func groups(_ parts: [CoverCrossing.Part]) -> [[Int]] {
    var groups = parts.indices.filter { parts[$0].growth == 0 }.map { [$0] }
    var growing = parts.indices.filter { parts[$0].growth > 0 }.shuffled(using: &random)
    var shrinking = parts.indices.filter { parts[$0].growth < 0 }.shuffled(using: &random)
    var (group, growth): ([Int], Int) = ([], 0)
    while let part = growth > 0 ? shrinking.popLast() : growing.popLast() {
      group.append(part)
      growth += parts[part].growth
      if growth == 0 {
        groups.append(group)
        group = []
      }
    }
    return groups
  }
}
