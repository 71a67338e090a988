import Analysis
import Model

/// Which options of `site` go together: one that would be passed over is a mistake.
struct SiteOptionRules {
  private let parsed: ParsedCommand
  private let model: SiteRequest.Model

  init(_ parsed: ParsedCommand, _ model: SiteRequest.Model) {
    self.parsed = parsed
    self.model = model
  }

  /// - Throws: 64 naming the first option that does not fit.
  func check() throws {
    if parsed.has("costs") {
      try checkMatrix()
    } else {
      try checkPlaces()
    }
    try checkModel()
    if parsed.has("bom"), ![".csv", ".tsv"].contains(where: outputEnds) {
      throw Self.usage(
        LocalizedText("--bom is only for .csv .tsv", zh: "--bom 只适用于 .csv .tsv"),
        LocalizedText(
          "leave it out, or give -o a path that ends so", zh: "请去掉该选项，或让 -o 以此结尾"))
    }
  }

  private func outputEnds(_ ending: String) -> Bool {
    parsed.text("output")?.lowercased().hasSuffix(ending) == true
  }

  /// What means nothing where costs are given.
  private static let onTheGround =
    ["blocks", "stations", "demand", "raster", "mask", "candidates", "candidate-id-field"]
    + ["cost-field", "candidates-where", "candidates-crs", "candidates-encoding", "candidates-xy"]
    + ["radius", "minutes", "min-spacing", "within", "detour", "speed", "profile", "streets"]
    + ["where", "blocks-where", "demand-where", "underserved", "max-minutes"]
    + ["station-capacity-field"]
    + HoursOptions.hours.options.map(\.name)

  private func checkMatrix() throws {
    if let name = Self.onTheGround.first(where: parsed.has) {
      throw Self.usage(
        LocalizedText(
          "--\(name) is for places on the ground, --costs gives ready costs",
          zh: "--\(name) 用于实际地点，而 --costs 已给出费用"),
        LocalizedText("keep one of the two", zh: "请只保留其一"))
    }
    if model.isCovering, !parsed.has("limit") {
      throw Self.usage(
        LocalizedText(
          "\(model.rawValue) needs --limit: the highest cost that still is covered",
          zh: "\(model.rawValue) 须给 --limit：算作覆盖的最高费用"),
        LocalizedText("as in --limit 500", zh: "如 --limit 500"))
    }
  }

  private func checkPlaces() throws {
    if let name = ["weights", "sites", "limit"].first(where: parsed.has) {
      throw Self.usage(
        LocalizedText("--\(name) is given without --costs", zh: "给了 --\(name) 却没有 --costs"),
        LocalizedText("add --costs FILE.csv", zh: "请补上 --costs FILE.csv"))
    }
    if !parsed.has("blocks") {
      throw Self.usage(
        LocalizedText(
          "site needs --blocks FILE or --costs FILE", zh: "site 缺少 --blocks FILE 或 --costs FILE"),
        UsageHint.seeHelp(parsed.command))
    }
    let isMade = !CandidateText.isPath(parsed.text("candidates") ?? "block-centres")
    let companions = [
      "candidate-id-field", "cost-field", "candidates-where", "candidates-crs",
      "candidates-encoding", "candidates-xy", "exclusive", "capacity-field", "budget",
    ]
    if isMade, let name = companions.first(where: parsed.has) {
      throw Self.usage(
        LocalizedText(
          "--\(name) needs candidates with attributes", zh: "--\(name) 要求候选点带有属性"),
        LocalizedText("give a layer: --candidates FILE", zh: "请给出图层：--candidates FILE"))
    }
  }

  // MARK: Models

  private func checkModel() throws {
    if model != .setCover {
      try need(parsed.has("new") || parsed.has("budget"), "--new N", "--budget C")
    }
    if let (name, hint) = SiteModelRules.misfit(of: model, parsed.has) {
      throw Self.usage(
        LocalizedText(
          "--\(name) does not go with \(model.rawValue)", zh: "--\(name) 不能与 \(model.rawValue) 同用"),
        hint)
    }
    if parsed.has("capacity"), parsed.has("capacity-field") {
      throw Self.usage(
        LocalizedText(
          "--capacity and --capacity-field both say how many",
          zh: "--capacity 与 --capacity-field 重复"),
        LocalizedText("give one of them", zh: "只给其中一个"))
    }
    let hasCapacity = parsed.has("capacity") || parsed.has("capacity-field")
    if parsed.has("station-capacity-field"), !hasCapacity {
      throw Self.usage(
        LocalizedText(
          "--station-capacity-field is given without --capacity or --capacity-field",
          zh: "给了 --station-capacity-field 却没有 --capacity 或 --capacity-field"),
        LocalizedText(
          "say what new stations serve: --capacity-field FIELD", zh: "请给出新站点的容量：--capacity-field 字段"
        ))
    }
    if let twice = (parsed.names("force") ?? []).first(where: {
      (parsed.names("forbid") ?? []).contains($0)
    }) {
      throw Self.usage(
        LocalizedText(
          "“\(twice)” is both forced and forbidden", zh: "“\(twice)”既被指定又被禁止"),
        LocalizedText("name it once", zh: "请只写一处"))
    }
    try checkEquity()
  }

  private func checkEquity() throws {
    guard let text = parsed.text("equity") else { return }
    let rule = try EquityText.rule(text)
    if case .worst = rule, model != .maxCoverage {
      throw Self.usage(
        LocalizedText(
          "--equity worst is for max-coverage", zh: "--equity worst 只用于 max-coverage"),
        SiteModelRules.insteadOfWorst(model))
    }
    if case .flagged = rule, parsed.has("costs") {
      throw Self.usage(
        LocalizedText(
          "--equity weight:K needs blocks to see which are underserved",
          zh: "--equity weight:K 需要网格才能判断服务不足"),
        LocalizedText(
          "name a column of --weights: --equity weight:COLUMN:K",
          zh: "请写 --weights 的列：--equity weight:列名:K"))
    }
    if parsed.has("costs"), !parsed.has("weights") {
      throw Self.usage(
        LocalizedText("--equity is given without --weights", zh: "给了 --equity 却没有 --weights"),
        LocalizedText("add --weights FILE.csv", zh: "请补上 --weights FILE.csv"))
    }
  }

  private func need(_ isGiven: Bool, _ option: String, _ other: String) throws {
    if isGiven { return }
    throw Self.usage(
      LocalizedText(
        "\(model.rawValue) needs \(option) or \(other)",
        zh: "\(model.rawValue) 缺少 \(option) 或 \(other)"),
      UsageHint.seeHelp(parsed.command))
  }

  static func usage(_ message: LocalizedText, _ hint: LocalizedText) -> AnalysisError {
    AnalysisError(.usage, .none, message, hint: hint)
  }
}
