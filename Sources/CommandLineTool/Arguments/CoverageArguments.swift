import Analysis
import Coverage
import Model

/// One input layer with everything its companion options say.
public struct LayerArguments: Sendable, Hashable {
  /// The path as typed: `a.geojson`, `a.gpkg:layer`, `a.xlsx:Sheet2`, `PG:…`.
  public var path: String
  /// Nil: find out from the file.
  public var coordinateSystem: CoordinateSystem?
  /// Nil: find out from the file.
  public var encoding: String?
  /// Columns of a table's longitude or easting, and latitude or northing; nil: found by name.
  public var coordinateColumns: ColumnPair?
  /// Attribute filter; nil: all features.
  public var filter: String?
  /// Nil fields are found by common names.
  public var idField: String?
  public var nameField: String?
  public var populationField: String?
  /// Of demand points: the field that holds the id of their block.
  public var blockField: String?

  public init(path: String) { self.path = path }
}

/// Two column names, x (longitude, easting) first.
public struct ColumnPair: Sendable, Hashable {
  public var x: String
  public var y: String

  init?(_ names: [String]?) {
    guard let names, names.count == 2 else { return nil }
    (x, y) = (names[0], names[1])
  }
}

/// Everything a coverage run was asked for: read, range-checked and completed with defaults.
public struct CoverageArguments: Sendable, Hashable {
  public var common: CommonArguments
  /// A tile to be measured: what it was cut with counts, of these arguments only outputs and how to run.
  public var tile: String?
  public var blocks: LayerArguments
  /// At least one, in the order given.
  public var stations: [LayerArguments]
  public var demand: LayerArguments?
  public var mask: LayerArguments?
  public var raster: String?
  /// Footprints; not with `demand`.
  public var buildings: LayerArguments?
  /// Table of people by community.
  public var communityPeople: String?
  public var communityField: String?
  /// People a household.
  public var householdSize: Double?
  /// Nil: times are estimated from straight distances.
  public var streets: StreetArguments?
  /// Parts of the people with a speed of their own.
  public var groups: [PeopleGroup]
  /// The time at which stations must be open; nil: hours do not matter.
  public var opening: OpeningRequest?
  public var acceptsOldDatum: Bool
  /// Straight-line radii in metres, ascending, no repeats, at least one.
  public var radii: [Double]
  /// Walking times in minutes, ascending, no repeats; empty after `--minutes none`.
  public var minutes: [Double]
  /// The profile's name as given, `adult` when left out.
  public var profile: String
  /// km/h: `--speed`, else the profile's.
  public var speed: Double
  /// Walking distance as a multiple of the straight distance.
  public var detour: Double
  /// Longest walk looked for, in minutes; at least the largest of `minutes`.
  public var maxMinutes: Double
  /// Stations serve only blocks with the same value of this field.
  public var within: String?
  /// Tests that flag a block; each names a radius or time of this run.
  public var rules: [UnderservedRule]
  /// Fields to total by, in the order given.
  public var groupBy: [String]
  /// `-o`; nil: totals as a table on standard output.
  public var output: String?
  public var summary: String?
  public var uncovered: String?
  /// `.csv` or `.json`.
  public var sensitivity: String?
  /// `.gcj02` or `.bd09` on request.
  public var datum: CoordinateSystem?
  /// Text encoding of a Shapefile result, `UTF-8` or `GB18030`; nil: UTF-8.
  public var outputEncoding: String?
  public var byteOrderMark: Bool

  /// Walking speeds of the profiles in km/h: at 4.0, 15 minutes are 1,000 m, the upper end
  /// of GB 50180's 800–1,000 m.
  public static let profileSpeeds = ["adult": 4.0, "elderly": 2.9, "brisk": 5.0]

  /// - Throws: `AnalysisError` of kind usage when options contradict each other.
  package init(_ parsed: ParsedCommand) throws {
    try self.init(
      parsed, radii: Self.ascending(parsed.numbers("radius") ?? [500]),
      minutes: Self.ascending(parsed.numbers("minutes") ?? [15]),
      rules: parsed.rules("underserved"))
  }

  /// The same for measures that another command decides: `radii` and `minutes` ascend; `rules` nil: the defaults.
  ///
  /// - Parameter hoursNeedTime: options about opening hours are for `--at` alone.
  package init(
    _ parsed: ParsedCommand, radii: [Double], minutes: [Double], rules given: [UnderservedRule]?,
    hoursNeedTime: Bool = true
  ) throws {
    common = CommonArguments(parsed)
    tile = parsed.text("tile")
    blocks = LayerArguments(blocksOf: parsed)
    stations = parsed.texts("stations").map { LayerArguments(stationsAt: $0, parsed) }
    demand = parsed.text("demand").map { LayerArguments(demandAt: $0, parsed) }
    mask = parsed.text("mask").map { LayerArguments(maskAt: $0, parsed) }
    raster = parsed.text("raster")
    buildings = parsed.text("buildings").map { LayerArguments(buildingsAt: $0, parsed) }
    communityPeople = parsed.text("community-people")
    communityField = parsed.text("community-field")
    householdSize = parsed.number("household-size")
    streets = try StreetArguments(parsed)
    groups = try PeopleGroupText.groups(parsed.texts("group"))
    opening = try OpeningText.request(parsed, needsTime: hoursNeedTime)
    acceptsOldDatum = parsed.flag("accept-old-datum")
    self.radii = radii
    self.minutes = minutes
    profile = parsed.text("profile") ?? "adult"
    speed = parsed.number("speed") ?? Self.profileSpeeds[profile]!
    detour = parsed.number("detour") ?? 1.3
    maxMinutes = parsed.number("max-minutes") ?? max(180, minutes.last ?? 0)
    within = parsed.text("within")
    rules = []
    groupBy = parsed.names("group-by") ?? []
    output = parsed.text("output")
    summary = parsed.text("summary")
    uncovered = parsed.text("uncovered")
    sensitivity = parsed.text("sensitivity")
    datum = parsed.text("datum").map { $0 == "GCJ02" ? .gcj02 : .bd09 }
    outputEncoding = parsed.text("encoding").map { $0 == "UTF-8" ? $0 : "GB18030" }
    byteOrderMark = parsed.flag("bom")
    rules = try checkedRules(given)
    try check(parsed)
  }

  private static func ascending(_ numbers: [Double]) -> [Double] { Set(numbers).sorted() }

  /// The default tests apply only to what is measured; a test given must be measured.
  private func checkedRules(_ given: [UnderservedRule]?) throws -> [UnderservedRule] {
    guard let given else { return UnderservedRule.defaults.filter { isMeasured($0.measure) } }
    for rule in given where !isMeasured(rule.measure) {
      let label = rule.measure.label
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "--underserved: \(label) is not measured in this run",
          zh: "--underserved：本次运行不计算 \(label)"),
        hint: option(adding: rule.measure))
    }
    return given
  }

  private func isMeasured(_ measure: UnderservedRule.Measure) -> Bool {
    switch measure {
    case .radius(let metres): radii.contains(metres)
    case .minutes(let time): minutes.contains(time)
    }
  }

  private func option(adding measure: UnderservedRule.Measure) -> LocalizedText {
    let (name, numbers) =
      switch measure {
      case .radius(let metres): ("--radius", radii + [metres])
      case .minutes(let time): ("--minutes", minutes + [time])
      }
    let list = numbers.sorted().map(DecimalText.text).joined(separator: ",")
    return LocalizedText("type \(name) \(list)", zh: "请写 \(name) \(list)")
  }

  private func check(_ parsed: ParsedCommand) throws {
    if tile != nil { try refuseBesideTile(parsed) }
    if let longest = minutes.last, longest > maxMinutes {
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "--minutes \(DecimalText.text(longest)) is more than --max-minutes \(DecimalText.text(maxMinutes))",
          zh:
            "--minutes \(DecimalText.text(longest)) 大于 --max-minutes \(DecimalText.text(maxMinutes))"
        ),
        hint: LocalizedText("raise --max-minutes", zh: "请增大 --max-minutes"))
    }
    let formats = OutputRules(paths: [output, uncovered].compactMap { $0 })
    try formats.require("--datum", datum != nil, OutputRules.geoJSONEndings)
    try formats.require("--encoding", outputEncoding != nil, [".shp", ".zip"])
    try formats.require("--bom", byteOrderMark, [".csv", ".tsv"])
    try OutputRules.checkSensitivity(sensitivity)
    if demand == nil { try requireUnused(parsed, prefix: "demand-") }
    if mask == nil { try requireUnused(parsed, prefix: "mask-") }
    if buildings == nil { try requireUnused(parsed, prefix: "buildings-") }
    try checkPeople()
  }

  /// What a tile was cut with cannot be said again.
  private func refuseBesideTile(_ parsed: ParsedCommand) throws {
    let allowed = CoverageOptions.besideTile
    for option in parsed.command.options
    where parsed.has(option.name) && !allowed.contains(option.name) {
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "--\(option.name) is given beside --tile, which was cut with its own",
          zh: "--tile 已含切分时的设定，不能再给 --\(option.name)"),
        hint: LocalizedText(
          "leave it out, or cut again: lifecircle tile … --\(option.name) …",
          zh: "请去掉它，或重新切分：lifecircle tile … --\(option.name) …"))
    }
  }

  /// People stand at one kind of place, and a community's field is for a table of communities.
  private func checkPeople() throws {
    if buildings != nil, demand != nil || raster != nil {
      let other = demand != nil ? "--demand" : "--raster"
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "--buildings and \(other) both say where people are",
          zh: "--buildings 与 \(other) 都规定了人口位置"),
        hint: LocalizedText("leave one of them out", zh: "请去掉其中一个"))
    }
    if communityField != nil, communityPeople == nil {
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "--community-field is given without --community-people",
          zh: "给了 --community-field 却没有 --community-people"),
        hint: LocalizedText("add --community-people FILE", zh: "请补上 --community-people FILE"))
    }
  }

  /// Companion options without their layer are a mistake, not something to pass over.
  private func requireUnused(_ parsed: ParsedCommand, prefix: String) throws {
    for option in parsed.command.options where option.name.hasPrefix(prefix) {
      guard parsed.has(option.name) else { continue }
      let layer = "--" + prefix.dropLast()
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "--\(option.name) is given without \(layer)", zh: "给了 --\(option.name) 却没有 \(layer)"),
        hint: LocalizedText("add \(layer) FILE", zh: "请补上 \(layer) FILE"))
    }
  }
}

extension LayerArguments {
  fileprivate init(blocksOf parsed: ParsedCommand) {
    self.init(path: parsed.text("blocks") ?? "")
    coordinateSystem = parsed.coordinateSystem("blocks-crs")
    encoding = parsed.text("blocks-encoding")
    filter = parsed.text("blocks-where")
    idField = parsed.text("id-field")
    nameField = parsed.text("name-field")
    populationField = parsed.text("population-field")
  }

  init(stationsAt path: String, _ parsed: ParsedCommand) {
    self.init(path: path)
    coordinateSystem = parsed.coordinateSystem("stations-crs")
    encoding = parsed.text("stations-encoding")
    coordinateColumns = ColumnPair(parsed.names("stations-xy"))
    filter = parsed.text("where")
    idField = parsed.text("station-id-field")
    nameField = parsed.text("station-name-field")
  }

  fileprivate init(demandAt path: String, _ parsed: ParsedCommand) {
    self.init(path: path)
    coordinateSystem = parsed.coordinateSystem("demand-crs")
    encoding = parsed.text("demand-encoding")
    coordinateColumns = ColumnPair(parsed.names("demand-xy"))
    filter = parsed.text("demand-where")
    populationField = parsed.text("demand-population-field")
    blockField = parsed.text("demand-block-field")
  }

  fileprivate init(buildingsAt path: String, _ parsed: ParsedCommand) {
    self.init(path: path)
    coordinateSystem = parsed.coordinateSystem("buildings-crs")
  }

  fileprivate init(maskAt path: String, _ parsed: ParsedCommand) {
    self.init(path: path)
    coordinateSystem = parsed.coordinateSystem("mask-crs")
  }
}
