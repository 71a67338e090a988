import Foundation

/// Simulated annealing for most people with a fixed number of sites, by heat bath: one chosen site at a time
/// is drawn anew, each candidate with probability ∝ exp(people it would then cover ÷ temperature).
///
/// What a candidate would cover in place of a site is its score plus what both share of the people that only
/// the site covers; one pass over those people finds it for all neighbours at once. For models without
/// exclusions, second covers and differing costs. Runs by steps; the clock can only cut it off.
final class CoverAnnealing {
  private let state: CoverState
  private let rows: CoverRows
  private let back: CoverRows
  private let siteCount: Int
  private var random: CoverRandom
  private let shared: UnsafeMutablePointer<Double>
  private let neighbours: CoverNeighbours
  /// Sites drawn from and their odds.
  private let drawn: UnsafeMutablePointer<Int>
  private let odds: UnsafeMutablePointer<Double>
  private var step = 0
  private var length = 0
  private var hot = 0.0
  private var cold = 0.0
  private var temperature = 1.0
  /// The best choice of the cycle.
  private(set) var best: [Int] = []
  private(set) var bestValue = -1.0

  init(_ core: CoverCore, seed: UInt64) {
    state = CoverState(core, firstShare: 0)
    rows = core.rows
    back = core.back
    siteCount = core.siteCount
    random = CoverRandom(seed: seed)
    shared = .filled(siteCount, 0)
    neighbours = CoverNeighbours(core)
    drawn = .filled(siteCount, 0)
    odds = .filled(siteCount, 0)
  }

  deinit {
    shared.deallocate()
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
    let mean = state.value / Double(max(1, sites.count))
    (self.hot, self.cold) = (hot * mean, cold * mean)
    (step, self.length) = (0, sites.isEmpty || mean <= 0 ? 0 : length)
    (best, bestValue) = (sites, state.value)
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
      redraw(state.chosen[random.below(state.chosen.count)])
    }
    return steps
  }

  private func redraw(_ site: Int) {
    let isFar = random.below(20) == 0
    share(site)
    let loss = state.scores[site]
    let near = neighbours.list(of: site)
    let count = isFar ? listAll(loss) : list(near, loss)
    if isFar { for other in near { shared[Int(other)] = 0 } }
    guard let next = draw(count) else { return }
    state.swap(site, for: next)
    if state.value > bestValue { (best, bestValue) = (state.chosen, state.value) }
  }

  /// Sums what only `site` covers by the sites that cover it too, its neighbours.
  private func share(_ site: Int) {
    let (shared, covers, weights) = (shared, state.covers, state.weights)
    for item in rows[site] where covers[Int(item)] == 1 {
      let weight = weights[Int(item)]
      for other in back[Int(item)] { shared[Int(other)] += weight }
    }
    shared[site] = 0
  }

  /// Takes down the neighbours with the change each would bring, unless that is hopeless; clears their shares.
  private func list(_ near: UnsafeBufferPointer<UInt32>, _ loss: Double) -> Int {
    let (shared, scores, isIn, drawn, odds) = (shared, state.scores, state.isIn, drawn, odds)
    let margin = Self.margin * temperature
    var (top, least, count) = (0.0, -margin, 0)
    for item in near {
      let other = Int(item)
      let change = scores[other] + shared[other] - loss
      shared[other] = 0
      if change <= least || isIn[other] { continue }
      if change > top { (top, least) = (change, change - margin) }
      drawn[count] = other
      odds[count] = change
      count += 1
    }
    return weigh(count, top)
  }

  /// The same for all sites; shares stay.
  private func listAll(_ loss: Double) -> Int {
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
