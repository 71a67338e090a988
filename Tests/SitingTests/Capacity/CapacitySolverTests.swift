import Siting
import Testing

@Suite struct CapacitySolverTests {
  /// Sites 7, demands 8; the bits of `number` choose the options as in `SmallProblems`.
  private func problem(_ number: Int, _ goal: CapacityProblem.Goal) throws -> CapacityProblem {
    var random = SeededNumbers(seed: UInt64(1_000 + number))
    let (sites, demands) = (7, 8)
    let whole = random.chance(0.5)
    let table = try SmallProblems.table(
      sites: sites, demands: demands, sparse: true, whole: whole, &random)
    let weights = (0..<demands).map { _ in
      random.chance(0.2) ? 0 : Double.random(in: 1..<6, using: &random).rounded()
    }
    let scale = goal == .mostPeople ? 10.0 : 20
    let capacities = (0..<sites).map { _ in
      random.chance(0.1) ? .infinity : Double.random(in: 0..<scale, using: &random)
    }
    var problem = CapacityProblem(
      goal: goal, table: table, weights: weights, capacities: capacities,
      rules: SmallProblems.rules(number, sites: sites, &random))
    if number & 32 != 0 {
      problem.existing = try SmallProblems.table(
        sites: 2, demands: demands, sparse: true, whole: whole, &random)
      problem.existingCapacities = [random.chance(0.2) ? .infinity : 4, 9]
    }
    return problem
  }

  /// What a set of sites achieves, by a linear program over single demands; nil where people stay unserved.
  private func value(_ problem: CapacityProblem, _ open: [Int]) throws -> Double? {
    var program = IntegerProgram(problem.goal == .mostPeople ? .maximise : .minimise)
    var byDemand = [[Int]](repeating: [], count: problem.table.demandCount)
    func add(_ table: CostTable, _ site: Int, _ capacity: Double) {
      let pairs = table.starts[site]..<table.starts[site + 1]
      let columns = pairs.map { pair in
        let column = program.addColumn(cost: problem.goal == .mostPeople ? 1 : table.costs[pair])
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

  private func expectBest(_ number: Int, _ goal: CapacityProblem.Goal) throws -> Bool {
    let problem = try problem(number, goal)
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
        flow.people * (problem.goal == .mostPeople ? 1 : pair.map { table.costs[$0] } ?? .nan)
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
}
