import Model

/// A QGIS layer style (QML) for each kind of result.
///
/// Blocks: underserved ones in vermilion, all others in five steps of blue by the share of people reached; of a
/// check, those that fail its first rule in vermilion. Vermilion and blue of Okabe and Ito (2008) differ for every
/// common kind of colour blindness, and the outline of underserved blocks is wider, so that the map also reads in
/// grey. Flags stand in the rules as conditions: QGIS compares a boolean with a number as texts, and `= 1` is never
/// true (seen in 3.22). Isochrones lie over one another and are translucent; gaps are hatched; chosen sites are stars.
enum QGISStyle {
  private struct Rule {
    var label: String
    var filter: String
    var fill: String
    var outline = "120,120,120,255"
    var width = "0.1"
    /// The brush of an area.
    var pattern = "solid"
  }

  private static let blues = [
    "239,243,255,255", "189,215,231,255", "107,174,214,255", "49,130,189,255", "8,81,156,255",
  ]
  private static let vermilion = "213,94,0,255"
  private static let yellow = "240,228,66,255"
  private static let vermilionEdge = "90,40,0,255"
  private static let rest = Rule(label: "–", filter: "ELSE", fill: "217,217,217,255")

  /// The style for a table with results this knows; nil for others.
  static func document(for rows: Rows, isAreal: Bool) -> String? {
    let names = rows.columns.filter { $0.result != nil }.map(\.name)
    if !isAreal {
      return names.contains("rank") && names.contains("people_gained")
        ? document(siteRules, symbol: star) : nil
    }
    return areaRules(names).map { document($0, symbol: fill) }
  }

  private static func areaRules(_ names: [String]) -> [Rule]? {
    if let met = names.first(where: { $0.hasPrefix("met_") }) { return verdictRules(met) }
    if names.contains("minutes"), names.contains("station") || names.contains("area_m2") {
      return minuteRules
    }
    if names.contains("measure"), names.contains("block") { return gapRules }
    let share =
      names.first { $0 == "pop_share_500m" } ?? names.first { $0.hasPrefix("pop_share_") }
      ?? names.first { $0.hasPrefix("area_share_") }
    let isFlagged = names.contains("underserved")
    guard share != nil || isFlagged else { return nil }
    var rules: [Rule] = []
    if isFlagged {
      rules.append(
        Rule(
          label: "underserved 未达标", filter: #""underserved""#, fill: vermilion,
          outline: vermilionEdge, width: "0.4"))
    }
    let others = isFlagged ? #"("underserved" IS NULL OR NOT "underserved") AND "# : ""
    if let share { rules += shareRules(share, others) }
    return rules + [rest]
  }

  private static func verdictRules(_ column: String) -> [Rule] {
    [
      Rule(
        label: "\(column): no 未达标", filter: "NOT \"\(column)\"", fill: vermilion,
        outline: vermilionEdge, width: "0.4"),
      Rule(label: "\(column): yes 达标", filter: "\"\(column)\"", fill: blues[2]), rest,
    ]
  }

  /// By the walking time, whatever order the areas are drawn in.
  private static let minuteRules: [Rule] = {
    let steps = ["5", "10", "15", "30"]
    let tones = ["8,48,107", "33,113,181", "107,174,214", "158,202,225"]
    return steps.indices.map { step in
      let above = step == 0 ? "" : "\"minutes\" > \(steps[step - 1]) AND "
      return Rule(
        label: "≤ \(steps[step]) min", filter: "\(above)\"minutes\" <= \(steps[step])",
        fill: "\(tones[step]),70", outline: "\(tones[step]),255", width: "0.3")
    } + [Rule(label: "> 30 min", filter: "ELSE", fill: "217,217,217,70", width: "0.3")]
  }()

  private static let gapRules = [
    Rule(
      label: "beyond reach 未覆盖", filter: "ELSE", fill: vermilionEdge, outline: vermilionEdge,
      width: "0.2", pattern: "b_diagonal")
  ]

  private static let siteRules = [
    Rule(
      label: "new site 新站址", filter: "ELSE", fill: yellow, outline: "0,0,0,255", width: "0.2")
  ]

  private static func shareRules(_ share: String, _ rest: String) -> [Rule] {
    let steps = ["0", "0.2", "0.4", "0.6", "0.8", "1"]
    return blues.indices.map { step in
      let end = step == blues.count - 1 ? "<=" : "<"
      return Rule(
        label: "\(share) \(steps[step]) – \(steps[step + 1])",
        filter: "\(rest)\"\(share)\" >= \(steps[step]) AND \"\(share)\" \(end) \(steps[step + 1])",
        fill: blues[step])
    }
  }

  // MARK: QML

  private static func document(_ rules: [Rule], symbol: (Rule, Int) -> String) -> String {
    var out = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    out += "<qgis version=\"3.22.0\" styleCategories=\"Symbology\">\n"
    out += " <renderer-v2 type=\"RuleRenderer\" forceraster=\"0\" enableorderby=\"0\">\n"
    out += "  <rules key=\"root\">\n"
    for (index, rule) in rules.enumerated() {
      out += "   <rule key=\"r\(index)\" symbol=\"\(index)\" label=\"\(escaped(rule.label))\" "
      out += "filter=\"\(escaped(rule.filter))\"/>\n"
    }
    out += "  </rules>\n  <symbols>\n"
    for (index, rule) in rules.enumerated() { out += symbol(rule, index) }
    return out + "  </symbols>\n </renderer-v2>\n</qgis>\n"
  }

  private static func fill(_ rule: Rule, _ index: Int) -> String {
    symbol(
      index, type: "fill", layer: "SimpleFill",
      [
        ("color", rule.fill), ("style", rule.pattern), ("outline_color", rule.outline),
        ("outline_style", "solid"), ("outline_width", rule.width), ("outline_width_unit", "MM"),
      ])
  }

  private static func star(_ rule: Rule, _ index: Int) -> String {
    symbol(
      index, type: "marker", layer: "SimpleMarker",
      [
        ("name", "star"), ("color", rule.fill), ("size", "5"), ("size_unit", "MM"),
        ("outline_color", rule.outline), ("outline_style", "solid"), ("outline_width", rule.width),
        ("outline_width_unit", "MM"),
      ])
  }

  private static func symbol(
    _ index: Int, type: String, layer: String, _ options: [(String, String)]
  ) -> String {
    var out = "   <symbol name=\"\(index)\" type=\"\(type)\" alpha=\"1\" clip_to_extent=\"1\" "
    out +=
      "force_rhr=\"0\">\n    <layer class=\"\(layer)\" enabled=\"1\" pass=\"0\" locked=\"0\">\n"
    out += "     <Option type=\"Map\">\n"
    for (name, value) in options {
      out += "      <Option name=\"\(name)\" type=\"QString\" value=\"\(value)\"/>\n"
    }
    out += "     </Option>\n"
    for (name, value) in options { out += "     <prop k=\"\(name)\" v=\"\(value)\"/>\n" }
    return out + "    </layer>\n   </symbol>\n"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
