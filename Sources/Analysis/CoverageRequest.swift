import Coverage
import Layers
import Model

/// One coverage run: what to read, how to measure, what to write. All values are checked and in final units.
public struct CoverageRequest: Sendable {
  /// Names of fields the user chose; nil: found by common names.
  public struct Fields: Sendable, Hashable {
    public var id: String?
    public var name: String?
    public var population: String?
    /// Of demand points: the block a point belongs to.
    public var block: String?

    public init(
      id: String? = nil, name: String? = nil, population: String? = nil, block: String? = nil
    ) {
      self.id = id
      self.name = name
      self.population = population
      self.block = block
    }
  }

  /// One layer with its fields and filter.
  public struct Input: Sendable {
    public var layer: LayerRequest
    public var fields: Fields
    /// A filter expression (`tier = '社区'`); nil keeps everything.
    public var filter: String?

    public init(_ layer: LayerRequest, fields: Fields = Fields(), filter: String? = nil) {
      self.layer = layer
      self.fields = fields
      self.filter = filter
    }
  }

  /// Where results go; nil: not written. `-` is standard output.
  public struct Outputs: Sendable, Hashable {
    public var blocks: String?
    public var summary: String?
    public var uncovered: String?
    public var timings: String?
    /// The curve of shares and flags over speeds and radii (`.csv` or `.json`).
    public var sensitivity: String?
    /// The outputs whose ending decides on a format.
    var layers: [String] { [blocks, uncovered].compactMap { $0 } }

    /// Every file asked for, in order.
    var files: [String] { [blocks, uncovered, summary, timings, sensitivity].compactMap { $0 } }

    /// `GCJ02` or `BD09` for coordinates shifted on request; nil: WGS 84.
    public var datum: CoordinateSystem?
    /// A byte-order mark before CSV text.
    public var byteOrderMark: Bool
    /// Text encoding of Shapefile attributes; nil: UTF-8.
    public var encoding: String?

    public init(
      blocks: String? = nil, summary: String? = nil, uncovered: String? = nil,
      timings: String? = nil, datum: CoordinateSystem? = nil, byteOrderMark: Bool = false,
      encoding: String? = nil, sensitivity: String? = nil
    ) {
      self.sensitivity = sensitivity
      self.blocks = blocks
      self.summary = summary
      self.uncovered = uncovered
      self.timings = timings
      self.datum = datum
      self.byteOrderMark = byteOrderMark
      self.encoding = encoding
    }
  }

  public var blocks: Input
  public var stations: [Input]
  public var demand: Input?
  public var mask: Input?
  /// Path of a population raster (people per cell).
  public var raster: String?
  /// Building footprints; their floor space is the weight of people within each block. Not with `demand`.
  public var buildings: Input?
  /// People known by community or as households; nil: blocks have their own.
  public var communityPeople: CommunityPeopleRequest?
  /// The network to walk on; nil: times are estimated from straight distances.
  public var streets: StreetRequest?
  /// Workers walk from stations to people instead.
  public var reverse: Bool
  /// Minutes that pass before a worker sets out; only with `reverse`.
  public var dispatchMinutes: Double
  /// A field of the stations with minutes that are added at each.
  public var stationExtraField: String?
  /// The time at which stations must be open; nil: hours do not matter.
  public var opening: OpeningRequest?
  /// People with a speed of their own, in the order given.
  public var groups: [PeopleGroup]
  public var settings: MeasureSettings
  /// A field with the same name in blocks and stations: a station serves only blocks with its value.
  public var within: String?
  /// Block fields whose values are summed up in the summary.
  public var groupBy: [String]
  public var outputs: Outputs
  /// The curve over speeds and radii is wanted, also without a file for it.
  public var wantsSensitivity = false
  public var threads: Int
  /// Blocks are read, measured and written in batches; nil: all are held in memory.
  public var bounded: BoundedMemory?

  public init(
    blocks: Input, stations: [Input], demand: Input? = nil, mask: Input? = nil,
    raster: String? = nil, settings: MeasureSettings = MeasureSettings(), within: String? = nil,
    groupBy: [String] = [], outputs: Outputs = Outputs(), threads: Int = 1,
    streets: StreetRequest? = nil, reverse: Bool = false, dispatchMinutes: Double = 0,
    stationExtraField: String? = nil, groups: [PeopleGroup] = [], opening: OpeningRequest? = nil
  ) {
    self.streets = streets
    self.reverse = reverse
    self.dispatchMinutes = dispatchMinutes
    self.stationExtraField = stationExtraField
    self.groups = groups
    self.opening = opening
    self.blocks = blocks
    self.stations = stations
    self.demand = demand
    self.mask = mask
    self.raster = raster
    self.settings = settings
    self.within = within
    self.groupBy = groupBy
    self.outputs = outputs
    self.threads = threads
  }
}

extension CoverageRequest {
  /// The path of every input as given.
  var inputPaths: [String] {
    [blocks, demand, mask, buildings, communityPeople?.table].compactMap { $0?.layer.path }
      + stations.map(\.layer.path)
      + [raster].compactMap { $0 } + (streets?.inputPaths ?? [])
  }
}

/// How coverage is measured, as the user says it.
public struct MeasureSettings: Sendable, Hashable {
  /// Metres, ascending.
  public var radii: [Double]
  /// Minutes, ascending; empty: no times.
  public var minutes: [Double]
  /// km/h.
  public var speed: Double
  public var detour: Double
  public var maximumMinutes: Double
  /// Nil: the contract's defaults.
  public var rules: [UnderservedRule]?

  public init(
    radii: [Double] = [500], minutes: [Double] = [15], speed: Double = 4, detour: Double = 1.3,
    maximumMinutes: Double = 180, rules: [UnderservedRule]? = nil
  ) {
    self.radii = radii
    self.minutes = minutes
    self.speed = speed
    self.detour = detour
    self.maximumMinutes = maximumMinutes
    self.rules = rules
  }

  /// Farther than this, planar distances from a block would be off by more than 10 ppm.
  private static let longestReach = 20_000.0

  /// Refuses reaches that are not a neighbourhood's.
  ///
  /// - Throws: `AnalysisError` (usage) naming the radius or time.
  func check() throws {
    func refuse(_ english: String, _ chinese: String) -> AnalysisError {
      AnalysisError(
        .usage, .none,
        LocalizedText(
          "\(english) reaches beyond 20 km, farther than coverage is measured",
          zh: "\(chinese) 超过 20 公里，超出覆盖计算范围"),
        hint: LocalizedText("give a smaller value", zh: "请改用较小的数值"))
    }
    if let radius = radii.first(where: { $0 > Self.longestReach }) {
      throw refuse("--radius \(radius)", "--radius \(radius)")
    }
    let engine = self.engine
    for time in minutes where engine.straightReach(minutes: time, speed: speed) > Self.longestReach
    {
      throw refuse("--minutes \(time) at \(speed) km/h", "--minutes \(time)（\(speed) km/h）")
    }
  }

  /// The engine's settings.
  var engine: CoverageSettings {
    CoverageSettings(
      radii: radii, minutes: minutes, speed: speed, detour: detour,
      maximumMinutes: maximumMinutes, rules: rules)
  }
}
