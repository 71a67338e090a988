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
}
