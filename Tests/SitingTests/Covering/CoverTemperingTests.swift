import Foundation
import Testing

@testable import Siting

@Suite struct CoverTemperingTests {
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
    let core = CoverCore.square(seed: 5, count: 60)
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
    let core = CoverCore.square(seed: 6, count: 60)
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

  /// People by row from counts afresh: what sites would add to a choice, and what one of them alone covers.
  private func fresh(_ core: CoverCore, _ chosen: [Int]) -> (value: Int, covers: [Int]) {
    var covers = [Int](repeating: 0, count: core.rowCount)
    for site in chosen { for row in core.rows[site] { covers[Int(row)] += 1 } }
    let value = covers.indices.reduce(0.0) { covers[$1] > 0 ? $0 + core.weights[$1] : $0 }
    return (Int(value), covers)
  }

  private func people(_ core: CoverCore, _ rows: [UInt32]) -> Int32 {
    Int32(rows.reduce(0) { $0 + core.weights[Int($1)] })
  }

  @Test func `Scores and what a site alone covers are those of a fresh count after any changes`()
    throws
  {
    let core = CoverCore.square(seed: 7, count: 9)
    let quanta = CoverQuanta(core)
    let neighbours = CoverNeighbours(core, quanta: quanta)
    let shares = CoverShares(core, quanta: quanta, neighbours: neighbours, count: 9)
    var random = SitingGenerator(seed: 2)
    shares.choose([0, 6, 12, 18, 24, 30, 36, 42, 48])
    for step in 0..<300 {
      let others = (0..<core.siteCount).filter { !shares.isIn[$0] }.shuffled(using: &random)
      let chosen = shares.chosen.shuffled(using: &random)
      switch step % 10 {
      case 7: shares.exchange(Array(chosen.prefix(3)), for: Array(others.prefix(3)))
      case 8: shares.exchange(Array(chosen.prefix(4)), for: [others[0]])
      case 9: shares.choose(Array(chosen.prefix(2) + others.prefix(7)))
      default: shares.swap(at: Int.random(in: 0..<chosen.count, using: &random), for: others[0])
      }
      let (value, covers) = fresh(core, shares.chosen)
      #expect(shares.value == value && Set(shares.chosen).count == shares.chosen.count)
      #expect((0..<core.siteCount).filter { shares.isIn[$0] } == shares.chosen.sorted())
      let open = (0..<core.siteCount).map { core.rows[$0].filter { covers[Int($0)] == 0 } }
      #expect((0..<core.siteCount).allSatisfy { shares.scores[$0] == people(core, open[$0]) })
      for (position, site) in shares.chosen.enumerated() {
        let alone = Set(core.rows[site].filter { covers[Int($0)] == 1 })
        let list = shares.list(at: position)
        for other in 0..<core.siteCount {
          #expect(list[other] == people(core, core.rows[other].filter(alone.contains)))
        }
      }
    }
  }

  @Test func `Whole people are counted singly and shares of people in billionths of all`() throws {
    let whole = CoverCore.square(seed: 9, count: 5)
    #expect(CoverQuanta(whole).isExact && CoverQuanta(whole).scale == 1)
    #expect(CoverQuanta(whole).weights.map(Double.init) == whole.weights)
    let problem = CoverProblem(
      table: CoverTable(demandCount: 3, sites: [[0], [1, 2]]), weights: [0.3, 0.25, 0.1])
    let parted = CoverCore(problem, .mostPeople(count: 1))
    let quanta = CoverQuanta(parted)
    #expect(!quanta.isExact)
    for (row, weight) in parted.weights.enumerated() {
      #expect(abs(Double(quanta.weights[row]) / quanta.scale - weight) < 2e-9 * 0.65)
    }
    #expect(quanta.people([1], quanta: 0, of: parted) == 0.25 + 0.1)
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
