/// The sites of most profit within a count and a budget; the budget is priced, so the value is an upper
/// bound where it binds.
struct CoverSelection {
  private(set) var sites: [Int32] = []
  private(set) var isChosen: [Bool] = []
  /// Profit (after the price of cost) that a site must have to be forced in or left out for free.
  private(set) var thresholds = (inside: 0.0, outside: 0.0)
  private var costPrice = 0.0
  private var order: [(profit: Double, site: Int32)] = []

  /// The most that `open` sites bring; profits ≤ 0 are never chosen.
  mutating func choose(
    _ profits: UnsafePointer<Double>, _ open: [Int32], count: Int, budget: Double,
    costs: [Double]
  ) -> Double {
    if isChosen.count < costs.count { isChosen = [Bool](repeating: false, count: costs.count) }
    costPrice = 0
    var value = pick(profits, open, count, costs)
    if budget.isFinite && cost(costs) > budget {
      value = priced(profits, open, count, budget, costs)
    }
    return value
  }

  private func cost(_ costs: [Double]) -> Double {
    sites.reduce(0) { $0 + costs[Int($1)] }
  }

  /// Halves the interval of the price of cost; the bound is convex in it.
  private mutating func priced(
    _ profits: UnsafePointer<Double>, _ open: [Int32], _ count: Int, _ budget: Double,
    _ costs: [Double]
  ) -> Double {
    var low = 0.0
    var high = open.reduce(0) {
      max($0, costs[Int($1)] > 0 ? profits[Int($1)] / costs[Int($1)] : 0)
    }
    var best = (value: Double.infinity, price: high)
    for _ in 0..<40 where high - low > 1e-10 * high {
      costPrice = (low + high) / 2
      let value = pick(profits, open, count, costs) + costPrice * budget
      if value < best.value { best = (value, costPrice) }
      if cost(costs) > budget { low = costPrice } else { high = costPrice }
    }
    costPrice = best.price
    return pick(profits, open, count, costs) + costPrice * budget
  }

  /// The profit after the price of cost.
  func adjusted(_ profits: UnsafePointer<Double>, _ site: Int, _ costs: [Double]) -> Double {
    profits[site] - costPrice * costs[site]
  }

  private mutating func pick(
    _ profits: UnsafePointer<Double>, _ open: [Int32], _ count: Int, _ costs: [Double]
  ) -> Double {
    for site in sites { isChosen[Int(site)] = false }
    sites.removeAll(keepingCapacity: true)
    order.removeAll(keepingCapacity: true)
    for site in open {
      let profit = adjusted(profits, Int(site), costs)
      if profit > 0 { order.append((profit, site)) }
    }
    thresholds = (0, 0)
    if order.count >= count && count > 0 {
      order.partition(largest: min(count + 1, order.count))
      order[0..<min(count + 1, order.count)].sort {
        ($1.profit, $0.site) < ($0.profit, $1.site)
      }
      thresholds.inside = order[count - 1].profit
      thresholds.outside = order.count > count ? order[count].profit : 0
    } else if count == 0 {
      thresholds = (.infinity, 0)
    }
    var value = 0.0
    for (profit, site) in order.prefix(count) {
      value += profit
      sites.append(site)
      isChosen[Int(site)] = true
    }
    return value
  }
}

extension [(profit: Double, site: Int32)] {
  /// Brings the `wanted` largest to the front, equal profits by site (Hoare's selection).
  fileprivate mutating func partition(largest wanted: Int) {
    var (low, high) = (0, count - 1)
    while low < high {
      let pivot = self[(low + high) / 2]
      var (left, right) = (low, high)
      while left <= right {
        while Self.precedes(self[left], pivot) { left += 1 }
        while Self.precedes(pivot, self[right]) { right -= 1 }
        if left <= right {
          swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if wanted - 1 <= right {
        high = right
      } else if wanted - 1 >= left {
        low = left
      } else {
        return
      }
    }
  }

  @inline(__always)
  private static func precedes(_ first: Element, _ second: Element) -> Bool {
    first.profit > second.profit || first.profit == second.profit && first.site < second.site
  }
}
