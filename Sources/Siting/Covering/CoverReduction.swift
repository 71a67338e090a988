extension CoverCore {
  /// The model with `taken` chosen and `dropped` left out (site indices of the receiver), and all that
  /// follows: rows covered or lost, rows of equal sites merged, dominated sites and rows gone. nil where no
  /// choice is left that satisfies it.
  func reduced(taken: [Int] = [], dropped: [Int] = []) -> CoverCore? {
    guard var core = fixing(taken, dropped) else { return nil }
    // Steps and not seconds, so that the answer is the same on any machine; about a second.
    var steps = 300_000_000
    for _ in 0..<12 {
      core.mergeRows()
      let before = (core.siteCount, core.rowCount)
      let out = core.dominatedSites(steps: &steps)
      let essential = core.aim == .fullCover ? core.essentialSites(besides: out) : []
      guard let next = core.fixing(essential, out) else { return nil }
      core = next
      if core.aim == .fullCover { core.dropRows(core.dominatedRows(steps: &steps)) }
      if steps <= 0 || before == (core.siteCount, core.rowCount) { break }
    }
    return core
  }

  /// Applies the choice and builds the smaller tables.
  private func fixing(_ taken: [Int], _ dropped: [Int]) -> CoverCore? {
    var core = self
    var isOpen = [Bool](repeating: true, count: siteCount)
    for site in dropped { isOpen[site] = false }
    var needLeft = needs.map(Int.init)
    for site in taken {
      core.chosen.append(siteIDs[site])
      core.spent += costs[site]
      core.count -= 1
      core.budget -= costs[site]
      for row in rows[site] { needLeft[Int(row)] -= 1 }
    }
    let takenSet = Set(taken.map(Int32.init))
    for set in exclusive where !takenSet.isDisjoint(with: set) {
      if set.count(where: takenSet.contains) > 1 { return nil }
      for site in set { isOpen[Int(site)] = false }
    }
    for site in taken { isOpen[site] = false }
    if core.count < 0 || core.budget < -budgetSlack { return nil }
    for site in 0..<siteCount where costs[site] > core.budget + budgetSlack || core.count == 0 {
      isOpen[site] = false
    }
    return core.keepingRows(needLeft, &isOpen) ? core.compacted(needLeft, isOpen) : nil
  }

  /// Books what is covered, closes sites that cover nothing open; false where a row is lost that must not be.
  private mutating func keepingRows(_ needLeft: [Int], _ isOpen: inout [Bool]) -> Bool {
    var reach = [Int](repeating: 0, count: rowCount)
    for site in 0..<siteCount where isOpen[site] { for row in rows[site] { reach[Int(row)] += 1 } }
    var reachable = base[0...].reduce(0, +)
    for row in 0..<rowCount where weights[row] > 0 {
      if needLeft[row] <= 0 {
        base[Int(groups[row])] += weights[row]
        reachable += weights[row]
      } else if reach[row] >= needLeft[row] {
        reachable += weights[row]
      } else if aim == .fullCover {
        return false
      }
    }
    if aim == .partCover && reachable < required { return false }
    if aim == .partCover && base[0] >= required {
      for site in 0..<siteCount { isOpen[site] = false }
    }
    for site in 0..<siteCount where isOpen[site] {
      isOpen[site] = rows[site].contains { row in
        let row = Int(row)
        return weights[row] > 0 && needLeft[row] > 0 && reach[row] >= needLeft[row]
      }
    }
    return true
  }

  /// The tables of the open sites and of the rows that they can still cover.
  private func compacted(_ needLeft: [Int], _ isOpen: [Bool]) -> CoverCore {
    var reach = [Int](repeating: 0, count: rowCount)
    for site in 0..<siteCount where isOpen[site] { for row in rows[site] { reach[Int(row)] += 1 } }
    let kept = (0..<rowCount).filter {
      weights[$0] > 0 && needLeft[$0] > 0 && reach[$0] >= needLeft[$0]
    }
    var core = keeping(sites: (0..<siteCount).filter { isOpen[$0] }, rows: kept)
    core.needs = kept.map { UInt8(needLeft[$0]) }
    return core
  }

  /// The same model with these sites and rows only, both ascending.
  func keeping(sites: [Int], rows kept: [Int]) -> CoverCore {
    var newRow = [UInt32](repeating: .max, count: rowCount)
    for (index, row) in kept.enumerated() { newRow[row] = UInt32(index) }
    var newSite = [Int32](repeating: -1, count: siteCount)
    var starts = [0]
    var items: [UInt32] = []
    starts.reserveCapacity(sites.count + 1)
    items.reserveCapacity(rows.total)
    for (index, site) in sites.enumerated() {
      newSite[site] = Int32(index)
      for row in rows[site] where newRow[Int(row)] != .max { items.append(newRow[Int(row)]) }
      starts.append(items.count)
    }
    var core = self
    core.rows = CoverRows(starts: starts, items: items)
    core.back = core.rows.transposed(itemCount: kept.count)
    core.siteIDs = sites.map { siteIDs[$0] }
    core.costs = sites.map { costs[$0] }
    core.weights = kept.map { weights[$0] }
    core.needs = kept.map { needs[$0] }
    core.groups = kept.map { groups[$0] }
    if !hints.isEmpty { core.hints = kept.map { hints[$0] } }
    core.exclusive = exclusive.map { $0.map { newSite[Int($0)] }.filter { $0 >= 0 } }
      .filter { $0.count > 1 }
    core.count = min(count, sites.count)
    return core
  }

  private mutating func dropRows(_ isDropped: [Bool]) {
    if !isDropped.contains(true) { return }
    self = keeping(sites: Array(0..<siteCount), rows: (0..<rowCount).filter { !isDropped[$0] })
  }

  /// Rows of the same sites, need and group become one of their summed weight.
  private mutating func mergeRows() {
    var keys = [(key: UInt64, row: Int)]()
    keys.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      var key = UInt64(needs[row]) &+ UInt64(UInt32(bitPattern: groups[row])) &<< 8
      for site in back[row] { key = (key ^ UInt64(site)) &* 0x9E37_79B9_7F4A_7C15 ^ (key &>> 29) }
      keys.append((key, row))
    }
    keys.sort { ($0.key, $0.row) < ($1.key, $1.row) }
    var isDropped = [Bool](repeating: false, count: rowCount)
    for index in keys.indices where !isDropped[keys[index].row] {
      let first = keys[index].row
      var next = index + 1
      while next < keys.count, keys[next].key == keys[index].key {
        let row = keys[next].row
        if !isDropped[row], needs[row] == needs[first], groups[row] == groups[first],
          back[row].elementsEqual(back[first])
        {
          isDropped[row] = true
          weights[first] += weights[row]
          if !hints.isEmpty { hints[first] += hints[row] }
        }
        next += 1
      }
    }
    dropRows(isDropped)
  }
}
