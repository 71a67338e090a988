import Testing

@testable import Siting

@Suite struct TradeOffTests {
  /// Rules of 1, 2 … stations.
  private let rules = (1...4).map { SiteRules(count: $0) }

  private func answer(
    _ objective: Double, _ bound: Double, _ status: SitingStatus = .feasible
  ) -> SitingSolution {
    SitingSolution(
      status: status, sites: [Int(objective)], objective: objective, bound: bound, solver: "x")
  }

  @Test func `A line that was cut off takes the answer of the line before`() {
    let given = [answer(10, 6), answer(12, 5), answer(7, 3), answer(3, 3, .optimal)]
    let lines = TradeOff.search(rules, maximises: false, seconds: nil) { rules, _ in
      given[rules.count! - 1]
    }
    #expect(lines.map(\.objective) == [10, 10, 7, 3])
    #expect(lines.map(\.sites) == [[10], [10], [7], [3]])
    #expect(lines.map(\.bound) == [6, 5, 3, 3])
    let most = TradeOff.search(rules, maximises: true, seconds: nil) { rules, _ in
      var line = given[rules.count! - 1]
      (line.objective, line.bound) = (-line.objective, -line.bound)
      return line
    }
    #expect(most.map(\.objective) == [-10, -10, -7, -3])
    #expect(most.map(\.bound) == [-6, -5, -3, -3])
  }

  @Test func `A bound holds for every line with less, which it may prove`() {
    let given = [answer(8, 2), answer(8, 1), answer(8, 8, .optimal), answer(5, 4)]
    let lines = TradeOff.search(rules, maximises: false, seconds: nil) { rules, _ in
      given[rules.count! - 1]
    }
    #expect(lines.map(\.bound) == [8, 8, 8, 4])
    #expect(lines.map(\.status) == [.optimal, .optimal, .optimal, .feasible])
  }

  @Test func `Lines without an answer stay so until one is found`() {
    let none = SitingSolution.infeasible("reach")
    let lines = TradeOff.search(rules, maximises: false, seconds: nil) { rules, _ in
      [none, nil, answer(5, 4), nil][rules.count! - 1]
    }
    #expect(lines.map(\.status) == [.infeasible, .feasible, .feasible, .feasible])
    #expect(lines.map(\.objective) == [.infinity, .infinity, 5, 5])
    #expect(lines[1].bound == 4 && lines[1].sites.isEmpty)
  }

  @Test(arguments: [false, true])
  func `Every line of a median's or a center's curve is the best of all sets`(isCenter: Bool)
    throws
  {
    for number in 0..<32 {
      var problem = try SmallProblems.median(number | 32)
      problem.rules.count = nil
      problem.rules.budget = nil
      problem.rules.forced = []
      let costs = (0..<9).map { Double(($0 * 5 + number) % 7) }
      let rules = (1...4).map { line -> SiteRules in
        var rules = problem.rules
        rules.costs = costs
        if number & 1 == 0 { rules.count = line } else { rules.budget = Double(3 * line) }
        return rules
      }
      let lines = try TradeOff.search(rules, maximises: false, seconds: nil) { rules, _ in
        var line = problem
        line.rules = rules
        return isCenter ? try CenterSolver.solve(line) : try MedianSolver.solve(line)
      }
      for (rules, line) in zip(rules, lines) {
        let best =
          SmallProblems.allowedSets(rules, sites: 9).map {
            isCenter ? problem.largestCost(with: $0) : problem.weightedCost(with: $0)
          }.min() ?? .infinity
        #expect((line.status == .infeasible) == (best == .infinity), "number \(number)")
        if best == .infinity { continue }
        #expect(line.status == .optimal, "number \(number)")
        #expect(abs(line.objective - best) <= 1e-6 * best, "number \(number)")
        #expect(rules.allow(line.sites), "number \(number)")
      }
    }
  }
}
