extension MedianInstance {
  /// The question whether sites exist that keep every demand within a cost: 0 for a demand within it, 1 for
  /// one beyond, so that an answer of cost 0 is a yes.
  ///
  /// Demands an existing station serves are left out.
  init(covering problem: MedianProblem, within limit: Double) {
    let table = problem.table
    var local = [Int32](repeating: 0, count: table.siteCount)
    for site in problem.rules.forbidden { local[site] = -1 }
    let ids = (0..<table.siteCount).filter { local[$0] >= 0 }
    for (index, site) in ids.enumerated() { local[site] = Int32(index) }
    var lists: [[Int32]] = []
    for demand in 0..<table.demandCount where problem.existingCost(demand) > limit {
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
    var lists = (0..<demandCount).map { Array(sites[starts[$0]..<starts[$0 + 1]]).sorted() }
    var isKept = [Bool](repeating: true, count: siteCount)
    var isChanged = true
    while isChanged {
      isChanged = dropImplied(&lists)
      if groups.isEmpty && dropReplaced(lists, &isKept) {
        isChanged = true
        lists = lists.map { list in list.filter { isKept[Int($0)] } }
      }
    }
    starts = lists.reduce(into: [0]) { $0.append($0.last! + $1.count) }
    sites = Array(lists.joined())
    costs = [Double](repeating: 0, count: sites.count)
    if isKept.contains(false) { renumber(isKept) }
  }

  /// Empties lists that contain another one and takes their demands as served; whether there were any.
  private mutating func dropImplied(_ lists: inout [[Int32]]) -> Bool {
    let open = lists.indices.filter { fallback[$0] > 0 }
    if open.contains(where: { lists[$0].isEmpty }) { return false }
    let order = open.sorted {
      lists[$0].count != lists[$1].count ? lists[$0].count < lists[$1].count : $0 < $1
    }
    // A list can only contain those whose first site it holds, which is where they are looked for.
    var keptByFirst = [[Int]](repeating: [], count: siteCount)
    var isMember = [Bool](repeating: false, count: siteCount)
    var isChanged = false
    for demand in order {
      let list = lists[demand]
      for site in list { isMember[Int(site)] = true }
      let isImplied = list.contains { site in
        keptByFirst[Int(site)].contains { other in
          lists[other].allSatisfy { isMember[Int($0)] }
        }
      }
      for site in list { isMember[Int(site)] = false }
      if isImplied {
        lists[demand] = []
        fallback[demand] = 0
        isChanged = true
      } else {
        keptByFirst[Int(list[0])].append(demand)
      }
    }
    return isChanged
  }

  /// Marks sites another kept one replaces; whether there were any.
  private func dropReplaced(_ lists: [[Int32]], _ isKept: inout [Bool]) -> Bool {
    var served = [[Int32]](repeating: [], count: siteCount)
    for (demand, list) in lists.enumerated() {
      for site in list { served[Int(site)].append(Int32(demand)) }
    }
    let order = served.indices.filter { isKept[$0] }.sorted {
      served[$0].count != served[$1].count ? served[$0].count > served[$1].count : $0 < $1
    }
    var isMember = [Bool](repeating: false, count: demandCount)
    var isChanged = false
    for site in order where isKept[site] {
      for demand in served[site] { isMember[Int(demand)] = true }
      var seen = Set([site])
      for demand in served[site] {
        for other in lists[Int(demand)].map(Int.init)
        where isKept[other] && seen.insert(other).inserted && costsAtLeast(other, as: site) {
          let isSame = served[other].count == served[site].count && other < site
          if !isSame && served[other].allSatisfy({ isMember[Int($0)] }) {
            isKept[other] = false
            isChanged = true
          }
        }
      }
      for demand in served[site] { isMember[Int(demand)] = false }
    }
    for site in order where isKept[site] && served[site].isEmpty {
      isKept[site] = false
      isChanged = true
    }
    return isChanged
  }

  private func costsAtLeast(_ site: Int, as other: Int) -> Bool {
    guard let money else { return true }
    return money.costs[site] >= money.costs[other]
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
