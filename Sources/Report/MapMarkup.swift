import Model

/// What a page holds of a map before its script draws it: search, measures, legend, and the place for it.
struct MapMarkup {
  private let map: InteractiveMap
  private let language: Language

  init(_ map: InteractiveMap, _ language: Language) {
    self.map = map
    self.language = language
  }

  private func word(_ english: String, _ chinese: String) -> String {
    language == .chinese ? chinese : english
  }

  var html: String {
    var out = "<div class=\"map-box\" id=\"map-box\">\n"
    out += "<p>\(MarkupText.escaped(map.caption))</p>\n" + controls
    out +=
      "<div id=\"map\" role=\"region\" aria-label=\"\(word("Map of the blocks", "网格地图"))\"></div>\n"
    out += legend
    out += "<div id=\"map-detail\" role=\"status\"></div>\n"
    if !map.omission.isEmpty {
      out += "<p class=\"note\">\(MarkupText.escaped(map.omission))</p>\n"
    }
    let missing = word("The map needs a browser with scripts.", "地图需要允许脚本的浏览器。")
    return out + "<noscript><p>\(missing)</p></noscript>\n</div>\n"
  }

  private var controls: String {
    var out = "<div class=\"controls\">\n<label for=\"map-search\">"
    out += word("Find a block", "查找网格")
    out += "</label> <input id=\"map-search\" type=\"search\" autocomplete=\"off\" "
    out += "placeholder=\"\(word("id or name", "编号或名称"))\"/>\n<label for=\"map-measure\">"
    out += word("Colour by", "着色指标") + "</label> <select id=\"map-measure\">"
    for (number, measure) in map.measures.enumerated() {
      out += "<option value=\"\(number)\">\(MarkupText.escaped(measure))</option>"
    }
    out += "</select>\n<label><input id=\"map-flagged\" type=\"checkbox\"/> "
    out += word("only underserved blocks", "只显示服务不足的网格") + "</label>\n</div>\n"
    return out + "<ul id=\"map-results\" aria-label=\"\(word("Blocks found", "查找结果"))\"></ul>\n"
  }

  /// Classes from dark, few people reached, to light.
  private var legend: String {
    var out = "<ul class=\"legend\">\n"
    for (index, colour) in MapScript.colours.enumerated() {
      let text = "\(index * 20)–\(index * 20 + 20)" + word(" %", "%")
      out += "<li><span class=\"swatch\" style=\"background:\(colour)\"></span>\(text)</li>\n"
    }
    let unknown = word("unknown", "未知")
    out +=
      "<li><span class=\"swatch\" style=\"background:\(MapScript.unknown)\"></span>\(unknown)</li>\n"
    out += "<li><span class=\"swatch thick\"></span>\(word("underserved", "服务不足"))</li>\n"
    out += "<li><span class=\"dot\"></span>\(word("station", "站点"))</li>\n"
    if !map.sites.isEmpty {
      out +=
        "<li><span class=\"pin\">1</span>\(word("proposed site, by rank", "建议新增站点（按名次）"))</li>\n"
    }
    return out + "</ul>\n"
  }
}
