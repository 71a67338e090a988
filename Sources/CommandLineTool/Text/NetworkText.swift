import Analysis
import Model

/// What a walking network holds, as a person reads it on a terminal.
struct NetworkText {
  private let facts: NetworkOverview
  private let language: Language

  init(_ facts: NetworkOverview, _ language: Language) {
    self.facts = facts
    self.language = language
  }

  private func word(_ english: String, _ chinese: String) -> String {
    LocalizedText(english, zh: chinese)[language]
  }

  var text: String {
    var table = TextTable([("", .left), ("", .left)])
    func row(_ english: String, _ chinese: String, _ value: String) {
      table.append([word(english, chinese), value])
    }
    row("source", "来源", facts.source)
    row("ways, walkable", "道路总数，其中可步行", "\(facts.ways), \(facts.walkableWays)")
    row("nodes", "节点", Figures.whole(Double(facts.nodes)))
    row("edges", "路段", Figures.whole(Double(facts.edges)))
    row("length, km", "总长（公里）", Figures.decimals(facts.metres / 1000, 3))
    row("  of it footway", "  其中步行道所占比例", Figures.percent(facts.footwayShare, in: language))
    row(
      "components", "连通分量",
      "\(facts.components) "
        + word("(\(facts.usableComponents) used)", "（参与计算 \(facts.usableComponents) 个）"))
    row("  of the length used", "  参与计算部分占总长", Figures.percent(facts.usableShare, in: language))
    row("extent", "范围", box(facts.extent))
    row("stated extent", "数据声明的范围", facts.frame.map(box) ?? word("none", "无"))
    row("missing nodes", "缺失的节点", Figures.whole(Double(facts.missingNodes)))
    row("barrier lines", "屏障线段", Figures.whole(Double(facts.barriers)))
    row("openings", "门、桥头等通行口", Figures.whole(Double(facts.openings)))
    row("one-way or sloped", "往返时间不同（单行或坡道）", facts.isDirected ? word("yes", "是") : word("no", "否"))
    row("rules", "步行规则", facts.rules)
    row("slope", "坡度", facts.slope)
    return table.text
  }

  private func box(_ box: BoundingBox) -> String {
    if box.isEmpty { return "–" }
    return [box.minX, box.minY, box.maxX, box.maxY].map { Figures.decimals($0, 5) }
      .joined(separator: " ")
  }
}
