/// A Lagrangian bound for siting under capacities: serving every person is priced, which leaves a knapsack for
/// each station and a choice of stations.
///
/// Everything is a minimum here: Σ people × cost, where a person left unserved costs `unservedCosts` (what the
/// person counts, with all other costs 0, where being served is what counts). Exclusive groups are left out, and count and money are
/// looked at one at a time: the bound holds all the same.
struct CapacityDual {
  let model: CapacityModel
  /// By demand.
  private let unservedCosts: [Double]
  private let rules: SiteRules
  private let isForced: [Bool]
  /// By candidate of the model: no answer below the cutoff opens it, or leaves it closed.
  private(set) var isClosed: [Bool]
  private(set) var isOpened: [Bool]
  /// For one person, by demand.
  private var prices: [Double]
  private var direction: [Double]
  /// By candidate, how often it was chosen lately (0…1).
  private var share: [Double]
  private(set) var bound: Double
  /// Candidates (stations of the model) chosen at the latest prices.
  private(set) var picked: [Int] = []

  init(_ model: CapacityModel, rules: SiteRules, unservedCosts: [Double]) {
    self.model = model
    self.rules = rules
    self.unservedCosts = unservedCosts
    let forced = Set(rules.forced)
    isForced = model.siteIDs.map { forced.contains($0) }
    isClosed = isForced.map { _ in false }
    isOpened = isClosed
    share = isForced.map { _ in 0.5 }
    prices =
      model.goal == .mostPeople
      ? unservedCosts.map { 0.5 * $0 }
      : (0..<model.demandCount).map { demand in
        let pairs = model.starts[demand]..<model.starts[demand + 1]
        return pairs.isEmpty
          ? unservedCosts[demand] : model.costs[min(pairs.lowerBound + 1, pairs.upperBound - 1)]
      }
    direction = [Double](repeating: 0, count: model.demandCount)
    // Everybody at the nearest station, whoever else is there.
    bound = (0..<model.demandCount).reduce(0) { sum, demand in
      model.starts[demand] < model.starts[demand + 1]
        ? sum + model.people[demand] * model.costs[model.starts[demand]] : sum
    }
  }

  /// Candidates the relaxation opens at least now and then, most often chosen first; at most 60, ties by index.
  var promising: [Int] {
    let open = share.indices.filter { share[$0] > 0.01 && !isClosed[$0] }
    let order = open.sorted { share[$0] != share[$1] ? share[$0] > share[$1] : $0 < $1 }
    return Array(order.prefix(60))
  }

  /// One evaluation and one step.
  ///
  /// - Parameters:
  ///   - theta: scales the step.
  ///   - target: the best answer known.
  ///   - cutoff: answers that cost this or more are of no interest.
  mutating func step(theta: Double, target: Double, cutoff: Double) {
    var shortfall = model.people
    var values = [Double](repeating: 0, count: model.stationCount)
    var loads: [[(pair: Int, people: Double)]] = []
    for station in 0..<model.stationCount {
      let (value, load) = knapsack(station)
      values[station] = value
      loads.append(load)
    }
    var sum = zip(prices, model.people).reduce(0) { $0 + $1.0 * $1.1 }
    let (chosen, value) = rules.choice(of: values, model.siteIDs, isForced)
    picked = chosen
    for station in share.indices { share[station] *= 0.97 }
    for station in chosen { share[station] += 0.03 }
    sum += value
    for station in chosen + Array(model.candidateCount..<model.stationCount) {
      if station >= model.candidateCount { sum += values[station] }
      for (pair, people) in loads[station] { shortfall[Int(model.pairDemands[pair])] -= people }
    }
    bound = max(bound, sum)
    decide(sum, values, cutoff: cutoff)
    move(by: shortfall, length: theta * max(target - sum, 1e-6 * abs(target)))
  }

  /// Reduced-cost fixing, for a choice by count alone: a candidate whose change of state lifts the bound to the
  /// cutoff keeps its state.
  private mutating func decide(_ sum: Double, _ values: [Double], cutoff: Double) {
    guard rules.budget == nil, let count = rules.count else { return }
    let isPicked = picked.reduce(into: [Bool](repeating: false, count: model.candidateCount)) {
      $0[$1] = true
    }
    let free = picked.filter { !isForced[$0] }
    let worst = picked.count >= count ? free.map { values[$0] }.max() ?? -.infinity : 0
    let next = (0..<model.candidateCount).filter { !isPicked[$0] }.map { values[$0] }.min() ?? 0
    for station in 0..<model.candidateCount where !isForced[station] {
      if isPicked[station] {
        if sum - values[station] + next >= cutoff { isOpened[station] = true }
      } else if sum + values[station] - worst >= cutoff {
        isClosed[station] = true
      }
    }
  }

  private mutating func move(by shortfall: [Double], length: Double) {
    var norm = 0.0
    for demand in prices.indices {
      var slope = shortfall[demand]
      if prices[demand] >= unservedCosts[demand] && slope > 0 { slope = 0 }
      direction[demand] = slope + 0.7 * direction[demand]
      norm += direction[demand] * direction[demand]
    }
    guard norm > 1e-12 else { return }
    for demand in prices.indices {
      prices[demand] = min(
        unservedCosts[demand], prices[demand] + length * direction[demand] / norm)
    }
  }

  /// What a station gains at the prices, as a value of at most 0, and whom it serves for that.
  private func knapsack(_ station: Int) -> (value: Double, load: [(pair: Int, people: Double)]) {
    var wanted: [(pair: Int, gain: Double)] = []
    for index in model.stationStarts[station]..<model.stationStarts[station + 1] {
      let pair = Int(model.stationPairs[index])
      let gain = prices[Int(model.pairDemands[pair])] - model.costs[pair]
      if gain > 0 { wanted.append((pair, gain)) }
    }
    return model.filling(station, with: wanted, isOrdered: false)
  }
}
