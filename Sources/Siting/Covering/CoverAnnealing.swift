import Foundation

/// Simulated annealing for most people with a fixed number of sites, by heat bath: one chosen site at a time
/// is drawn anew, each candidate with probability ∝ exp(people it would then cover ÷ temperature).
///
/// What a candidate would cover in place of a site is its score plus what both share of the people that only
/// the site covers; one pass over those people finds it for all neighbours at once. For models without
/// exclusions, second covers and differing costs. Runs by steps; the clock can only cut it off.
final class CoverAnnealing {
  private let state: CoverState
  private let siteCount: Int
  private var random: CoverRandom
  private let shares: CoverShares
  private let neighbours: CoverNeighbours
  /// Sites drawn from and their odds.
  private let drawn: UnsafeMutablePointer<Int>
  private let odds: UnsafeMutablePointer<Double>
  private var step = 0
  private var length = 0
  private var hot = 0.0
  private var cold = 0.0
  private var temperature = 1.0
  /// Steps of the cycle after which other people were covered, more or fewer.
  private(set) var changes = 0
  /// The best choice of the cycle.
  private(set) var best: [Int] = []
  private(set) var bestValue = -1.0

  convenience init(_ core: CoverCore, seed: UInt64) {
    self.init(core, neighbours: CoverNeighbours(core), seed: seed)
  }

  /// With neighbours that others of the same owner use too.
  init(_ core: CoverCore, neighbours: CoverNeighbours, seed: UInt64) {
    state = CoverState(core, firstShare: 0)
    siteCount = core.siteCount
    random = CoverRandom(seed: seed)
    self.neighbours = neighbours
    shares = CoverShares(state, neighbours: neighbours, count: min(core.count, siteCount))
    drawn = .filled(siteCount, 0)
    odds = .filled(siteCount, 0)
  }

  deinit {
    drawn.deallocate()
    odds.deallocate()
  }

  var isOver: Bool { step >= length }

  /// The choice as it stands.
  var last: [Int] { state.chosen }
  var lastValue: Double { state.value }

  /// Begins a cycle of `length` steps from `sites`; temperatures are shares of the people a chosen site
  /// covers on average.
  func begin(from sites: [Int], hot: Double, cold: Double, length: Int) {
    state.choose(sites)
    shares.invalidate()
    let mean = state.value / Double(max(1, sites.count))
    (self.hot, self.cold) = (hot * mean, cold * mean)
    changes = 0
    (step, self.length) = (0, sites.isEmpty || mean <= 0 ? 0 : length)
    (best, bestValue) = (sites, state.value)
  }

  /// `length` steps at one temperature, in people, from the choice as it stands.
  func hold(at temperature: Double, length: Int) {
    (hot, cold) = (temperature, temperature)
    (step, changes, self.length) = (0, 0, length)
    (best, bestValue) = (state.chosen, state.value)
  }

  /// Puts sites in the place of others, between cycles.
  func exchange(_ sites: [Int], for others: [Int]) {
    for site in sites { state.remove(site) }
    for other in others { state.add(other) }
    shares.invalidate()
  }

  /// Leaves the choice the cycle began with out of account.
  func forget() { bestValue = -1 }

  /// Up to `steps` steps of the cycle; how many were taken.
  func run(steps: Int, clock: SolveClock) -> Int {
    for taken in 0..<steps {
      if isOver || taken % 256 == 0 && clock.isOver { return taken }
      if step % 64 == 0 {
        temperature = hot * pow(cold / hot, Double(step) / Double(length))
      }
      step += 1
      redraw(random.below(state.chosen.count))
    }
    return steps
  }

  /// Draws the chosen site at `position` anew.
  private func redraw(_ position: Int) {
    let isFar = random.below(20) == 0
    let site = state.chosen[position]
    let shared = shares.list(at: position)
    let loss = state.scores[site]
    let count =
      isFar ? listAll(shared, loss) : list(neighbours.list(of: site), shared, loss)
    guard let next = draw(count) else { return }
    let before = state.value
    shares.swap(at: position, for: next)
    if state.value != before { changes += 1 }
    if state.value > bestValue { (best, bestValue) = (state.chosen, state.value) }
  }

  /// Takes down the neighbours with the change each would bring, unless that is hopeless.
  private func list(
    _ near: UnsafeBufferPointer<UInt32>, _ shared: UnsafeMutablePointer<Double>, _ loss: Double
  ) -> Int {
    let (scores, isIn, drawn, odds) = (state.scores, state.isIn, drawn, odds)
    let margin = Self.margin * temperature
    var (top, least, count) = (0.0, -margin, 0)
    for item in near {
      let other = Int(item)
      let change = scores[other] + shared[other] - loss
      if change <= least || isIn[other] { continue }
      if change > top { (top, least) = (change, change - margin) }
      drawn[count] = other
      odds[count] = change
      count += 1
    }
    return weigh(count, top)
  }

  /// The same for all sites.
  private func listAll(_ shared: UnsafeMutablePointer<Double>, _ loss: Double) -> Int {
    let margin = Self.margin * temperature
    var (top, count) = (0.0, 0)
    for other in 0..<siteCount {
      let change = state.scores[other] + shared[other] - loss
      if change <= top - margin || state.isIn[other] { continue }
      if change > top { top = change }
      drawn[count] = other
      odds[count] = change
      count += 1
    }
    return weigh(count, top)
  }

  /// Changes that fall this many temperatures short of the best are not drawn.
  private static let margin = 10.0

  /// Turns changes into odds; staying, a change of 0, comes last.
  private func weigh(_ count: Int, _ top: Double) -> Int {
    var kept = 0
    for index in 0..<count where odds[index] > top - Self.margin * temperature {
      drawn[kept] = drawn[index]
      odds[kept] = exp((odds[index] - top) / temperature)
      kept += 1
    }
    staying = exp(-top / temperature)
    return kept
  }

  private var staying = 1.0

  /// One of the first `count` by their odds; nil for staying.
  private func draw(_ count: Int) -> Int? {
    if count == 0 { return nil }
    var sum = staying
    for index in 0..<count { sum += odds[index] }
    var left = random.unit() * sum
    for index in 0..<count {
      left -= odds[index]
      if left < 0 { return drawn[index] }
    }
    return nil
  }
}
