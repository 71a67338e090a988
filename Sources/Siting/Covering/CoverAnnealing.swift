import Foundation

/// Simulated annealing for most people with a fixed number of sites, by heat bath: one chosen site at a time
/// is drawn anew, each candidate with probability ∝ exp(people it would then cover ÷ temperature).
///
/// What a candidate would cover in place of a site is its score plus what both share of the people that only
/// the site covers (`CoverShares`). Neighbours come in the order of the people they share, so that a step looks
/// no further than where the best score there is could still make a site worth drawing. For models without
/// exclusions, second covers and differing costs. Runs by steps; the clock can only cut it off.
final class CoverAnnealing {
  private let core: CoverCore
  private let quanta: CoverQuanta
  private let shares: CoverShares
  private let neighbours: CoverNeighbours
  private let siteCount: Int
  private var random: CoverRandom
  /// Sites drawn from, what each changes, and the odds.
  private let drawn: UnsafeMutablePointer<Int32>
  private let changeOf: UnsafeMutablePointer<Int32>
  private let odds: UnsafeMutablePointer<Double>
  private var step = 0
  private var length = 0
  private var hot = 0.0
  private var cold = 0.0
  /// In quanta.
  private var temperature = 1.0
  /// The largest score when last looked for, and steps until that is done again.
  private var topScore: Int32 = 0
  private var topSteps = 0
  /// Steps of the cycle after which other people were covered, more or fewer.
  private(set) var changes = 0
  /// The best choice of the cycle.
  private(set) var best: [Int] = []
  private var bestQuanta = -1

  convenience init(_ core: CoverCore, seed: UInt64) {
    let quanta = CoverQuanta(core)
    self.init(
      core, quanta: quanta, neighbours: CoverNeighbours(core, quanta: quanta), seed: seed)
  }

  /// With neighbours that others of the same owner use too.
  init(_ core: CoverCore, quanta: CoverQuanta, neighbours: CoverNeighbours, seed: UInt64) {
    (self.core, self.quanta, self.neighbours) = (core, quanta, neighbours)
    siteCount = core.siteCount
    random = CoverRandom(seed: seed)
    shares = CoverShares(
      core, quanta: quanta, neighbours: neighbours, count: min(core.count, siteCount))
    drawn = .filled(siteCount, 0)
    changeOf = .filled(siteCount, 0)
    odds = .filled(siteCount, 0)
  }

  deinit {
    drawn.deallocate()
    changeOf.deallocate()
    odds.deallocate()
  }

  var isOver: Bool { step >= length }

  /// The choice as it stands.
  var last: [Int] { shares.chosen }
  var lastValue: Double { people(shares.chosen, shares.value) }

  /// People covered by the best choice; −1 where there is none.
  var bestValue: Double { bestQuanta < 0 ? -1 : people(best, bestQuanta) }

  private func people(_ sites: [Int], _ value: Int) -> Double {
    quanta.people(sites, quanta: value, of: core)
  }

  /// Begins a cycle of `length` steps from `sites`; temperatures are shares of the people a chosen site
  /// covers on average.
  func begin(from sites: [Int], hot: Double, cold: Double, length: Int) {
    shares.choose(sites)
    let mean = Double(shares.value) / Double(max(1, sites.count))
    begin(hot * mean, cold * mean, sites.isEmpty || mean <= 0 ? 0 : length)
  }

  /// `length` steps at one temperature, in people, from the choice as it stands.
  func hold(at temperature: Double, length: Int) {
    begin(temperature * quanta.scale, temperature * quanta.scale, length)
  }

  private func begin(_ hot: Double, _ cold: Double, _ length: Int) {
    (self.hot, self.cold) = (hot, cold)
    (step, changes, self.length) = (0, 0, length)
    (best, bestQuanta) = (shares.chosen, shares.value)
    topSteps = 0
  }

  /// Puts sites in the place of others, between cycles.
  func exchange(_ sites: [Int], for others: [Int]) { shares.exchange(sites, for: others) }

  /// Leaves the choice the cycle began with out of account.
  func forget() { bestQuanta = -1 }

  /// Up to `steps` steps of the cycle; how many were taken.
  func run(steps: Int, clock: SolveClock) -> Int {
    for taken in 0..<steps {
      if isOver || taken % 256 == 0 && clock.isOver { return taken }
      if step % 64 == 0 {
        temperature = hot * pow(cold / hot, Double(step) / Double(length))
      }
      step += 1
      if topSteps == 0 { findTopScore() }
      topSteps -= 1
      redraw(random.below(shares.chosen.count))
    }
    return steps
  }

  /// Every so many steps, more for more sites: in between it may lag a little.
  private func findTopScore() {
    let scores = shares.scores
    var top: Int32 = 0
    for site in 0..<siteCount { top = max(top, scores[site]) }
    (topScore, topSteps) = (top, 1 + siteCount / 64)
  }

  /// Draws the chosen site at `position` anew.
  private func redraw(_ position: Int) {
    let isFar = random.below(20) == 0
    let list = shares.list(at: position)
    let site = shares.chosen[position]
    let loss = list[site]
    let margin = Int32(min(Self.margin * temperature, 0x1p30))
    // A site that shares no more than this is not worth drawing.
    let least = loss - margin - topScore
    let count =
      isFar && least < 0 ? listAll(list, loss, margin) : listNear(site, list, margin, least)
    guard let next = draw(count) else { return }
    let before = shares.value
    shares.swap(at: position, for: next)
    if shares.value != before { changes += 1 }
    if shares.value > bestQuanta { (best, bestQuanta) = (shares.chosen, shares.value) }
  }

  /// Takes down the neighbours with the change each would bring, unless that is hopeless.
  private func listNear(
    _ site: Int, _ list: UnsafeMutablePointer<Int32>, _ margin: Int32, _ leastShared: Int32
  ) -> Int {
    let (scores, isIn, drawn, changeOf) = (shares.scores, shares.isIn, drawn, changeOf)
    let loss = list[site]
    var (top, least, count): (Int32, Int32, Int) = (0, -margin, 0)
    for neighbour in neighbours.list(of: site) {
      if neighbour.shared <= leastShared { break }
      let other = Int(neighbour.site)
      let change = scores[other] &+ list[other] &- loss
      if change <= least || isIn[other] { continue }
      if change > top { (top, least) = (change, change - margin) }
      drawn[count] = neighbour.site
      changeOf[count] = change
      count += 1
    }
    return weigh(count, top, margin)
  }

  /// The same for all sites.
  private func listAll(_ list: UnsafeMutablePointer<Int32>, _ loss: Int32, _ margin: Int32) -> Int {
    let (scores, isIn) = (shares.scores, shares.isIn)
    var (top, least, count): (Int32, Int32, Int) = (0, -margin, 0)
    for other in 0..<siteCount {
      let change = scores[other] &+ list[other] &- loss
      if change <= least || isIn[other] { continue }
      if change > top { (top, least) = (change, change - margin) }
      drawn[count] = Int32(other)
      changeOf[count] = change
      count += 1
    }
    return weigh(count, top, margin)
  }

  /// Changes that fall this many temperatures short of the best are not drawn.
  private static let margin = 10.0

  /// Turns changes into odds; staying, a change of 0, comes last.
  private func weigh(_ count: Int, _ top: Int32, _ margin: Int32) -> Int {
    if count == 0 { return 0 }
    let slope = 1 / temperature
    var kept = 0
    for index in 0..<count where changeOf[index] > top - margin {
      drawn[kept] = drawn[index]
      odds[kept] = exp(Double(changeOf[index] - top) * slope)
      kept += 1
    }
    staying = exp(-Double(top) * slope)
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
      if left < 0 { return Int(drawn[index]) }
    }
    return nil
  }
}
