import Siting
import Testing

@Suite struct MedianSolverTests {
  @Test(arguments: 0..<6)
  func `The answer is the best of all sets, whatever the options`(round: Int) throws {
    var infeasible = 0
    for number in (round * 64)..<(round * 64 + 64) {
      let problem = try SmallProblems.median(number)
      let best =
        SmallProblems.allowedSets(problem.rules, sites: problem.table.siteCount)
        .map { problem.weightedCost(with: $0) }.min() ?? .infinity
      let answer = try MedianSolver.solve(problem)
      if best == .infinity {
        infeasible += 1
        #expect(answer.status == .infeasible, "number \(number)")
      } else {
        #expect(answer.status == .optimal, "number \(number)")
        #expect(abs(answer.objective - best) <= 1e-6 * best, "number \(number)")
        #expect(answer.bound <= best * (1 + 1e-9) && answer.gap <= 1e-6, "number \(number)")
        #expect(problem.rules.allow(answer.sites), "number \(number)")
        #expect(problem.weightedCost(with: answer.sites) == answer.objective)
        #expect(answer.sites == answer.sites.sorted())
      }
    }
    #expect((1..<60).contains(infeasible), "both kinds occur")
  }
}
