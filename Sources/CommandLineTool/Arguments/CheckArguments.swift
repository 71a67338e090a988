import Analysis
import Coverage
import Indicators
import Model
import Standards

/// Everything a check was asked for: read, range-checked and completed with defaults.
public struct CheckArguments: Sendable {
  public var common: CommonArguments
  /// The place; its radii and minutes are only those of the overview.
  public var place: CoverageArguments
  /// Name or path as typed.
  public var standard: String
  /// Layers by the name rules call them.
  public var points: [(name: String, layer: LayerArguments)]
  /// Nil: the standard's.
  public var declared: TierDeclaration?
  /// Nil: the standard's.
  public var levels: [String]?
  public var tierField: String?
  public var servicesField: String?
  public var output: String?
  public var summary: String?
  public var stationTable: String?
  public var byteOrderMark: Bool

  /// - Throws: `AnalysisError` of kind usage when options contradict each other.
  package init(_ parsed: ParsedCommand) throws {
    common = CommonArguments(parsed)
    for name in ["reverse", "dispatch"] where parsed.has(name) {
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "--\(name): who walks is a matter of the rules", zh: "--\(name)：由谁步行由规则规定"),
        hint: LocalizedText(
          "write reach: {response_min: 7, dispatch_min: 2} in the standard",
          zh: "请在标准中写 reach: {response_min: 7, dispatch_min: 2}"))
    }
    place = try CoverageArguments(
      parsed, radii: [500], minutes: [15], rules: [], hoursNeedTime: false)
    standard = parsed.text("standard") ?? ""
    points = parsed.texts("points").map { text in
      let (name, path) = NamedInput.parts(of: text)
      var layer = LayerArguments(path: path)
      layer.coordinateSystem = parsed.coordinateSystem("demand-crs")
      layer.encoding = parsed.text("demand-encoding")
      return (name, layer)
    }
    for (index, point) in points.enumerated()
    where points[..<index].contains(where: { $0.name == point.name }) {
      throw AnalysisError(
        .usage, .none,
        LocalizedText("--points \(point.name) stands twice", zh: "--points \(point.name) 出现两次"),
        hint: LocalizedText("give each name once", zh: "每个名称只给一次"))
    }
    declared = try parsed.text("declared").map { try TierDeclaration(parsing: $0) }
    levels = parsed.names("group-by")
    tierField = parsed.text("tier-field")
    servicesField = parsed.text("services-field")
    output = parsed.text("output")
    summary = parsed.text("summary")
    stationTable = parsed.text("station-table")
    byteOrderMark = parsed.flag("bom")
  }
}

/// A value `NAME=FILE`.
enum NamedInput {
  /// Name and path; the text's own check has seen to both being there.
  static func parts(of text: String) -> (name: String, path: String) {
    guard let equals = text.firstIndex(of: "=") else { return ("", text) }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
  }
}
