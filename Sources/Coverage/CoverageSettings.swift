/// What is measured: radii, times, speeds and the rules for flags.
package struct CoverageSettings: Sendable, Hashable {
  /// Metres, ascending, without repetition.
  package var radii: [Double]
  /// Minutes, ascending, without repetition; empty when no times are wanted.
  package var minutes: [Double]
  /// Walking speed, km/h.
  package var speed: Double
  /// Walking distance ÷ straight distance where no streets are given.
  package var detour: Double
  /// Longest walk reported, minutes.
  package var maximumMinutes: Double
  /// Further shares of people that are wanted of every block, see `ExtraShare`.
  package var extraShares: [ExtraShare] = []
  /// Only rules whose measure is among `radii` and `minutes`.
  package var rules: [UnderservedRule]

  /// 4 km/h: 15 minutes are 1,000 m, the upper end of the 800–1,000 m that GB 50180-2018 (2.0.2) gives for
  /// the fifteen-minute life circle.
  package static let adultSpeed = 4.0
  /// Speeds, km/h, between which a flag must not change for the block not to be borderline.
  package static let borderlineSpeeds = (slow: 3.2, fast: 4.8)
  /// Relative change of the radius within which a flag must not change.
  package static let borderlineRadius = 0.1
  package init(
    radii: [Double] = [500], minutes: [Double] = [15], speed: Double = adultSpeed,
    detour: Double = 1.3, maximumMinutes: Double = 180, rules: [UnderservedRule]? = nil
  ) {
    self.radii = radii
    self.minutes = minutes
    self.speed = speed
    self.detour = detour
    self.maximumMinutes = maximumMinutes
    self.rules = (rules ?? UnderservedRule.defaults).filter {
      switch $0.measure {
      case .radius(let radius): radii.contains(radius)
      case .minutes(let time): minutes.contains(time)
      }
    }
  }

  /// Minutes that a straight distance takes on foot, by the detour factor.
  @inline(__always)
  package func estimatedMinutes(_ metres: Double) -> Double { metres * minutesPerMetre }

  /// Minutes a straight metre takes: detour ÷ speed in metres a minute.
  package var minutesPerMetre: Double { detour / (speed * 1000 / 60) }

  /// The straight distance walked in a time at a speed, metres.
  package func straightReach(minutes: Double, speed: Double) -> Double {
    minutes * speed * 1000 / 60 / detour
  }

  /// The straight metres of every measure: radii first, then the times' reaches.
  package var reaches: [Double] {
    radii + minutes.map { straightReach(minutes: $0, speed: speed) }
  }

  /// Position of a rule's measure in `reaches`.
  package func position(of measure: UnderservedRule.Measure) -> Int? {
    switch measure {
    case .radius(let radius): radii.firstIndex(of: radius)
    case .minutes(let time): minutes.firstIndex(of: time).map { radii.count + $0 }
    }
  }
}
