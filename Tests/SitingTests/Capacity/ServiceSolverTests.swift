import Model
import Testing

@testable import Siting

/// Two stations a person, and the smallest share of a community, where every station serves only so many people.
@Suite struct ServiceSolverTests {
  enum Question: CaseIterable {
    case backup, worst, worstBackup, weightedBackup

    var covers: Int { self == .worst ? 1 : 2 }
    var isShare: Bool { self == .worst || self == .worstBackup }
  }

  /// Sites 6, demands 7, three communities of which one may be of nobody; the bits of `number` choose the options as
  /// in `SmallProblems`, 32 existing stations.
  static func problem(_ number: Int, _ question: Question) throws -> CapacityProblem {
    var random = SeededNumbers(seed: UInt64(7_000 + number))
    let (sites, demands) = (6, 7)
    let table = try SmallProblems.table(
      sites: sites, demands: demands, sparse: true, whole: true, &random)
    let communities = (0..<demands).map { _ in Int32.random(in: -1...2, using: &random) }
    let isEmpty = random.chance(0.3)
    let weights = communities.map { community in
      random.chance(0.15) || isEmpty && community == 1
        ? 0 : Double.random(in: 1..<6, using: &random).rounded()
    }
    let capacities = (0..<sites).map { _ in
      random.chance(0.15)
        ? 0 : random.chance(0.15) ? .infinity : Double.random(in: 0..<12, using: &random)
    }
    var problem = CapacityProblem(
      goal: .mostPeople, table: table, weights: weights, capacities: capacities,
      coversNeeded: question.covers, communityOf: question.isShare ? communities : nil,
      rules: SmallProblems.rules(number, sites: sites, &random))
    if question == .weightedBackup { problem.importance = [1, 3, 0.5, 1, 2, 3, 1] }
    if number & 32 != 0 {
      problem.existing = try SmallProblems.table(
        sites: 3, demands: demands, sparse: true, whole: true, &random)
      problem.existingCapacities = [random.chance(0.3) ? .infinity : 4, 9, 0]
    }
    return problem
  }

  @Test(arguments: Question.allCases)
  func `The answer is the best of all sets of sites, whatever the options`(question: Question)
    throws
  {
    var (solved, above) = (0, 0)
    for number in 0..<64 {
      let problem = try Self.problem(number, question)
      let answer = try CapacitySolver.solve(problem)
      guard let best = ServiceByHand.best(problem) else {
        #expect(answer.solution.status == .infeasible, "number \(number)")
        continue
      }
      solved += 1
      if best.objective > 1e-9 { above += 1 }
      #expect(answer.solution.status == .optimal, "number \(number)")
      #expect(
        abs(answer.solution.objective - best.objective) <= 2e-6 * max(1, best.objective),
        "number \(number): \(answer.solution.objective), not \(best.objective)")
      #expect(answer.solution.gap <= 1e-6 && problem.rules.allow(answer.solution.sites))
      let people = expectFlowsMakeSense(answer, problem, "number \(number)")
      if question.isShare {
        #expect(abs(people - best.people) <= 1e-5, "number \(number): \(people), \(best.people)")
      }
    }
    #expect(solved >= 40 && above >= 15, "\(solved) solved, \(above) above 0")
  }

  /// Everybody has a place at as many different stations as needed, none beyond its room; the people served.
  @discardableResult
  private func expectFlowsMakeSense(
    _ answer: CapacitySolution, _ problem: CapacityProblem, _ comment: Comment
  ) -> Double {
    var atStation: [ServiceFlow.Station: Double] = [:]
    var atDemand = [[Double]](repeating: [], count: problem.weights.count)
    for flow in answer.flows {
      atStation[flow.station, default: 0] += flow.people
      atDemand[flow.demand].append(flow.people)
      let (table, site): (CostTable?, Int) =
        switch flow.station {
        case .new(let site): (problem.table, site)
        case .existing(let site): (problem.existing, site)
        }
      let near = table.map { $0.demands[$0.starts[site]..<$0.starts[site + 1]] } ?? []
      #expect(near.contains(UInt32(flow.demand)), comment)
    }
    for (station, places) in atStation {
      let room =
        switch station {
        case .new(let site): answer.solution.sites.contains(site) ? problem.capacities[site] : -1
        case .existing(let site): problem.existingCapacities[site]
        }
      #expect(places <= room + 1e-6, comment)
    }
    let served = atDemand.map { $0.reduce(0, +) / Double(problem.coversNeeded) }
    for (demand, places) in atDemand.enumerated() {
      #expect(served[demand] <= problem.weights[demand] + 1e-6, comment)
      #expect(places.allSatisfy { $0 <= served[demand] + 1e-6 }, comment)
    }
    expectObjective(answer.solution.objective, served, problem, comment)
    return served.reduce(0, +)
  }

  private func expectObjective(
    _ objective: Double, _ served: [Double], _ problem: CapacityProblem, _ comment: Comment
  ) {
    guard let communities = problem.communityOf else {
      let worth = served.indices.reduce(0) { $0 + served[$1] * (problem.importance?[$1] ?? 1) }
      #expect(abs(worth - objective) <= 1e-6 * max(1, worth), comment)
      return
    }
    let shares = Set(communities).filter { $0 >= 0 }.compactMap { community -> Double? in
      let own = served.indices.filter { communities[$0] == community }
      let all = own.reduce(0) { $0 + problem.weights[$1] }
      return all > 0 ? own.reduce(0) { $0 + served[$1] } / all : nil
    }
    #expect(abs((shares.min() ?? 1) - objective) <= 1e-6, comment)
  }

  /// The same people, sites and rules with room for everybody.
  @Test(arguments: [Question.backup, .worst, .worstBackup])
  func `With room for everybody the answer is that of covering without capacities`(
    question: Question
  ) throws {
    for number in 0..<64 {
      var problem = try Self.problem(number, question)
      let isEndless = number % 3 == 0
      problem.capacities = problem.capacities.map { _ in isEndless ? .infinity : 1_000 }
      problem.existingCapacities = problem.existingCapacities.map { _ in 1_000 }
      if problem.rules.count == nil && problem.rules.budget == nil { continue }
      let goal: CoverGoal =
        question.isShare
        ? .bestWorstGroup(
          groupOfDemand: problem.communityOf!, count: problem.rules.count,
          budget: problem.rules.budget)
        : .mostPeople(count: problem.rules.count, budget: problem.rules.budget)
      let cover = try CoverSolver.solve(covering(problem), goal: goal)
      let answer = try CapacitySolver.solve(problem).solution
      #expect(answer.status == cover.status, "number \(number)")
      if cover.status == .infeasible { continue }
      #expect(abs(answer.objective - cover.objective) <= 1e-6, "number \(number)")
    }
  }

  private func covering(_ problem: CapacityProblem) -> CoverProblem {
    func rows(_ table: CostTable) -> [[Int]] {
      (0..<table.siteCount).map {
        table.demands[table.starts[$0]..<table.starts[$0 + 1]].map { Int($0) }
      }
    }
    var covers = [UInt8](repeating: 0, count: problem.weights.count)
    for demand in problem.existing.map(rows)?.joined() ?? [[Int]]().joined() { covers[demand] += 1 }
    return CoverProblem(
      table: CoverTable(demandCount: problem.weights.count, sites: rows(problem.table)),
      weights: problem.weights, existing: covers, coversNeeded: problem.coversNeeded,
      costs: problem.rules.costs, forced: problem.rules.forced,
      forbidden: problem.rules.forbidden, exclusive: problem.rules.exclusive)
  }

  @Test func `Sites are ranked by whom each lets be served twice beside those before it`() throws {
    for number in 32..<64 {
      var problem = try Self.problem(number, .backup)
      problem.rules = SiteRules(count: 4)
      let sites = [0, 2, 3, 5]
      let ranking = try CapacitySolver.ranking(problem, sites: sites)
      #expect(abs(ranking.before - ServiceByHand.value(problem, []).people) <= 1e-6)
      var (open, before) = ([Int](), ranking.before)
      for rank in ranking.ranks {
        let best = sites.filter { !open.contains($0) }
          .map { ServiceByHand.value(problem, open + [$0]).people }.max()!
        open.append(rank.site)
        before += rank.gain
        let reached = ServiceByHand.value(problem, open).people
        #expect(abs(before - reached) <= 1e-6 && reached >= best - 1e-6, "number \(number)")
      }
      #expect(Set(open) == Set(sites))
    }
  }

  @Test func `Every line of the trade-off is the best of all sets of so many, or of so much money`()
    throws
  {
    for question in [Question.backup, .worst] {
      for number in 32..<38 {
        let problem = try Self.problem(number, question)
        let counts = (1...4).map { SiteRules(count: $0) }
        let budgets = [2.0, 4, 6].map { SiteRules(budget: $0, costs: [1, 2, 3, 4, 5, 1]) }
        for rules in [counts, budgets] {
          let lines = try CapacitySolver.tradeOff(problem, rules: rules)
          for (rule, line) in zip(rules, lines) {
            var part = problem
            part.rules = rule
            let best = ServiceByHand.best(part)!.objective
            #expect(line.status == .optimal && abs(line.objective - best) <= 2e-6 * max(1, best))
            #expect(rule.allow(line.sites))
          }
        }
      }
    }
  }

  @Test func `The next best answers are the next best sets`() throws {
    for question in [Question.backup, .worst] {
      for number in [0, 1, 4, 32, 33, 36] {
        let problem = try Self.problem(number, question)
        let best = try CapacitySolver.solve(problem).solution
        if best.status == .infeasible { continue }
        let others = try Alternatives.search(
          count: 2, after: best, forced: problem.rules.forced, isBetter: { $0 > $1 },
          solve: { forced, forbidden in
            var other = problem
            other.rules.forced += forced
            other.rules.forbidden = Set(problem.rules.forbidden + forbidden).sorted()
            return try CapacitySolver.solve(other).solution
          })
        // Each lacks a site of every answer before it.
        var before = [best.sites]
        for other in others {
          let left = SmallProblems.allowedSets(problem.rules, sites: problem.table.siteCount)
            .filter { set in before.allSatisfy { !Set(set).isSuperset(of: $0) } }
          // Every set holds the sites of an answer without any.
          if left.isEmpty { break }
          let next = left.map { ServiceByHand.value(problem, $0).objective }.max()!
          #expect(abs(other.objective - next) <= 2e-6 * max(1, next), "number \(number)")
          before.append(other.sites)
        }
      }
    }
  }

  // MARK: By hand

  private func town(
    _ pairs: [(site: Int, demand: Int, cost: Double)], weights: [Double], capacities: [Double],
    covers: Int = 2, communities: [Int32]? = nil
  ) throws -> CapacityProblem {
    CapacityProblem(
      goal: .mostPeople,
      table: try CostTable(
        siteCount: capacities.count, demandCount: weights.count, pairs: pairs),
      weights: weights, capacities: capacities, coversNeeded: covers, communityOf: communities,
      rules: SiteRules(count: capacities.count))
  }

  @Test func `A person takes a place at two different stations`() throws {
    // Ten people, rooms for 8 and 3: three have a place at both, the other five places help nobody.
    let two = try CapacitySolver.solve(
      town([(0, 0, 1), (1, 0, 1)], weights: [10], capacities: [8, 3])
    ).solution
    #expect(two.status == .optimal && two.objective == 3 && two.sites == [0, 1])
    // With a third room of 6 all 17 places are used: 8.5 people, since people are split in parts of any size.
    let three = try CapacitySolver.solve(
      town([(0, 0, 1), (1, 0, 1), (2, 0, 1)], weights: [10], capacities: [8, 3, 6]))
    #expect(three.solution.objective == 8.5)
    #expect(three.flows.map(\.people).reduce(0, +) == 17)
    // One station serves nobody, however large, and is not opened.
    let one = try CapacitySolver.solve(town([(0, 0, 1)], weights: [10], capacities: [50])).solution
    #expect(one.status == .optimal && one.objective == 0 && one.sites == [])
  }

  @Test func `The poorest community is served first, then as many people as there is room for`()
    throws
  {
    // Room for 12 at site 0 within reach of all; 10 and 20 people: two fifths of each. Site 1 adds 3 of the ten
    // and so lets 9 of the 20 be served at 0: 12 + 3 people, both communities by one half.
    let pairs = [(site: 0, demand: 0, cost: 1.0), (0, 1, 1), (1, 0, 1)]
    let problem = try town(
      pairs, weights: [10, 20], capacities: [12, 3], covers: 1, communities: [0, 1])
    let answer = try CapacitySolver.solve(problem)
    #expect(answer.solution.status == .optimal && abs(answer.solution.objective - 0.5) <= 1e-9)
    #expect(abs(expectFlowsMakeSense(answer, problem, "town") - 15) <= 1e-6)
    // A community beyond all reach holds the share at 0: then most people decide.
    let far = try CapacitySolver.solve(
      town(pairs, weights: [10, 20, 1], capacities: [12, 3], covers: 1, communities: [0, 1, 2]))
    #expect(far.solution.status == .optimal && far.solution.objective == 0)
    #expect(abs(far.flows.map(\.people).reduce(0, +) - 15) <= 1e-6)
    // Communities of nobody and no community at all do not count.
    let none = try CapacitySolver.solve(
      town(pairs, weights: [10, 20, 0], capacities: [12, 3], covers: 1, communities: [-1, -1, 2]))
    #expect(none.solution.status == .optimal && none.solution.objective == 1)
  }

  // MARK: Limits of time

  /// 60 sites and 300 demands in a square, rooms for a third of the people.
  private func city(_ question: Question) throws -> CapacityProblem {
    var random = SeededNumbers(seed: 5)
    func place() -> (x: Double, y: Double) {
      (Double.random(in: 0..<1, using: &random), Double.random(in: 0..<1, using: &random))
    }
    let (sites, people) = ((0..<60).map { _ in place() }, (0..<300).map { _ in place() })
    var pairs: [(site: Int, demand: Int, cost: Double)] = []
    for (site, one) in sites.enumerated() {
      for (demand, other) in people.enumerated() {
        let (x, y) = (one.x - other.x, one.y - other.y)
        if x * x + y * y <= 0.04 { pairs.append((site, demand, 0)) }
      }
    }
    return CapacityProblem(
      goal: .mostPeople,
      table: try CostTable(siteCount: 60, demandCount: 300, pairs: pairs),
      weights: people.map { _ in Double(Int.random(in: 1...20, using: &random)) },
      capacities: sites.map { _ in Double(Int.random(in: 100...250, using: &random)) },
      coversNeeded: question.covers,
      communityOf: question.isShare ? people.map { Int32($0.x * 2) + 2 * Int32($0.y * 2) } : nil,
      rules: SiteRules(count: 8))
  }

  @Test(arguments: [Question.backup, .worst, .worstBackup])
  func `An answer cut off by the time limit states a bound that holds`(question: Question) throws {
    let problem = try city(question)
    // What CBC proves without a limit of time: 898 people, a share of 0.574066, one of 0.274677.
    let best = try #require([.backup: 898, .worst: 0.5740661, .worstBackup: 0.2746773][question])
    for seconds in [0, 0.05, 0.1, 0.2, 0.4, 1] {
      let cut = try CapacitySolver.solve(problem, limits: SolveLimits(seconds: seconds))
      #expect(cut.solution.status != .infeasible && cut.solution.bound.isFinite)
      #expect(cut.solution.bound >= best * (1 - 1e-6), "\(seconds) s")
      #expect(cut.solution.objective <= best * (1 + 1e-6), "\(seconds) s")
      #expect(problem.rules.allow(cut.solution.sites))
      expectFlowsMakeSense(cut, problem, "\(seconds) s")
    }
  }

  /// CBC 2.10.8 calls programs infeasible when a relaxation is cut off.
  @Test func `A program cut off by the time limit is not called infeasible`() throws {
    let problem = try city(.backup)
    let program = problem.serviceProgram(
      CapacityModel(problem), ServiceTerms(problem), isOpen: false)
    var seconds = 0.03
    for _ in 0..<24 {
      seconds *= 1.1
      let limits = SolveLimits(seconds: seconds)
      for cutoff in [nil, 890.0] {
        let result = try program.solve(noWorseThan: cutoff, limits: limits)
        #expect(result.status != .infeasible && result.bound >= 898 * (1 - 1e-6))
      }
    }
  }
}
