import Model

/// Everything a conversion was asked for.
public struct ConvertArguments: Sendable, Hashable {
  /// How source coordinates become target coordinates.
  public enum Method: Sendable, Hashable {
    case systems(from: CoordinateSystem, to: CoordinateSystem)
    /// Fitted to a table of control points: by shift, rotation and scale, or with `isAffine` by two scales and a
    /// shear besides. `to` is where targets given in degrees (WGS 84) are converted on to.
    case controlPoints(String, isAffine: Bool, to: CoordinateSystem?)
  }

  public var common: CommonArguments
  /// `-` is standard input.
  public var input: String
  /// `-` is standard output.
  public var output: String
  public var method: Method
  public var coordinateColumns: ColumnPair?
  public var encoding: String?
  public var acceptsOldDatum: Bool

  /// - Throws: `AnalysisError` of kind usage when neither `--from`/`--to` nor `--control` says how to convert.
  package init(_ parsed: ParsedCommand) throws {
    common = CommonArguments(parsed)
    input = parsed.text("in") ?? ""
    output = parsed.text("out") ?? ""
    coordinateColumns = ColumnPair(parsed.names("xy"))
    encoding = parsed.text("encoding")
    acceptsOldDatum = parsed.flag("accept-old-datum")
    let source = parsed.coordinateSystem("from")
    let target = parsed.coordinateSystem("to")
    if let control = parsed.text("control") {
      if source != nil { throw Self.contradiction }
      method = .controlPoints(
        control, isAffine: parsed.text("fit") == "affine", to: target)
    } else if parsed.has("fit") {
      throw AnalysisError(
        .usage, .none,
        LocalizedText("--fit is given without --control", zh: "给了 --fit 却没有 --control"),
        hint: LocalizedText("add --control FILE", zh: "请补上 --control FILE"))
    } else if let source, let target {
      method = .systems(from: source, to: target)
    } else {
      throw Self.missing(source == nil ? "--from CRS" : "--to CRS")
    }
  }

  private static let contradiction = AnalysisError(
    .usage, .none,
    LocalizedText(
      "--control and --from both say how to convert", zh: "--control 与 --from 都规定了转换方式"),
    hint: LocalizedText("give one of them", zh: "只给其中一个"))

  private static func missing(_ what: String) -> AnalysisError {
    AnalysisError(
      .usage, .none, LocalizedText("convert needs \(what)", zh: "convert 缺少 \(what)"),
      hint: LocalizedText(
        "type both: --from BD09 --to EPSG:4326", zh: "两者都要给：--from BD09 --to EPSG:4326"))
  }
}
