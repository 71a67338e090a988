import Coverage
import Layers
import Model
import Standards

/// One check: a place as for `coverage`, and the standard it is held against.
public struct CheckRequest: Sendable {
  /// Names of station fields the user chose; nil: found by common names.
  public struct StationFields: Sendable, Hashable {
    public var tier: String?
    public var services: String?

    public init(tier: String? = nil, services: String? = nil) {
      self.tier = tier
      self.services = services
    }
  }

  /// Where results go; nil: not written.
  public struct Outputs: Sendable, Hashable {
    /// Blocks with a share and a verdict by rule.
    public var blocks: String?
    public var summary: String?
    /// A table of the stations: load, floor area, whom only they serve.
    public var stations: String?
    public var timings: String?
    public var byteOrderMark: Bool

    public init(
      blocks: String? = nil, summary: String? = nil, stations: String? = nil,
      timings: String? = nil, byteOrderMark: Bool = false
    ) {
      self.blocks = blocks
      self.summary = summary
      self.stations = stations
      self.timings = timings
      self.byteOrderMark = byteOrderMark
    }
  }

  /// Blocks, stations, people and streets, and how people walk. Its radii and minutes are those of the rules.
  public var place: CoverageRequest
  public var standard: Standard
  /// Name of the built-in standard or the file's name without folders.
  public var standardName: String
  /// The file the standard was read from; nil for a built-in one.
  public var standardPath: String?
  public var stationFields: StationFields
  /// Points that rules call by name.
  public var points: [String: CoverageRequest.Input]
  /// Levels in place of the standard's own; nil: the standard's.
  public var levels: [String]?
  /// Numbers of stations by tier the office declares; nil: the standard's.
  public var declared: [Int]?
  public var outputs: Outputs

  public init(
    place: CoverageRequest, standard: Standard, standardName: String,
    standardPath: String? = nil,
    stationFields: StationFields = StationFields(),
    points: [String: CoverageRequest.Input] = [:], levels: [String]? = nil,
    declared: [Int]? = nil, outputs: Outputs = Outputs()
  ) {
    self.place = place
    self.standard = standard
    self.standardName = standardName
    self.standardPath = standardPath
    self.stationFields = stationFields
    self.points = points
    self.levels = levels
    self.declared = declared
    self.outputs = outputs
  }

  var inputPaths: [String] {
    [standardPath].compactMap { $0 } + place.inputPaths
      + points.keys.sorted().compactMap { points[$0]?.layer.path }
  }

  var threads: Int { place.threads }
}
