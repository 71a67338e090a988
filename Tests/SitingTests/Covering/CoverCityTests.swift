import Foundation
import Testing

@testable import Siting

/// Manhattan's census blocks, each a demand and a candidate, within 400 m (Máximo, Cordeau and Nascimento, 2023).
private struct CityBlocks {
  let weights: [Double]
  let reach: [[Int]]

  init() throws {
    let blocks = try CoverData.table("mclp-cities/manhattan_blocks.csv")
    weights = blocks.map { Double($0["demand"]!)! }
    let places = blocks.map(CoverData.place)
    let sines = places.map { (sin($0.0), cos($0.0)) }
    let radius = 6_378_100.0
    let least = cos(400 / radius)
    // The difference in latitude alone rules most pairs out.
    let order = places.indices.sorted { places[$0].0 < places[$1].0 }
    let band = 401 / radius
    reach = places.indices.map { site in
      let south = places[site].0 - band
      var low = 0
      var high = order.count
      while low < high {
        let middle = (low + high) / 2
        if places[order[middle]].0 < south { low = middle + 1 } else { high = middle }
      }
      let near = order[low...].prefix { places[$0].0 <= places[site].0 + band }
      return near.filter { demand in
        let cosine =
          sines[site].0 * sines[demand].0
          + sines[site].1 * sines[demand].1 * cos(places[site].1 - places[demand].1)
        return site == demand || cosine >= least
      }.sorted()
    }
  }

  func people(_ sites: [Int]) -> Double {
    Set(sites.flatMap { reach[$0] }).reduce(0) { $0 + weights[$1] }
  }

  var problem: CoverProblem {
    CoverProblem(table: CoverTable(demandCount: weights.count, sites: reach), weights: weights)
  }
}

@Suite struct CoverCityTests {
  /// Numbers of stations whose best-known value is asked for; all but one only where the search runs optimised.
  private static let counts: [Int] = {
    #if DEBUG
      [50]
    #else
      [50, 60, 70, 80, 90]
    #endif
  }()

  /// Turns of 100 rounds that are enough for each of them; the hardest takes 44.
  private static let turns = 60

  @Test(
    .enabled(if: CoverData.isPresent("mclp-cities"), "the shared folder mclp-cities is not there"),
    arguments: counts)
  func `A search of bounded length meets Manhattan's best-known covers`(count: Int) throws {
    let city = try CityBlocks()
    let known = try #require(
      try CoverData.table("mclp-cities/best_known.csv").first {
        $0["city"] == "manhattan" && $0["p"] == "\(count)"
      })
    let best = Double(known["best_known"]!)!
    let solution = known["solution"]!.split(whereSeparator: { !$0.isNumber }).map { Int($0)! }
    #expect(solution.count == count && city.people(solution) == best)
    let core = try #require(
      CoverCore(city.problem, .mostPeople(count: count)).reduced())
    let clock = SolveClock(seconds: nil)
    let search = core.search(seed: 1000)
    search.start(clock: clock)
    let first = try #require(search.found.flatMap(core.value))
    for _ in 0..<Self.turns where search.found.flatMap(core.value) ?? 0 < best {
      for lane in 0..<search.laneCount { search.advance(lane: lane, steps: 100, clock: clock) }
      search.join()
    }
    let found = try #require(search.found)
    let value = city.people(found.map { core.siteIDs[$0] })
    #expect(value == core.value(of: found) && value > first)
    #expect(value == best)
  }
}

@Suite struct CoverAnnealingTests {
  /// 500 demands and 200 sites at random on a square.
  private let problem: CoverProblem = {
    var random = SitingGenerator(seed: 41)
    func points(_ count: Int) -> [(Double, Double)] {
      (0..<count).map { _ in
        (Double.random(in: 0..<1000, using: &random), Double.random(in: 0..<1000, using: &random))
      }
    }
    let (demands, sites) = (points(500), points(200))
    let reach = sites.map { site in
      demands.indices.filter { hypot(site.0 - demands[$0].0, site.1 - demands[$0].1) <= 70 }
    }
    return CoverProblem(
      table: CoverTable(demandCount: 500, sites: reach),
      weights: demands.map { _ in Double(Int.random(in: 1...90, using: &random)) })
  }()

  /// Takes the site that adds most people, ties by index, `count` times.
  private func greedy(_ count: Int) -> Double {
    var covered = Set<UInt32>()
    for _ in 0..<count {
      let news = (0..<problem.table.siteCount).map { Set(problem.table[$0]).subtracting(covered) }
      let gains = news.map { $0.reduce(0) { $0 + problem.weights[Int($1)] } }
      covered.formUnion(news[gains.firstIndex(of: gains.max()!)!])
    }
    return covered.reduce(0) { $0 + problem.weights[Int($1)] }
  }

  @Test func `Threads change nothing and the answer is never below the greedy one`() throws {
    for count in [12, 25, 40] {
      let goal = CoverGoal.mostPeople(count: count)
      let one = try CoverSolver.solve(problem, goal: goal, limits: SolveLimits(gap: 5e-3))
      let three = try CoverSolver.solve(
        problem, goal: goal, limits: SolveLimits(gap: 5e-3, threads: 3))
      #expect(one.sites == three.sites && one.objective == three.objective)
      #expect(one.bound == three.bound && one.sites.count <= count)
      #expect(one.objective >= greedy(count) && one.gap <= 5e-3)
    }
  }

  @Test func `The search gives the same choice however its steps are divided`() throws {
    let core = try #require(CoverCore(problem, .mostPeople(count: 25)).reduced())
    let clock = SolveClock(seconds: nil)
    let whole = core.search(seed: 3)
    let parts = core.search(seed: 3)
    whole.start(clock: clock)
    parts.start(clock: clock)
    #expect(whole.laneCount == 2)
    for lane in 0..<2 {
      whole.advance(lane: lane, steps: 900, clock: clock)
      for _ in 0..<9 { parts.advance(lane: lane, steps: 100, clock: clock) }
    }
    whole.join()
    parts.join()
    #expect(whole.found == parts.found)
  }
}
