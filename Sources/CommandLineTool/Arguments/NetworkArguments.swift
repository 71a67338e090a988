import Model

/// Everything `network build` or `network info` was asked for.
public struct NetworkArguments: Sendable, Hashable {
  public enum Action: Sendable, Hashable {
    /// Save the graph at this path, which ends in `.lcg`.
    case build(output: String)
    case info
  }

  public var common: CommonArguments
  public var action: Action
  public var streets: StreetArguments

  /// - Throws: 64 when `build` has no `-o` that ends in `.lcg`, or `info` has one.
  package init(_ parsed: ParsedCommand) throws {
    common = CommonArguments(parsed)
    streets = try StreetArguments(streetsAt: parsed.text("file") ?? "", parsed)
    let output = parsed.text("output")
    if parsed.text("action") == "info" {
      if let output { throw Self.needless(output) }
      action = .info
    } else {
      guard let output, output.lowercased().hasSuffix(".lcg") else {
        throw Self.missing(output)
      }
      action = .build(output: output)
    }
  }

  private static func needless(_ output: String) -> AnalysisError {
    AnalysisError(
      .usage, Subject(file: output),
      LocalizedText("network info writes no file", zh: "network info 不写文件"),
      hint: LocalizedText("leave -o out", zh: "请去掉 -o"))
  }

  private static func missing(_ output: String?) -> AnalysisError {
    AnalysisError(
      .usage, Subject(file: output),
      output == nil
        ? LocalizedText("network build needs -o X.lcg", zh: "network build 缺少 -o X.lcg")
        : LocalizedText(
          "a graph is written to a path that ends in .lcg", zh: "路网文件须以 .lcg 结尾"),
      hint: LocalizedText(
        "as in: lifecircle network build streets.osm.pbf -o streets.lcg",
        zh: "如：lifecircle network build streets.osm.pbf -o streets.lcg"))
  }
}
