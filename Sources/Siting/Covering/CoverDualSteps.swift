// Prices move by the volume algorithm (Barahona & Anbil 2000): along the violation of the conditions by an
// average of the choices, scaled by Polyak's step.
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
