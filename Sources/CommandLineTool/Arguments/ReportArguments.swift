import Analysis
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
  /// At least one.
  public var files: [ReportFile]

  /// - Throws: `AnalysisError` of kind usage when options contradict each other.
  package init(_ parsed: ParsedCommand) throws {
    common = CommonArguments(parsed)
    coverage = try CoverageArguments(parsed)
    coverage.output = nil
    title = parsed.text("title")
    organisation = parsed.text("organisation")
    approvalNumber = parsed.text("approval-number")
    files = try parsed.texts("output").map { try ReportFile($0) }
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
