import Analysis
import Maps
import Model
import Report

/// Everything a report was asked for: read, range-checked and completed with defaults.
public struct ReportArguments: Sendable {
  public var common: CommonArguments
  public var coverage: CoverageArguments
  /// Nil without `--standard`.
  public var check: CheckArguments?
  /// Nil without `--model`.
  public var site: SiteArguments?
  public var title: String?
  public var organisation: String?
  public var approvalNumber: String?
  /// At least one, save with a map.
  public var files: [ReportFile]
  /// Nil: a report.
  public var map: MapRequest?

  /// - Throws: `AnalysisError` of kind usage when options contradict each other.
  package init(_ parsed: ParsedCommand) throws {
    common = CommonArguments(parsed)
    coverage = try CoverageArguments(parsed)
    coverage.output = nil
    title = parsed.text("title")
    organisation = parsed.text("organisation")
    approvalNumber = parsed.text("approval-number")
    map = try Self.map(parsed)
    files = map == nil ? try parsed.texts("output").map { try ReportFile($0) } : []
    try Self.refuse(ReportOptions.needMap, without: "map", parsed)
    try Self.refuse(ReportOptions.needStandard, without: "standard", parsed)
    try Self.refuse(ReportOptions.needModel, without: "model", parsed)
    if parsed.has("standard") {
      check = try CheckArguments(parsed)
      check?.output = nil
    }
    if parsed.has("model") {
      site = try SiteArguments(parsed, measure: Self.measure(coverage))
      site?.output = nil
    }
  }

  private static func map(_ parsed: ParsedCommand) throws -> MapRequest? {
    guard let kind = parsed.text("map").flatMap(MapKind.init(rawValue:)) else { return nil }
    if kind == .isochrones, !parsed.has("streets") {
      throw missing("--map isochrones", "--streets FILE")
    }
    if kind == .sites || kind == .beforeAfter, !parsed.has("model") {
      throw missing("--map \(kind.rawValue)", "--model NAME")
    }
    return MapRequest(
      kind: kind, page: try parsed.text("page").map { try MapPage(parsing: $0) } ?? .a4Landscape,
      dotsPerInch: parsed.number("dpi") ?? 300, files: parsed.texts("output"))
  }

  private static func missing(_ option: String, _ other: String) -> AnalysisError {
    AnalysisError(
      .usage, .none, LocalizedText("\(option) needs \(other)", zh: "\(option) 须有 \(other)"),
      hint: LocalizedText("add \(other)", zh: "请补上 \(other)"))
  }

  /// People count as covered by a new station as they do in the report: on foot where there are streets, 15 minutes before
  /// others; else within the smallest radius.
  private static func measure(_ coverage: CoverageArguments) -> SitePlaces.Measure {
    let minutes = coverage.minutes
    if coverage.streets != nil, let first = minutes.first {
      return .minutes(minutes.contains(15) ? 15 : first)
    }
    return .radius(coverage.radii.contains(500) ? 500 : coverage.radii[0])
  }

  private static func refuse(
    _ names: [String], without option: String, _ parsed: ParsedCommand
  ) throws {
    guard !parsed.has(option), let name = names.first(where: parsed.has) else { return }
    throw AnalysisError(
      .usage, .none,
      LocalizedText(
        "--\(name) is given without --\(option)", zh: "给了 --\(name) 却没有 --\(option)"),
      hint: LocalizedText("add --\(option)", zh: "请补上 --\(option)"))
  }
}
