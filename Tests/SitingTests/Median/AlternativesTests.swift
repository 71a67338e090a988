import Siting
import Testing

@Suite struct AlternativesTests {
  @Test func `The next best sets are those of an enumeration of all sets of p sites`() throws {
    var random = SeededNumbers(seed: 3)
    let table = try SmallProblems.table(sites: 7, demands: 10, sparse: false, whole: false, &random)
    let weights = (0..<10).map { _ in Double.random(in: 1..<5, using: &random) }
    let rules = SiteRules(count: 3, forced: [2])
    let problem = MedianProblem(table: table, weights: weights, rules: rules)
    let all = SmallProblems.allowedSets(rules, sites: 7).filter { $0.count == 3 }
      .map { (sites: $0, cost: problem.weightedCost(with: $0)) }.sorted { $0.cost < $1.cost }
    let best = try MedianSolver.solve(problem)
    #expect(best.sites == all[0].sites)
    let found = try Alternatives.search(
      count: 20, after: best, forced: rules.forced, isBetter: { $0 < $1 },
      solve: { forced, forbidden in
        var part = problem
        part.rules.forced += forced
        part.rules.forbidden += forbidden
        return try MedianSolver.solve(part)
      })
    // 15 pairs besides the forced site; smaller sets are left once all of three are used up.
    #expect(found.prefix(4).map(\.sites) == all[1...4].map(\.sites))
    #expect(Set(found.map(\.sites)).count == found.count)
    #expect(zip(found, found.dropFirst()).allSatisfy { $0.objective <= $1.objective })
  }

  @Test func `Sites are ranked by whom they reach first, then by what they save`() throws {
    let table = try CostTable(
      siteCount: 3, demandCount: 4,
      pairs: [(0, 0, 1), (1, 1, 2), (1, 2, 2), (2, 2, 1), (2, 3, 1), (2, 1, 5)])
    let problem = MedianProblem(
      table: table, weights: [1, 4, 2, 2], existingCosts: [9, .infinity, .infinity, .infinity],
      rules: SiteRules(count: 3))
    let ranking = problem.medianRanking(of: [0, 1, 2])
    #expect(ranking.map(\.site) == [2, 1, 0])
    #expect(ranking.map(\.rank) == [1, 2, 3])
    #expect(ranking[0].reached == 8 && ranking[0].saving == 0 && ranking[0].served == 4)
    #expect(ranking.first { $0.site == 1 }?.saving == 12)
    #expect(ranking.first { $0.site == 0 }?.saving == 8)
    let center = problem.centerRanking(of: [0, 1, 2])
    #expect(center[0].site == 2 && center[0].reached == 3)
    #expect(center[1].site == 0 && center[1].saving == 4)
    #expect(center.map(\.served) == [2, 1, 1])
  }
}
