import Siting
import Testing

@Suite struct CoverSolverTests {
  @Test func `Every goal with any mixture of options is answered as looking at all subsets does`()
    throws
  {
    var random = SitingGenerator(seed: 11)
    var answered = 0
    for trial in 0..<160 {
      let problem = CoverBruteForce.problem(&random)
      let goal = CoverBruteForce.goal(&random, problem)
      let best = CoverBruteForce.ranked(problem, goal).first
      let answer = try CoverSolver.solve(problem, goal: goal)
      guard let best else {
        #expect(answer.status == .infeasible, "trial \(trial) \(goal)")
        #expect(!CoverSolver.explain(problem, goal: goal).isEmpty)
        continue
      }
      answered += 1
      #expect(answer.status == .optimal, "trial \(trial) \(goal)")
      let value = try #require(
        CoverBruteForce.value(problem, goal, answer.sites), "trial \(trial) \(goal)")
      let scale = max(1e-6, abs(best.value)) * 2e-6
      #expect(abs(value - best.value) <= scale, "trial \(trial) \(goal)")
      #expect(abs(answer.objective - value) <= 1e-9 * max(1, value), "trial \(trial)")
      #expect(
        goal.maximises ? answer.bound >= best.value - scale : answer.bound <= best.value + scale)
    }
    #expect(answered > 110)
  }

  @Test func `One thread and four give the same sites, objective and bound`() throws {
    var random = SitingGenerator(seed: 5)
    for _ in 0..<25 {
      let problem = CoverBruteForce.problem(&random)
      let goal = CoverBruteForce.goal(&random, problem)
      let one = try CoverSolver.solve(problem, goal: goal, limits: SolveLimits(threads: 1))
      let four = try CoverSolver.solve(problem, goal: goal, limits: SolveLimits(threads: 4))
      #expect(one.sites == four.sites && one.objective == four.objective)
      #expect(one.bound == four.bound && one.solver == four.solver)
    }
  }
}
