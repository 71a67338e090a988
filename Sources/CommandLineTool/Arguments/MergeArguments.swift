import Analysis
import Model

/// Everything a merge was asked for.
public struct MergeArguments: Sendable {
  public var common: CommonArguments
  /// The folder of tiles; with `limit` the first summary.
  public var folder: String
  /// Parts and folders of parts; with `limit` the further summaries.
  public var parts: [String]
  /// What to divide among trade-off curves; nil: tiles are joined.
  public var limit: CurveMergeRequest.Limit?
  public var output: String?
  public var summary: String?
  public var sensitivity: String?
  /// Nil: as the tiles were cut with.
  public var groupBy: [String]?
  public var datum: CoordinateSystem?
  public var outputEncoding: String?
  public var byteOrderMark: Bool

  /// - Throws: `AnalysisError` of kind usage when options contradict each other or one is missing.
  package init(_ parsed: ParsedCommand) throws {
    common = CommonArguments(parsed)
    folder = parsed.text("dir") ?? ""
    parts = parsed.texts("part")
    output = parsed.text("output")
    summary = parsed.text("summary")
    sensitivity = parsed.text("sensitivity")
    groupBy = parsed.names("group-by")
    outputEncoding = parsed.text("encoding")
    byteOrderMark = parsed.flag("bom")
    datum = parsed.text("datum").map { $0 == "GCJ02" ? .gcj02 : .bd09 }
    limit = try Self.limit(parsed)
    let formats = OutputRules(paths: [output].compactMap { $0 })
    try formats.require("--datum", datum != nil, OutputRules.geoJSONEndings)
    try formats.require("--encoding", outputEncoding != nil, [".shp", ".zip"])
    try formats.require("--bom", byteOrderMark, [".csv", ".tsv"])
    try OutputRules.checkSensitivity(sensitivity)
    if limit == nil, parts.isEmpty {
      throw AnalysisError(
        .usage, .none, LocalizedText("merge needs a PART", zh: "merge 缺少 PART"),
        hint: LocalizedText(
          "name the parts that coverage --tile wrote, or their folder",
          zh: "请给出 coverage --tile 写出的分块结果或其文件夹"))
    }
  }

  /// Options that make sense of tiles alone, and of curves alone.
  private static let ofTiles = ["sensitivity", "group-by", "datum", "encoding"]
  private static let ofCurves = ["new", "budget"]

  private static func limit(_ parsed: ParsedCommand) throws -> CurveMergeRequest.Limit? {
    let isDivision = parsed.flag("curves")
    for name in isDivision ? ofTiles : ofCurves where parsed.has(name) {
      throw AnalysisError(
        .usage, .none,
        isDivision
          ? LocalizedText("--\(name) does not go with --curves", zh: "--\(name) 不能与 --curves 同用")
          : LocalizedText("--\(name) goes with --curves only", zh: "--\(name) 只能与 --curves 同用"),
        hint: LocalizedText("see: lifecircle help merge", zh: "参见：lifecircle help merge"))
    }
    guard isDivision else { return nil }
    switch (parsed.integer("new"), parsed.number("budget")) {
    case (let count?, nil): return .new(count)
    case (nil, let money?): return .budget(money)
    default:
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "--curves needs --new N or --budget COST", zh: "--curves 需要 --new N 或 --budget COST 之一"),
        hint: LocalizedText("give one of them", zh: "请给出其中一个"))
    }
  }
}
