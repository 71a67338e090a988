import Model

/// Everything a check of inputs was asked for.
public struct DoctorArguments: Sendable, Hashable {
  public var common: CommonArguments
  /// Files whose use is found from their content, in the order given.
  public var files: [LayerArguments]
  public var blocks: LayerArguments?
  public var stations: [LayerArguments]
  public var streets: LayerArguments?
  public var acceptsOldDatum: Bool
  /// Where the findings go as JSON; nil: text only.
  public var report: String?

  /// - Throws: `AnalysisError` of kind usage when no file is named at all.
  package init(_ parsed: ParsedCommand) throws {
    common = CommonArguments(parsed)
    func layer(_ path: String, _ systemOption: String) -> LayerArguments {
      var layer = LayerArguments(path: path)
      layer.coordinateSystem = parsed.coordinateSystem(systemOption)
      return layer
    }
    files = parsed.texts("file").map { layer($0, "crs") }
    blocks = parsed.text("blocks").map { layer($0, "blocks-crs") }
    stations = parsed.texts("stations").map { layer($0, "stations-crs") }
    streets = parsed.text("streets").map { layer($0, "streets-crs") }
    acceptsOldDatum = parsed.flag("accept-old-datum")
    report = parsed.text("output")
    guard !files.isEmpty || blocks != nil || !stations.isEmpty || streets != nil else {
      throw AnalysisError(
        .usage, .none, LocalizedText("doctor needs a FILE", zh: "doctor 缺少 FILE"),
        hint: LocalizedText("see: lifecircle help doctor", zh: "参见：lifecircle help doctor"))
    }
  }
}
