import Siting
import Testing

@Suite struct CenterSolverTests {
  @Test(arguments: 0..<6)
  func `The answer is the best of all sets, whatever the options`(round: Int) throws {
    var infeasible = 0
    for number in (round * 64)..<(round * 64 + 64) {
      let problem = try SmallProblems.median(number)
      let best =
        SmallProblems.allowedSets(problem.rules, sites: problem.table.siteCount)
        .map { problem.largestCost(with: $0) }.min() ?? .infinity
      let answer = try CenterSolver.solve(problem)
      if best == .infinity {
        infeasible += 1
        #expect(answer.status == .infeasible, "number \(number)")
      } else {
        #expect(answer.status == .optimal, "number \(number)")
        #expect(answer.objective == best, "number \(number)")
        #expect(answer.bound == best, "number \(number)")
        #expect(problem.rules.allow(answer.sites), "number \(number)")
        #expect(problem.largestCost(with: answer.sites) == answer.objective)
      }
    }
    #expect((1..<60).contains(infeasible), "both kinds occur")
  }

  @Test func `No site is paid for, or counted, that brings the farthest no nearer`() throws {
    for number in 0..<64 {
      let problem = try SmallProblems.median(number)
      let answer = try CenterSolver.solve(problem)
      if answer.status == .infeasible || problem.rules.budget == nil { continue }
      for site in answer.sites where !problem.rules.forced.contains(site) {
        let others = answer.sites.filter { $0 != site }
        #expect(problem.largestCost(with: others) > answer.objective, "number \(number)")
      }
    }
    // The middle site serves both at 5 and is opened first; the two others serve them better without it.
    let table = try CostTable(
      siteCount: 3, demandCount: 2, pairs: [(0, 0, 5), (0, 1, 5), (1, 0, 1), (2, 1, 1)])
    let answer = try CenterSolver.solve(
      MedianProblem(table: table, weights: [1, 1], rules: SiteRules(count: 3)))
    #expect(answer.sites == [1, 2] && answer.objective == 1)
  }
}
