import Model

/// A QGIS layer style (QML) for covered and underserved blocks.
///
/// Rules from top to bottom: underserved blocks in vermilion, all others in five steps of blue by the share of
/// people reached. Vermilion and blue of Okabe and Ito (2008) differ for every common kind of colour blindness,
/// and the outline of underserved blocks is wider, so that the map also reads in grey.
enum QGISStyle {
  private struct Rule {
    var label: String
    var filter: String
    var fill: String
    var outline = "120,120,120,255"
    var width = "0.1"
  }

  private static let blues = [
    "239,243,255,255", "189,215,231,255", "107,174,214,255", "49,130,189,255", "8,81,156,255",
  ]

  /// The style for a table with `underserved` or a share column; nil for others.
  static func document(for rows: Rows) -> String? {
    let names = rows.columns.filter { $0.result != nil }.map(\.name)
    let share =
      names.first { $0 == "pop_share_500m" } ?? names.first { $0.hasPrefix("pop_share_") }
      ?? names.first { $0.hasPrefix("area_share_") }
    let isFlagged = names.contains("underserved")
    guard share != nil || isFlagged else { return nil }
    var rules: [Rule] = []
    if isFlagged {
      rules.append(
        Rule(
          label: "underserved 未达标", filter: #""underserved" = 1"#, fill: "213,94,0,255",
          outline: "90,40,0,255", width: "0.4"))
    }
    let rest = isFlagged ? #"("underserved" IS NULL OR "underserved" = 0) AND "# : ""
    if let share { rules += shareRules(share, rest) }
    rules.append(Rule(label: "–", filter: "ELSE", fill: "217,217,217,255"))
    return document(rules)
  }

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

  private static func document(_ rules: [Rule]) -> String {
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

  private static func symbol(_ rule: Rule, _ index: Int) -> String {
    let options = [
      ("color", rule.fill), ("style", "solid"), ("outline_color", rule.outline),
      ("outline_style", "solid"), ("outline_width", rule.width), ("outline_width_unit", "MM"),
    ]
    var out = "   <symbol name=\"\(index)\" type=\"fill\" alpha=\"1\" clip_to_extent=\"1\" "
    out +=
      "force_rhr=\"0\">\n    <layer class=\"SimpleFill\" enabled=\"1\" pass=\"0\" locked=\"0\">\n"
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
