/// A capacity problem in flat arrays: stations are the usable candidates, then the existing ones; demands with
/// the same pairs are merged, since splitting makes them one.
struct CapacityModel {
  let goal: CapacityProblem.Goal
  /// Candidates come first: station s below `siteIDs.count` is site `siteIDs[s]`.
  let siteIDs: [Int]
  let stationCount: Int
  let capacities: [Double]
  /// People by merged demand, above 0, and the demands of the problem in it.
  let people: [Double]
  let members: [[Int]]
  /// What one person counts, by merged demand; falling where being served is what counts, 1 where cost is, which
  /// then holds it.
  let importance: [Double]
  /// Community by merged demand; −1 none, and where communities are not asked for.
  let groups: [Int32]
  /// Pairs of demand d are `starts[d]..<starts[d + 1]`, cheapest first; a cost is for one person and holds what that person counts, and 0 where
  /// only being served counts.
  let starts: [Int]
  let stations: [Int32]
  let costs: [Double]
  /// Pair indices by station.
  let stationStarts: [Int]
  let stationPairs: [Int32]
  let pairDemands: [Int32]

  var demandCount: Int { people.count }
  var pairCount: Int { stations.count }
  var candidateCount: Int { siteIDs.count }

  /// Σ people × importance.
  var worth: Double { zip(people, importance).reduce(0) { $0 + $1.0 * $1.1 } }

  /// What a station of the model is in the problem.
  func station(_ index: Int) -> ServiceFlow.Station {
    index < candidateCount ? .new(siteIDs[index]) : .existing(index - candidateCount)
  }

  /// Pairs of a demand.
  func pairs(of demand: Int) -> Range<Int> { starts[demand]..<starts[demand + 1] }

  /// Pairs of a station, as indices.
  func pairs(at station: Int) -> ArraySlice<Int32> {
    stationPairs[stationStarts[station]..<stationStarts[station + 1]]
  }

  /// Σ of `people` (by merged demand) within a station's reach.
  func reach(_ station: Int, _ people: [Double]) -> Double {
    pairs(at: station).reduce(0) { $0 + people[Int(pairDemands[Int($1)])] }
  }

  init(_ problem: CapacityProblem) {
    goal = problem.goal
    let forbidden = Set(problem.rules.forbidden)
    let siteIDs = (0..<problem.table.siteCount).filter { !forbidden.contains($0) }
    self.siteIDs = siteIDs
    let existing = problem.existing?.siteCount ?? 0
    stationCount = siteIDs.count + existing
    capacities = siteIDs.map { problem.capacities[$0] } + problem.existingCapacities
    var station = [Int32](repeating: -1, count: problem.table.siteCount)
    for (index, site) in siteIDs.enumerated() { station[site] = Int32(index) }
    let lists = Self.merged(problem, station: station, candidates: siteIDs.count)
    people = lists.map(\.people)
    members = lists.map(\.members)
    importance = lists.map { problem.goal == .mostPeople ? $0.importance : 1 }
    groups = lists.map(\.group)
    starts = lists.reduce(into: [0]) { $0.append($0.last! + $1.pairs.count) }
    stations = lists.flatMap { $0.pairs.map(\.station) }
    costs = lists.flatMap { $0.pairs.map(\.cost) }
    var stationStarts = [Int](repeating: 0, count: stationCount + 1)
    for station in stations { stationStarts[Int(station) + 1] += 1 }
    for station in 0..<stationCount { stationStarts[station + 1] += stationStarts[station] }
    var next = stationStarts
    var stationPairs = [Int32](repeating: 0, count: stations.count)
    var pairDemands = stationPairs
    for demand in lists.indices {
      for pair in starts[demand]..<starts[demand + 1] {
        pairDemands[pair] = Int32(demand)
        stationPairs[next[Int(stations[pair])]] = Int32(pair)
        next[Int(stations[pair])] += 1
      }
    }
    (self.stationStarts, self.stationPairs) = (stationStarts, stationPairs)
    self.pairDemands = pairDemands
  }

  private struct Pair: Hashable {
    var cost: Double
    var station: Int32
  }

  private struct Key: Hashable {
    var pairs: [Pair]
    var importance: Double
    var group: Int32
  }

  private struct Merged {
    var pairs: [Pair]
    var importance: Double
    var group: Int32
    var people: Double
    var members: [Int]
  }

  private static func merged(
    _ problem: CapacityProblem, station: [Int32], candidates: Int
  ) -> [Merged] {
    var position: [Key: Int] = [:]
    var lists: [Merged] = []
    for demand in 0..<problem.table.demandCount where problem.weights[demand] > 0 {
      let pairs = pairs(of: demand, problem, station: station, candidates: candidates)
      let key = Key(
        pairs: pairs, importance: problem.importance?[demand] ?? 1,
        group: problem.communityOf?[demand] ?? -1)
      if let known = position[key] {
        lists[known].people += problem.weights[demand]
        lists[known].members.append(demand)
      } else {
        position[key] = lists.count
        lists.append(
          Merged(
            pairs: pairs, importance: key.importance, group: key.group,
            people: problem.weights[demand], members: [demand]))
      }
    }
    // Transport takes demands in turn and never gives one up again: whom it takes first must count most.
    if problem.goal == .mostPeople && problem.importance != nil {
      let order = lists.indices.sorted {
        (lists[$1].importance, $0) < (lists[$0].importance, $1)
      }
      return order.map { lists[$0] }
    }
    return lists
  }

  private static func pairs(
    of demand: Int, _ problem: CapacityProblem, station: [Int32], candidates: Int
  ) -> [Pair] {
    let factor = problem.goal == .leastCost ? problem.importance?[demand] ?? 1 : 0
    var pairs: [Pair] = []
    func add(_ table: CostTable, _ local: (Int) -> Int32) {
      for pair in table.demandStarts[demand]..<table.demandStarts[demand + 1] {
        let station = local(Int(table.nearestSites[pair]))
        if station < 0 { continue }
        pairs.append(Pair(cost: factor * table.nearestCosts[pair], station: station))
      }
    }
    add(problem.table) { station[$0] }
    if let existing = problem.existing { add(existing) { Int32(candidates + $0) } }
    return pairs.sorted {
      $0.cost != $1.cost ? $0.cost < $1.cost : $0.station < $1.station
    }
  }

  /// The people whom a station takes in while it has room, those who gain it most first, equal ones by number; `value` is what they
  /// gain, negated.
  ///
  /// - Parameter isOrdered: the pairs may be taken as they come.
  func filling(
    _ station: Int, with wanted: [(pair: Int, gain: Double)], isOrdered: Bool
  ) -> (value: Double, load: [(pair: Int, people: Double)]) {
    let order =
      isOrdered
      ? wanted : wanted.sorted { $0.gain != $1.gain ? $0.gain > $1.gain : $0.pair < $1.pair }
    var room = capacities[station]
    var value = 0.0
    var load: [(pair: Int, people: Double)] = []
    for (pair, gain) in order where room > 0 {
      let people = min(room, people[Int(pairDemands[pair])])
      room -= people
      value -= gain * people
      load.append((pair, people))
    }
    return (value, load)
  }
}
