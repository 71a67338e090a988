import Model
import Testing

@testable import Siting

@Suite struct CapacitySolverTests {
  private func problem(_ number: Int, _ goal: CapacityProblem.Goal) throws -> CapacityProblem {
    try SmallProblems.capacities(
      number, goal, seed: 1_000, room: 0..<(goal == .mostPeople ? 10 : 20), sparseness: 1)
  }

  /// What a set of sites achieves, by a linear program over single demands; nil where people stay unserved.
  private func value(_ problem: CapacityProblem, _ open: [Int]) throws -> Double? {
    var program = IntegerProgram(problem.goal == .mostPeople ? .maximise : .minimise)
    var byDemand = [[Int]](repeating: [], count: problem.table.demandCount)
    func add(_ table: CostTable, _ site: Int, _ capacity: Double) {
      let pairs = table.starts[site]..<table.starts[site + 1]
      let columns = pairs.map { pair in
        let factor = problem.importance?[Int(table.demands[pair])] ?? 1
        let column = program.addColumn(
          cost: problem.goal == .mostPeople ? factor : factor * table.costs[pair])
        byDemand[Int(table.demands[pair])].append(column)
        return column
      }
      program.addRow(columns.map { .init($0, 1) }, upper: capacity)
    }
    for site in open { add(problem.table, site, problem.capacities[site]) }
    if let existing = problem.existing {
      for site in 0..<existing.siteCount { add(existing, site, problem.existingCapacities[site]) }
    }
    for (demand, columns) in byDemand.enumerated() {
      let people = problem.weights[demand]
      program.addRow(
        columns.map { .init($0, 1) }, lower: problem.goal == .mostPeople ? 0 : people,
        upper: people)
    }
    let result = try program.solve()
    return result.status == .optimal ? result.objective : nil
  }

  private func expectBest(
    _ number: Int, _ goal: CapacityProblem.Goal, importance: [Double]? = nil
  ) throws -> Bool {
    var problem = try problem(number, goal)
    problem.importance = importance
    let values = try SmallProblems.allowedSets(problem.rules, sites: problem.table.siteCount)
      .compactMap { try value(problem, $0) }
    let best = goal == .mostPeople ? values.max() : values.min()
    let answer = try CapacitySolver.solve(problem)
    guard let best else {
      #expect(answer.solution.status == .infeasible, "number \(number)")
      return false
    }
    #expect(answer.solution.status == .optimal, "number \(number)")
    #expect(abs(answer.solution.objective - best) <= 2e-6 * max(1, best), "number \(number)")
    #expect(answer.solution.gap <= 1e-6, "number \(number)")
    #expect(problem.rules.allow(answer.solution.sites), "number \(number)")
    expectFlowsKeepCapacities(answer, problem)
    return true
  }

  private func expectFlowsKeepCapacities(_ answer: CapacitySolution, _ problem: CapacityProblem) {
    var atStation: [ServiceFlow.Station: Double] = [:]
    var atDemand = [Double](repeating: 0, count: problem.table.demandCount)
    var worth = 0.0
    for flow in answer.flows {
      atStation[flow.station, default: 0] += flow.people
      atDemand[flow.demand] += flow.people
      let (table, site): (CostTable?, Int) =
        switch flow.station {
        case .new(let site): (problem.table, site)
        case .existing(let site): (problem.existing, site)
        }
      guard let table else { continue }
      let pair = (table.starts[site]..<table.starts[site + 1])
        .first { table.demands[$0] == flow.demand }
      worth +=
        flow.people * (problem.importance?[flow.demand] ?? 1)
        * (problem.goal == .mostPeople ? 1 : pair.map { table.costs[$0] } ?? .nan)
      #expect(pair != nil)
    }
    for (station, people) in atStation {
      let capacity =
        switch station {
        case .new(let site): answer.solution.sites.contains(site) ? problem.capacities[site] : -1
        case .existing(let site): problem.existingCapacities[site]
        }
      #expect(people <= capacity + 1e-6)
    }
    for (demand, people) in atDemand.enumerated() {
      #expect(people <= problem.weights[demand] + 1e-6)
    }
    #expect(abs(worth - answer.solution.objective) <= 1e-6 * max(1, worth))
  }

  @Test func `Most people are served by the best of all sets, whatever the options`() throws {
    for number in 0..<64 { #expect(try expectBest(number, .mostPeople) || number & 20 != 0) }
  }

  @Test func `All people are served at least cost by the best of all sets`() throws {
    var feasible = 0
    for number in 0..<64 where try expectBest(number, .leastCost) { feasible += 1 }
    #expect((10..<60).contains(feasible), "both kinds occur: \(feasible)")
  }

  @Test func `People of unlike importance take the same room and count as much as they do`() throws
  {
    let importance = [1, 3, 0.5, 1, 2, 3, 1, 7.0]
    for number in 0..<64 {
      #expect(try expectBest(number, .mostPeople, importance: importance) || number & 20 != 0)
      _ = try expectBest(number, .leastCost, importance: importance)
    }
  }

  @Test func `Whom the station has room for are those who count most`() throws {
    // Room for 10 at the only station; 10 people count once, 8 count three times.
    let problem = CapacityProblem(
      goal: .mostPeople,
      table: try CostTable(siteCount: 1, demandCount: 2, pairs: [(0, 0, 1), (0, 1, 1)]),
      weights: [10, 8], importance: [1, 3], capacities: [10], rules: SiteRules(count: 1))
    let answer = try CapacitySolver.solve(problem)
    #expect(answer.solution.status == .optimal && answer.solution.objective == 26)
    #expect(
      answer.flows == [
        ServiceFlow(station: .new(0), demand: 0, people: 2),
        ServiceFlow(station: .new(0), demand: 1, people: 8),
      ])
    #expect(try CapacitySolver.ranking(problem, sites: [0]).ranks.map(\.gain) == [10])
  }

  @Test func `Sites are ranked by what each adds to existing stations and to those before it`()
    throws
  {
    for number in 32..<64 {
      var problem = try problem(number, .mostPeople)
      problem.rules = SiteRules(count: 4)
      let sites = [1, 3, 4, 6]
      let ranking = try CapacitySolver.ranking(problem, sites: sites)
      #expect(abs(ranking.before - (try value(problem, []) ?? .nan)) <= 1e-6)
      var open: [Int] = []
      var before = ranking.before
      for rank in ranking.ranks {
        let best = try sites.filter { !open.contains($0) }
          .compactMap { try value(problem, open + [$0]) }.max()!
        open.append(rank.site)
        before += rank.gain
        let reached = try #require(try value(problem, open))
        #expect(abs(before - reached) <= 1e-6 && reached >= best - 1e-6, "number \(number)")
      }
      #expect(Set(open) == Set(sites))
    }
  }

  @Test func `Every line of the trade-off is the best of all sets of so many, or of so much money`()
    throws
  {
    for number in 32..<48 {
      let problem = try problem(number, .mostPeople)
      let counts = (1...4).map { SiteRules(count: $0) }
      let budgets = [2.0, 4, 6].map { SiteRules(budget: $0, costs: [1, 2, 3, 4, 5, 1, 2]) }
      for rules in [counts, budgets] {
        let lines = try CapacitySolver.tradeOff(problem, rules: rules)
        for (rule, line) in zip(rules, lines) {
          let best = try SmallProblems.allowedSets(rule, sites: 7)
            .compactMap { try value(problem, $0) }.max()!
          #expect(line.status == .optimal && abs(line.objective - best) <= 2e-6 * max(1, best))
          #expect(rule.allow(line.sites))
        }
      }
    }
  }

  /// Tight rooms force chains of people moved from station to station.
  @Test func `Transport between open stations costs what a linear program says`() throws {
    var random = SeededNumbers(seed: 9)
    for _ in 0..<10 {
      let table = try SmallProblems.table(
        sites: 8, demands: 40, sparse: false, whole: false, &random)
      let weights = (0..<40).map { _ in Double.random(in: 1..<6, using: &random) }
      let room = weights.reduce(0, +) / 8 * 1.02
      let problem = CapacityProblem(
        goal: .leastCost, table: table, weights: weights,
        capacities: [Double](repeating: room, count: 8), rules: SiteRules(count: 8))
      let transport = CapacityTransport(
        CapacityModel(problem), isOpen: [Bool](repeating: true, count: 8),
        deadline: Deadline(seconds: nil))
      let best = try #require(try value(problem, Array(0..<8)))
      #expect(transport.unserved.isEmpty)
      #expect(abs(transport.cost - best) <= 1e-6 * best)
    }
  }

  private func town(
    _ goal: CapacityProblem.Goal, capacities: [Double], rules: SiteRules
  ) throws -> CapacityProblem {
    let table = try CostTable(
      siteCount: 2, demandCount: 3,
      pairs: [(0, 0, 1), (0, 1, 2), (1, 1, 1), (1, 2, 3)])
    return CapacityProblem(
      goal: goal, table: table, weights: [10, 20, 0], capacities: capacities, rules: rules)
  }

  @Test func `People of one demand are split where one station is too small`() throws {
    let problem = try town(.leastCost, capacities: [15, 15], rules: SiteRules(count: 2))
    let answer = try CapacitySolver.solve(problem)
    #expect(answer.solution.status == .optimal && answer.solution.objective == 35)
    #expect(
      answer.flows == [
        ServiceFlow(station: .new(0), demand: 0, people: 10),
        ServiceFlow(station: .new(1), demand: 1, people: 15),
        ServiceFlow(station: .new(0), demand: 1, people: 5),
      ])
  }

  @Test func `Too little room is infeasible at least cost and a part served otherwise`() throws {
    for rules in [SiteRules(count: 1), SiteRules(count: 0)] {
      let all = try CapacitySolver.solve(town(.leastCost, capacities: [12, 50], rules: rules))
      #expect(all.solution.status == .infeasible && all.flows.isEmpty)
    }
    let full = try CapacitySolver.solve(
      town(.leastCost, capacities: [12, 12], rules: SiteRules(count: 2)))
    #expect(full.solution.status == .infeasible)
    let most = try CapacitySolver.solve(
      town(.mostPeople, capacities: [12, 12], rules: SiteRules(count: 2)))
    #expect(most.solution.status == .optimal && most.solution.objective == 24)
  }

  @Test func `No new station, no candidates or nobody to serve are answers of 0`() throws {
    let none = try CapacitySolver.solve(
      town(.mostPeople, capacities: [9, 9], rules: SiteRules(count: 0)))
    #expect(none.solution.status == .optimal && none.solution.objective == 0)
    #expect(none.solution.bound == 0 && none.solution.sites == [])
    for goal in [CapacityProblem.Goal.mostPeople, .leastCost] {
      let empty = CapacityProblem(
        goal: goal, table: try CostTable(siteCount: 0, demandCount: 2, pairs: []),
        weights: [0, 0], capacities: [], rules: SiteRules(count: 0))
      let answer = try CapacitySolver.solve(empty)
      #expect(answer.solution.status == .optimal && answer.solution.objective == 0)
    }
  }

  @Test func `Capacities, weights and counts that cannot be meant are refused`() throws {
    for capacity in [-1, Double.nan] {
      #expect(throws: AnalysisError.self) {
        try CapacitySolver.solve(
          town(.mostPeople, capacities: [1, capacity], rules: SiteRules(count: 1)))
      }
    }
    #expect(throws: AnalysisError.self) {
      try CapacitySolver.solve(town(.mostPeople, capacities: [1, 1], rules: SiteRules(count: 3)))
    }
    var problem = try town(.mostPeople, capacities: [1, 1], rules: SiteRules(count: 1))
    problem.weights[0] = -2
    #expect(throws: AnalysisError.self) { try CapacitySolver.solve(problem) }
  }

  @Test func `Demands no station reaches are listed`() throws {
    var problem = try town(
      .leastCost, capacities: [99, 99], rules: SiteRules(count: 1, forbidden: [0]))
    #expect(problem.unreachableDemands == [0])
    #expect(try CapacitySolver.solve(problem).solution.status == .infeasible)
    problem.existing = try CostTable(siteCount: 1, demandCount: 3, pairs: [(0, 0, 7)])
    problem.existingCapacities = [10]
    #expect(problem.unreachableDemands == [])
    let answer = try CapacitySolver.solve(problem)
    #expect(answer.solution.objective == 90 && answer.solution.sites == [1])
    #expect(answer.flows.first == ServiceFlow(station: .existing(0), demand: 0, people: 10))
  }
}
