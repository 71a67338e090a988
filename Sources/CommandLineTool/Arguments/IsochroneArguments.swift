import Analysis
import Model

/// Everything a run of isochrones was asked for.
public struct IsochroneArguments: Sendable, Hashable {
  public var common: CommonArguments
  /// At least one, in the order given.
  public var stations: [LayerArguments]
  public var streets: StreetArguments
  /// The time at which stations must be open; nil: hours do not matter.
  public var opening: OpeningRequest?
  /// Ascending, no repeats, at least one.
  public var minutes: [Double]
  /// km/h.
  public var speed: Double
  /// Metres; nil: chosen for each station.
  public var cell: Double?
  public var merges: Bool
  public var measuresFidelity: Bool
  /// `-o`; nil: a table on standard output.
  public var output: String?

  /// - Throws: 64 when options contradict each other.
  package init(_ parsed: ParsedCommand) throws {
    common = CommonArguments(parsed)
    stations = parsed.texts("stations").map { LayerArguments(stationsAt: $0, parsed) }
    streets = try StreetArguments(streetsAt: parsed.text("streets") ?? "", parsed)
    opening = try OpeningText.request(parsed)
    minutes = Set(parsed.numbers("minutes") ?? [15]).sorted()
    speed =
      parsed.number("speed")
      ?? CoverageArguments.profileSpeeds[parsed.text("profile") ?? "adult"]!
    cell = parsed.number("cell")
    merges = parsed.flag("merge")
    measuresFidelity = parsed.flag("fidelity")
    output = parsed.text("output")
    if merges, measuresFidelity {
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "--fidelity tests single stations, --merge draws all together",
          zh: "--fidelity 逐站检验，而 --merge 合并全部站点"),
        hint: LocalizedText("give one of them", zh: "只给其中一个"))
    }
  }
}
