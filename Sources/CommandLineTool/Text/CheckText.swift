import Analysis
import Indicators
import Model
import Standards

/// A check as a person reads it on a terminal.
struct CheckText {
  private let findings: CheckFindings
  private let language: Language
  /// Lines of a list shown; files hold all.
  private static let shown = 10

  init(_ findings: CheckFindings, _ language: Language) {
    self.findings = findings
    self.language = language
  }

  private func word(_ english: String, _ chinese: String) -> String {
    LocalizedText(english, zh: chinese)[language]
  }

  var text: String {
    ([head, rules] + [areas, skipped, certificates, analyses, figures].compactMap { $0 })
      .joined(separator: "\n")
  }

  // MARK: Rules

  private var head: String {
    var table = TextTable([("", .left), ("", .left)])
    table.append([
      word("standard", "标准"),
      "\(findings.standard.name[language]) (\(findings.standard.id) \(findings.standard.version))",
    ])
    table.append([
      word("result", "结论"),
      verdict,
    ])
    table.append([
      word("blocks, stations", "网格、站点"), "\(findings.blocks), \(findings.stations)",
    ])
    for omission in findings.omissions where omission.count > 0 {
      table.append([word("left out", "未计"), "\(omission.count) \(omission.name[language])"])
    }
    if let method = findings.walkMethod {
      table.append([
        word("walking", "步行"),
        method == "streets"
          ? word("along streets", "沿路网")
          : word("estimated: straight distance × detour", "估算：直线距离 × 绕行系数"),
      ])
    }
    return table.text
  }

  private var verdict: String {
    switch findings.met {
    case true? where findings.skipped.contains(where: \.hasTarget):
      word(
        "every target that could be judged is met; others were skipped", "能判断的目标全部达标；另有目标已跳过")
    case true?: word("every target is met", "全部目标达标")
    case false?: word("not every target is met", "有目标未达标")
    case nil: word("no target to judge", "没有可判断的目标")
    }
  }

  private var rules: String {
    var table = TextTable([
      (word("rule", "规则"), .left), (word("value", "值"), .right), (word("target", "目标"), .right),
      (word("met", "达标"), .left), (word("in reach / of", "达标数／总数"), .right),
      (word("strict…lax", "从严…从宽"), .right), (word("−…+", "敏感性"), .right),
      (word("source", "出处"), .left), (word("title", "名称"), .left),
    ])
    for result in findings.results where result.level == "all" {
      table.append([
        result.rule, Self.percent(result.value, beside: result.target),
        result.target.map { Self.percent($0) } ?? "–", verdict(result),
        "\(Self.amount(result.covered)) / \(Self.amount(result.whole)) \(result.unit[language])",
        Self.range(result.inside, result.touched), Self.range(result.low, result.high),
        source(result.provenance), result.ruleName[language],
      ])
    }
    return table.text + denominators
  }

  private var denominators: String {
    let whole = findings.results.filter { $0.level == "all" }
    var rules: [String: [String]] = [:]
    var order: [String] = []
    for result in whole {
      let name = result.denominator[language]
      if rules[name] == nil { order.append(name) }
      rules[name, default: []].append(result.rule)
    }
    let notes = order.map { name in
      let named = rules[name] ?? []
      let which = named.prefix(3).joined(separator: ", ") + (named.count > 3 ? " …" : "")
      return word("Share of \(name): ", "分母为\(name)：") + which + "\n"
    }
    let nominal = whole.filter { !$0.nominal.isNaN }.map {
      word(
        "\($0.rule): \(Self.percent($0.nominal)) if every station counted, qualified or not\n",
        "\($0.rule)：若不论是否合格全部计入，则为 \(Self.percent($0.nominal))\n")
    }
    return notes.joined() + nominal.joined()
      + word(
        "strict: only blocks wholly in reach count; lax: all blocks touched. −…+: 10 % nearer and farther, "
          + "or 3.2 and 4.8 km/h for 4.\n",
        "从严：只计全部在内的网格；从宽：凡触及即计。敏感性：距离 ±10%，或步速 3.2 与 4.8（以 4 公里/小时计）。\n")
  }

  private func verdict(_ result: CheckResult) -> String {
    switch (result.met, result.isBorderline) {
    case (nil, _): result.target == nil ? "" : word("not judged", "无法判断")
    case (true?, true?): word("yes, barely", "是（临界）")
    case (true?, _): word("yes", "是")
    case (false?, true?): word("NO, barely", "否（临界）")
    case (false?, _): word("NO", "否")
    }
  }

  private func source(_ source: Provenance) -> String {
    let mark =
      switch source.confidence {
      case .verified: ""
      case .unverified: word("unverified", "未核实")
      case .localPractice: word("local practice", "地方做法")
      }
    let place = [source.document, source.clause].filter { !$0.isEmpty }.joined(separator: " ")
    return [place, mark].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private static func percent(_ share: Double, beside target: Double? = nil) -> String {
    Figures.percent(share, beside: target, decimals: 2)
  }

  /// Whole numbers as such, parts of people with one decimal.
  private static func amount(_ value: Double) -> String {
    abs(value - value.rounded()) < 0.05 || value > 10_000
      ? Figures.whole(value) : Figures.decimals(value, 1)
  }

  private static func range(_ low: Double, _ high: Double) -> String {
    low.isNaN || high.isNaN
      ? "" : Figures.decimals(low * 100, 1) + "…" + Figures.decimals(high * 100, 1)
  }

  // MARK: Areas

  /// Areas that fail a target, by level.
  private var areas: String? {
    let judged = findings.results.filter { $0.level != "all" && $0.met != nil }
    if judged.isEmpty { return nil }
    var table = TextTable([
      (word("level", "层级"), .left), (word("rule", "规则"), .left),
      (word("met", "达标"), .right), (word("not met", "未达标"), .right),
      (word("lowest", "最低"), .left),
    ])
    var order: [[String]] = []
    var groups: [[String]: [CheckResult]] = [:]
    for result in judged {
      let key = [result.levelTitle[language], result.rule]
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(result)
    }
    for key in order {
      let group = groups[key] ?? []
      let failing = group.filter { $0.met == false }.sorted {
        ($0.value, $0.name) < ($1.value, $1.name)
      }
      let names = failing.prefix(6).map { "\($0.name) \(Self.percent($0.value))" }
      table.append(
        key + [
          String(group.count - failing.count), String(failing.count),
          names.joined(separator: ", ") + (failing.count > 6 ? " …" : ""),
        ])
    }
    return table.text
  }

  private var skipped: String? {
    if findings.skipped.isEmpty { return nil }
    return findings.skipped.map {
      word("skipped: ", "已跳过：") + "\($0.id): \($0.reason[language])\n"
    }.joined()
  }

  private var certificates: String? {
    let texts = findings.certificates.map { certificate in
      let title = certificate.ruleName[language]
      if certificate.holds {
        return word(
          "Certificate: “\(title)” holds in all \(certificate.blocks) blocks.\n",
          "证明：“\(title)”在全部 \(certificate.blocks) 个网格成立。\n")
      }
      var table = TextTable([
        (word("block", "网格"), .left), (word("name", "名称"), .left),
        (word("share", "份额"), .right), (word("out of reach", "未覆盖"), .right),
      ])
      for gap in certificate.gaps.prefix(Self.shown) {
        table.append([
          gap.block, gap.name, Self.percent(gap.share), Figures.whole(gap.uncovered),
        ])
      }
      let rest = certificate.gaps.count - Self.shown
      return word(
        "“\(title)” is refuted by \(certificate.gaps.count) of \(certificate.blocks) blocks:\n",
        "“\(title)”不成立：\(certificate.blocks) 个网格中有 \(certificate.gaps.count) 个不满足：\n")
        + table.text + (rest > 0 ? word("… and \(rest) more\n", "……另有 \(rest) 个\n") : "")
    }
    return texts.isEmpty ? nil : texts.joined(separator: "\n")
  }

  /// Numbers of groups and analyses, with what they are counted against and where they come from.
  private var figures: String? {
    let figures = findings.standard.figures
    if figures.isEmpty { return nil }
    var table = TextTable([
      (word("figure of the standard", "标准中的数值"), .left), (word("value", "值"), .right),
      (word("counted as", "计量口径"), .left), (word("source", "出处"), .left),
    ])
    for figure in figures {
      table.append([
        figure.id, DecimalText.text((figure.value * 100).rounded() / 100),
        figure.denominator[language], source(figure.provenance),
      ])
    }
    return table.text
  }

  private var analyses: String? {
    let text = CheckAnalysesText(findings.analyses, language).text
    return text.isEmpty ? nil : text
  }
}
