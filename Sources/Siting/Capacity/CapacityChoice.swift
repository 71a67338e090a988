extension SiteRules {
  /// The candidates of least value, forced ones first, and a bound on the value of any choice: the larger of the
  /// bounds for the count alone and for the money alone. Exclusive groups are not looked at.
  ///
  /// - Parameters:
  ///   - values: by candidate, those that are not worth choosing 0 or more; further entries are passed over.
  ///   - siteIDs: the site each candidate is, for its cost.
  ///   - isForced: by candidate.
  func choice(
    of values: [Double], _ siteIDs: [Int], _ isForced: [Bool]
  ) -> (candidates: [Int], value: Double) {
    let forced = siteIDs.indices.filter { isForced[$0] }
    let free = siteIDs.indices.filter { !isForced[$0] && values[$0] < 0 }
    let base = forced.reduce(0) { $0 + values[$1] }
    let order = free.sorted { values[$0] != values[$1] ? values[$0] < values[$1] : $0 < $1 }
    let few = Array(order.prefix(max(0, (count ?? .max) - forced.count)))
    let byCount = base + few.reduce(0) { $0 + values[$1] }
    guard let budget, let costs else { return (forced + few, byCount) }
    var left = budget + Self.slack(of: budget)
    for station in forced { left -= costs[siteIDs[station]] }
    func price(_ station: Int) -> Double { costs[siteIDs[station]] }
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
