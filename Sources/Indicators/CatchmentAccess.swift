/// A zone of a catchment within which distance makes no difference.
public struct CatchmentZone: Sendable, Hashable {
  /// Upper limit as a share of the reach, 0 < … ≤ 1; a cost exactly there belongs to the zone.
  public var upTo: Double
  /// ≥ 0.
  public var weight: Double

  public init(upTo: Double, weight: Double) {
    self.upTo = upTo
    self.weight = weight
  }
}

/// Supply within reach of each demand, shared with all who reach it: two-step floating catchment areas.
///
/// Step 1, for each station j: R(j) = supply(j) ÷ Σ people(i) w(i, j) over the demands i with cost ≤ reach. Step 2,
/// for each demand i: A(i) = Σ R(j) w(i, j) over the stations j with cost ≤ reach. With w = 1 this is 2SFCA (Luo and
/// Wang 2003), with a weight for each zone E2SFCA (Luo and Qi 2009). Weights count in both steps, so
/// Σ people × A is the supply of the stations that reach anybody: nothing is made or lost.
///
/// A demand that reaches nothing has A = 0. A station that nobody reaches (only demands of 0 people, or of
/// weight 0) has no R: it is NaN here, adds nothing to any A, and its supply is `unusedSupply`.
public struct CatchmentAccess: Sendable {
  /// R(j), supply a (weighted) person; NaN where nobody reaches the station.
  public let ratios: [Double]
  /// A(i), supply a person.
  public let access: [Double]
  /// Supply of the stations that reach anybody.
  public let usedSupply: Double
  /// Supply of the others.
  public let unusedSupply: Double
  /// Σ people × A; `usedSupply` save for roundoff.
  public let distributedSupply: Double
  /// Everybody, reached or not.
  public let people: Double

  /// Mean of A over people, 0 for those who reach nothing; nil where there are no people.
  public var mean: Double? { people > 0 ? distributedSupply / people : nil }

  /// 2SFCA: everybody within reach counts alike.
  ///
  /// - Parameters:
  ///   - people: of each demand, finite and ≥ 0.
  ///   - supply: of each station (1, floor area, seats, staff), finite and ≥ 0.
  ///   - reach: in the unit of the costs; a cost of exactly this is within reach, pairs beyond count for nothing.
  public static func twoStep(
    _ table: ReachTable, people: [Double], supply: [Double], reach: Double
  ) -> CatchmentAccess {
    CatchmentAccess(table, people, supply) { $0 <= reach ? 1 : 0 }
  }

  /// E2SFCA: the weight of a pair is that of the first zone with cost ≤ upTo × reach; beyond the last zone it is 0.
  ///
  /// - Parameter zones: by rising `upTo`, at least one.
  public static func enhanced(
    _ table: ReachTable, people: [Double], supply: [Double], reach: Double,
    zones: [CatchmentZone]
  ) -> CatchmentAccess {
    precondition(!zones.isEmpty, "at least one zone")
    precondition(
      zones.allSatisfy { $0.upTo > 0 && $0.upTo <= 1 && $0.weight >= 0 && $0.weight < .infinity },
      "zones up to shares above 0 and up to 1, of finite weights of at least 0")
    precondition(zip(zones, zones.dropFirst()).allSatisfy { $0.upTo < $1.upTo }, "rising zones")
    let limits = zones.map { $0.upTo * reach }
    return CatchmentAccess(table, people, supply) { cost in
      if cost > reach { return 0 }
      for index in limits.indices where !Roundoff.exceeds(cost, limits[index]) {
        return zones[index].weight
      }
      return 0
    }
  }

  /// 2SFCA with any weight of the cost (Gaussian, inverse power): finite and ≥ 0, 0 beyond the reach by itself.
  public static func weighted(
    _ table: ReachTable, people: [Double], supply: [Double], reach: Double,
    weight: (_ cost: Double) -> Double
  ) -> CatchmentAccess {
    CatchmentAccess(table, people, supply) { cost in
      if cost > reach { return 0 }
      let weight = weight(cost)
      precondition(weight >= 0 && weight < .infinity, "finite weights of at least 0")
      return weight
    }
  }

  private init(
    _ table: ReachTable, _ people: [Double], _ supply: [Double], weight: (Double) -> Double
  ) {
    table.check(people: people)
    precondition(supply.count == table.stationCount, "a supply for every station")
    precondition(supply.allSatisfy { $0 >= 0 && $0 < .infinity }, "finite supplies of at least 0")
    let weights = table.costs.map(weight)
    var claims = [Double](repeating: 0, count: table.stationCount)
    for demand in 0..<table.demandCount where people[demand] > 0 {
      for pair in table.starts[demand]..<table.starts[demand + 1] {
        claims[Int(table.stations[pair])] += people[demand] * weights[pair]
      }
    }
    ratios = zip(supply, claims).map { $1 > 0 ? $0 / $1 : .nan }
    access = Self.secondStep(table, weights, ratios)
    usedSupply = zip(supply, claims).reduce(0) { $0 + ($1.1 > 0 ? $1.0 : 0) }
    unusedSupply = zip(supply, claims).reduce(0) { $0 + ($1.1 > 0 ? 0 : $1.0) }
    distributedSupply = zip(people, access).reduce(0) { $0 + $1.0 * $1.1 }
    self.people = people.reduce(0, +)
  }

  private static func secondStep(
    _ table: ReachTable, _ weights: [Double], _ ratios: [Double]
  ) -> [Double] {
    let shared = ratios.map { $0.isNaN ? 0 : $0 }
    return (0..<table.demandCount).map { demand in
      var sum = 0.0
      for pair in table.starts[demand]..<table.starts[demand + 1] {
        sum += shared[Int(table.stations[pair])] * weights[pair]
      }
      return sum
    }
  }
}
