import Coverage
import Model

/// The reason codes of a block in words, as `docs/columns.md` explains them.
struct ReasonText {
  private let language: Language
  private let settings: CoverageSettings

  init(_ settings: CoverageSettings, _ language: Language) {
    self.settings = settings
    self.language = language
  }

  /// `codes` joined by `;` as one line of words; empty for none.
  func words(_ codes: String) -> String {
    let parts = codes.split(separator: ";").map { text(String($0))[language] }
    return parts.joined(separator: language == .chinese ? "；" : "; ")
  }

  private func text(_ code: String) -> LocalizedText {
    if code.hasPrefix("beyond_") { return beyond(String(code.dropFirst("beyond_".count))) }
    return switch code {
    case "no_station_in_own_area":
      LocalizedText("no station in its own area", zh: "所属范围内没有站点")
    case "no_street_nearby": LocalizedText("no usable street nearby", zh: "附近没有可用道路")
    case "cut_off":
      LocalizedText("its streets join none with a station", zh: "道路与有站点的路网不相通")
    case "barrier":
      LocalizedText(
        "water, a railway, a wall or a fence is in the way", zh: "被水面、铁路、围墙或栅栏阻隔")
    case "edge_of_network":
      LocalizedText("the street data end nearby, so this is uncertain", zh: "靠近路网数据边缘，结果不确定")
    case "no_geometry": LocalizedText("could not be measured", zh: "没有可用的几何，未能计算")
    default: LocalizedText(code, zh: code)
    }
  }

  /// `500m` or `15min`: a test that fails, or the longest walk.
  private func beyond(_ label: String) -> LocalizedText {
    let isTime = label.hasSuffix("min")
    let number = String(label.dropLast(isTime ? 3 : 1))
    if !settings.rules.contains(where: { BlockFlags.code($0.measure) == "beyond_" + label }) {
      return LocalizedText(
        "nobody reaches a station within \(number) minutes", zh: "\(number) 分钟内到不了任何站点")
    }
    return isTime
      ? LocalizedText("too few people within \(number) minutes", zh: "\(number) 分钟内可达人口不足")
      : LocalizedText("too few people within \(number) m", zh: "\(number) 米内人口不足")
  }
}
