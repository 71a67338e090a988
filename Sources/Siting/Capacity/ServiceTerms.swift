/// What serving people twice, or sharing it fairly, asks beyond `CapacityModel`.
struct ServiceTerms {
  /// Stations that must serve a person, a place taken at each.
  let covers: Int
  /// The smallest share over the communities counts, not the people.
  let isShare: Bool
  /// Everybody by community, within reach or not; a community of nobody does not count.
  let communityPeople: [Double]

  init(_ problem: CapacityProblem) {
    covers = problem.coversNeeded
    isShare = problem.communityOf != nil
    var people: [Double] = []
    for (demand, community) in (problem.communityOf ?? []).enumerated() where community >= 0 {
      let missing = Int(community) + 1 - people.count
      if missing > 0 { people += [Double](repeating: 0, count: missing) }
      people[Int(community)] += problem.weights[demand]
    }
    communityPeople = people
  }

  /// Communities with people, ascending.
  var communities: [Int] { communityPeople.indices.filter { communityPeople[$0] > 0 } }

  /// The largest objective there can be: everybody served.
  func most(_ model: CapacityModel) -> Double { isShare ? 1 : model.worth }

  /// What serving so many people of each merged demand is worth.
  func value(_ served: [Double], _ model: CapacityModel) -> ServiceValue {
    let people = served.reduce(0, +)
    guard isShare else {
      return ServiceValue(
        objective: zip(served, model.importance).reduce(0) { $0 + $1.0 * $1.1 }, people: people)
    }
    var inside = [Double](repeating: 0, count: communityPeople.count)
    for (demand, group) in model.groups.enumerated() where group >= 0 {
      inside[Int(group)] += served[demand]
    }
    let share = communities.map { inside[$0] / communityPeople[$0] }.min() ?? 1
    return ServiceValue(objective: min(1, share), people: people)
  }
}

/// What a set of stations achieves: the objective first, among equal ones the people served.
struct ServiceValue {
  /// Σ people × importance, or the smallest share.
  var objective: Double
  var people: Double

  /// Better by more than rounding; `scale` is the largest objective there can be.
  func isBetter(than other: ServiceValue, scale: Double) -> Bool {
    let slack = Self.slack * scale
    if abs(objective - other.objective) > slack { return objective > other.objective }
    return people > other.people + Self.slack * max(1, other.people)
  }

  /// What sums of the same numbers, and a linear program, may differ by.
  static let slack = 1e-9
}
