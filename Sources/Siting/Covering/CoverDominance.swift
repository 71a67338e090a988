extension CoverCore {
  /// Sites another one can always stand in for: it covers at least as much, costs no more, and excludes no
  /// more. A second cover may need both, so sites of rows that need two are left alone.
  ///
  /// `steps` falls by the work done; when none are left the other sites stay, which is never wrong.
  func dominatedSites(steps: inout Int) -> [Int] {
    var sets = [[Int32]](repeating: [], count: siteCount)
    for (index, set) in exclusive.enumerated() {
      for site in set { sets[Int(site)].append(Int32(index)) }
    }
    return (0..<siteCount).filter { site in
      let list = rows[site]
      if list.isEmpty { return true }
      if steps <= 0 { return false }
      if list.contains(where: { needs[Int($0)] > 1 }) { return false }
      let others = back.intersection(of: list, steps: &steps) { other in
        let other = Int(other)
        return other != site && costs[other] <= costs[site] && rows[other].count >= list.count
          && Set(sets[other]).isSubset(of: sets[site])
      }
      return others.contains { other in
        let other = Int(other)
        let isEqual =
          costs[other] == costs[site] && rows[other].count == list.count
          && sets[other].count == sets[site].count
        return !isEqual || other < site
      }
    }
  }

  /// Rows that are covered whenever another one is, where all must be covered.
  func dominatedRows(steps: inout Int) -> [Bool] {
    var isDropped = [Bool](repeating: false, count: rowCount)
    for row in 0..<rowCount where !isDropped[row] && steps > 0 {
      let implied = rows.intersection(of: back[row], steps: &steps) { other in
        other != row && needs[Int(other)] <= needs[row]
      }
      for other in implied { isDropped[Int(other)] = true }
    }
    return isDropped
  }

  /// Sites without which some row cannot be covered, `out` being left out.
  func essentialSites(besides out: [Int]) -> [Int] {
    var isOut = [Bool](repeating: false, count: siteCount)
    for site in out { isOut[site] = true }
    var isEssential = [Bool](repeating: false, count: siteCount)
    for row in 0..<rowCount {
      let open = back[row].filter { !isOut[Int($0)] }
      if open.count == Int(needs[row]) { for site in open { isEssential[Int(site)] = true } }
    }
    return (0..<siteCount).filter { isEssential[$0] }
  }
}

extension CoverRows {
  /// The items all of `lists` hold and `isWanted` accepts, ascending; starts from the shortest list, since
  /// the intersection of real catchments is empty after a few.
  fileprivate func intersection(
    of lists: UnsafeBufferPointer<UInt32>, steps: inout Int, where isWanted: (UInt32) -> Bool
  ) -> [UInt32] {
    let shortest = lists.min { self[Int($0)].count < self[Int($1)].count }!
    steps -= lists.count + self[Int(shortest)].count
    var common = self[Int(shortest)].filter(isWanted)
    // Lists far apart share least: alternate between both ends.
    var (low, high) = (0, lists.count - 1)
    while low <= high && !common.isEmpty {
      let list = self[Int(lists[low])]
      steps -= common.count + list.count
      common.keepOnly(list)
      if low < high { common.keepOnly(self[Int(lists[high])]) }
      low += 1
      high -= 1
    }
    return common
  }
}

extension [UInt32] {
  /// Keeps what `list` holds too; both ascending.
  fileprivate mutating func keepOnly(_ list: UnsafeBufferPointer<UInt32>) {
    var kept = 0
    var position = 0
    for index in indices {
      let item = self[index]
      while position < list.count && list[position] < item { position += 1 }
      if position == list.count { break }
      if list[position] == item {
        self[kept] = item
        kept += 1
      }
    }
    removeLast(count - kept)
  }
}
