extension CapacityProblem {
  /// Σ people × importance.
  var worth: Double {
    weights.indices.reduce(0) { $0 + weights[$1] * (importance?[$1] ?? 1) }
  }

  /// The least number of new stations that could have room for so many people, whoever they reach.
  func leastCount(serving people: Double, _ model: CapacityModel) -> Int {
    // Where people count unlike, few may be enough; at least cost all are served, whatever they count.
    if importance != nil && goal != .leastCost { return rules.forced.count }
    func most(_ station: Int) -> Double {
      min(model.capacities[station], model.reach(station, model.people))
    }
    var left = people * Double(coversNeeded)
    for station in model.candidateCount..<model.stationCount { left -= most(station) }
    let rooms = (0..<model.candidateCount).map(most).sorted(by: >)
    var count = 0
    while left > 0 && count < rooms.count {
      left -= rooms[count]
      count += 1
    }
    // All together are not enough.
    if left > 0 { return .max }
    return max(count, rules.forced.count)
  }

  /// Every cost that can be the largest, ascending: from the largest of the demands' smallest ones.
  var possibleCosts: [Double] {
    let forbidden = Set(rules.forbidden)
    var least = 0.0
    for demand in weights.indices where weights[demand] > 0 {
      var nearest = Double.infinity
      for pair in table.demandStarts[demand]..<table.demandStarts[demand + 1]
      where !forbidden.contains(Int(table.nearestSites[pair])) {
        nearest = table.nearestCosts[pair]
        break
      }
      if let existing, existing.demandStarts[demand] < existing.demandStarts[demand + 1] {
        nearest = min(nearest, existing.nearestCosts[existing.demandStarts[demand]])
      }
      least = max(least, nearest)
    }
    let all = (table.costs + (existing?.costs ?? [])).filter { $0 >= least }.sorted()
    return all.indices.filter { $0 == 0 || all[$0] != all[$0 - 1] }.map { all[$0] }
  }

  /// The p-center of the demands with people, whatever room stations have.
  var withAmpleRoom: MedianProblem {
    let kept = weights.indices.filter { weights[$0] > 0 }
    var number = [UInt32](repeating: .max, count: weights.count)
    for (index, demand) in kept.enumerated() { number[demand] = UInt32(index) }
    var starts = [0]
    var (demands, costs): ([UInt32], [Double]) = ([], [])
    for site in 0..<table.siteCount {
      for pair in table.starts[site]..<table.starts[site + 1]
      where number[Int(table.demands[pair])] != .max {
        demands.append(number[Int(table.demands[pair])])
        costs.append(table.costs[pair])
      }
      starts.append(demands.count)
    }
    guard
      let part = try? CostTable(
        demandCount: kept.count, starts: starts, demands: demands, costs: costs)
    else { preconditionFailure("part of a table that was checked") }
    let nearest = existing.map { existing in
      kept.map { demand in
        let first = existing.demandStarts[demand]
        return first < existing.demandStarts[demand + 1] ? existing.nearestCosts[first] : .infinity
      }
    }
    return MedianProblem(
      table: part, weights: kept.map { weights[$0] }, existingCosts: nearest, rules: rules)
  }

  /// The problem with the pairs up to a cost (≤) alone.
  func within(_ cost: Double) -> CapacityProblem {
    var part = self
    part.table = table.within(cost)
    part.existing = existing?.within(cost)
    return part
  }

  /// The largest cost of anybody; 0 without people.
  func largestCost(of flows: [ServiceFlow]) -> Double {
    flows.reduce(0) { largest, flow in
      switch flow.station {
      case .new(let site): max(largest, table.cost(site, flow.demand))
      case .existing(let station): max(largest, existing?.cost(station, flow.demand) ?? 0)
      }
    }
  }
}

extension CostTable {
  /// The table with the pairs up to a cost (≤) alone.
  fileprivate func within(_ limit: Double) -> CostTable {
    var starts = [0]
    var (demands, costs): ([UInt32], [Double]) = ([], [])
    for site in 0..<siteCount {
      for pair in self.starts[site]..<self.starts[site + 1] where self.costs[pair] <= limit {
        demands.append(self.demands[pair])
        costs.append(self.costs[pair])
      }
      starts.append(demands.count)
    }
    guard
      let part = try? CostTable(
        demandCount: demandCount, starts: starts, demands: demands, costs: costs)
    else { preconditionFailure("part of a table that was checked") }
    return part
  }

  /// The cost of a pair the table holds; ∞ of any other.
  fileprivate func cost(_ site: Int, _ demand: Int) -> Double {
    var (low, high) = (starts[site], starts[site + 1])
    while low < high {
      let middle = (low + high) / 2
      if Int(demands[middle]) < demand { low = middle + 1 } else { high = middle }
    }
    return low < starts[site + 1] && Int(demands[low]) == demand ? costs[low] : .infinity
  }
}
