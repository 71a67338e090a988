/// The Lagrangian dual of a covering model: every row's cover condition is priced, and what is left is a
/// choice of the sites with most profit; any prices give a bound.
///
/// With price λ ≥ 0 of a row, need r and weight v the bound is Σ max(0, θv − rλ) + Σ μ + the most that sites
/// of profit Σλ − Σμ can bring within count and budget; θ is 1 for people covered, a price of the required
/// people for a partial cover, a point of the simplex over groups for the worst group; μ ≥ 0 prices the
/// sets of which one site at most may be chosen. Prices move by the volume algorithm (Barahona & Anbil 2000):
/// along the conditions' violation by an average of the choices, scaled by Polyak's step.
final class CoverDual {
  let core: CoverCore
  /// 0 open, 1 chosen, 2 left out; by site.
  private(set) var status: [UInt8]
  private(set) var openSites: [Int32] = []
  private let rows: CoverRows

  // Of the node: rows still open, what is covered, what may still be chosen.
  private let needs: UnsafeMutablePointer<Double>
  private let weights: UnsafeMutablePointer<Double>
  private var openRows: [Int32] = []
  private var base: [Double] = []
  private(set) var count = 0
  private(set) var budget = 0.0
  private(set) var spent = 0.0
  private var setsOpen: [[Int32]] = []
  /// Valid inequalities that every better choice satisfies, and what they still need in the node.
  var cuts: [CoverCut] = []
  private var cutNeeds: [Double] = []
  private var cutPrice: [Double] = []
  private var cutCentre: [Double] = []

  // Prices: tried and best.
  private let price: UnsafeMutablePointer<Double>
  private let centre: UnsafeMutablePointer<Double>
  private var setPrice: [Double] = []
  private var setCentre: [Double] = []
  private var theta: [Double]
  private var thetaCentre: [Double]

  // The choice of the last evaluation and the average of choices.
  let profits: UnsafeMutablePointer<Double>
  private let cover: UnsafeMutablePointer<Double>
  private let coverMean: UnsafeMutablePointer<Double>
  let mean: UnsafeMutablePointer<Double>
  private(set) var selection: CoverSelection
  private(set) var bestSelection: [Int32] = []
  /// The profits at the best prices, for fixing.
  private let bestProfits: UnsafeMutablePointer<Double>
  private var bestThresholds = (inside: 0.0, outside: 0.0)
  private(set) var bound = Double.infinity
  private var factor = 0.5
  private var alpha = 0.1
  private var lastValue = 0.0
  /// Steps shrink slowly and averages are long; at first the other way round, which gets near sooner.
  private(set) var isFine = false

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

// MARK: Entering a node
extension CoverDual {
  /// Takes over a choice and prices (nil starts fresh); false where it breaks the model by itself.
  func enter(taken: [Int32], dropped: [Int32], prices: CoverPrices?) -> Bool {
    for site in status.indices { status[site] = 0 }
    for row in 0..<core.rowCount { needs[row] = Double(core.needs[row]) }
    (count, budget, spent) = (core.count, core.budget, core.spent)
    for site in dropped { status[Int(site)] = 2 }
    for site in taken {
      if status[Int(site)] == 2 { return false }
      status[Int(site)] = 1
      count -= 1
      budget -= core.costs[Int(site)]
      spent += core.costs[Int(site)]
      for row in rows[Int(site)] { needs[Int(row)] -= 1 }
    }
    let slack = core.budgetSlack
    if count < 0 || budget < -slack { return false }
    setsOpen = []
    for set in core.exclusive {
      let inside = set.count { status[Int($0)] == 1 }
      if inside > 1 { return false }
      if inside == 1 { for site in set where status[Int(site)] == 0 { status[Int(site)] = 2 } }
    }
    for site in status.indices where status[site] == 0 {
      if count == 0 || core.costs[site] > budget + slack { status[site] = 2 }
    }
    setsOpen = core.exclusive.map { $0.filter { status[Int($0)] == 0 } }
    return openUp() && load(prices)
  }

  /// Lists what is open; false where a row that must be covered cannot be.
  private func openUp() -> Bool {
    openSites = (0..<Int32(core.siteCount)).filter { status[Int($0)] == 0 }
    for row in 0..<core.rowCount { cover[row] = 0 }
    for site in openSites { for row in rows[Int(site)] { cover[Int(row)] += 1 } }
    base = core.base
    openRows.removeAll(keepingCapacity: true)
    for row in 0..<core.rowCount {
      if needs[row] <= 0 {
        base[Int(core.groups[row])] += core.weights[row]
      } else if cover[row] >= needs[row] {
        openRows.append(Int32(row))
        continue
      } else if core.aim == .fullCover {
        return false
      }
      needs[row] = 0
    }
    if core.aim == .partCover {
      let reach = openRows.reduce(base[0]) { $0 + weights[Int($1)] }
      if reach < core.required { return false }
    }
    // Sites that no longer cover an open row are of no use.
    openSites.removeAll { site in
      let isUseless = !rows[Int(site)].contains { needs[Int($0)] > 0 }
      if isUseless { status[Int(site)] = 2 }
      return isUseless
    }
    return true
  }

  private func load(_ prices: CoverPrices?) -> Bool {
    for row in 0..<core.rowCount { centre[row] = 0 }
    cutNeeds = cuts.map { cut in
      Double(cut.need) - Double(cut.sites.count { status[Int($0)] == 1 })
    }
    cutCentre = prices?.cuts ?? []
    cutCentre += [Double](repeating: 0, count: cuts.count - cutCentre.count)
    for index in cuts.indices where cutNeeds[index] <= 0 { cutCentre[index] = 0 }
    cutPrice = cutCentre
    if let prices {
      for row in openRows { centre[Int(row)] = Double(prices.rows[Int(row)]) }
      setCentre = prices.sets
      thetaCentre = prices.theta
    } else {
      setCentre = [Double](repeating: 0, count: core.exclusive.count)
      startPrices()
    }
    for row in 0..<core.rowCount {
      coverMean[row] = 0
      price[row] = 0
    }
    for index in setsOpen.indices where setsOpen[index].count < 2 { setCentre[index] = 0 }
    setPrice = setCentre
    theta = thetaCentre
    for row in openRows { price[Int(row)] = cap(Int(row), centre[Int(row)]) }
    bound = .infinity
    (factor, alpha, isFine) = prices == nil ? (0.5, 0.2, false) : (0.3, 0.1, true)
    for site in openSites { mean[Int(site)] = 0 }
    evaluate()
    keep()
    for site in openSites { mean[Int(site)] = selection.isChosen[Int(site)] ? 1 : 0 }
    for row in openRows { coverMean[Int(row)] = cover[Int(row)] }
    return true
  }

  /// For a full cover each row asks the least cost share of a site; otherwise half of what it pays.
  private func startPrices() {
    if !core.hints.isEmpty {
      for row in openRows { centre[Int(row)] = core.hints[Int(row)] }
      thetaCentre = core.thetaHint
      return
    }
    if core.minimisesCost {
      for row in openRows { centre[Int(row)] = .infinity }
      for site in openSites {
        let list = rows[Int(site)]
        let total =
          core.aim == .fullCover ? Double(list.count) : list.reduce(0) { $0 + weights[Int($1)] }
        for row in list where needs[Int(row)] > 0 {
          let part = core.aim == .fullCover ? 1 : weights[Int(row)]
          centre[Int(row)] = min(centre[Int(row)], core.costs[Int(site)] * part / total)
        }
      }
      if core.aim == .partCover {
        let ratios = openRows.map { centre[Int($0)] / weights[Int($0)] }.sorted()
        thetaCentre = [ratios.isEmpty ? 0 : ratios[ratios.count / 2]]
      }
    } else {
      for row in openRows {
        let theta = core.aim == .people ? 1 : thetaCentre[Int(core.groups[Int(row)])]
        centre[Int(row)] = theta * weights[Int(row)] * 0.5 / needs[Int(row)]
      }
      if core.aim == .people { thetaCentre = [1] }
    }
  }

  /// The prices at the best bound, to hand on.
  var prices: CoverPrices {
    CoverPrices(
      rows: (0..<core.rowCount).map { Float(centre[$0]) }, sets: setCentre, cuts: cutCentre,
      theta: thetaCentre)
  }

  /// The model with the best prices as hints for its reduced form.
  var hinted: CoverCore {
    var result = core
    result.hints = (0..<core.rowCount).map { centre[$0] }
    result.thetaHint = thetaCentre
    return result
  }

  @inline(__always)
  private func cap(_ row: Int, _ price: Double) -> Double {
    if core.aim == .fullCover { return max(0, price) }
    return min(max(0, price), theta[Int(core.groups[row])] * weights[row] / needs[row])
  }
}

// MARK: Moving
extension CoverDual {
  /// Moves the prices up to `steps` times; stops when the bound cannot beat `incumbent`. Returns the bound.
  @discardableResult
  func run(steps: Int, incumbent: Double, gap: Double, clock: SolveClock) -> Double {
    var dull = 0
    var since = 0
    var last = bound
    for step in 0..<steps {
      if core.isClosed(bound: bound, value: incumbent, gap: gap) || openSites.isEmpty { break }
      if step & 7 == 7 && clock.isOver { break }
      let target = incumbent.isFinite ? incumbent : bound - 0.05 * abs(bound) - 1e-9
      if !move(toward: target) { break }
      let value = evaluate()
      average()
      if value < bound - 1e-12 * abs(bound) {
        dull = 0
        factor = min(2, factor * 1.1)
        keep(value)
      } else {
        dull += 1
        if dull % (isFine ? 12 : 2) == 0 { factor *= 0.66 }
      }
      since += 1
      if since == (isFine ? 60 : 20) {
        if last - bound < 0.01 * max(0, bound - target) { alpha = max(alpha / 2, 1e-4) }
        (last, since) = (bound, 0)
      }
      if factor < 1e-6 { factor = 0.05 }
    }
    return bound
  }

  /// One step from the best prices along the violation by the average choice; false where nothing is violated.
  private func move(toward target: Double) -> Bool {
    var norm = 0.0
    let isFull = core.aim == .fullCover
    for item in openRows {
      let row = Int(item)
      let violation = slope(row)
      norm += isFull ? violation * violation : violation * violation * weights[row]
    }
    let setScale = setsOpen.isEmpty ? 0 : max(1e-9, abs(bound)) / Double(openSites.count)
    var setSlopes = [Double](repeating: 0, count: setsOpen.count)
    for (index, set) in setsOpen.enumerated() where set.count > 1 {
      let slope = set.reduce(-1) { $0 + mean[Int($1)] }
      if slope > 0 || setCentre[index] > 0 {
        setSlopes[index] = slope
        norm += setScale * slope * slope
      }
    }
    var cutSlopes = [Double](repeating: 0, count: cuts.count)
    for (index, cut) in cuts.enumerated() where cutNeeds[index] > 0 {
      let slope = cut.sites.reduce(cutNeeds[index]) { $0 - openMean($1) }
      if slope > 0 || cutCentre[index] > 0 {
        cutSlopes[index] = slope
        norm += slope * slope
      }
    }
    let thetaSlopes = self.thetaSlopes()
    norm += thetaSlopes.norm
    if norm < 1e-18 * max(1, abs(bound)) { return false }
    let step = factor * max(bound - target, 1e-9 * abs(bound)) / norm
    moveTheta(thetaSlopes.slopes, step)
    for item in openRows {
      let row = Int(item)
      price[row] = cap(row, centre[row] + step * (isFull ? 1 : weights[row]) * slope(row))
    }
    for index in cuts.indices where cutNeeds[index] > 0 {
      cutPrice[index] = max(0, cutCentre[index] + step * cutSlopes[index])
    }
    for index in setsOpen.indices {
      setPrice[index] = max(0, setCentre[index] + step * setScale * setSlopes[index])
    }
    return true
  }

  /// How far the average choice falls short of a row's need, 0 where the price cannot follow.
  @inline(__always)
  private func slope(_ row: Int) -> Double {
    let violation = needs[row] - coverMean[row]
    if violation < 0 { return centre[row] > 0 ? violation : 0 }
    if core.aim == .fullCover { return violation }
    let top = thetaCentre[Int(core.groups[row])] * weights[row] / needs[row]
    return centre[row] < top * (1 - 1e-12) ? violation : 0
  }

  private func openMean(_ site: Int32) -> Double {
    status[Int(site)] == 0 ? mean[Int(site)] : 0
  }

  private func thetaSlopes() -> (slopes: [Double], norm: Double) {
    if core.aim == .people || core.aim == .fullCover { return ([], 0) }
    var covered = base
    for item in openRows {
      let row = Int(item)
      let group = Int(core.groups[row])
      let top = thetaCentre[group] * weights[row] / needs[row]
      let part = centre[row] < top * (1 - 1e-12) ? 1 : min(1, coverMean[row] / needs[row])
      covered[group] += weights[row] * part
    }
    if core.aim == .partCover {
      let slope = core.required - covered[0]
      return ([slope], slope * slope / max(core.required, 1e-9))
    }
    let mean = covered.reduce(0, +) / Double(covered.count)
    let slopes = covered.map { mean - $0 }
    return (slopes, slopes.reduce(0) { $0 + $1 * $1 })
  }

  private func moveTheta(_ slopes: [Double], _ step: Double) {
    theta = thetaCentre
    if core.aim == .partCover {
      theta[0] = max(0, theta[0] + step * slopes[0] / max(core.required, 1e-9))
    } else if core.aim == .worstGroup {
      for group in theta.indices { theta[group] += step * slopes[group] }
      theta = theta.projectedOnSimplex()
    }
  }

  private func average() {
    // The weight that brings the average closest to satisfying the rows, within bounds.
    var (numerator, denominator) = (0.0, 0.0)
    for item in openRows {
      let row = Int(item)
      let difference = cover[row] - coverMean[row]
      numerator += difference * (needs[row] - coverMean[row])
      denominator += difference * difference
    }
    let best = denominator > 0 ? numerator / denominator : alpha
    let weight = min(alpha, max(alpha / 10, best))
    for item in openRows {
      let row = Int(item)
      coverMean[row] += weight * (cover[row] - coverMean[row])
    }
    for item in openSites {
      let site = Int(item)
      mean[site] += weight * ((selection.isChosen[site] ? 1 : 0) - mean[site])
    }
  }

  /// The bound at the tried prices; fills profits, choice and cover counts.
  @discardableResult
  private func evaluate() -> Double {
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

  private func keep(_ value: Double? = nil) {
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

extension [Double] {
  /// The closest point with entries ≥ 0 that sum to 1.
  func projectedOnSimplex() -> [Double] {
    var (sum, shift) = (0.0, 0.0)
    for (index, value) in sorted(by: >).enumerated() {
      sum += value
      let candidate = (sum - 1) / Double(index + 1)
      if value > candidate { shift = candidate }
    }
    return map { Swift.max(0, $0 - shift) }
  }
}
