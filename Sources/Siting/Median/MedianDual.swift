/// The Lagrangian dual of the p-median: assignment rows (and money, and exclusive groups) are priced, which
/// leaves a choice of the few cheapest sites for every set of prices.
///
/// For prices λ a site's value is ρ = Σ min(0, cost − λ) and the bound Σ λ + the sum of the `count` smallest ρ
/// (Cornuéjols, Fisher and Nemhauser 1977). Prices follow a deflected subgradient with Polyak steps
/// (Camerini, Fratta and Maffioli 1975).
struct MedianDual {
  /// Prices by demand, by group, and of all the money left; the last one follows from the others.
  struct Prices {
    var demands: [Double]
    var groups: [Double]
    var money: Double
  }

  private static let leastTheta = 2e-3

  let instance: MedianInstance
  private(set) var best: Prices
  /// The best bound so far: no choice of the instance's sites costs less.
  private(set) var bound = -Double.infinity
  /// By local site, how often it was chosen lately (0…1): near the share an exact relaxation would open.
  private(set) var share: [Double]
  /// Chosen at the best prices.
  private(set) var chosen: [Int] = []
  /// Sites no answer below the cutoff opens, or leaves closed.
  private(set) var isClosed: [Bool]
  private(set) var isOpened: [Bool]
  private(set) var decidedCount = 0

  private var prices: Prices
  private var direction: Prices
  private var values: [Double]
  private var picked: [Int] = []
  private var isPicked: [Bool]
  /// By local site, how far the relaxation opens it at the latest prices.
  private var use: [Double]
  private var mix = 0.0
  private var lastMoneyPrice = 0.0
  private var theta = 1.5
  private var stalled = 0
  private var isStationary = false
  private let patience: Int

  /// - Parameter demandPrices: from an earlier instance of the same problem.
  ///   - patience: steps without a better bound after which they are halved.
  init(_ instance: MedianInstance, demandPrices: [Double], patience: Int) {
    self.instance = instance
    self.patience = patience
    let zero = [Double](repeating: 0, count: instance.groups.count)
    prices = Prices(demands: demandPrices, groups: zero, money: 0)
    best = prices
    direction = Prices(
      demands: [Double](repeating: 0, count: instance.demandCount), groups: zero, money: 0)
    values = [Double](repeating: 0, count: instance.siteCount)
    share = values
    use = values
    isPicked = [Bool](repeating: false, count: instance.siteCount)
    isClosed = isPicked
    isOpened = isPicked
    capPrices()
  }

  /// The dual of what an earlier one's decisions left, with step lengths where it had them.
  init(_ instance: MedianInstance, demandPrices: [Double], like other: MedianDual) {
    self.init(instance, demandPrices: demandPrices, patience: other.patience)
    theta = max(other.theta, 0.1)
  }

  /// Prices no longer move.
  var isSettled: Bool { theta < Self.leastTheta || isStationary }

  /// The instance after all decisions, and the sites of the problem they open; nil where a rule breaks.
  func decided() -> (instance: MedianInstance, opened: [Int])? {
    let open = instance.siteIDs.indices.filter { isOpened[$0] }
    let close = instance.siteIDs.indices.filter { isClosed[$0] }
    guard let next = instance.deciding(open: open, close: close) else { return nil }
    return (next, open.map { instance.siteIDs[$0] })
  }

  /// Takes up to `iterations` steps; ends early where the bound reaches `cutoff` or prices no longer move.
  ///
  /// - Parameters:
  ///   - cutoff: an answer that costs this or more is of no interest.
  ///   - target: what steps are measured by, the cost of the best answer known.
  mutating func improve(iterations: Int, cutoff: Double, target: Double, deadline: Deadline) {
    for iteration in 0..<iterations {
      let value = evaluate()
      if value > bound {
        let gained = value - bound > 1e-5 * abs(cutoff - value)
        bound = value
        best = prices
        chosen = picked
        decide(value: value, cutoff: cutoff)
        if gained { stalled = 0 } else { stalled += 1 }
      } else {
        stalled += 1
      }
      if bound >= cutoff || isSettled { return }
      if stalled >= patience {
        stalled = 0
        theta /= 2
        prices = best
        _ = evaluate()
      }
      if iteration & 15 == 15 && deadline.hasPassed { return }
      isStationary = !step(toward: target, from: value)
    }
  }

  // MARK: - one evaluation

  private mutating func evaluate() -> Double {
    priceSites()
    for (group, price) in zip(instance.groups, prices.groups) where price > 0 {
      for site in group { values[site] += price }
    }
    if let money = instance.money, money.left > 0 { priceMoney(money.costs, left: money.left) }
    pick()
    for site in use.indices { use[site] *= mix }
    for site in picked { use[site] += 1 - mix }
    var sum = prices.demands.reduce(0, +) - prices.groups.reduce(0, +) - prices.money
    for site in picked { sum += values[site] }
    for site in values.indices { share[site] *= 0.95 }
    for site in values.indices { share[site] += 0.05 * use[site] }
    return sum
  }

  /// Sets the price of money at which just what is left is spent, and adds it to the sites' values.
  ///
  /// At that price two choices are equally good; one overspends. `use` becomes that one, to be mixed with the
  /// other so that the money is spent exactly.
  private mutating func priceMoney(_ costs: [Double], left: Double) {
    let plain = values
    mix = 0
    prices.money = 0
    var most = spend(0, plain, costs, left)
    if most <= left { return }
    var low = 0.0
    var high = lastMoneyPrice > 0 ? lastMoneyPrice : -1e-3 * (plain.min() ?? 0)
    for _ in 0..<60 {
      let spent = spend(high, plain, costs, left)
      if spent <= left { break }
      (low, most) = (high, spent)
      high *= 1.5
    }
    for _ in 0..<40 where high - low > 1e-4 * high {
      let price = low == 0 ? high / 1.5 : (low + high) / 2
      let spent = spend(price, plain, costs, left)
      if spent > left { (low, most) = (price, spent) } else { high = price }
    }
    if low == 0 { most = spend(0, plain, costs, left) }
    let least = spend(high, plain, costs, left)
    prices.money = high
    lastMoneyPrice = high
    mix = most > left && least < left ? (left - least) / (most - least) : 0
  }

  /// The money the choice at a price takes; a choice that overspends is kept in `use`.
  private mutating func spend(
    _ price: Double, _ plain: [Double], _ costs: [Double], _ left: Double
  ) -> Double {
    for site in plain.indices { values[site] = plain[site] + price * costs[site] / left }
    pick()
    let spent = picked.reduce(0) { $0 + costs[$1] }
    if spent > left {
      for site in use.indices { use[site] = isPicked[site] ? 1 : 0 }
    }
    return spent
  }

  private mutating func priceSites() {
    for site in values.indices { values[site] = 0 }
    values.withUnsafeMutableBufferPointer { values in
      instance.sites.withUnsafeBufferPointer { sites in
        instance.costs.withUnsafeBufferPointer { costs in
          for demand in 0..<instance.demandCount {
            let price = prices.demands[demand]
            var pair = instance.starts[demand]
            let end = instance.starts[demand + 1]
            while pair < end && costs[pair] < price {
              values[Int(sites[pair])] += costs[pair] - price
              pair += 1
            }
          }
        }
      }
    }
  }

  /// The `count` sites of smallest value below 0; ties by index.
  private mutating func pick() {
    for site in picked { isPicked[site] = false }
    let useful = values.indices.filter { isOpened[$0] || values[$0] < 0 && !isClosed[$0] }
    picked = smallest(instance.count, of: useful)
    for site in picked { isPicked[site] = true }
  }

  private func smallest(_ count: Int, of sites: [Int]) -> [Int] {
    if sites.count <= count { return sites }
    let sorted = sites.sorted { first, second in
      if isOpened[first] != isOpened[second] { return isOpened[first] }
      return values[first] != values[second] ? values[first] < values[second] : first < second
    }
    return Array(sorted.prefix(count))
  }

  // MARK: - decisions

  /// Reduced-cost fixing: a site whose change of state lifts the bound to the cutoff keeps its state.
  private mutating func decide(value: Double, cutoff: Double) {
    let free = picked.filter { !isOpened[$0] }
    let isFull = picked.count == instance.count
    let worst = isFull ? (free.map { values[$0] }.max() ?? .infinity) : 0
    var next = 0.0
    for site in values.indices where !isPicked[site] && !isClosed[site] {
      next = min(next, values[site])
    }
    for site in values.indices where !isClosed[site] && !isOpened[site] {
      if isPicked[site] {
        if value - values[site] + next >= cutoff { isOpened[site] = true }
      } else if value + values[site] - worst >= cutoff {
        isClosed[site] = true
      }
      if isClosed[site] || isOpened[site] { decidedCount += 1 }
    }
  }

  // MARK: - one step

  /// Moves the prices; false where they are best already.
  private mutating func step(toward target: Double, from value: Double) -> Bool {
    let slope = subgradient()
    deflect(by: slope)
    var norm = 0.0
    for part in direction.demands { norm += part * part }
    for part in direction.groups { norm += part * part }
    guard norm > 1e-12 else { return false }
    let length = theta * max(target - value, 1e-6 * abs(target)) / norm
    for demand in prices.demands.indices {
      prices.demands[demand] += length * direction.demands[demand]
    }
    for group in prices.groups.indices {
      prices.groups[group] = max(0, prices.groups[group] + length * direction.groups[group])
    }
    capPrices()
    return true
  }

  private mutating func subgradient() -> Prices {
    var slope = Prices(
      demands: [Double](repeating: 1, count: instance.demandCount),
      groups: [Double](repeating: -1, count: instance.groups.count), money: 0)
    for demand in 0..<instance.demandCount {
      let price = prices.demands[demand]
      var pair = instance.starts[demand]
      let end = instance.starts[demand + 1]
      while pair < end && instance.costs[pair] < price {
        slope.demands[demand] -= use[Int(instance.sites[pair])]
        pair += 1
      }
      // At the fallback a demand may as well stay there: no pull upwards.
      if price >= instance.fallback[demand] && slope.demands[demand] > 0 {
        slope.demands[demand] = 0
      }
    }
    for (index, group) in instance.groups.enumerated() {
      for site in group { slope.groups[index] += use[site] }
      if prices.groups[index] == 0 { slope.groups[index] = max(0, slope.groups[index]) }
    }
    return slope
  }

  private mutating func deflect(by slope: Prices) {
    for demand in slope.demands.indices {
      direction.demands[demand] = slope.demands[demand] + 0.7 * direction.demands[demand]
    }
    for group in slope.groups.indices {
      direction.groups[group] = slope.groups[group] + 0.7 * direction.groups[group]
    }
  }

  private mutating func capPrices() {
    for demand in prices.demands.indices {
      prices.demands[demand] = min(prices.demands[demand], instance.fallback[demand])
    }
  }
}
