import Siting

/// The definition of serving people under capacities, by looking at every set of sites; nothing is shared with the
/// solver. A person is an edge between two stations (or one station) that has a place for each end, and a simplex
/// over these edges says how many are served.
enum ServiceByHand {
  /// What a set of sites achieves: the objective, and the most people at that objective.
  static func value(_ problem: CapacityProblem, _ open: [Int]) -> (
    objective: Double, people: Double
  ) {
    let stations = stations(problem, open)
    var edges: [(demand: Int, ends: [Int])] = []
    for demand in problem.weights.indices where problem.weights[demand] > 0 {
      let near = stations.indices.filter { stations[$0].demands.contains(demand) }
      for (index, one) in near.enumerated() {
        if problem.coversNeeded == 1 { edges.append((demand, [one])) }
        if problem.coversNeeded == 2 {
          for other in near[(index + 1)...] { edges.append((demand, [one, other])) }
        }
      }
    }
    var rows: [(terms: [Int: Double], limit: Double)] = []
    for demand in problem.weights.indices {
      let own = edges.indices.filter { edges[$0].demand == demand }
      rows.append((Dictionary(uniqueKeysWithValues: own.map { ($0, 1) }), problem.weights[demand]))
    }
    for (index, station) in stations.enumerated() where station.capacity < .infinity {
      let own = edges.indices.filter { edges[$0].ends.contains(index) }
      rows.append((Dictionary(uniqueKeysWithValues: own.map { ($0, 1) }), station.capacity))
    }
    guard let communities = problem.communityOf else {
      let worth = edges.map { problem.importance?[$0.demand] ?? 1 }
      let found = Simplex.maximise(worth, rows)
      return (zip(worth, found).reduce(0) { $0 + $1.0 * $1.1 }, found.reduce(0, +))
    }
    // The share is one more column, and worth more than any number of people that could be had for it.
    let share = edges.count
    rows.append(([share: 1], 1))
    for community in Set(communities) where community >= 0 {
      let all = problem.weights.indices.reduce(0) {
        communities[$1] == community ? $0 + problem.weights[$1] : $0
      }
      if all == 0 { continue }
      var terms: [Int: Double] = [share: all]
      for edge in edges.indices where communities[edges[edge].demand] == community {
        terms[edge] = -1
      }
      rows.append((terms, 0))
    }
    let found = Simplex.maximise(edges.map { _ in 1 } + [1e4], rows)
    return (found[share], found.dropLast().reduce(0, +))
  }

  private static func stations(
    _ problem: CapacityProblem, _ open: [Int]
  ) -> [(capacity: Double, demands: Set<Int>)] {
    func near(_ table: CostTable, _ site: Int) -> Set<Int> {
      Set(table.demands[table.starts[site]..<table.starts[site + 1]].map { Int($0) })
    }
    var stations = open.map { (problem.capacities[$0], near(problem.table, $0)) }
    if let existing = problem.existing {
      for site in 0..<existing.siteCount {
        stations.append((problem.existingCapacities[site], near(existing, site)))
      }
    }
    return stations
  }

  /// The best of all sets: the largest objective, then the most people among the sets that reach it.
  static func best(_ problem: CapacityProblem) -> (objective: Double, people: Double)? {
    let values = SmallProblems.allowedSets(problem.rules, sites: problem.table.siteCount)
      .map { value(problem, $0) }
    guard let objective = values.map(\.objective).max() else { return nil }
    let people = values.filter { $0.objective >= objective - 1e-9 }.map(\.people).max()!
    return (objective, people)
  }
}

/// Largest Σ worth × x with Σ terms × x ≤ limit (≥ 0) and x ≥ 0: Dantzig's tableau with Bland's rule (1977).
enum Simplex {
  static func maximise(
    _ worth: [Double], _ rows: [(terms: [Int: Double], limit: Double)]
  ) -> [Double] {
    let (columns, count) = (worth.count, rows.count)
    var table = rows.enumerated().map { index, row in
      var line = [Double](repeating: 0, count: columns + count + 1)
      for (column, value) in row.terms { line[column] = value }
      line[columns + index] = 1
      line[columns + count] = row.limit
      return line
    }
    var profit = worth + [Double](repeating: 0, count: count + 1)
    var basis = (0..<count).map { columns + $0 }
    while let entering = (0..<columns + count).first(where: { profit[$0] > 1e-9 }) {
      let leaving = table.indices.filter { table[$0][entering] > 1e-9 }.min { one, other in
        let first = table[one][columns + count] / table[one][entering]
        let second = table[other][columns + count] / table[other][entering]
        return abs(first - second) > 1e-12 ? first < second : basis[one] < basis[other]
      }
      guard let row = leaving else { preconditionFailure("without a limit") }
      let pivot = table[row][entering]
      for column in table[row].indices { table[row][column] /= pivot }
      let line = table[row]
      for other in table.indices where other != row {
        subtract(line, entering, from: &table[other])
      }
      subtract(line, entering, from: &profit)
      basis[row] = entering
    }
    var values = [Double](repeating: 0, count: columns)
    for (row, column) in basis.enumerated() where column < columns {
      values[column] = table[row][columns + count]
    }
    return values
  }

  private static func subtract(_ line: [Double], _ column: Int, from other: inout [Double]) {
    let factor = other[column]
    if factor == 0 { return }
    for index in other.indices { other[index] -= factor * line[index] }
    other[column] = 0
  }
}
