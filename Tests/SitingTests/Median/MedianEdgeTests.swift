import Model
import Siting
import Testing

@Suite struct MedianEdgeTests {
  /// Demands and sites at these places on a line; the cost is the distance.
  private func line(
    sites: [Double], demands: [Double], weights: [Double]? = nil, existing: [Double]? = nil,
    rules: SiteRules
  ) throws -> MedianProblem {
    var pairs: [(site: Int, demand: Int, cost: Double)] = []
    for (site, place) in sites.enumerated() {
      for (demand, home) in demands.enumerated() { pairs.append((site, demand, abs(place - home))) }
    }
    return MedianProblem(
      table: try CostTable(siteCount: sites.count, demandCount: demands.count, pairs: pairs),
      weights: weights ?? demands.map { _ in 1 }, existingCosts: existing, rules: rules)
  }

  @Test func `No new station leaves the existing ones, or nobody reached`() throws {
    let with = try line(
      sites: [0, 5], demands: [1, 4], existing: [3, 7], rules: SiteRules(count: 0))
    let median = try MedianSolver.solve(with)
    #expect(median.status == .optimal && median.objective == 10 && median.bound == 10)
    #expect(median.sites == [])
    let center = try CenterSolver.solve(with)
    #expect(center.status == .optimal && center.objective == 7 && center.sites == [])
    let without = try line(sites: [0, 5], demands: [1, 4], rules: SiteRules(count: 0))
    #expect(try MedianSolver.solve(without).status == .infeasible)
    #expect(try CenterSolver.solve(without).status == .infeasible)
    #expect(without.unreachableDemands(weighted: true) == [])
  }

  @Test func `Without candidates existing stations are all there is`() throws {
    let problem = try line(
      sites: [], demands: [1, 4], existing: [3, 7], rules: SiteRules(count: 0))
    #expect(try MedianSolver.solve(problem).objective == 10)
    #expect(try CenterSolver.solve(problem).objective == 7)
    let alone = try line(sites: [], demands: [1, 4], rules: SiteRules(count: 0))
    #expect(try MedianSolver.solve(alone).status == .infeasible)
    #expect(alone.unreachableDemands(weighted: true) == [0, 1])
  }

  @Test func `Without demands nothing is opened and nothing costs`() throws {
    let problem = try line(sites: [0, 5], demands: [], rules: SiteRules(count: 1))
    let median = try MedianSolver.solve(problem)
    #expect(median.status == .optimal && median.objective == 0 && median.sites == [])
    let center = try CenterSolver.solve(problem)
    #expect(center.status == .optimal && center.objective == 0)
  }

  @Test func `Asking for more stations than candidates is an error that names both`() throws {
    let problem = try line(sites: [0, 5], demands: [1, 4], rules: SiteRules(count: 3))
    for solve in [MedianSolver.solve, CenterSolver.solve] {
      let error = #expect(throws: AnalysisError.self) { try solve(problem, SolveLimits()) }
      #expect(error?.kind == .usage)
      #expect(error?.message.english == "3 new stations are asked for, but there are 2 candidates")
    }
  }

  @Test func `Rules and weights that cannot be meant are refused`() throws {
    let rules = [
      SiteRules(count: -1), SiteRules(budget: 3), SiteRules(budget: -1, costs: [1, 1]),
      SiteRules(budget: 1, costs: [1, -1]), SiteRules(count: 1, forced: [2]),
      SiteRules(count: 1, forced: [1], forbidden: [1]), SiteRules(count: 1, exclusive: [[0, 5]]),
    ]
    for rules in rules {
      let problem = try line(sites: [0, 5], demands: [1, 4], rules: rules)
      #expect(throws: AnalysisError.self) { try MedianSolver.solve(problem) }
      #expect(throws: AnalysisError.self) { try CenterSolver.solve(problem) }
    }
    for weight in [-1, .nan, .infinity] {
      let problem = try line(
        sites: [0, 5], demands: [1, 4], weights: [1, weight], rules: SiteRules(count: 1))
      #expect(throws: AnalysisError.self) { try MedianSolver.solve(problem) }
    }
    for cost in [-1, .nan, .infinity] {
      #expect(throws: AnalysisError.self) {
        try CostTable(siteCount: 1, demandCount: 1, pairs: [(0, 0, cost)])
      }
    }
    #expect(throws: AnalysisError.self) {
      try CostTable(siteCount: 1, demandCount: 1, pairs: [(0, 0, 1), (0, 0, 2)])
    }
  }

  @Test func `Demands without people need no station for p-median, but do for p-center`() throws {
    let table = try CostTable(siteCount: 2, demandCount: 2, pairs: [(0, 0, 1), (1, 0, 2)])
    let problem = MedianProblem(table: table, weights: [1, 0], rules: SiteRules(count: 1))
    let answer = try MedianSolver.solve(problem)
    #expect(answer.status == .optimal && answer.objective == 1 && answer.sites == [0])
    #expect(try CenterSolver.solve(problem).status == .infeasible)
    #expect(problem.unreachableDemands(weighted: true) == [])
    #expect(problem.unreachableDemands(weighted: false) == [1])
  }

  @Test func `Equal sites are taken in order of index`() throws {
    let problem = try line(
      sites: [5, 5, 5, 5], demands: [4, 6], rules: SiteRules(count: 1, forbidden: [0]))
    #expect(try MedianSolver.solve(problem).sites == [1])
    #expect(try CenterSolver.solve(problem).sites == [1])
  }

  @Test func `A limit of no time still gives an answer and a bound that holds`() throws {
    let places = (0..<30).map { Double($0 * $0 % 37) }
    let problem = try line(sites: places, demands: places, rules: SiteRules(count: 4))
    let best = try MedianSolver.solve(problem)
    let radius = try CenterSolver.solve(problem)
    var existing = problem
    existing.existingCosts = places.map { _ in 40 }
    let none = SolveLimits(seconds: 0)
    let quick = try MedianSolver.solve(existing, limits: none)
    #expect(quick.status == .feasible && quick.objective >= best.objective)
    #expect(quick.bound <= best.objective)
    let quickRadius = try CenterSolver.solve(existing, limits: none)
    #expect(quickRadius.objective >= radius.objective && quickRadius.bound <= radius.objective)
  }

  @Test func `Without time to find out whether everybody can be reached, nothing is claimed`()
    throws
  {
    // Places in a ring, each site reaching three: a third of them suffices, but no reduction shows it.
    let pairs = (0..<60).flatMap { site in
      (0..<3).map { (site: site, demand: (site + $0) % 60, cost: 1.0) }
    }
    let table = try CostTable(siteCount: 60, demandCount: 60, pairs: pairs)
    let problem = MedianProblem(
      table: table, weights: [Double](repeating: 1, count: 60), rules: SiteRules(count: 20))
    #expect(try MedianSolver.solve(problem).objective == 60)
    #expect(try CenterSolver.solve(problem).objective == 1)
    for solve in [MedianSolver.solve, CenterSolver.solve] {
      let error = #expect(throws: AnalysisError.self) {
        try solve(problem, SolveLimits(seconds: 0))
      }
      #expect(error?.kind == .noSolution)
    }
    var tooFew = problem
    tooFew.rules.count = 19
    #expect(try MedianSolver.solve(tooFew).status == .infeasible)
    #expect(try CenterSolver.solve(tooFew).status == .infeasible)
    #expect(tooFew.unreachableDemands(weighted: true) == [])
  }

  @Test func `A site forced twice is opened once`() throws {
    let problem = try line(
      sites: [0, 5, 9], demands: [2, 4], rules: SiteRules(count: 2, forced: [2, 2]))
    #expect(try MedianSolver.solve(problem).sites == [1, 2])
    #expect(try CenterSolver.solve(problem).sites == [1, 2])
  }

  @Test func `The number of threads changes nothing`() throws {
    for number in 0..<20 {
      let problem = try SmallProblems.median(number)
      let one = try MedianSolver.solve(problem, limits: SolveLimits(threads: 1))
      let four = try MedianSolver.solve(problem, limits: SolveLimits(threads: 4))
      #expect(one.sites == four.sites && one.objective == four.objective && one.bound == four.bound)
    }
  }

  @Test func `A table keeps its pairs by site and nearest first by demand`() throws {
    let table = try CostTable(
      siteCount: 2, demandCount: 3, pairs: [(1, 2, 4), (0, 1, 5), (0, 0, 3), (1, 1, 5), (1, 0, 1)])
    #expect(table.starts == [0, 2, 5])
    #expect(table.demands == [0, 1, 0, 1, 2])
    #expect(table.costs == [3, 5, 1, 5, 4])
    #expect(table.demandStarts == [0, 2, 4, 5])
    #expect(table.nearestSites == [1, 0, 0, 1, 1])
    #expect(table.nearestCosts == [1, 3, 5, 5, 4])
  }
}
