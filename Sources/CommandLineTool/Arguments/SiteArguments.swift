import Analysis
import Coverage
import Model

/// Everything a siting run was asked for: read, range-checked and completed with defaults.
public struct SiteArguments: Sendable {
  public var common: CommonArguments
  public var model: SiteRequest.Model
  /// Nil: as many as the budget or the model asks for.
  public var new: Int?
  public var budget: Double?
  /// 0…1.
  public var targetShare: Double
  public var needsBackup: Bool
  public var capacity: SiteRequest.Capacity?
  public var existingCapacityField: String?
  public var forced: [String]
  public var forbidden: [String]
  public var exclusiveField: String?
  /// Metres.
  public var minimumSpacing: Double?
  public var equity: SiteRequest.Equity?
  /// Ready costs; nil: places on the ground.
  public var matrix: SiteMatrix?
  /// Blocks, people and stations; nil with `matrix`.
  public var coverage: CoverageArguments?
  var candidates: CandidateText.Meaning
  /// The candidates' layer with its companions; its path is empty for candidates that are made.
  public var candidateLayer: LayerArguments
  public var costField: String?
  public var measure: SitePlaces.Measure
  public var timeLimit: Double?
  public var gap: Double?
  public var tradeOff: Int
  public var alternatives: Int
  public var output: String?
  public var summary: String?
  public var byteOrderMark: Bool

  /// - Parameter measure: what counts as covered, where another command decides it; nil: what the options say.
  /// - Throws: `AnalysisError` of kind usage when options contradict each other.
  package init(_ parsed: ParsedCommand, measure given: SitePlaces.Measure? = nil) throws {
    common = CommonArguments(parsed)
    model = SiteRequest.Model(rawValue: parsed.text("model") ?? "") ?? .maxCoverage
    new = parsed.integer("new")
    budget = parsed.number("budget")
    targetShare = parsed.number("target-share") ?? 1
    needsBackup = parsed.flag("backup")
    capacity = try Self.capacity(parsed)
    existingCapacityField = parsed.text("station-capacity-field")
    forced = parsed.names("force") ?? []
    forbidden = parsed.names("forbid") ?? []
    exclusiveField = parsed.text("exclusive")
    minimumSpacing = parsed.number("min-spacing")
    equity = try parsed.text("equity").map(EquityText.rule)
    matrix = parsed.text("costs").map {
      SiteMatrix(
        costs: $0, weights: parsed.text("weights"), sites: parsed.text("sites"),
        limit: parsed.number("limit"))
    }
    candidates = try CandidateText.meaning(of: parsed.text("candidates") ?? "block-centres")
    candidateLayer = LayerArguments(candidatesOf: parsed)
    costField = parsed.text("cost-field")
    measure = try given ?? Self.measure(parsed)
    timeLimit = parsed.number("time-limit")
    gap = parsed.number("mip-gap")
    tradeOff = parsed.integer("trade-off") ?? 0
    alternatives = parsed.integer("alternatives") ?? 0
    output = parsed.text("output")
    summary = parsed.text("summary")
    byteOrderMark = parsed.flag("bom")
    try SiteOptionRules(parsed, model).check()
    if matrix == nil { coverage = try placesOnTheGround(parsed) }
  }

  private static func capacity(_ parsed: ParsedCommand) throws -> SiteRequest.Capacity? {
    let area = parsed.number("area-per-person")
    if let field = parsed.text("capacity-field") { return .field(field, areaPerPerson: area) }
    if area != nil {
      throw SiteOptionRules.usage(
        LocalizedText(
          "--area-per-person is given without --capacity-field",
          zh: "给了 --area-per-person 却没有 --capacity-field"),
        LocalizedText(
          "name the field with square metres: --capacity-field area_m2",
          zh: "请给出面积字段：--capacity-field area_m2"))
    }
    return parsed.number("capacity").map { .people($0) }
  }

  /// One measure decides who is covered: what is given, else walking where there are streets, else 500 m.
  private static func measure(_ parsed: ParsedCommand) throws -> SitePlaces.Measure {
    let radii = parsed.numbers("radius") ?? []
    let minutes = parsed.numbers("minutes") ?? []
    if radii.count + minutes.count > 1 {
      throw SiteOptionRules.usage(
        LocalizedText(
          "one radius or one walking time decides who is covered, not \(radii.count + minutes.count)",
          zh: "是否覆盖只按一个半径或一个步行时间判断，而不是 \(radii.count + minutes.count) 个"),
        LocalizedText("give --radius R or --minutes T", zh: "请只给 --radius R 或 --minutes T"))
    }
    if let radius = radii.first { return .radius(radius) }
    if let time = minutes.first { return .minutes(time) }
    let wantsStreets = parsed.has("streets") && !parsed.has("minutes")
    return wantsStreets ? .minutes(15) : .radius(500)
  }

  /// The coverage run before and after: the measure, and what the rules need where flagged blocks count more.
  private func placesOnTheGround(_ parsed: ParsedCommand) throws -> CoverageArguments {
    var rules: [UnderservedRule] = []
    if case .flagged = equity { rules = parsed.rules("underserved") ?? UnderservedRule.defaults }
    var radii: Set<Double> = []
    var minutes: Set<Double> = []
    switch measure {
    case .radius(let radius): radii.insert(radius)
    case .minutes(let time): minutes.insert(time)
    }
    for rule in rules {
      switch rule.measure {
      case .radius(let radius): radii.insert(radius)
      case .minutes(let time): minutes.insert(time)
      }
    }
    // Coverage is always measured at some radius.
    if radii.isEmpty { radii.insert(500) }
    return try CoverageArguments(
      parsed, radii: radii.sorted(), minutes: minutes.sorted(), rules: rules)
  }
}

extension LayerArguments {
  fileprivate init(candidatesOf parsed: ParsedCommand) {
    self.init(path: parsed.text("candidates") ?? "")
    coordinateSystem = parsed.coordinateSystem("candidates-crs")
    encoding = parsed.text("candidates-encoding")
    coordinateColumns = ColumnPair(parsed.names("candidates-xy"))
    filter = parsed.text("candidates-where")
    idField = parsed.text("candidate-id-field")
  }
}
