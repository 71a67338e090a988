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
  /// Sites with a share, those drawn from and their odds.
  private let touched: UnsafeMutablePointer<Int>
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
    touched = .filled(siteCount, 0)
    drawn = .filled(siteCount, 0)
    odds = .filled(siteCount, 0)
  }

  deinit {
    shared.deallocate()
    touched.deallocate()
    drawn.deallocate()
    odds.deallocate()
  }

  var isOver: Bool { step >= length }

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
    let neighbours = share(site)
    let loss = state.scores[site]
    let count =
      isFar ? listAll(loss) : listNeighbours(neighbours, loss)
    for index in 0..<neighbours { shared[touched[index]] = 0 }
    guard let next = draw(count) else { return }
    state.remove(site)
    state.add(next)
    if state.value > bestValue { (best, bestValue) = (state.chosen, state.value) }
  }

  /// Sums what only `site` covers by the sites that cover it too; how many these are.
  private func share(_ site: Int) -> Int {
    let (shared, touched, covers, weights) = (shared, touched, state.covers, state.weights)
    var count = 0
    for item in rows[site] where covers[Int(item)] == 1 {
      let weight = weights[Int(item)]
      for other in back[Int(item)] {
        let other = Int(other)
        if shared[other] == 0 {
          touched[count] = other
          count += 1
        }
        shared[other] += weight
      }
    }
    return count
  }

  private func listNeighbours(_ neighbours: Int, _ loss: Double) -> Int {
    var (top, count) = (0.0, 0)
    for index in 0..<neighbours { list(touched[index], loss, &top, &count) }
    return weigh(count, top)
  }

  private func listAll(_ loss: Double) -> Int {
    var (top, count) = (0.0, 0)
    for site in 0..<siteCount { list(site, loss, &top, &count) }
    return weigh(count, top)
  }

  /// Takes `site` down with the change it would bring, unless that is hopeless.
  @inline(__always)
  private func list(_ site: Int, _ loss: Double, _ top: inout Double, _ count: inout Int) {
    let change = state.scores[site] + shared[site] - loss
    if change <= top - 10 * temperature || state.isIn[site] { return }
    if change > top { top = change }
    drawn[count] = site
    odds[count] = change
    count += 1
  }

  /// Turns changes into odds; staying, a change of 0, comes last.
  private func weigh(_ count: Int, _ top: Double) -> Int {
    var kept = 0
    for index in 0..<count where odds[index] > top - 10 * temperature {
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
