import Foundation
import Testing

@testable import Siting

@Suite struct CoverTemperingTests {
  /// 200 demands and 60 sites at random on a square.
  private func core(seed: UInt64, count: Int) throws -> CoverCore {
    var random = SitingGenerator(seed: seed)
    func points(_ count: Int) -> [(Double, Double)] {
      (0..<count).map { _ in
        (Double.random(in: 0..<1000, using: &random), Double.random(in: 0..<1000, using: &random))
      }
    }
    let (demands, sites) = (points(200), points(60))
    let reach = sites.map { site in
      demands.indices.filter { hypot(site.0 - demands[$0].0, site.1 - demands[$0].1) <= 110 }
    }
    let problem = CoverProblem(
      table: CoverTable(demandCount: 200, sites: reach),
      weights: demands.map { _ in Double(Int.random(in: 1...90, using: &random)) })
    return CoverCore(problem, .mostPeople(count: count))
  }

  private func choices(_ core: CoverCore, count: Int, seed: UInt64) -> ([Int], [Int]) {
    var random = SitingGenerator(seed: seed)
    func choice() -> [Int] {
      Array((0..<core.siteCount).shuffled(using: &random).prefix(count)).sorted()
    }
    return (choice(), choice())
  }

  /// `ours` with the parts of `mask` from the other choice.
  private func mixed(_ ours: [Int], _ parts: [CoverCrossing.Part], _ mask: Int) -> [Int] {
    var sites = Set(ours)
    for (index, part) in parts.enumerated() where mask >> index & 1 == 1 {
      sites.subtract(part.ours)
      sites.formUnion(part.theirs)
    }
    return sites.sorted()
  }

  @Test func `Parts in which two choices differ add up whichever are taken`() throws {
    let core = try core(seed: 5, count: 60)
    let crossing = CoverCrossing(core)
    var mixes = 0
    for seed in 1...20 {
      let (ours, theirs) = choices(core, count: 7, seed: UInt64(seed))
      let parts = crossing.parts(ours, theirs)
      let value = try #require(core.value(of: ours))
      for mask in 0..<(1 << parts.count) {
        let taken = parts.indices.filter { mask >> $0 & 1 == 1 }.map { parts[$0].gain }
        #expect(core.value(of: mixed(ours, parts, mask)) == taken.reduce(value, +))
        mixes += 1
      }
      #expect(mixed(ours, parts, (1 << parts.count) - 1) == theirs)
    }
    #expect(mixes > 100)
  }

  @Test func `A crossing takes the best parts that leave the number of sites alone`() throws {
    let core = try core(seed: 6, count: 60)
    let crossing = CoverCrossing(core)
    var better = 0
    for seed in 1...20 {
      let (ours, theirs) = choices(core, count: 8, seed: UInt64(seed))
      let parts = crossing.parts(ours, theirs)
      let value = try #require(core.value(of: ours))
      let mixes = (0..<(1 << parts.count)).map { mixed(ours, parts, $0) }.filter { $0.count == 8 }
      let most = try #require(mixes.compactMap(core.value).max())
      let best = crossing.best(of: CoverChoice(sites: ours, value: value), and: theirs)
      #expect((best?.value ?? value) == most)
      if let best {
        #expect(core.value(of: best.sites) == best.value && best.sites.count == 8)
        if most > core.value(of: theirs)! { better += 1 }
      }
    }
    #expect(better > 3)
  }

  @Test func `What a site alone covers is known by the sites that share it after any changes`()
    throws
  {
    let core = try core(seed: 7, count: 9)
    let state = CoverState(core, firstShare: 0)
    let neighbours = CoverNeighbours(core)
    let shares = CoverShares(state, neighbours: neighbours, count: 9)
    var random = SitingGenerator(seed: 2)
    state.choose([0, 6, 12, 18, 24, 30, 36, 42, 48])
    for step in 0..<300 {
      let others = (0..<core.siteCount).filter { !state.isIn[$0] }
      if step % 50 == 49 {
        let site = state.chosen.randomElement(using: &random)!
        state.remove(site)
        state.add(others.randomElement(using: &random)!)
        shares.invalidate()
      } else {
        shares.swap(at: step % 9, for: others.randomElement(using: &random)!)
      }
      let position = Int.random(in: 0..<9, using: &random)
      let site = state.chosen[position]
      let alone = Set(core.rows[site].filter { state.covers[Int($0)] == 1 })
      let list = shares.list(at: position)
      for other in 0..<core.siteCount where !state.isIn[other] {
        let shared = core.rows[other].filter(alone.contains)
        #expect(list[other] == shared.reduce(0) { $0 + core.weights[Int($1)] })
      }
    }
  }

  /// Ten sites, each with about 10,000 people of its own, that share a few with the next and a few with all:
  /// each is a neighbour of each, so that a step draws among all of them.
  private var ring: CoverCore {
    let own = (0..<10).map { Double(10_000 + $0 * $0 * 7 % 100) }
    let shared = (0..<10).map { Double(20 + $0 * 11 % 50) }
    let reach = (0..<10).map { [$0, 10 + $0, 10 + ($0 + 1) % 10, 20].sorted() }
    let problem = CoverProblem(
      table: CoverTable(demandCount: 21, sites: reach), weights: own + shared + [5])
    return CoverCore(problem, .mostPeople(count: 3))
  }

  @Test func `Choices keep to their temperatures`() throws {
    let core = ring
    let start = CoverChoice(sites: [0, 1, 2], value: try #require(core.value(of: [0, 1, 2])))
    let tempering = CoverTempering(
      core, from: start, replicas: 2, temperatures: [20, 200], seed: 11)
    let clock = SolveClock(seconds: nil)
    var sums = [Double](repeating: 0, count: tempering.temperatures.count)
    let steps = 3 * 2
    tempering.run(steps: CoverTempering.freshSweep * steps, clock: clock)
    let sweeps = 900
    for _ in 0..<sweeps {
      tempering.run(steps: CoverTempering.sweep * steps, clock: clock)
      for (index, value) in tempering.values.enumerated() { sums[index] += value }
    }
    var all: [Double] = []
    for one in 0..<10 {
      for two in 0..<one {
        for three in 0..<two { all.append(core.value(of: [three, two, one])!) }
      }
    }
    let top = all.max()!
    for (index, temperature) in tempering.temperatures.enumerated() {
      // Boltzmann's mean over all 120 choices.
      let odds = all.map { exp(($0 - top) / temperature) }
      let sum = odds.reduce(0, +)
      let mean = zip(all, odds).reduce(0) { $0 + $1.0 * $1.1 } / sum
      let spread = (zip(all, odds).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 } / sum)
        .squareRoot()
      #expect(abs(sums[index] / Double(sweeps) - mean) < 0.15 * spread)
    }
    #expect(tempering.best.value == top)
  }
}
