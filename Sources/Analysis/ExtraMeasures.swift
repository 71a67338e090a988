import Coverage
import Model

/// The further shares a run asks of the engine, and where each stands: groups of people first, then the steps of
/// the sensitivity curve.
struct ExtraMeasures: Sendable {
  /// One step of the sensitivity curve: one measure varied, the others as they are.
  enum Step: Sendable, Hashable {
    /// Straight metres in place of a radius.
    case radius(Double)
    /// A speed (km/h) for every time.
    case speed(Double)
  }

  let groupCount: Int
  let minutes: [Double]
  let steps: [Step]
  let shares: [ExtraShare]

  /// - Parameter speeds: of each group of people, km/h.
  init(_ settings: CoverageSettings, groupSpeeds speeds: [Double], wantsSensitivity: Bool) {
    groupCount = speeds.count
    minutes = settings.minutes
    var shares: [ExtraShare] = []
    for (group, speed) in speeds.enumerated() {
      shares += settings.minutes.map { .group(group, minutes: $0, speed: speed) }
    }
    var steps: [Step] = []
    if wantsSensitivity {
      steps = settings.radii.isEmpty ? [] : Self.radii.map { .radius($0) }
      if !settings.minutes.isEmpty { steps += Self.speeds.map { .speed($0) } }
      for step in steps {
        switch step {
        case .radius(let metres): shares.append(.radius(metres))
        case .speed(let speed):
          shares += settings.minutes.map { .time(minutes: $0, speed: speed) }
        }
      }
    }
    self.steps = steps
    self.shares = shares
  }

  /// 400 … 1,200 m and 3.0 … 5.4 km/h: the radii and paces that standards and street offices use.
  private static let radii = Array(stride(from: 400.0, through: 1_200, by: 50))
  private static let speeds = (30...54).map { Double($0) / 10 }

  /// Position of a group's share within a time.
  func position(group: Int, time: Int) -> Int { group * minutes.count + time }

  /// Position of a step's first share; a speed has one a time.
  func position(step: Int) -> Int {
    steps[..<step].reduce(groupCount * minutes.count) { sum, step in
      if case .speed = step { sum + minutes.count } else { sum + 1 }
    }
  }
}
