import Testing

@testable import Siting

@Suite struct CoverMergingTests {
  /// 60 demands, each site covering every demand with the same chance.
  private func core(sites: Int, count: Int, seed: UInt64) throws -> CoverCore {
    var random = SitingGenerator(seed: seed)
    let reach = (0..<sites).map { _ in
      (0..<60).filter { _ in Int.random(in: 0..<8, using: &random) == 0 }
    }
    let problem = CoverProblem(
      table: CoverTable(demandCount: 60, sites: reach),
      weights: (0..<60).map { _ in Double(Int.random(in: 1...50, using: &random)) })
    return try #require(CoverCore(problem, .mostPeople(count: count)).reduced())
  }

  /// The most that `count` of `sites` cover, by looking at every choice of them.
  private func most(_ core: CoverCore, _ sites: [Int], _ count: Int) -> Double {
    var best = 0.0
    for mask in 0..<(1 << sites.count) where mask.nonzeroBitCount == count {
      let chosen = sites.indices.filter { mask >> $0 & 1 == 1 }.map { sites[$0] }
      let rows = Set(chosen.flatMap { core.rows[$0] })
      best = max(best, rows.reduce(0) { $0 + core.weights[Int($1)] })
    }
    return best
  }

  @Test func `Merging finds the best choice of all sites in the pool`() throws {
    var random = SitingGenerator(seed: 8)
    var better = 0
    for seed in 1...12 {
      let core = try core(sites: 24, count: 4, seed: UInt64(seed))
      let pool: [CoverChoice] = (0..<4).map { _ in
        let sites = Array((0..<core.siteCount).shuffled(using: &random).prefix(4)).sorted()
        return CoverChoice(sites: sites, value: core.value(of: sites)! - core.base[0])
      }
      var merger = CoverMerger(core)
      let answer = merger.merged(pool, clock: SolveClock(seconds: nil))
      let merged = try #require(answer)
      let union = Set(pool.flatMap(\.sites)).sorted()
      #expect(merged.value == most(core, union, 4))
      #expect(merged.value == core.value(of: merged.sites)! - core.base[0])
      #expect(Set(merged.sites).isSubset(of: union) && merged.sites.count <= 4)
      if merged.value > pool.map(\.value).max()! { better += 1 }
    }
    #expect(better > 6)
  }

  /// Two towns that share nothing: three sites that cover all of each between them, three that cover half.
  private func towns() throws -> CoverCore {
    var reach: [[Int]] = []
    for first in [0, 12] {
      for site in [0, 4, 8] {
        reach.append([first + site, first + site + 1, first + site + 2, first + site + 3])
      }
      for site in [0, 4, 8] { reach.append([first + site, first + (site + 5) % 12]) }
    }
    let problem = CoverProblem(
      table: CoverTable(demandCount: 24, sites: reach),
      weights: (0..<24).map { Double(1 + $0 % 5) })
    return CoverCore(problem, .mostPeople(count: 6))
  }

  @Test func `What chains ended with elsewhere is merged with what ends here`() throws {
    let core = try towns()
    let clock = SolveClock(seconds: nil)
    func choice(_ sites: [Int]) throws -> CoverChoice {
      CoverChoice(sites: sites, value: try #require(core.value(of: sites)))
    }
    // Each is best in one town only.
    let (north, south) = (try choice([0, 1, 2, 9, 10, 11]), try choice([3, 4, 5, 6, 7, 8]))
    let best = try choice([0, 1, 2, 6, 7, 8])
    #expect(best.value > max(north.value, south.value))
    let alone = CoverMerging(core, from: south, seed: 1)
    #expect(alone.mergedWithElite(south, clock) == nil)
    let merging = CoverMerging(core, from: south, seed: 1)
    merging.join([north])
    let merged = try #require(merging.mergedWithElite(south, clock))
    #expect(merged.sites == best.sites && merged.value == best.value)
  }

  @Test func `Searches side by side take over the better choice of the other`() throws {
    let core = try towns()
    func choice(_ sites: [Int]) throws -> CoverChoice {
      CoverChoice(sites: sites, value: try #require(core.value(of: sites)))
    }
    let (poor, good) = (try choice([3, 4, 5, 6, 7, 8]), try choice([0, 1, 2, 6, 7, 8]))
    #expect(good.value > poor.value)
    for best in 0..<3 {
      let starts = (0..<3).map { $0 == best ? good : poor }
      let merging = CoverMerging(core, from: starts[0], seed: 1)
      let temperings = starts[1...].map { CoverTempering(core, from: $0, seed: 2) }
      PeopleSearch.share(merging, temperings)
      #expect(merging.best.sites == good.sites)
      #expect(temperings.map(\.best.sites) == [good.sites, good.sites])
    }
  }

  @Test func `Neighbours share a row, those that share most people first`() throws {
    let core = try core(sites: 50, count: 5, seed: 3)
    let neighbours = CoverNeighbours(core, quanta: CoverQuanta(core))
    for site in [7, 7, 0, core.siteCount - 1] {
      let shared = (0..<core.siteCount).map { other in
        Set(core.rows[other]).intersection(core.rows[site]).reduce(0) { $0 + core.weights[Int($1)] }
      }
      let expected = (0..<core.siteCount).filter { $0 != site && shared[$0] > 0 }
        .sorted { (shared[$1], $0) < (shared[$0], $1) }
      let list = neighbours.list(of: site)
      #expect(list.map { Int($0.site) } == expected)
      #expect(list.map { Double($0.shared) } == expected.map { shared[$0] })
    }
  }
}
