extension MedianInstance {
  /// The question whether sites exist that keep every demand within a cost: 0 for a demand within it, 1 for
  /// one beyond, so that an answer of cost 0 is a yes.
  ///
  /// Demands an existing station serves, and those without weight, are left out.
  init(covering problem: MedianProblem, within limit: Double) {
    let table = problem.table
    var local = [Int32](repeating: 0, count: table.siteCount)
    for site in problem.rules.forbidden { local[site] = -1 }
    let ids = (0..<table.siteCount).filter { local[$0] >= 0 }
    for (index, site) in ids.enumerated() { local[site] = Int32(index) }
    var lists: [[Int32]] = []
    for demand in 0..<table.demandCount
    where problem.weights[demand] > 0
      && (problem.existingCost(demand) > limit || problem.existingCost(demand) == .infinity)
    {
      var list: [Int32] = []
      for pair in table.demandStarts[demand]..<table.demandStarts[demand + 1] {
        if table.nearestCosts[pair] > limit { break }
        let site = local[Int(table.nearestSites[pair])]
        if site >= 0 { list.append(site) }
      }
      lists.append(list.sorted())
    }
    let rules = Self.limits(problem.rules, siteIDs: ids, local: local)
    self.init(
      siteIDs: ids, fallback: [Double](repeating: 1, count: lists.count),
      starts: lists.reduce(into: [0]) { $0.append($0.last! + $1.count) },
      sites: Array(lists.joined()),
      costs: [Double](repeating: 0, count: lists.reduce(0) { $0 + $1.count }),
      count: rules.count, money: rules.money, groups: rules.groups, isCovering: true)
  }

  /// Drops demands that others imply and sites that others replace, until neither is left.
  ///
  /// A demand is implied by one whose every site serves it, too; a site is replaced by one that serves all it
  /// serves and costs no more. With exclusive groups sites are kept: the better one may be barred.
  mutating func reduceCovering() {
    // Comparing all rows takes seconds beyond this (20,000 × 5,000): larger questions are left to the bounds.
    guard siteCount > 0, siteCount * demandCount <= 1 << 25 else { return }
    var demands = BitRows(rows: demandCount, columns: siteCount)
    var isServed = fallback.map { $0 == 0 }
    for demand in 0..<demandCount {
      for pair in starts[demand]..<starts[demand + 1] {
        demands.insert(Int(sites[pair]), in: demand)
      }
    }
    if (0..<demandCount).contains(where: { !isServed[$0] && demands.count(of: $0) == 0 }) { return }
    var isDropped = [Bool](repeating: false, count: siteCount)
    while true {
      var isChanged = demands.drop(&isServed, keepingSmall: true) { _, _ in true }
      if groups.isEmpty {
        let served = demands.transposed(without: isServed)
        let money = money
        if served.drop(
          &isDropped, keepingSmall: false,
          where: { kept, dropped in
            money.map { $0.costs[kept] <= $0.costs[dropped] } ?? true
          })
        {
          demands = served.transposed(without: isDropped)
          isChanged = true
        }
      }
      if !isChanged { break }
    }
    store(demands, isServed: isServed)
    if isDropped.contains(true) { renumber(isDropped.map { !$0 }) }
  }

  private mutating func store(_ demands: BitRows, isServed: [Bool]) {
    starts = [0]
    sites = []
    for demand in 0..<demandCount {
      if isServed[demand] {
        fallback[demand] = 0
      } else {
        demands.forEach(in: demand) { sites.append(Int32($0)) }
      }
      starts.append(sites.count)
    }
    costs = [Double](repeating: 0, count: sites.count)
  }

  /// Leaves out sites no pair uses any more.
  private mutating func renumber(_ isKept: [Bool]) {
    var local = [Int32](repeating: -1, count: siteCount)
    let kept = siteIDs.indices.filter { isKept[$0] }
    for (index, site) in kept.enumerated() { local[site] = Int32(index) }
    sites = sites.map { local[Int($0)] }
    if let prices = money?.costs { money?.costs = kept.map { prices[$0] } }
    siteIDs = kept.map { siteIDs[$0] }
  }

  /// Opens sites given by their index in the problem; nil where that breaks a rule.
  func deciding(openProblemSites sites: [Int]) -> MedianInstance? {
    deciding(open: Set(sites).sorted().compactMap { siteIDs.firstIndex(of: $0) }, close: [])
  }
}
