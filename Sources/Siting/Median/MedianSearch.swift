/// Greedy choice and fast interchange for the p-median: a good answer quickly, without a bound.
///
/// One site is exchanged for another as long as that lowers the cost; all removals are weighed against one
/// insertion in a single pass over the insertion's pairs (Whitaker 1983; Resende and Werneck 2007).
/// Deterministic: sites are tried in order of index, ties go to the lower index.
struct MedianSearch {
  private let instance: MedianInstance
  /// Pairs of local site s are `siteStarts[s]..<siteStarts[s + 1]`.
  private let siteStarts: [Int]
  private let demands: [Int32]
  private let costs: [Double]
  private let groupsOfSite: [[Int]]

  private(set) var open: [Int] = []
  private var isOpen: [Bool]
  private var spent = 0.0
  /// Nearest and second-nearest open site by demand; −1 is the fallback.
  private var first: [Int32]
  private var firstCost: [Double]
  private var secondCost: [Double]
  /// What closing an open site would cost.
  private var loss: [Double]

  init(_ instance: MedianInstance) {
    self.instance = instance
    var starts = [Int](repeating: 0, count: instance.siteCount + 1)
    for site in instance.sites { starts[Int(site) + 1] += 1 }
    for site in 0..<instance.siteCount { starts[site + 1] += starts[site] }
    siteStarts = starts
    var demands = [Int32](repeating: 0, count: instance.sites.count)
    var costs = [Double](repeating: 0, count: instance.sites.count)
    for demand in 0..<instance.demandCount {
      for pair in instance.starts[demand]..<instance.starts[demand + 1] {
        let site = Int(instance.sites[pair])
        demands[starts[site]] = Int32(demand)
        costs[starts[site]] = instance.costs[pair]
        starts[site] += 1
      }
    }
    self.demands = demands
    self.costs = costs
    var groupsOfSite = [[Int]](repeating: [], count: instance.siteCount)
    for (index, group) in instance.groups.enumerated() {
      for site in group { groupsOfSite[site].append(index) }
    }
    self.groupsOfSite = groupsOfSite
    isOpen = [Bool](repeating: false, count: instance.siteCount)
    first = [Int32](repeating: -1, count: instance.demandCount)
    firstCost = instance.fallback
    secondCost = instance.fallback
    loss = [Double](repeating: 0, count: instance.siteCount)
  }

  /// Σ cost of the demands at their nearest open site.
  var cost: Double { firstCost.reduce(0, +) }

  /// Opens exactly these local sites as far as the rules allow, in the order given.
  mutating func start(at sites: [Int]) {
    open = []
    spent = 0
    isOpen = isOpen.map { _ in false }
    for site in sites where !isOpen[site] && mayOpen(site) {
      open.append(site)
      isOpen[site] = true
      spent += instance.money?.costs[site] ?? 0
    }
    recomputeAll()
  }

  /// Opens the site that saves most (a unit of money, where money is short) until none may be opened or saves.
  ///
  /// Savings only fall as sites open, so that an old one is a limit: most need no new look (Minoux 1978).
  mutating func addGreedily(deadline: Deadline, barring barred: Int? = nil) {
    var worth = [Double](repeating: .infinity, count: instance.siteCount)
    var isFresh = [Bool](repeating: false, count: instance.siteCount)
    if let barred { worth[barred] = 0 }
    while !deadline.hasPassed {
      var best = -1
      for site in worth.indices where worth[site] > (best < 0 ? 0 : worth[best]) { best = site }
      if best < 0 { return }
      if isOpen[best] || !mayOpen(best) {
        // What a rule forbids now it forbids with more sites open, too.
        worth[best] = 0
      } else if isFresh[best] {
        insert(best)
        for site in isFresh.indices { isFresh[site] = false }
      } else {
        worth[best] = saving(of: best) / price(of: best)
        isFresh[best] = true
      }
    }
  }

  /// The share of all money a site takes, where there is a budget; free sites come first.
  private func price(of site: Int) -> Double {
    guard let money = instance.money else { return 1 }
    return max(money.costs[site], 1e-9 * money.left) / max(money.left, .leastNormalMagnitude)
  }

  /// Exchanges until a whole round over all sites finds nothing that lowers the cost by a billionth.
  mutating func interchange(deadline: Deadline) {
    recomputeAll()
    var sinceChange = 0
    var site = 0
    var current = cost
    while sinceChange < instance.siteCount {
      sinceChange += 1
      if !isOpen[site] && exchange(for: site, threshold: 1e-9 * current) {
        let changed = cost
        // Rounding made a loss look like a gain: sums are taken anew, and this round is not prolonged.
        if changed < current { sinceChange = 0 } else { recomputeAll() }
        current = changed
      }
      site = site + 1 == instance.siteCount ? 0 : site + 1
      if site & 15 == 0 && deadline.hasPassed { return }
    }
  }

  /// Closes each open site in turn, fills up and exchanges from there, and keeps what is better: finds answers
  /// that take one dear site for two cheap ones, which single exchanges cannot.
  mutating func refill(tries: Int, deadline: Deadline) {
    var sinceChange = 0
    var order = open.sorted()
    for _ in 0..<tries where sinceChange < order.count && !deadline.hasPassed {
      let site = order.removeFirst()
      order.append(site)
      sinceChange += 1
      guard isOpen[site] else { continue }
      var other = self
      other.remove(site)
      other.addGreedily(deadline: deadline, barring: site)
      other.interchange(deadline: deadline)
      if other.cost < cost * (1 - 1e-9) {
        self = other
        order = open.sorted()
        sinceChange = 0
      }
    }
  }

  // MARK: - moves

  /// Opens the site, in place of another if need be, where that lowers the cost.
  private mutating func exchange(for site: Int, threshold: Double) -> Bool {
    let conflicts = conflicts(of: site)
    if conflicts.count > 1 { return false }
    let range = siteStarts[site]..<siteStarts[site + 1]
    var gain = 0.0
    var kept = loss
    for pair in range {
      let demand = Int(demands[pair])
      let cost = costs[pair]
      if cost < firstCost[demand] {
        gain += firstCost[demand] - cost
        // Closing the first site then costs this demand nothing beyond the new one.
        if first[demand] >= 0 { kept[Int(first[demand])] -= secondCost[demand] - firstCost[demand] }
      } else if cost < secondCost[demand], first[demand] >= 0 {
        kept[Int(first[demand])] -= secondCost[demand] - cost
      }
    }
    if gain <= threshold { return false }
    if conflicts.isEmpty && open.count < instance.count && affords(site, without: nil) {
      insert(site)
      return true
    }
    var best = (site: -1, profit: threshold)
    for other in conflicts.isEmpty ? open : conflicts where affords(site, without: other) {
      let profit = gain - kept[other]
      if profit > best.profit || profit == best.profit && best.site > other {
        best = (other, profit)
      }
    }
    if best.site < 0 { return false }
    remove(best.site)
    insert(site)
    return true
  }

  private func mayOpen(_ site: Int) -> Bool {
    open.count < instance.count && affords(site, without: nil) && conflicts(of: site).isEmpty
  }

  private func conflicts(of site: Int) -> [Int] {
    var found: [Int] = []
    for group in groupsOfSite[site] {
      for other in instance.groups[group]
      where isOpen[other] && other != site && !found.contains(other) {
        found.append(other)
      }
    }
    return found
  }

  private func affords(_ site: Int, without other: Int?) -> Bool {
    guard let money = instance.money else { return true }
    return spent + money.costs[site] - (other.map { money.costs[$0] } ?? 0) <= money.left
  }

  private func saving(of site: Int) -> Double {
    var sum = 0.0
    for pair in siteStarts[site]..<siteStarts[site + 1] {
      sum += max(0, firstCost[Int(demands[pair])] - costs[pair])
    }
    return sum
  }

  private mutating func insert(_ site: Int) {
    open.append(site)
    isOpen[site] = true
    spent += instance.money?.costs[site] ?? 0
    for pair in siteStarts[site]..<siteStarts[site + 1] { recompute(Int(demands[pair])) }
  }

  private mutating func remove(_ site: Int) {
    open.removeAll { $0 == site }
    isOpen[site] = false
    spent -= instance.money?.costs[site] ?? 0
    for pair in siteStarts[site]..<siteStarts[site + 1]
    where costs[pair] <= secondCost[Int(demands[pair])] {
      recompute(Int(demands[pair]))
    }
  }

  private mutating func recomputeAll() {
    for demand in first.indices { first[demand] = -1 }
    for site in loss.indices { loss[site] = 0 }
    for demand in firstCost.indices { recompute(demand) }
  }

  /// Finds the two nearest open sites of a demand and moves its part of their losses.
  private mutating func recompute(_ demand: Int) {
    if first[demand] >= 0 { loss[Int(first[demand])] -= secondCost[demand] - firstCost[demand] }
    first[demand] = -1
    firstCost[demand] = instance.fallback[demand]
    secondCost[demand] = instance.fallback[demand]
    for pair in instance.starts[demand]..<instance.starts[demand + 1] {
      let site = Int(instance.sites[pair])
      if !isOpen[site] { continue }
      if first[demand] < 0 {
        first[demand] = Int32(site)
        firstCost[demand] = instance.costs[pair]
      } else {
        secondCost[demand] = instance.costs[pair]
        break
      }
    }
    if first[demand] >= 0 { loss[Int(first[demand])] += secondCost[demand] - firstCost[demand] }
  }
}

extension MedianSearch {
  /// Prices of demands near which the dual's best ones lie: half-way from the nearest to the second-nearest
  /// open site.
  var startingPrices: [Double] {
    zip(firstCost, secondCost).map { first, second in first + 0.5 * (min(second, 4 * first) - first)
    }
  }
}
