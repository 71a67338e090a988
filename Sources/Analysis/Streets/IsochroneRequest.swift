import Model
import Streets

/// One run of walking-time polygons. All values are checked and in final units.
public struct IsochroneRequest: Sendable {
  public var stations: [CoverageRequest.Input]
  public var streets: StreetRequest
  /// Ascending, different, at least one.
  public var minutes: [Double]
  /// km/h.
  public var speed: Double
  /// Lattice spacing in metres; nil: chosen for each station by the streets around it (`IsochroneCellChoice`).
  public var cellMetres: Double?
  /// One polygon a limit for all stations together.
  public var merges: Bool
  public var reverse: Bool
  public var dispatchMinutes: Double
  public var stationExtraField: String?
  /// The time at which stations must be open; nil: hours do not matter.
  public var opening: OpeningRequest?
  /// Measure how well the polygons tell reached from unreached street points.
  public var measuresFidelity: Bool
  /// Where the polygons go; nil: nowhere.
  public var output: String?
  public var threads: Int

  public init(
    stations: [CoverageRequest.Input], streets: StreetRequest, minutes: [Double], speed: Double = 4,
    cellMetres: Double? = nil, merges: Bool = false, reverse: Bool = false,
    dispatchMinutes: Double = 0, stationExtraField: String? = nil,
    opening: OpeningRequest? = nil, measuresFidelity: Bool = false, output: String? = nil,
    threads: Int = 1
  ) {
    self.stations = stations
    self.streets = streets
    self.minutes = minutes
    self.speed = speed
    self.cellMetres = cellMetres
    self.merges = merges
    self.reverse = reverse
    self.dispatchMinutes = dispatchMinutes
    self.stationExtraField = stationExtraField
    self.opening = opening
    self.measuresFidelity = measuresFidelity
    self.output = output
    self.threads = threads
  }

  var inputPaths: [String] { stations.map(\.layer.path) + streets.inputPaths }
}

/// What a run of isochrones found.
public struct IsochroneOutcome: Sendable {
  /// One polygon.
  public struct Row: Sendable, Hashable {
    /// Nil for all stations together.
    public var station: String?
    public var name: String?
    public var minutes: Double
    /// Square metres.
    public var area: Double
  }

  public var ledger: Ledger
  /// By station in input order, then minutes.
  public var rows: [Row]
  /// Stations read, and those without a polygon.
  public var stations: Int
  public var withoutStreet: Int
  /// How the polygons classify random street points; nil: not measured.
  public var fidelity: IsochroneFidelity?
  public var times: StageTimes
}
