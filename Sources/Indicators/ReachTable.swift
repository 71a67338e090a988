/// The stations within reach of each demand and what it costs to get there, sparse.
///
/// Pairs stand by demand, in any order within one. Costs (metres, minutes) are in whatever unit the caller measures.
/// 12 bytes a pair.
public struct ReachTable: Sendable {
  public let stationCount: Int
  /// Pairs of demand d are `starts[d]..<starts[d + 1]` of `stations` and `costs`.
  public let starts: [Int]
  /// By pair; a station at most once for each demand.
  public let stations: [Int32]
  /// By pair, finite and ≥ 0.
  public let costs: [Double]

  public var demandCount: Int { starts.count - 1 }

  /// - Parameter starts: one more than there are demands, ascending from 0 to the number of pairs.
  public init(stationCount: Int, starts: [Int], stations: [Int32], costs: [Double]) {
    precondition(starts.first == 0 && starts.last == stations.count, "starts that span the pairs")
    precondition(stations.count == costs.count, "a cost for every pair")
    precondition(costs.allSatisfy { $0 >= 0 && $0 < .infinity }, "finite costs of at least 0")
    self.stationCount = stationCount
    self.starts = starts
    self.stations = stations
    self.costs = costs
    var lastDemand = [Int](repeating: -1, count: stationCount)
    for demand in 0..<starts.count - 1 {
      precondition(starts[demand] <= starts[demand + 1], "ascending starts")
      for pair in starts[demand]..<starts[demand + 1] {
        let station = Int(stations[pair])
        precondition((0..<stationCount).contains(station), "a pair of an unknown station")
        precondition(lastDemand[station] != demand, "a station twice for one demand")
        lastDemand[station] = demand
      }
    }
  }

  /// A table from the list of (station, cost) of each demand.
  public init(stationCount: Int, _ rows: [[(station: Int, cost: Double)]]) {
    var starts = [0]
    starts.reserveCapacity(rows.count + 1)
    for row in rows { starts.append(starts[starts.count - 1] + row.count) }
    self.init(
      stationCount: stationCount, starts: starts,
      stations: rows.flatMap { $0.map { Int32($0.station) } },
      costs: rows.flatMap { $0.map(\.cost) })
  }

  /// Traps unless there is a finite number of people ≥ 0 for every demand.
  func check(people: [Double]) {
    precondition(people.count == demandCount, "a number of people for every demand")
    precondition(
      people.allSatisfy { $0 >= 0 && $0 < .infinity }, "finite numbers of people of at least 0")
  }
}
