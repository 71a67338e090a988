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
}
