/// A share of people beyond the measures of a run: a group's with its own pace, or one step of the sensitivity
/// curve.
package enum ExtraShare: Sendable, Hashable {
  /// People within a radius, straight metres.
  case radius(Double)
  /// People within a time (minutes) at a speed (km/h).
  case time(minutes: Double, speed: Double)
  /// The same of one group, by the weights of group `group` of the demand points where they have them.
  case group(Int, minutes: Double, speed: Double)

  /// The straight metres that may matter to it.
  func straightReach(_ settings: CoverageSettings) -> Double {
    switch self {
    case .radius(let metres): metres
    case .time(let minutes, let speed), .group(_, let minutes, let speed):
      settings.straightReach(minutes: minutes, speed: speed)
    }
  }
}
