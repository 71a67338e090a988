import Streets

/// Minutes that pass at stations however fast people walk: a worker setting out, stairs, a lift.
///
/// They are part of every time and of no distance: only the walk changes with the speed.
package struct StationExtras: Sendable {
  /// Different minutes, ascending, at least one.
  let minutes: [Double]
  /// By station: position of its minutes in `minutes`.
  let kinds: [Int32]
  /// The same minutes as walking length at the run's speed, millimetres: what searches add.
  let millimetres: [UInt32]

  /// - Parameters:
  ///   - minutes: by station.
  ///   - others: of stations that are not among them and count all the same for what different minutes there are.
  init(_ minutes: [Double], others: [Double] = [], _ profile: WalkProfile) {
    let different = Set(minutes + others).sorted()
    self.minutes = different.isEmpty ? [0] : different
    let positions = Dictionary(
      uniqueKeysWithValues: different.enumerated().map { ($1, Int32($0)) })
    kinds = minutes.map { positions[$0] ?? 0 }
    millimetres = self.minutes.map { profile.reach(minutes: $0) }
  }

  /// All stations have the same minutes: the nearest on foot is the first in time at every speed.
  var areEqual: Bool { minutes.count == 1 }

  /// Walking length at the run's speed that stands for a station's minutes.
  func millimetres(of station: Int32) -> UInt32 { millimetres[Int(kinds[Int(station)])] }

  /// The same for minutes that some station has.
  func millimetres(ofMinutes minutes: Double) -> UInt32 {
    self.minutes.firstIndex(of: minutes).map { millimetres[$0] } ?? 0
  }

  /// By kind: the longest walk (≤) that leaves a whole time, extra included, within `minutes` at `speed`; −1 where the
  /// extra alone takes longer.
  func longestWalks(minutes: Double, speed: Double) -> [Int64] {
    let profile = WalkProfile(name: "", speed: speed)
    return self.minutes.map { extra in
      // Minutes added up in decimals differ by less than this from what was meant.
      extra > minutes + 1e-9 ? -1 : Int64(profile.reach(minutes: max(0, minutes - extra)))
    }
  }
}

extension CoverageSettings {
  /// Every time and speed (km/h) at which a share of people may be asked for, the run's own first.
  var timedShares: [(minutes: Double, speed: Double)] {
    let slow = min(Self.borderlineSpeeds.slow, speed)
    let fast = max(Self.borderlineSpeeds.fast, speed)
    var all = [speed, slow, fast].flatMap { speed in minutes.map { (minutes: $0, speed: speed) } }
    for extra in extraShares {
      switch extra {
      case .radius: continue
      case .time(let minutes, let speed), .group(_, let minutes, let speed):
        all.append((minutes, speed))
      }
    }
    return all
  }
}
