/// What is left of a p-median where some sites are decided: free sites and the demands they still improve.
///
/// Costs are weighted. A demand's `fallback` is its cost at the best station that is open already; pairs that
/// do not undercut it are dropped, so that opening a site shrinks the instance as closing one does. Demands
/// keep their index in every instance, which lets multipliers be handed on.
struct MedianInstance {
  /// By local site, its index in the problem; ascending.
  var siteIDs: [Int]
  /// Weighted cost by demand with what is open; at least `unreachedCost` where nothing is.
  var fallback: [Double]
  /// Pairs of demand d are `starts[d]..<starts[d + 1]`, cheapest first, ties by site.
  var starts: [Int]
  /// Local sites.
  var sites: [Int32]
  var costs: [Double]
  /// How many more sites may be opened.
  var count: Int
  /// Money left, and what each local site costs; nil without a budget.
  var money: (left: Double, costs: [Double])?
  /// Groups of at least two local sites of which one at most may be opened.
  var groups: [[Int]]
  /// All costs are 0 and all fallbacks 1: only an answer of cost 0 is wanted.
  var isCovering = false

  var siteCount: Int { siteIDs.count }
  var demandCount: Int { fallback.count }

  /// Σ fallback: the cost if no further site is opened.
  var closedCost: Double { fallback.reduce(0, +) }
}

extension MedianInstance {
  /// The whole problem before any decision; forbidden sites are left out.
  ///
  /// - Parameter unreachedCost: stands for a demand nothing reaches yet; must exceed the cost of any answer.
  init(_ problem: MedianProblem, unreachedCost: Double) {
    let table = problem.table
    var isUsable = [Bool](repeating: true, count: table.siteCount)
    for site in problem.rules.forbidden { isUsable[site] = false }
    siteIDs = (0..<table.siteCount).filter { isUsable[$0] }
    var local = [Int32](repeating: -1, count: table.siteCount)
    for (index, site) in siteIDs.enumerated() { local[site] = Int32(index) }
    fallback = []
    starts = [0]
    sites = []
    costs = []
    for demand in 0..<table.demandCount where problem.weights[demand] > 0 {
      let weight = problem.weights[demand]
      let existing = weight * problem.existingCost(demand)
      let cap = existing < .infinity ? existing : unreachedCost
      fallback.append(cap)
      for pair in table.demandStarts[demand]..<table.demandStarts[demand + 1] {
        let site = local[Int(table.nearestSites[pair])]
        let cost = weight * table.nearestCosts[pair]
        if cost >= cap { break }
        guard site >= 0 else { continue }
        sites.append(site)
        costs.append(cost)
      }
      starts.append(sites.count)
    }
    (count, money, groups) = Self.limits(problem.rules, siteIDs: siteIDs, local: local)
  }

  /// The rules in terms of local sites; `local` holds −1 for sites that are left out.
  static func limits(
    _ rules: SiteRules, siteIDs: [Int], local: [Int32]
  ) -> (count: Int, money: (left: Double, costs: [Double])?, groups: [[Int]]) {
    var money: (left: Double, costs: [Double])?
    if let budget = rules.budget, let prices = rules.costs {
      money = (budget + SiteRules.slack(of: budget), siteIDs.map { prices[$0] })
    }
    let groups = rules.exclusive.map { group in
      Set(group).sorted().filter { local[$0] >= 0 }.map { Int(local[$0]) }
    }
    return (rules.count ?? siteIDs.count, money, groups.filter { $0.count > 1 })
  }

  /// The instance after some local sites are opened and others closed; nil where that breaks a rule.
  func deciding(open: [Int], close: [Int]) -> MedianInstance? {
    guard open.count <= count else { return nil }
    var next = self
    var isDropped = [Bool](repeating: false, count: siteCount)
    for site in close { isDropped[site] = true }
    for group in groups {
      let opened = group.filter { open.contains($0) }
      if opened.count > 1 { return nil }
      if opened.count == 1 { for site in group { isDropped[site] = true } }
    }
    for site in open { isDropped[site] = true }
    next.count -= open.count
    if let money {
      next.money?.left = open.reduce(money.left) { $0 - money.costs[$1] }
      guard let left = next.money?.left, left >= 0 else { return nil }
      for site in 0..<siteCount where money.costs[site] > left { isDropped[site] = true }
    }
    if next.count == 0 { isDropped = isDropped.map { _ in true } }
    next.keep(isDropped: isDropped, lowering: open)
    if isCovering { next.reduceCovering() }
    return next
  }

  /// Drops sites, and pairs that no longer undercut what is open.
  private mutating func keep(isDropped: [Bool], lowering open: [Int]) {
    var isOpened = [Bool](repeating: false, count: siteCount)
    for site in open { isOpened[site] = true }
    var local = [Int32](repeating: -1, count: siteCount)
    let kept = (0..<siteCount).filter { !isDropped[$0] }
    for (index, site) in kept.enumerated() { local[site] = Int32(index) }
    var (newStarts, newSites, newCosts) = ([0], [Int32](), [Double]())
    newStarts.reserveCapacity(starts.count)
    for demand in 0..<demandCount {
      for pair in starts[demand]..<starts[demand + 1] {
        let site = Int(sites[pair])
        if costs[pair] >= fallback[demand] { break }
        if isOpened[site] {
          fallback[demand] = costs[pair]
        } else if local[site] >= 0 {
          newSites.append(local[site])
          newCosts.append(costs[pair])
        }
      }
      newStarts.append(newSites.count)
    }
    (starts, sites, costs) = (newStarts, newSites, newCosts)
    groups = groups.map { group in
      group.filter { local[$0] >= 0 }.map { Int(local[$0]) }
    }.filter { $0.count > 1 }
    if let prices = money?.costs { money?.costs = kept.map { prices[$0] } }
    siteIDs = kept.map { siteIDs[$0] }
  }
}
