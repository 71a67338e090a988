import Siting
import Testing

@Suite struct CoverSeriesTests {
  @Test func `Every point of the trade-off is the optimum of its count`() throws {
    var random = SitingGenerator(seed: 3)
    for _ in 0..<15 {
      let problem = CoverBruteForce.problem(&random)
      let curve = try CoverSolver.tradeOff(
        problem, goal: .mostPeople(count: nil, budget: 9), upTo: 4)
      #expect(curve.count == 4)
      for (index, answer) in curve.enumerated() {
        let goal = CoverGoal.mostPeople(count: index + 1, budget: 9)
        let best = CoverBruteForce.ranked(problem, goal).first?.value
        #expect(answer.status == (best == nil ? .infeasible : .optimal))
        #expect(abs(answer.objective - (best ?? 0)) < 1e-6 * max(1, best ?? 0))
      }
    }
  }

  @Test func `Alternatives are the next best answers that lack a site of each before`() throws {
    var random = SitingGenerator(seed: 8)
    var compared = 0
    for _ in 0..<40 {
      let problem = CoverBruteForce.problem(&random)
      let goal = CoverBruteForce.goal(&random, problem)
      let first = try CoverSolver.solve(problem, goal: goal)
      if first.status == .infeasible { continue }
      let others = try CoverSolver.alternatives(problem, goal: goal, solution: first, count: 3)
      var earlier = [Set(first.sites)]
      let all = CoverBruteForce.ranked(problem, goal)
      for other in others {
        let next = all.first { choice in !earlier.contains { $0.isSubset(of: choice.sites) } }
        #expect(!earlier.contains { $0.isSubset(of: other.sites) })
        #expect(other.status == .optimal)
        #expect(abs(other.objective - (next?.value ?? .nan)) <= 2e-6 * max(1e-6, other.objective))
        earlier.append(Set(other.sites))
        compared += 1
      }
      if others.count < 3 {
        #expect(!all.contains { choice in !earlier.contains { $0.isSubset(of: choice.sites) } })
      }
    }
    #expect(compared > 40)
  }

  @Test func `A run cut off at once still states a bound no choice passes`() throws {
    var random = SitingGenerator(seed: 21)
    for _ in 0..<60 {
      let problem = CoverBruteForce.problem(&random)
      let goal = CoverBruteForce.goal(&random, problem)
      guard
        let best = CoverBruteForce.ranked(problem, goal).first?.value,
        let answer = try? CoverSolver.solve(problem, goal: goal, limits: SolveLimits(seconds: 0))
      else { continue }
      let scale = 1e-6 * max(1e-6, abs(best))
      #expect(goal.maximises ? answer.bound >= best - scale : answer.bound <= best + scale)
      #expect(goal.maximises ? answer.objective <= best + scale : answer.objective >= best - scale)
    }
  }
}
