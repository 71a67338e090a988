import Testing

@testable import Siting

/// Fewest stations with enough room, and the least largest cost at which everybody finds room.
@Suite struct CapacityLevelTests {
  static func problem(_ number: Int, _ goal: CapacityProblem.Goal) throws -> CapacityProblem {
    try SmallProblems.capacities(
      number, goal, seed: 5_000, room: 2..<16, sparseness: 0.7)
  }

  /// The most people × importance that open sites serve within a cost, by a linear program over single demands
  /// that knows nothing of the solver's model.
  private static func served(
    _ problem: CapacityProblem, _ open: [Int], within limit: Double = .infinity
  ) throws -> Double {
    var program = IntegerProgram(.maximise)
    let covers = Double(problem.coversNeeded)
    let people = problem.weights.indices.map { demand in
      program.addColumn(
        cost: problem.importance?[demand] ?? 1, upper: problem.weights[demand])
    }
    var places = [[IntegerProgram.Term]](repeating: [], count: people.count)
    func add(_ table: CostTable, _ site: Int, _ capacity: Double) {
      var load: [IntegerProgram.Term] = []
      for pair in table.starts[site]..<table.starts[site + 1] where table.costs[pair] <= limit {
        let demand = Int(table.demands[pair])
        let column = program.addColumn(cost: 0)
        program.addRow([.init(column, 1), .init(people[demand], -1)], upper: 0)
        places[demand].append(.init(column, 1))
        load.append(.init(column, 1))
      }
      program.addRow(load, upper: capacity)
    }
    for site in open { add(problem.table, site, problem.capacities[site]) }
    if let existing = problem.existing {
      for site in 0..<existing.siteCount { add(existing, site, problem.existingCapacities[site]) }
    }
    for (demand, terms) in places.enumerated() {
      program.addRow(terms + [.init(people[demand], -covers)], lower: 0)
    }
    return try program.solve().objective
  }

  /// Fewest stations as one program over single demands: a column for each site, then one for the people served of
  /// each demand, then one for the places of each pair.
  static func fewestProgram(_ problem: CapacityProblem, share: Double) -> IntegerProgram {
    var program = IntegerProgram(.minimise)
    for _ in problem.capacities { program.addBinary(cost: 1) }
    let people = problem.weights.map { program.addColumn(cost: 0, upper: $0) }
    var places = [[IntegerProgram.Term]](repeating: [], count: people.count)
    func add(_ table: CostTable, _ station: Int, _ capacity: Double, site: Int?) {
      var load: [IntegerProgram.Term] = []
      for pair in table.starts[station]..<table.starts[station + 1] {
        let demand = Int(table.demands[pair])
        let weight = problem.weights[demand]
        if weight == 0 { continue }
        let column = program.addColumn(cost: 0, upper: weight)
        if problem.coversNeeded == 2 {
          program.addRow([.init(column, 1), .init(people[demand], -1)], upper: 0)
        }
        if let site { program.addRow([.init(column, 1), .init(site, -weight)], upper: 0) }
        places[demand].append(.init(column, 1))
        load.append(.init(column, 1))
      }
      if load.isEmpty || capacity == .infinity { return }
      program.addRow(
        load + (site.map { [.init($0, -capacity)] } ?? []), upper: site == nil ? capacity : 0)
    }
    for site in problem.capacities.indices {
      add(problem.table, site, problem.capacities[site], site: site)
    }
    for station in 0..<(problem.existing?.siteCount ?? 0) {
      add(problem.existing!, station, problem.existingCapacities[station], site: nil)
    }
    for (demand, terms) in places.enumerated() where problem.weights[demand] > 0 {
      program.addRow(terms + [.init(people[demand], -Double(problem.coversNeeded))], lower: 0)
    }
    let served = people.filter { problem.weights[$0 - people[0]] > 0 }
    program.addRow(
      served.map { .init($0, 1) }, lower: share * problem.weights.reduce(0, +) - 1e-6)
    problem.rules.addRows(to: &program, first: 0, siteCount: problem.capacities.count)
    return program
  }

  private static func total(_ problem: CapacityProblem) -> Double {
    problem.weights.indices.reduce(0) {
      $0 + problem.weights[$1] * (problem.importance?[$1] ?? 1)
    }
  }

  private static func expectFewest(_ problem: CapacityProblem, _ share: Double, _ number: Int)
    throws -> Bool
  {
    let wanted = share * total(problem) - 1e-7
    let sets = SmallProblems.allowedSets(problem.rules, sites: 7).sorted { $0.count < $1.count }
    let fewest = try sets.first { try served(problem, $0) >= wanted }?.count
    let answer = try CapacitySolver.solve(problem)
    guard let fewest else {
      #expect(answer.solution.status == .infeasible, "number \(number)")
      return false
    }
    #expect(answer.solution.status == .optimal, "number \(number)")
    #expect(answer.solution.objective == Double(fewest), "number \(number)")
    #expect(answer.solution.bound == Double(fewest), "number \(number)")
    #expect(answer.solution.sites.count == fewest, "number \(number)")
    #expect(problem.rules.allow(answer.solution.sites), "number \(number)")
    #expect(try served(problem, answer.solution.sites) >= wanted, "number \(number)")
    return true
  }

  @Test(arguments: 0..<4)
  func `No smaller set of sites serves the share wanted, whatever the options`(kind: Int) throws {
    var kinds = Set<Bool>()
    for number in 0..<64 {
      let share = [1, 0.9, 0.75, 0.5][number % 4]
      var problem = try Self.problem(number, .fewestStations(targetShare: share))
      if kind & 1 != 0 { problem.coversNeeded = 2 }
      if kind & 2 != 0 { problem.importance = (0..<8).map { [1, 3, 1.5][($0 + number) % 3] } }
      kinds.insert(try Self.expectFewest(problem, share, number))
    }
    #expect(kinds == [true, false], "feasible ones and others")
  }

  @Test func `No smaller cost lets everybody find room, whatever the options`() throws {
    var infeasible = 0
    for number in 0..<64 {
      let problem = try Self.problem(number, .leastFarthest)
      let all = Self.total(problem) - 1e-7
      let costs = Set([0] + problem.table.costs + (problem.existing?.costs ?? [])).sorted()
      let sets = SmallProblems.allowedSets(problem.rules, sites: 7)
      let possible = try sets.filter { try Self.served(problem, $0) >= all }
      // What is possible within a cost is so within a larger one.
      var (low, high) = (0, costs.count)
      while low < high && !possible.isEmpty {
        let middle = (low + high) / 2
        if try possible.contains(where: {
          try Self.served(problem, $0, within: costs[middle]) >= all
        }) {
          high = middle
        } else {
          low = middle + 1
        }
      }
      let answer = try CapacitySolver.solve(problem)
      if possible.isEmpty {
        infeasible += 1
        #expect(answer.solution.status == .infeasible, "number \(number)")
        continue
      }
      #expect(answer.solution.status == .optimal, "number \(number)")
      #expect(answer.solution.objective == costs[high], "number \(number)")
      #expect(answer.solution.bound == costs[high], "number \(number)")
      #expect(problem.rules.allow(answer.solution.sites), "number \(number)")
      #expect(
        try Self.served(problem, answer.solution.sites, within: costs[high]) >= all,
        "number \(number)")
    }
    #expect((5..<59).contains(infeasible), "both kinds occur: \(infeasible)")
  }

  @Test func `With room for everybody the farthest is as near as without capacities`() throws {
    for number in 0..<64 {
      var problem = try Self.problem(number, .leastFarthest)
      problem.capacities = problem.capacities.map { _ in 1_000 }
      problem.existing = nil
      problem.existingCapacities = []
      problem.weights = problem.weights.map { max(1, $0) }
      let answer = try CapacitySolver.solve(problem).solution
      let plain = try CenterSolver.solve(
        MedianProblem(table: problem.table, weights: problem.weights, rules: problem.rules))
      #expect(answer.status == plain.status && answer.objective == plain.objective, "\(number)")
    }
  }

  /// 10 people at each of three places in a row; each site takes 20 and reaches two neighbours.
  private func row(_ goal: CapacityProblem.Goal) throws -> CapacityProblem {
    CapacityProblem(
      goal: goal,
      table: try CostTable(
        siteCount: 3, demandCount: 3,
        pairs: [(0, 0, 1), (0, 1, 2), (1, 1, 1), (1, 2, 2), (2, 0, 9), (2, 1, 9), (2, 2, 9)]),
      weights: [10, 10, 10], capacities: [20, 20, 30], rules: SiteRules())
  }

  @Test func `One station with more places replaces two near ones where fewest are wanted`() throws
  {
    let fewest = try CapacitySolver.solve(try row(.fewestStations(targetShare: 1)))
    #expect(fewest.solution.sites == [2] && fewest.solution.objective == 1)
    var near = try row(.fewestStations(targetShare: 1))
    near.capacities[2] = 29
    #expect(try CapacitySolver.solve(near).solution.objective == 2)
    var farthest = try row(.leastFarthest)
    farthest.rules.count = 2
    let answer = try CapacitySolver.solve(farthest)
    #expect(answer.solution.sites == [0, 1] && answer.solution.objective == 2)
    farthest.rules.count = 1
    #expect(try CapacitySolver.solve(farthest).solution.objective == 9)
    farthest.capacities[2] = 29
    #expect(try CapacitySolver.solve(farthest).solution.status == .infeasible)
  }

  @Test func `Existing stations serve first, and where they do for all none is added`() throws {
    var problem = try row(.fewestStations(targetShare: 1))
    problem.existing = try CostTable(
      siteCount: 1, demandCount: 3, pairs: [(0, 0, 4), (0, 1, 4), (0, 2, 4)])
    problem.existingCapacities = [30]
    let none = try CapacitySolver.solve(problem).solution
    #expect(none.status == .optimal && none.sites.isEmpty && none.objective == 0 && none.gap == 0)
    problem.existingCapacities = [12]
    #expect(try CapacitySolver.solve(problem).solution.sites.count == 1)
    problem.goal = .leastFarthest
    problem.existingCapacities = [30]
    problem.rules.count = 0
    #expect(try CapacitySolver.solve(problem).solution.objective == 4)
  }

  @Test func `Without time the bound still holds`() throws {
    for number in 0..<20 {
      for goal in [CapacityProblem.Goal.fewestStations(targetShare: 0.75), .leastFarthest] {
        let problem = try Self.problem(number, goal)
        let best = try CapacitySolver.solve(problem).solution
        guard
          let hasty = try? CapacitySolver.solve(problem, limits: SolveLimits(seconds: 0)).solution,
          best.status != .infeasible
        else { continue }
        #expect(hasty.bound <= best.objective && hasty.objective >= best.objective, "\(number)")
      }
    }
  }
}
