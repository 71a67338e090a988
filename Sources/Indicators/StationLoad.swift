/// How many people each station gets when everybody goes to the nearest one in reach.
public struct StationLoad: Sendable {
  /// A station with more people than it can serve.
  public struct Overload: Sendable, Hashable {
    public var station: Int
    public var people: Double
    /// People it can serve.
    public var capacity: Double
    /// People too many, > 0.
    public var over: Double { people - capacity }
  }

  /// The station of each demand; −1 where none is in reach.
  public let nearest: [Int32]
  /// People of each station.
  public let people: [Double]
  /// People who have no station in reach.
  public let unassignedPeople: Double

  /// - Parameters:
  ///   - people: of each demand, finite and ≥ 0.
  ///   - reach: in the unit of the costs; a cost of exactly this is in reach. Of stations at the same cost the one
  ///     with the lowest number gets the demand, all of it.
  public init(_ table: ReachTable, people: [Double], reach: Double) {
    table.check(people: people)
    var nearest = [Int32](repeating: -1, count: table.demandCount)
    var loads = [Double](repeating: 0, count: table.stationCount)
    var unassigned = 0.0
    for demand in 0..<table.demandCount {
      var (best, bestCost) = (Int32(-1), Double.infinity)
      for pair in table.starts[demand]..<table.starts[demand + 1] where table.costs[pair] <= reach {
        let (station, cost) = (table.stations[pair], table.costs[pair])
        if cost < bestCost || (cost == bestCost && station < best) {
          (best, bestCost) = (station, cost)
        }
      }
      nearest[demand] = best
      if best < 0 { unassigned += people[demand] } else { loads[Int(best)] += people[demand] }
    }
    (self.nearest, self.people, unassignedPeople) = (nearest, loads, unassigned)
  }

  /// People assigned ÷ stations, those with nobody included; nil where there are no stations.
  public var meanPeople: Double? {
    people.isEmpty ? nil : people.reduce(0, +) / Double(people.count)
  }

  /// Square metres of floor for each person assigned to a station; nil where nobody is, or the area is
  /// unknown (NaN).
  public func floorAreaPerPerson(_ areas: [Double]) -> [Double?] {
    precondition(areas.count == people.count, "an area for every station")
    return zip(areas, people).map { $1 > 0 && !$0.isNaN ? $0 / $1 : nil }
  }

  /// People that areas are enough for: square metres ÷ square metres a person; NaN where the area is.
  ///
  /// - Parameter perPerson: > 0.
  public static func capacities(areas: [Double], perPerson: Double) -> [Double] {
    precondition(perPerson > 0, "a floor area a person above 0")
    return areas.map { $0 / perPerson }
  }

  /// People ÷ capacity of each station, 1 where it is exactly full; nil where the capacity is unknown (NaN) or 0.
  public func utilisation(_ capacities: [Double]) -> [Double?] {
    precondition(capacities.count == people.count, "a capacity for every station")
    return zip(people, capacities).map { $1 > 0 ? $0 / $1 : nil }
  }

  /// The stations with more people than they can serve, most people too many first, ties by station.
  ///
  /// Exactly full is not overloaded (to 10⁻¹⁰ of the capacity). A station that can serve 0 is overloaded by anybody; one
  /// whose capacity is unknown (NaN) is never listed.
  public func overloads(_ capacities: [Double]) -> [Overload] {
    precondition(capacities.count == people.count, "a capacity for every station")
    return people.indices.filter { Roundoff.exceeds(people[$0], capacities[$0]) }
      .map { Overload(station: $0, people: people[$0], capacity: capacities[$0]) }
      .sorted { $0.over != $1.over ? $0.over > $1.over : $0.station < $1.station }
  }
}
