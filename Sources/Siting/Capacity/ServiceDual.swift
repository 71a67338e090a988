/// A Lagrangian bound on serving people twice, or on the smallest share: places and people are priced apart, which
/// leaves a knapsack for each station and a choice of stations.
///
/// max Σ worth × served, where Σ places = covers × served is priced for every demand, places ≤ served for every pair
/// (two covers only), and smallest share ≤ share for every community. Any prices of at least 0 give a bound.
struct ServiceDual {
  private let model: CapacityModel
  private let terms: ServiceTerms
  private let rules: SiteRules
  private let isForced: [Bool]
  private let canServe: [Bool]
  private let communities: [Int]
  /// What a change of a demand's prices is measured by.
  private let scales: [Double]
  /// Of a place, by demand; of a place beyond the people served, by pair; of the share, by community.
  private var prices: [Double]
  private var linkPrices: [Double]
  private var sharePrices: [Double]
  private var direction: [Double]
  private var linkDirection: [Double]
  /// By candidate, how often it was chosen lately (0…1).
  private var share: [Double]
  /// No choice of sites is worth more.
  private(set) var bound: Double
  /// Candidates chosen at the latest prices.
  private(set) var picked: [Int] = []

  init(_ model: CapacityModel, _ terms: ServiceTerms, rules: SiteRules) {
    (self.model, self.terms, self.rules) = (model, terms, rules)
    let forced = Set(rules.forced)
    isForced = model.siteIDs.map { forced.contains($0) }
    let canServe = (0..<model.demandCount).map { model.pairs(of: $0).count >= terms.covers }
    self.canServe = canServe
    let communities = terms.communities
    self.communities = communities
    var sharePrices = [Double](repeating: 0, count: terms.communityPeople.count)
    for community in communities { sharePrices[community] = 1 / Double(communities.count) }
    self.sharePrices = sharePrices
    let worth = Self.worth(model, terms, sharePrices)
    scales = worth.indices.map { worth[$0] / model.people[$0] }
    prices = worth.map { 0.5 * $0 / Double(terms.covers) }
    linkPrices = terms.covers == 1 ? [] : [Double](repeating: 0, count: model.pairCount)
    direction = [Double](repeating: 0, count: model.demandCount)
    linkDirection = linkPrices
    share = isForced.map { _ in 0.5 }
    // Everybody served who can be, whatever is opened.
    bound = terms.value(zip(model.people, canServe).map { $1 ? $0 : 0 }, model).objective
  }

  /// What one person served counts at these prices.
  private static func worth(
    _ model: CapacityModel, _ terms: ServiceTerms, _ sharePrices: [Double]
  ) -> [Double] {
    guard terms.isShare else { return model.importance }
    return model.groups.map { group in
      let people = group < 0 ? 0 : terms.communityPeople[Int(group)]
      return people > 0 ? sharePrices[Int(group)] / people : 0
    }
  }

  /// Candidates the relaxation opens now and then, most often chosen first; at most 60, ties by index.
  var promising: [Int] {
    let order = share.indices.sorted {
      share[$0] != share[$1] ? share[$0] > share[$1] : $0 < $1
    }
    return Array(order.prefix(60))
  }

  /// One evaluation and one step.
  ///
  /// - Parameters:
  ///   - theta: scales the step.
  ///   - target: the best objective known.
  mutating func step(theta: Double, target: Double) {
    let (sum, served, places) = evaluate()
    bound = min(bound, sum)
    move(served, places, length: theta * max(sum - target, 1e-6 * abs(target)))
  }

  /// The bound at the prices, the people served by demand and the places taken by pair in the relaxation.
  private mutating func evaluate() -> (sum: Double, served: [Double], places: [Double]) {
    let worth = Self.worth(model, terms, sharePrices)
    var sum = terms.isShare ? max(0, 1 - sharePrices.reduce(0, +)) : 0
    var served = [Double](repeating: 0, count: model.demandCount)
    for demand in served.indices where canServe[demand] {
      var margin = worth[demand] - Double(terms.covers) * prices[demand]
      if terms.covers > 1 { for pair in model.pairs(of: demand) { margin += linkPrices[pair] } }
      if margin <= 0 { continue }
      served[demand] = model.people[demand]
      sum += margin * model.people[demand]
    }
    let loads = (0..<model.stationCount).map { knapsack($0) }
    let choice = rules.choice(of: loads.map(\.value), model.siteIDs, isForced)
    picked = choice.candidates
    sum -= choice.value
    for station in share.indices { share[station] *= 0.97 }
    for station in picked { share[station] += 0.03 }
    var places = [Double](repeating: 0, count: model.pairCount)
    for station in picked + Array(model.candidateCount..<model.stationCount) {
      if station >= model.candidateCount { sum -= loads[station].value }
      for (pair, people) in loads[station].load { places[pair] = people }
    }
    return (sum, served, places)
  }

  /// What a station gains at the prices, as a value of at most 0, and the places it gives for that.
  private func knapsack(_ station: Int) -> (value: Double, load: [(pair: Int, people: Double)]) {
    var wanted: [(pair: Int, gain: Double)] = []
    var people = 0.0
    for index in model.pairs(at: station) {
      let pair = Int(index)
      let demand = Int(model.pairDemands[pair])
      let gain = prices[demand] - (terms.covers > 1 ? linkPrices[pair] : 0)
      if gain <= 0 || !canServe[demand] { continue }
      wanted.append((pair, gain))
      people += model.people[demand]
    }
    // Where all find room their order does not matter.
    return model.filling(station, with: wanted, isOrdered: people <= model.capacities[station])
  }

  // MARK: Steps

  private mutating func move(_ served: [Double], _ places: [Double], length: Double) {
    var norm = 0.0
    for demand in prices.indices {
      var slope = -Double(terms.covers) * served[demand]
      for pair in model.pairs(of: demand) { slope += places[pair] }
      if prices[demand] <= 0 && slope > 0 { slope = 0 }
      direction[demand] = slope + Self.memory * direction[demand]
      norm += scales[demand] * direction[demand] * direction[demand]
    }
    for pair in linkPrices.indices {
      let demand = Int(model.pairDemands[pair])
      var slope = served[demand] - places[pair]
      if linkPrices[pair] <= 0 && slope > 0 { slope = 0 }
      linkDirection[pair] = slope + Self.memory * linkDirection[pair]
      norm += scales[demand] * linkDirection[pair] * linkDirection[pair]
    }
    let slopes = shareSlopes(served)
    for community in communities {
      norm += slopes[community] * slopes[community] / Double(communities.count)
    }
    guard norm > 1e-12 else { return }
    let factor = length / norm
    for demand in prices.indices {
      prices[demand] = max(0, prices[demand] - factor * scales[demand] * direction[demand])
    }
    for pair in linkPrices.indices {
      let demand = Int(model.pairDemands[pair])
      let price = linkPrices[pair] - factor * scales[demand] * linkDirection[pair]
      // Beyond the price of a place nobody takes one.
      linkPrices[pair] = min(max(0, price), prices[demand])
    }
    moveShares(slopes, by: factor / Double(max(1, communities.count)))
  }

  /// How much of an earlier direction is kept.
  private static let memory = 0.7

  /// By community: its share served in the relaxation, less the mean of all.
  private func shareSlopes(_ served: [Double]) -> [Double] {
    var slopes = [Double](repeating: 0, count: sharePrices.count)
    if !terms.isShare { return slopes }
    for (demand, group) in model.groups.enumerated() where group >= 0 {
      slopes[Int(group)] += served[demand]
    }
    for community in communities { slopes[community] /= terms.communityPeople[community] }
    let mean = communities.reduce(0) { $0 + slopes[$1] } / Double(max(1, communities.count))
    for community in communities { slopes[community] -= mean }
    return slopes
  }

  /// A step on the prices of communities, which add up to 1.
  private mutating func moveShares(_ slopes: [Double], by factor: Double) {
    if communities.isEmpty { return }
    var sum = 0.0
    for community in communities {
      sharePrices[community] = max(0, sharePrices[community] - factor * slopes[community])
      sum += sharePrices[community]
    }
    for community in communities { sharePrices[community] /= sum }
  }
}
