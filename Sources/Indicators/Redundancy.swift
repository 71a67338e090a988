/// Stations that could close without anybody losing service.
///
/// A demand is served when at least `needed` stations are in reach (≤). It depends on a station when that one is in
/// reach and the number is exactly `needed`. Demands without people do not matter.
public struct Redundancy: Sendable {
  /// People in reach of each station, alone or with others.
  public let peopleInReach: [Double]
  /// People who are served and would not be without this station.
  public let exclusivePeople: [Double]
  /// People served while all stations are there.
  public let servedPeople: Double
  /// Stations whose removal, each alone, loses nobody; ascending. Those that reach nobody are among them.
  public let removableAlone: [Int]
  /// Stations that can go all at once and nobody is lost, in the order they were taken.
  ///
  /// Gone through once, fewest people in reach first, ties by `precedes`; a station goes when nobody depends on it
  /// among those still there. No further station can go after that, but another choice may be larger: finding
  /// the largest is a set cover problem.
  public let removableTogether: [Int]
  /// People lost without `removableTogether`, counted again from the table: 0.
  public let peopleLostTogether: Double

  /// - Parameters:
  ///   - people: of each demand, finite and ≥ 0.
  ///   - reach: in the unit of the costs; a cost of exactly this is in reach.
  ///   - needed: stations that must be in reach for a demand to be served, at least 1.
  ///   - precedes: which of two stations is taken first where as many people reach both; by number if not given.
  public init(
    _ table: ReachTable, people: [Double], reach: Double, needed: Int = 1,
    precedes: (Int, Int) -> Bool = { $0 < $1 }
  ) {
    table.check(people: people)
    precondition(needed >= 1, "at least one station needed")
    let visits = StationVisits(table, people, reach)
    let before = visits.served(needed, without: [])
    let exclusive = visits.exclusivePeople(needed)
    let order = exclusive.indices.filter { exclusive[$0] == 0 }
    let inReach = visits.peopleInReach
    let together = visits.removable(
      needed,
      order.sorted { one, other in
        if inReach[one] != inReach[other] { return inReach[one] < inReach[other] }
        if precedes(one, other) { return true }
        return !precedes(other, one) && one < other
      })
    peopleInReach = inReach
    exclusivePeople = exclusive
    servedPeople = before
    removableAlone = order
    removableTogether = together
    peopleLostTogether = before - visits.served(needed, without: together)
  }
}

/// The demands with people that each station reaches.
private struct StationVisits {
  let people: [Double]
  /// Stations in reach of each demand.
  private var counts: [Int32]
  /// Demands of station s are `starts[s]..<starts[s + 1]` of `demands`, ascending.
  private var starts: [Int]
  private var demands: [Int32]

  init(_ table: ReachTable, _ people: [Double], _ reach: Double) {
    self.people = people
    counts = [Int32](repeating: 0, count: table.demandCount)
    starts = [Int](repeating: 0, count: table.stationCount + 1)
    for demand in 0..<table.demandCount where people[demand] > 0 {
      for pair in table.starts[demand]..<table.starts[demand + 1] where table.costs[pair] <= reach {
        counts[demand] += 1
        starts[Int(table.stations[pair]) + 1] += 1
      }
    }
    for station in 0..<table.stationCount { starts[station + 1] += starts[station] }
    demands = [Int32](repeating: 0, count: starts[table.stationCount])
    var next = starts
    for demand in 0..<table.demandCount where people[demand] > 0 {
      for pair in table.starts[demand]..<table.starts[demand + 1] where table.costs[pair] <= reach {
        let station = Int(table.stations[pair])
        demands[next[station]] = Int32(demand)
        next[station] += 1
      }
    }
  }

  private func demands(of station: Int) -> ArraySlice<Int32> {
    demands[starts[station]..<starts[station + 1]]
  }

  var peopleInReach: [Double] {
    (0..<starts.count - 1).map { demands(of: $0).reduce(0) { $0 + people[Int($1)] } }
  }

  func exclusivePeople(_ needed: Int) -> [Double] {
    (0..<starts.count - 1).map { station in
      demands(of: station).reduce(0) {
        $0 + (counts[Int($1)] == needed ? people[Int($1)] : 0)
      }
    }
  }

  /// Those of `order` nobody depends on when their turn comes.
  func removable(_ needed: Int, _ order: [Int]) -> [Int] {
    var left = counts
    var removed: [Int] = []
    for station in order
    where demands(of: station).allSatisfy({ left[Int($0)] != needed }) {
      for demand in demands(of: station) { left[Int(demand)] -= 1 }
      removed.append(station)
    }
    return removed
  }

  /// People with enough stations in reach when some are gone, counted afresh.
  func served(_ needed: Int, without removed: [Int]) -> Double {
    var isRemoved = [Bool](repeating: false, count: starts.count - 1)
    for station in removed { isRemoved[station] = true }
    var left = [Int32](repeating: 0, count: people.count)
    for station in isRemoved.indices where !isRemoved[station] {
      for demand in demands(of: station) { left[Int(demand)] += 1 }
    }
    return zip(people, left).reduce(0) { $0 + ($1.1 >= needed ? $1.0 : 0) }
  }
}
