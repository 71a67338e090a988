import Model
import Siting
import Testing

@Suite struct CoverEdgeTests {
  /// Three sites in a row over four demands of 1, 2, 4 and 8 people: {0,1}, {1,2}, {2,3}.
  private let chain = CoverProblem(
    table: CoverTable(demandCount: 4, sites: [[0, 1], [1, 2], [2, 3]]), weights: [1, 2, 4, 8])

  @Test func `No station allowed leaves what existing stations cover`() throws {
    var problem = chain
    problem.existing = [0, 1, 0, 0]
    let answer = try CoverSolver.solve(problem, goal: .mostPeople(count: 0))
    #expect(answer.sites == [] && answer.objective == 2 && answer.bound == 2)
    #expect(answer.status == .optimal)
  }

  @Test func `More stations than candidates take only those that add people`() throws {
    let answer = try CoverSolver.solve(chain, goal: .mostPeople(count: 50))
    #expect(answer.sites == [0, 2] && answer.objective == 15 && answer.status == .optimal)
  }

  @Test func `Without candidates, demand or people there is still an answer`() throws {
    let none = CoverProblem(table: CoverTable(demandCount: 2, sites: []), weights: [3, 4])
    #expect(try CoverSolver.solve(none, goal: .mostPeople(count: 2)).objective == 0)
    #expect(try CoverSolver.solve(none, goal: .fewestStations()).status == .infeasible)
    #expect(try CoverSolver.solve(none, goal: .fewestStations(targetShare: 0)).status == .optimal)
    let empty = CoverProblem(table: CoverTable(demandCount: 0, sites: [[], []]), weights: [])
    #expect(try CoverSolver.solve(empty, goal: .fewestStations()).objective == 0)
    var nobody = chain
    nobody.weights = [0, 0, 0, 0]
    for goal in [CoverGoal.mostPeople(count: 2), .fewestStations()] {
      let answer = try CoverSolver.solve(nobody, goal: goal)
      #expect(answer.sites == [] && answer.status == .optimal && answer.objective == 0)
    }
  }

  @Test func `Demand without people need not be covered`() throws {
    var problem = chain
    problem.weights = [0, 2, 4, 0]
    #expect(try CoverSolver.solve(problem, goal: .fewestStations()).sites == [1])
  }

  @Test func `A model without an answer says why`() throws {
    var problem = chain
    problem.forbidden = [0]
    #expect(
      CoverSolver.explain(problem, goal: .fewestStations())
        == [.unreachable(demands: [0], share: 14.0 / 15)])
    problem = chain
    problem.forced = [0, 2]
    #expect(
      CoverSolver.explain(problem, goal: .mostPeople(count: 1))
        == [.tooManyForced(count: 2, allowed: 1)])
    #expect(
      CoverSolver.explain(problem, goal: .mostPeople(count: nil, budget: 1.5))
        == [.forcedOverBudget(cost: 2, budget: 1.5)])
    problem.exclusive = [[2, 0]]
    #expect(
      CoverSolver.explain(problem, goal: .mostPeople(count: 3)) == [.forcedExclude(sites: [0, 2])])
    problem.forced = []
    #expect(try CoverSolver.solve(problem, goal: .fewestStations()).status == .infeasible)
    #expect(CoverSolver.explain(problem, goal: .fewestStations()) == [.exclusionsInTheWay])
  }

  @Test func `Negative weights, costs and counts and shares above one are refused`() {
    var problem = chain
    problem.weights[1] = -2
    #expect(throws: AnalysisError.self) {
      try CoverSolver.solve(problem, goal: .mostPeople(count: 1))
    }
    problem = chain
    problem.costs = [1, .nan, 1]
    #expect(throws: AnalysisError.self) {
      try CoverSolver.solve(problem, goal: .mostPeople(count: 1))
    }
    for goal in [
      CoverGoal.mostPeople(count: -1), .mostPeople(count: nil), .fewestStations(targetShare: 1.1),
      .mostPeople(count: nil, budget: .nan),
    ] {
      #expect(throws: AnalysisError.self) { try CoverSolver.solve(chain, goal: goal) }
    }
  }

  @Test func `Ranks go by what each site adds to those before it`() {
    let ranks = CoverSolver.ranking(chain, sites: [0, 1, 2])
    #expect(ranks.map(\.site) == [2, 0, 1] && ranks.map(\.gain) == [12, 3, 0])
  }
}
