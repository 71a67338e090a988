import Geometry
import Model

// Borderline flags and further shares of a block.
extension BlockMeasurer {
  /// Borderline and further shares of the block just measured.
  func vary(
    _ block: Int, _ groups: [ArraySlice<Double>?]?, _ straightShare: (Double) -> Double
  ) {
    func timeShare(_ minutes: Double, _ speed: Double) -> Double {
      streets?.share(minutes: minutes, speed: speed)
        ?? straightShare(settings.straightReach(minutes: minutes, speed: speed))
    }
    table.borderline[block] = isBorderline(block, straightShare, timeShare) ? 1 : 0
    for (index, extra) in settings.extraShares.enumerated() {
      let share: Double
      switch extra {
      case .radius(let metres): share = straightShare(metres)
      case .time(let minutes, let speed): share = timeShare(minutes, speed)
      case .group(let group, let minutes, let speed):
        if let groups, group < groups.count, let weights = groups[group] {
          share = groupShare(weights, minutes: minutes, speed: speed)
        } else {
          share = timeShare(minutes, speed)
        }
      }
      table.extraShare[block * table.extraCount + index] = share
    }
  }

  /// Share of a group at the block's points within a time; unweighted without anybody of the group.
  private func groupShare(_ weights: ArraySlice<Double>, minutes: Double, speed: Double) -> Double {
    if let streets { return streets.share(minutes: minutes, speed: speed, of: weights) }
    let reach = settings.straightReach(minutes: minutes, speed: speed)
    return samples.share(of: weights) { [samples] in samples.metres(of: $0) <= reach }
  }

  /// Whether the flag at the given speed and radii changes between 3.2 and 4.8 km/h or at radius ± 10 %.
  ///
  /// Shares only grow with distance, so a flagged block can change only towards more reach, and another only
  /// towards less: half of the variations need no computing.
  private func isBorderline(
    _ block: Int, _ share: (Double) -> Double,
    _ timeShare: (_ minutes: Double, _ speed: Double) -> Double
  ) -> Bool {
    var failing = 0
    var failingRadii = 0
    for rule in settings.rules where fails(rule, block) {
      failing += 1
      if case .radius = rule.measure { failingRadii += 1 }
    }
    let isFlagged = failing > 0
    let factor = 1 + (isFlagged ? 1 : -1) * CoverageSettings.borderlineRadius
    let limits = CoverageSettings.borderlineSpeeds
    let speed = isFlagged ? max(limits.fast, settings.speed) : min(limits.slow, settings.speed)
    // A flag goes only if nothing else keeps it: radii vary while times stay, and the other way round.
    let radiiMatter = isFlagged ? failing == failingRadii : true
    let timesMatter = isFlagged ? failingRadii == 0 : true
    var radiusFailures = 0
    var timeFailures = 0
    for rule in settings.rules {
      switch rule.measure {
      case .radius(let radius):
        if radiiMatter && share(radius * factor) < rule.threshold { radiusFailures += 1 }
      case .minutes(let time):
        if timesMatter
          && timeShare(time, speed) < rule.threshold
        {
          timeFailures += 1
        }
      }
    }
    return isFlagged
      ? (radiiMatter && radiusFailures == 0 && failingRadii > 0)
        || (timesMatter && timeFailures == 0)
      : radiusFailures > 0 || timeFailures > 0
  }

  private func fails(_ rule: UnderservedRule, _ block: Int) -> Bool {
    guard let reach = settings.position(of: rule.measure) else { return false }
    return table.populationShare[table.slot(block, reach)] < rule.threshold
  }
}
