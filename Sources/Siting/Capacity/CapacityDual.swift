/// A Lagrangian bound for siting under capacities: serving every person is priced, which leaves a knapsack for
/// each station and a choice of stations.
///
/// Everything is a minimum here: Σ people × cost, where a person left unserved costs `unservedCost` (1 with all
/// other costs 0 where being served is what counts). Exclusive groups are left out, and count and money are
/// looked at one at a time: the bound holds all the same.
struct CapacityDual {
  private let model: CapacityModel
  private let unservedCost: Double
  private let rules: SiteRules
  private var isForced: [Bool]
  /// For one person, by demand.
  private var prices: [Double]
  private var direction: [Double]
  private(set) var bound = -Double.infinity
  /// Candidates (stations of the model) chosen at the latest prices.
  private(set) var picked: [Int] = []

  init(_ model: CapacityModel, rules: SiteRules, unservedCost: Double) {
    self.model = model
    self.rules = rules
    self.unservedCost = unservedCost
    let forced = Set(rules.forced)
    isForced = model.siteIDs.map { forced.contains($0) }
    prices =
      model.goal == .mostPeople
      ? [Double](repeating: 0.5, count: model.demandCount)
      : (0..<model.demandCount).map { demand in
        let pairs = model.starts[demand]..<model.starts[demand + 1]
        return pairs.isEmpty
          ? unservedCost : model.costs[min(pairs.lowerBound + 1, pairs.upperBound - 1)]
      }
    direction = [Double](repeating: 0, count: model.demandCount)
  }

  /// One evaluation and one step; `theta` scales the step, `target` is the best answer known.
  mutating func step(theta: Double, target: Double) {
    var shortfall = model.people
    var values = [Double](repeating: 0, count: model.stationCount)
    var loads: [[(pair: Int, people: Double)]] = []
    for station in 0..<model.stationCount {
      let (value, load) = knapsack(station)
      values[station] = value
      loads.append(load)
    }
    var sum = zip(prices, model.people).reduce(0) { $0 + $1.0 * $1.1 }
    let (chosen, value) = choose(values)
    picked = chosen
    sum += value
    for station in chosen + Array(model.candidateCount..<model.stationCount) {
      if station >= model.candidateCount { sum += values[station] }
      for (pair, people) in loads[station] { shortfall[Int(model.pairDemands[pair])] -= people }
    }
    bound = max(bound, sum)
    move(by: shortfall, length: theta * max(target - sum, 1e-6 * abs(target)))
  }

  private mutating func move(by shortfall: [Double], length: Double) {
    var norm = 0.0
    for demand in prices.indices {
      var slope = shortfall[demand]
      if prices[demand] >= unservedCost && slope > 0 { slope = 0 }
      direction[demand] = slope + 0.7 * direction[demand]
      norm += direction[demand] * direction[demand]
    }
    guard norm > 1e-12 else { return }
    for demand in prices.indices {
      prices[demand] = min(unservedCost, prices[demand] + length * direction[demand] / norm)
    }
  }

  /// What a station gains at the prices, as a value of at most 0, and whom it serves for that.
  private func knapsack(_ station: Int) -> (Double, [(pair: Int, people: Double)]) {
    var wanted: [(pair: Int, gain: Double)] = []
    for index in model.stationStarts[station]..<model.stationStarts[station + 1] {
      let pair = Int(model.stationPairs[index])
      let gain = prices[Int(model.pairDemands[pair])] - model.costs[pair]
      if gain > 0 { wanted.append((pair, gain)) }
    }
    wanted.sort { $0.gain != $1.gain ? $0.gain > $1.gain : $0.pair < $1.pair }
    var room = model.capacities[station]
    var value = 0.0
    var load: [(pair: Int, people: Double)] = []
    for (pair, gain) in wanted where room > 0 {
      let people = min(room, model.people[Int(model.pairDemands[pair])])
      room -= people
      value -= gain * people
      load.append((pair, people))
    }
    return (value, load)
  }

  /// The candidates of least value, and a bound on the value of any choice: the larger of the bounds for the
  /// count alone and for the money alone.
  private func choose(_ values: [Double]) -> ([Int], Double) {
    let forced = (0..<model.candidateCount).filter { isForced[$0] }
    let free = (0..<model.candidateCount).filter { !isForced[$0] && values[$0] < 0 }
    let base = forced.reduce(0) { $0 + values[$1] }
    let order = free.sorted { values[$0] != values[$1] ? values[$0] < values[$1] : $0 < $1 }
    let few = Array(order.prefix(max(0, (rules.count ?? .max) - forced.count)))
    let byCount = base + few.reduce(0) { $0 + values[$1] }
    guard let budget = rules.budget, let costs = rules.costs else { return (forced + few, byCount) }
    var left = budget + SiteRules.slack(of: budget)
    for station in forced { left -= costs[model.siteIDs[station]] }
    func price(_ station: Int) -> Double { costs[model.siteIDs[station]] }
    let worth = free.sorted {
      let (one, other) = (values[$0] * price($1), values[$1] * price($0))
      return one != other ? one < other : $0 < $1
    }
    var byMoney = base
    var cheap: [Int] = []
    for station in worth {
      let share = price(station) <= left ? 1 : max(0, left) / price(station)
      byMoney += share * values[station]
      left -= price(station)
      if share == 1 { cheap.append(station) }
      if left < 0 { break }
    }
    return byMoney > byCount ? (forced + cheap, byMoney) : (forced + few, byCount)
  }
}
