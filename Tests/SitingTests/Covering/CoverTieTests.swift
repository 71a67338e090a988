import Siting
import Testing

@Suite struct CoverTieTests {
  /// Few weights and few costs, so that many choices are equally good.
  private func problem(_ random: inout SitingGenerator, costs: Bool) -> CoverProblem {
    let reach = (0..<9).map { _ in
      (0..<14).filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
    }
    return CoverProblem(
      table: CoverTable(demandCount: 14, sites: reach),
      weights: (0..<14).map { _ in Double(Int.random(in: 0...2, using: &random)) },
      costs: costs ? (0..<9).map { _ in Double(Int.random(in: 1...3, using: &random)) } : nil,
      forced: Int.random(in: 0..<3, using: &random) == 0 ? [8] : [])
  }

  @Test(arguments: [false, true])
  func `No exchange of one site leaves the objective and is cheaper or earlier`(costs: Bool) throws
  {
    var random = SitingGenerator(seed: costs ? 12 : 11)
    var ties = 0
    for round in 0..<80 {
      let problem = problem(&random, costs: costs)
      let goal: CoverGoal =
        round % 2 == 0 ? .mostPeople(count: 3) : .fewestStations(targetShare: 0.7)
      let answer = try CoverSolver.solve(problem, goal: goal)
      if answer.status == .infeasible { continue }
      #expect(answer.status == .optimal)
      let ranked = CoverBruteForce.ranked(problem, goal)
      let best = ranked.filter { $0.value == ranked[0].value }.map(\.sites)
      if best.count > 1 { ties += 1 }
      #expect(ranked[0].value == answer.objective && best.contains(answer.sites))
      for other in best where other.count == answer.sites.count {
        let (out, into) = (
          Set(answer.sites).subtracting(other), Set(other).subtracting(answer.sites)
        )
        guard out.count == 1, let old = out.first, let new = into.first else { continue }
        #expect((problem.cost(of: old), old) < (problem.cost(of: new), new))
      }
    }
    #expect(ties > 20)
  }
}
