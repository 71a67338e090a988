/// The Lagrangian dual of a covering model: every row's cover condition is priced, and what is left is a
/// choice of the sites with most profit; any prices give a bound.
///
/// With price λ ≥ 0 of a row, need r and weight v the bound is Σ max(0, θv − rλ) + Σ μ + the most that sites
/// of profit Σλ − Σμ can bring within count and budget; θ is 1 for people covered, a price of the required
/// people for a partial cover, a point of the simplex over groups for the worst group; μ ≥ 0 prices the
/// sets of which one site at most may be chosen. Written by its extensions only.
final class CoverDual {
  let core: CoverCore
  /// 0 open, 1 chosen, 2 left out; by site.
  var status: [UInt8]
  var openSites: [Int32] = []
  let rows: CoverRows

  // Of the node: rows still open, what is covered, what may still be chosen.
  let needs: UnsafeMutablePointer<Double>
  let weights: UnsafeMutablePointer<Double>
  var openRows: [Int32] = []
  var base: [Double] = []
  var count = 0
  var budget = 0.0
  var spent = 0.0
  var setsOpen: [[Int32]] = []
  /// Valid inequalities that every better choice satisfies, and what they still need in the node.
  var cuts: [CoverCut] = []
  var cutNeeds: [Double] = []
  var cutPrice: [Double] = []
  var cutCentre: [Double] = []

  // Prices: tried and best.
  let price: UnsafeMutablePointer<Double>
  let centre: UnsafeMutablePointer<Double>
  var setPrice: [Double] = []
  var setCentre: [Double] = []
  var theta: [Double]
  var thetaCentre: [Double]

  // The choice of the last evaluation and the average of choices.
  let profits: UnsafeMutablePointer<Double>
  let cover: UnsafeMutablePointer<Double>
  let coverMean: UnsafeMutablePointer<Double>
  let mean: UnsafeMutablePointer<Double>
  var selection: CoverSelection
  var bestSelection: [Int32] = []
  /// The profits at the best prices, for fixing.
  let bestProfits: UnsafeMutablePointer<Double>
  var bestThresholds = (inside: 0.0, outside: 0.0)
  var bound = Double.infinity
  var factor = 0.5
  var alpha = 0.1
  var lastValue = 0.0
  /// Steps shrink slowly and averages are long; at first the other way round, which gets near sooner.
  var isFine = false

  init(_ core: CoverCore) {
    self.core = core
    rows = core.rows
    status = [UInt8](repeating: 0, count: core.siteCount)
    needs = .filled(core.rowCount, 0)
    weights = .filled(core.rowCount, 0)
    price = .filled(core.rowCount, 0)
    centre = .filled(core.rowCount, 0)
    profits = .filled(core.siteCount, 0)
    bestProfits = .filled(core.siteCount, 0)
    cover = .filled(core.rowCount, 0)
    coverMean = .filled(core.rowCount, 0)
    mean = .filled(core.siteCount, 0)
    selection = CoverSelection()
    theta = [Double](repeating: 1 / Double(max(1, core.base.count)), count: core.base.count)
    thetaCentre = theta
    for row in 0..<core.rowCount { weights[row] = core.weights[row] }
  }

  deinit {
    for memory in [
      needs, weights, price, centre, profits, bestProfits, cover, coverMean, mean,
    ] { memory.deallocate() }
  }
}

/// The prices a node hands to its children.
final class CoverPrices: Sendable {
  let rows: [Float]
  let sets: [Double]
  let cuts: [Double]
  let theta: [Double]
  init(rows: [Float], sets: [Double], cuts: [Double], theta: [Double]) {
    self.rows = rows
    self.sets = sets
    self.cuts = cuts
    self.theta = theta
  }
}

// MARK: The bound at prices
extension CoverDual {
  @inline(__always)
  func cap(_ row: Int, _ price: Double) -> Double {
    if core.aim == .fullCover { return max(0, price) }
    return min(max(0, price), theta[Int(core.groups[row])] * weights[row] / needs[row])
  }

  /// The bound at the tried prices; fills profits, choice and cover counts.
  @discardableResult
  func evaluate() -> Double {
    for item in openSites {
      let site = Int(item)
      var profit = 0.0
      for row in rows[site] { profit += price[Int(row)] }
      profits[site] = profit
    }
    for (index, set) in setsOpen.enumerated() where setPrice[index] > 0 {
      for site in set { profits[Int(site)] -= setPrice[index] }
    }
    for (index, cut) in cuts.enumerated() where cutPrice[index] > 0 {
      for site in cut.sites { profits[Int(site)] += cutPrice[index] }
    }
    var value = constant()
    for index in cuts.indices { value -= cutPrice[index] * max(0, cutNeeds[index]) }
    if core.minimisesCost {
      for site in openSites { profits[Int(site)] -= core.costs[Int(site)] }
      value -= spent
    }
    value += selection.choose(
      profits, openSites, count: core.minimisesCost ? openSites.count : count,
      budget: core.minimisesCost ? .infinity : budget, costs: core.costs)
    for row in openRows { cover[Int(row)] = 0 }
    for site in selection.sites { for row in rows[Int(site)] { cover[Int(row)] += 1 } }
    lastValue = value
    return value
  }

  /// What rows, groups and sets bring whatever the choice.
  private func constant() -> Double {
    var value = 0.0
    for (index, set) in setsOpen.enumerated() where set.count > 1 { value += setPrice[index] }
    switch core.aim {
    case .people:
      value += base[0]
      for row in openRows { value += weights[Int(row)] - needs[Int(row)] * price[Int(row)] }
    case .fullCover:
      for row in openRows { value -= needs[Int(row)] * price[Int(row)] }
    case .partCover, .worstGroup:
      for group in base.indices { value += theta[group] * base[group] }
      if core.aim == .partCover { value -= theta[0] * core.required }
      for item in openRows {
        let row = Int(item)
        value += theta[Int(core.groups[row])] * weights[row] - needs[row] * price[row]
      }
    }
    return value
  }

  func keep(_ value: Double? = nil) {
    bound = value ?? lastValue
    for row in openRows { centre[Int(row)] = price[Int(row)] }
    for site in openSites {
      bestProfits[Int(site)] = selection.adjusted(profits, Int(site), core.costs)
    }
    bestThresholds = selection.thresholds
    bestSelection = selection.sites
    (setCentre, cutCentre, thetaCentre) = (setPrice, cutPrice, theta)
  }
}

// MARK: Fixing
extension CoverDual {
  /// Open sites that no answer better than `incumbent` can contain, or can do without.
  func fixable(incumbent: Double) -> (taken: [Int32], dropped: [Int32]) {
    if !incumbent.isFinite { return ([], []) }
    var (taken, dropped): ([Int32], [Int32]) = ([], [])
    for site in openSites {
      let profit = bestProfits[Int(site)]
      let inside = bound - max(0, bestThresholds.inside - profit)
      let outside = bound - max(0, profit - bestThresholds.outside)
      if core.isClosed(bound: inside, value: incumbent, gap: CoverCore.provenGap) {
        dropped.append(site)
      } else if core.isClosed(bound: outside, value: incumbent, gap: CoverCore.provenGap) {
        taken.append(site)
      }
    }
    return (taken, dropped)
  }
}
