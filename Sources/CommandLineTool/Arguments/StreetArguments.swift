import Analysis
import Layers
import Model

/// The streets a command was asked to walk on, and how.
public struct StreetArguments: Sendable, Hashable {
  public var streets: LayerArguments
  public var barriers: [LayerArguments]
  public var gates: LayerArguments?
  /// Path of a JSON5 rules file.
  public var walkRules: String?
  public var keepsPrivate: Bool
  /// Path of an elevation raster.
  public var elevation: String?
  /// Metres.
  public var snap: Double
  public var legBarriers: Bool
  /// From stations to people.
  public var reverse: Bool
  /// Minutes before a worker sets out, 0 without `--dispatch`.
  public var dispatchMinutes: Double
  public var stationExtraField: String?
  public var acceptsOldDatum: Bool

  /// Nil when the command line names no streets.
  ///
  /// - Throws: 64 for options about streets without any, and for companions without their layer.
  package init?(_ parsed: ParsedCommand) throws {
    guard let path = parsed.text("streets") else {
      for name in StreetOptions.dependents where parsed.has(name) {
        throw Self.lonely(name, without: "streets", "FILE")
      }
      return nil
    }
    try self.init(streetsAt: path, parsed)
  }

  /// The streets at `path` with the companion options of `parsed`.
  package init(streetsAt path: String, _ parsed: ParsedCommand) throws {
    for (name, owner, value) in [
      ("barriers-crs", "barriers", " FILE"), ("gates-crs", "gates", " FILE"),
      ("dispatch", "reverse", ""),
    ] where parsed.has(name) && !parsed.has(owner) {
      throw Self.lonely(name, without: owner, value)
    }
    streets = LayerArguments(path: path)
    streets.coordinateSystem = parsed.coordinateSystem("streets-crs")
    streets.encoding = parsed.text("streets-encoding")
    streets.filter = parsed.text("streets-where")
    barriers = parsed.texts("barriers").map {
      Self.layer($0, parsed.coordinateSystem("barriers-crs"))
    }
    gates = parsed.text("gates").map { Self.layer($0, parsed.coordinateSystem("gates-crs")) }
    walkRules = parsed.text("walk-rules")
    keepsPrivate = parsed.text("private") != "no"
    elevation = parsed.text("elevation")
    snap = parsed.number("snap") ?? 200
    legBarriers = parsed.text("leg-barriers") != "none"
    reverse = parsed.flag("reverse")
    dispatchMinutes = parsed.number("dispatch") ?? 0
    stationExtraField = parsed.text("station-extra-field")
    acceptsOldDatum = parsed.flag("accept-old-datum")
  }

  private static func layer(_ path: String, _ system: CoordinateSystem?) -> LayerArguments {
    var layer = LayerArguments(path: path)
    layer.coordinateSystem = system
    return layer
  }

  private static func lonely(
    _ name: String, without owner: String, _ value: String
  ) -> AnalysisError {
    let wanted = "--\(owner) \(value.trimmed)".trimmed
    return AnalysisError(
      .usage, .none,
      LocalizedText("--\(name) is given without --\(owner)", zh: "给了 --\(name) 却没有 --\(owner)"),
      hint: LocalizedText("add \(wanted)", zh: "请补上 \(wanted)"))
  }
}

extension StreetRequest {
  /// The request the arguments stand for; reads the rules file.
  ///
  /// - Throws: 65 or 66 for a rules file.
  init(_ arguments: StreetArguments, threads: Int) throws {
    func input(
      _ layer: LayerArguments, _ role: LayerRequest.Role
    ) -> CoverageRequest.Input {
      CoverageRequest.Input(
        LayerRequest(
          role: role, path: layer.path, coordinateSystem: layer.coordinateSystem,
          acceptsOldDatum: arguments.acceptsOldDatum, encoding: layer.encoding, threads: threads),
        filter: layer.filter)
    }
    self.init(
      streets: input(arguments.streets, .streets),
      barriers: arguments.barriers.map { input($0, .barriers) },
      gates: arguments.gates.map { input($0, .gates) },
      walkRules: try arguments.walkRules.map(WalkRulesText.read),
      walkRulesPath: arguments.walkRules, keepsPrivate: arguments.keepsPrivate,
      elevation: arguments.elevation, snapMetres: arguments.snap,
      legBarriers: arguments.legBarriers)
  }
}
