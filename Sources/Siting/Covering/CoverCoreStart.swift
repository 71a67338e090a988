extension CoverCore {
  /// The model as given, nothing reduced yet; `forced` and `forbidden` are for the first `reduced` call.
  init(_ problem: CoverProblem, _ goal: CoverGoal) {
    let table = problem.table
    aim = .people
    rows = CoverRows(starts: table.starts, items: table.demands)
    back = rows.transposed(itemCount: table.demandCount)
    siteIDs = Array(0..<table.siteCount)
    costs = problem.costs ?? [Double](repeating: 1, count: table.siteCount)
    weights = problem.weights
    let needed = UInt8(problem.coversNeeded)
    needs = problem.existing.map { $0 >= needed ? 0 : needed - $0 }
    groups = [Int32](repeating: 0, count: table.demandCount)
    exclusive = problem.exclusive.map { Set($0).sorted().map(Int32.init) }.filter { $0.count > 1 }
    count = table.siteCount
    budget = .infinity
    chosen = []
    spent = 0
    base = [0]
    required = 0
    grain = weights.allSatisfy { $0 == $0.rounded() } && problem.totalWeight < 1e15 ? 1 : 0
    apply(goal, problem)
    budgetSlack = budget.isFinite ? budget * Self.costSlack : 0
  }

  private mutating func apply(_ goal: CoverGoal, _ problem: CoverProblem) {
    switch goal {
    case .mostPeople(let count, let budget):
      self.count = min(count ?? siteCount, siteCount)
      self.budget = budget ?? .infinity
    case .fewestStations(let share):
      required = max(0, problem.requiredWeight(share))
      aim = share == 1 ? .fullCover : .partCover
      grain = costs.allSatisfy { $0 == $0.rounded() } && costs.reduce(0, +) < 1e15 ? 1 : 0
    case .bestWorstGroup(let groups, let count, let budget):
      aim = .worstGroup
      self.count = min(count ?? siteCount, siteCount)
      self.budget = budget ?? .infinity
      grain = 0
      divide(groups)
    }
  }

  /// Numbers the groups that hold people from 0 and turns people into shares of their group.
  private mutating func divide(_ given: [Int32]) {
    var whole: [Int32: Double] = [:]
    for row in weights.indices where given[row] >= 0 && weights[row] > 0 {
      whole[given[row], default: 0] += weights[row]
    }
    let number = Dictionary(
      uniqueKeysWithValues: whole.keys.sorted().enumerated().map { ($1, Int32($0)) })
    base = [Double](repeating: 0, count: number.count)
    for row in weights.indices {
      guard let group = number[given[row]], weights[row] > 0 else {
        weights[row] = 0
        continue
      }
      groups[row] = group
      weights[row] /= whole[given[row]]!
    }
  }
}
