import Export
import Model

/// Everything `lifecircle tile` was asked for.
public struct TileArguments: Sendable, Hashable {
  /// What to read and how to measure.
  public var coverage: CoverageArguments
  public var folder: String
  /// Nil: the default.
  public var blocksPerTile: Int?
  /// The field to cut by.
  public var field: String?

  /// - Throws: 64 when options contradict each other or the folder is standard output; 73 when it exists.
  package init(_ parsed: ParsedCommand) throws {
    coverage = try CoverageArguments(parsed)
    folder = parsed.text("output") ?? ""
    blocksPerTile = parsed.integer("tile-blocks")
    field = parsed.text("by")
    coverage.output = nil
    if folder == "-" {
      throw AnalysisError(
        .usage, .none,
        LocalizedText("tiles are a folder, not a stream", zh: "分块是文件夹，不能写到标准输出"),
        hint: LocalizedText("name a new folder: -o DIR", zh: "请给出新文件夹：-o DIR"))
    }
    try NewFolder.requireNew(folder)
  }
}
