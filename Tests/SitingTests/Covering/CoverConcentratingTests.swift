import Testing

@testable import Siting

@Suite struct CoverConcentratingTests {
  private let clock = SolveClock(seconds: nil)

  private func choice(_ core: CoverCore, _ sites: [Int]) throws -> CoverChoice {
    CoverChoice(sites: sites, value: try #require(core.value(of: sites)))
  }

  /// What a tempering of cold choices, begun from nine poor sites, comes to.
  private func good(_ core: CoverCore) throws -> CoverChoice {
    let poor = try choice(core, Array(0..<9))
    let tempering = CoverTempering(
      core, from: poor, replicas: 3, temperatures: [5, 10, 20], seed: 3)
    tempering.run(steps: 40_000, clock: clock)
    #expect(tempering.best.value > poor.value)
    return tempering.best
  }

  @Test func `Choices that begin afresh count neither what they began from nor what is next to it`()
    throws
  {
    let core = CoverCore.square(seed: 5, count: 9)
    let start = try good(core)
    // So hot that sites are drawn blindly, and so impatient that lots end soon.
    let tempering = CoverTempering(
      core, from: start, replicas: 2, temperatures: [4000, 8000], patience: 3, seed: 4)
    tempering.run(steps: 60_000, clock: clock)
    let finished = tempering.takeFinished()
    #expect(finished.count > 5)
    // What passes by the start, crossed with itself, would be the start again each time.
    #expect(finished.count { $0.value < start.value } > 2)
    #expect(Set(finished.map(\.value)).count > 2)
    #expect(finished.allSatisfy { $0.value == core.value(of: $0.sites) })
    #expect(tempering.best.value == start.value && tempering.takeFinished().isEmpty)
  }

  @Test func `Lots end once nothing better comes for long, at the latest after the most sweeps`()
    throws
  {
    let core = CoverCore.square(seed: 5, count: 9)
    let start = try choice(core, Array(0..<9))
    let perSweep = 2 * 9 * CoverTempering.sweep
    let fresh = 2 * 9 * CoverTempering.freshSweep - perSweep
    func lots(patience: Int, mostSweeps: Int, steps: Int) -> Int {
      let tempering = CoverTempering(
        core, from: start, replicas: 2, temperatures: [10, 20], patience: patience,
        mostSweeps: mostSweeps, seed: 4)
      tempering.run(steps: steps, clock: clock)
      return tempering.takeFinished().count
    }
    let lot = fresh + 6 * perSweep
    #expect(lots(patience: 1000, mostSweeps: 6, steps: 5 * lot) == 5)
    #expect(lots(patience: 1000, mostSweeps: 6, steps: 5 * lot - 1) == 4)
    #expect(lots(patience: 1000, mostSweeps: 1000, steps: 5 * lot) == 0)
    #expect(lots(patience: 5, mostSweeps: 1000, steps: 20 * lot) >= 3)
  }

  @Test func `A tempering begun from a choice keeps it where it is frozen`() throws {
    let core = CoverCore.square(seed: 5, count: 9)
    let start = try good(core)
    let tempering = CoverTempering(
      core, from: try choice(core, Array(0..<9)), replicas: 2, temperatures: [1e-3, 2e-3],
      patience: 3, seed: 4)
    tempering.restart(from: start)
    let left = tempering.runLots(1, steps: 100_000, clock: clock)
    // Five sweeps of both choices: one, and four in which nothing better comes.
    #expect(left == 100_000 - 4 * 2 * 9 * CoverTempering.sweep)
    let finished = tempering.takeFinished()
    #expect(finished.count == 1 && finished[0].value >= start.value)
    #expect(tempering.values.allSatisfy { $0 >= start.value })
  }

  @Test func `Concentrating goes on with other sites and finds the best three of sixty`() throws {
    for seed in 1...3 {
      let core = CoverCore.square(seed: UInt64(seed), count: 3)
      // Not all sites are drawn.
      #expect(CoverConcentrating.drawn * 3 < core.siteCount)
      let search = CoverConcentrating(core, from: try choice(core, [0, 1, 2]), seed: 1)
      search.run(steps: 500_000, clock: clock)
      #expect(search.best.value == core.mostOfThree())
      #expect(search.best.value == core.value(of: search.best.sites))
      #expect(search.draws >= 3)
      let finished = search.takeFinished()
      #expect(finished.count >= search.draws)
      #expect(
        finished.allSatisfy {
          Set($0.sites).count == 3 && $0.value == core.value(of: $0.sites)
            && $0.value <= search.best.value
        })
    }
  }

  @Test func `Concentrating draws from all sites where there are few`() throws {
    let core = CoverCore.square(seed: 4, count: 20)
    #expect(CoverConcentrating.drawn * 20 > core.siteCount)
    let start = try choice(core, Array(0..<20))
    let search = CoverConcentrating(core, from: start, seed: 1)
    search.run(steps: 2_500_000, clock: clock)
    #expect(search.draws > 0 && search.best.value > start.value)
    #expect(search.best.value == core.value(of: search.best.sites))
  }
}
