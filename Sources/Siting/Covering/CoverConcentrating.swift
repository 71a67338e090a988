import Foundation

/// Most people by heuristic concentration (Rosing and ReVelle 1997) drawn by lot: tempering of all sites for a
/// while tells which of them good choices hold; then again and again some of these are drawn, more used ones
/// more likely, a tempering of those alone comes up with a choice, and a cold tempering of all sites starts
/// from it.
///
/// A swap costs the pairs of the rows it changes, so that a fifth of the sites is a fifth of the work and less,
/// since their rows merge; and each draw lets other choices come out best, where tempering of all sites would
/// come back to the same few. Runs by steps; the clock can only cut it off.
final class CoverConcentrating: CoverLane {
  private let core: CoverCore
  private let indices: [Int: Int]
  private let count: Int
  private let seed: UInt64
  private var random: CoverRandom
  /// The first lots, of all sites; nil when they are over.
  private var whole: CoverTempering?
  private var lots = 0
  /// By site, how often choices held it.
  private var uses: [Int] = []
  private var temperatures: [Double] = []
  /// Of drawn sites; nil while the cold one runs.
  private var part: (core: CoverCore, tempering: CoverTempering)?
  private var cold: CoverTempering?
  private var finished: [CoverChoice] = []
  private(set) var best: CoverChoice
  /// Times that sites were drawn.
  private(set) var draws = 0

  /// Lots of all sites, and sweeps of each.
  private static let firstLots = 2
  private static let firstSweeps = 400
  /// Sites drawn for each to be chosen. San Francisco, 100 sites, a minute, three seeds: 9 falls short by 96 …
  /// 105, 14 by 10 … 299.
  static let drawn = 9
  /// Patience with drawn sites: what is found need only be near to something good.
  private static let patience = 100
  /// Temperatures of the cold tempering, the warmest as a share of the warmest of all, and its patience. San
  /// Francisco, 40 seconds, 100 and 90 sites, two seeds each: 80, 96, 279 and 279 short; with five, 0.7 and 60
  /// instead 10, 222, 279 and 288.
  private static let coldReplicas = 6
  private static let coldShare = 0.85
  private static let coldPatience = 200
  /// Steps with drawn sites that cost as much as one with all.
  private static let stepsForOne = 2

  /// Starts from a choice that takes in all the sites allowed.
  init(_ core: CoverCore, from start: CoverChoice, seed: UInt64) {
    self.core = core
    self.seed = seed
    indices = Dictionary(uniqueKeysWithValues: core.siteIDs.enumerated().map { ($1, $0) })
    count = start.sites.count
    random = CoverRandom(seed: seed)
    best = start
    whole = CoverTempering(
      core, from: start, temperatures: [CoverTempering.fresh * start.value / Double(max(1, count))],
      mostSweeps: Self.firstSweeps, seed: seed + 1)
  }

  func consider(_ choice: CoverChoice) {
    if choice.value <= best.value || choice.sites.count != count { return }
    best = choice
    whole?.consider(choice)
    cold?.consider(choice)
  }

  func takeFinished() -> [CoverChoice] {
    defer { finished = [] }
    return finished
  }

  func run(steps: Int, clock: SolveClock) {
    var left = steps
    while left > 0 && !clock.isOver && count > 0 && best.value > 0 {
      if let whole {
        left = run(whole, steps: left, clock: clock)
      } else if let part {
        let each = Self.stepsForOne
        left = part.tempering.runLots(1, steps: each * left, clock: clock) / each
        if let choice = part.tempering.takeFinished().first { chill(choice, part.core) }
      } else if let cold {
        left = run(cold, steps: left, clock: clock)
      }
    }
  }

  /// Runs a tempering of all sites until a lot is over.
  private func run(_ tempering: CoverTempering, steps: Int, clock: SolveClock) -> Int {
    let left = tempering.runLots(1, steps: steps, clock: clock)
    consider(tempering.best)
    let choices = tempering.takeFinished()
    if choices.isEmpty { return left }
    finished += choices
    if whole != nil {
      lots += 1
      if lots == Self.firstLots { concentrate(tempering) }
    } else {
      draw()
    }
    return left
  }

  private func concentrate(_ tempering: CoverTempering) {
    (uses, temperatures) = (tempering.uses, tempering.temperatures)
    let (low, high) = (temperatures[0], temperatures[temperatures.count - 1] * Self.coldShare)
    let last = Double(Self.coldReplicas - 1)
    cold = CoverTempering(
      core, from: best, replicas: Self.coldReplicas,
      temperatures: (0..<Self.coldReplicas).map { low * pow(high / low, Double($0) / last) },
      patience: Self.coldPatience, seed: seed + 20)
    whole = nil
    draw()
  }

  /// A tempering of sites drawn without replacement, the odds the square root of their uses (keys of Efraimidis
  /// and Spirakis 2006).
  private func draw() {
    draws += 1
    var keys: [(key: Double, site: Int)] = []
    for site in 0..<core.siteCount where uses[site] > 0 {
      keys.append((-log(1 - random.unit()) / Double(uses[site]).squareRoot(), site))
    }
    keys.sort { $0 < $1 }
    var isDropped = [Bool](repeating: true, count: core.siteCount)
    for key in keys.prefix(Self.drawn * count) { isDropped[key.site] = false }
    let part = core.reduced(dropped: isDropped.indices.filter { isDropped[$0] })
    guard let part, let start = part.greedyChoice(count) else { return }
    let tempering = CoverTempering(
      part, from: start, temperatures: temperatures, patience: Self.patience,
      seed: seed + 100 + 20 * UInt64(draws))
    self.part = (part, tempering)
  }

  /// Hands a choice of drawn sites to the cold tempering.
  private func chill(_ choice: CoverChoice, _ part: CoverCore) {
    let sites = choice.sites.map { indices[part.siteIDs[$0]]! }.sorted()
    cold?.restart(from: CoverChoice(sites: sites, value: core.people(of: sites)))
    self.part = nil
  }
}

extension CoverCore {
  /// The choice of so many sites of which each adds most people to those before; nil where there are too few.
  fileprivate func greedyChoice(_ count: Int) -> CoverChoice? {
    if siteCount < count { return nil }
    let state = CoverState(self, firstShare: 0)
    for _ in 0..<count {
      let open = (0..<siteCount).filter { state.isOpen($0) }
      guard let site = open.max(by: { (state.scores[$0], $1) < (state.scores[$1], $0) }) else {
        return nil
      }
      state.add(site)
    }
    return CoverChoice(sites: state.chosen.sorted(), value: state.value)
  }
}
