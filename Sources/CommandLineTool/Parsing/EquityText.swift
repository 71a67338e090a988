import Analysis
import Model

/// `--equity weight:K`, `weight:FIELD:K`, `worst:FIELD`.
enum EquityText {
  /// - Throws: 64 for anything else, and for factors outside 0…1000.
  static func rule(_ text: String) throws -> SiteRequest.Equity {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map {
      String($0).trimmed
    }
    let middle = parts.dropFirst().dropLast().joined(separator: ":")
    switch parts.first?.lowercased() {
    case "worst" where parts.count > 1 && !parts[1].isEmpty:
      return .worst(field: parts.dropFirst().joined(separator: ":"))
    case "weight" where parts.count == 2: return .flagged(try factor(parts[1], text))
    case "weight" where parts.count > 2 && !middle.isEmpty:
      return .group(field: middle, factor: try factor(parts.last!, text))
    default: throw complaint(text)
    }
  }

  private static func factor(_ digits: String, _ text: String) throws -> Double {
    guard let factor = DecimalText.number(digits), factor > 0, factor <= 1000 else {
      throw complaint(text)
    }
    return factor
  }

  private static func complaint(_ text: String) -> AnalysisError {
    AnalysisError(
      .usage, .none,
      LocalizedText("--equity: “\(text)” is no rule", zh: "--equity：“\(text)”不是规则"),
      hint: LocalizedText(
        "type weight:2 (people of underserved blocks count twice), weight:elderly:2 or worst:community",
        zh: "请写 weight:2（服务不足网格的人口计两倍）、weight:elderly:2 或 worst:community"))
  }
}
