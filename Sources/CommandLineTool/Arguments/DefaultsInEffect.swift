import Analysis
import Coverage
import Model

/// What holds for options that were left out, as it would be typed: a saved run names them, so that another
/// version's defaults do not change its answer. Options whose mere presence is recorded in results are not among them.
extension CoverageArguments {
  /// By long name.
  var defaultsInEffect: [String: String] {
    if tile != nil { return [:] }
    var defaults = paceInEffect
    defaults["radius"] = Self.list(radii)
    defaults["minutes"] = minutes.isEmpty ? "none" : Self.list(minutes)
    if !rules.isEmpty {
      defaults["underserved"] = rules.map(\.text).joined(separator: ",")
    }
    return defaults
  }

  /// How people walk, without radii, times and tests.
  var paceInEffect: [String: String] {
    var defaults = [
      "speed": DecimalText.text(speed), "detour": DecimalText.text(detour),
      "max-minutes": DecimalText.text(maxMinutes),
    ]
    if let streets {
      defaults["snap"] = DecimalText.text(streets.snap)
      defaults["leg-barriers"] = streets.legBarriers ? "osm" : "none"
      defaults["private"] = streets.keepsPrivate ? "yes" : "no"
    }
    return defaults
  }

  private static func list(_ numbers: [Double]) -> String {
    numbers.map(DecimalText.text).joined(separator: ",")
  }
}

extension SiteArguments {
  /// By long name.
  var defaultsInEffect: [String: String] {
    var defaults = ["alternatives": String(alternatives)]
    if model == .setCover { defaults["target-share"] = DecimalText.text(targetShare) }
    if model != .setCover { defaults["trade-off"] = String(tradeOff) }
    guard let coverage else { return defaults }
    defaults.merge(coverage.paceInEffect) { $1 }
    defaults["candidates"] = "block-centres"
    switch measure {
    case .radius(let metres): defaults["radius"] = DecimalText.text(metres)
    case .minutes(let time): defaults["minutes"] = DecimalText.text(time)
    }
    if !coverage.rules.isEmpty {
      defaults["underserved"] = coverage.rules.map(\.text).joined(separator: ",")
    }
    return defaults
  }
}

extension UnderservedRule {
  /// As typed: `500m<0.5`.
  fileprivate var text: String { "\(measure.label)<\(DecimalText.text(threshold))" }
}
