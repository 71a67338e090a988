import Coverage
import Geometry
import Layers
import Model
import Standards
import Streets

/// The place a check looks at: blocks, stations, streets, and the people of its rules.
struct CheckPlace: Sendable {
  let request: CoverageRequest
  let inputs: CoverageInputs
  let catalog: StationCatalog
  let scope: BlockScope
  /// By `who`; without those of optional rules that the data do not know.
  let people: [Rule.Who: RulePeople]
  /// Why some `who` of optional rules are not among them; the error names the first rule that asks for it.
  let missing: [Rule.Who: AnalysisError]
  /// What was read for points called by name.
  let pointSources: [(source: LayerSource, count: Int)]
  /// Coverage as it is, of all stations.
  let overview: CoverageFindings
  /// Values by field, of blocks and stations, for `within`.
  let fields: [String: FieldPair]
  private let index: StreetIndex?

  struct FieldPair: Sendable {
    var blocks: [String?]
    var stations: [String?]
  }

  init(
    request: CoverageRequest, inputs: CoverageInputs, catalog: StationCatalog, scope: BlockScope,
    people: RulePeopleSource, overview: CoverageFindings, fields: [String: FieldPair]
  ) {
    self.request = request
    self.inputs = inputs
    self.catalog = catalog
    self.scope = scope
    self.people = people.catalog
    missing = people.missing
    pointSources = people.sources
    self.overview = overview
    self.fields = fields
    index = overview.streets?.index
  }

  var blocks: BlockInput { inputs.blocks }
  var stationCount: Int { inputs.stations.ids.count }
  var threads: Int { request.threads }
  var speed: Double { request.settings.speed }
  var detour: Double { request.settings.detour }
  var maximumMinutes: Double { request.settings.maximumMinutes }
  var walksStreets: Bool { overview.streets != nil }

  /// Names of the blocks; nil where there is none.
  func blockNames() throws -> [String?] {
    guard let field = blocks.nameField else { return blocks.ids.map { _ in nil } }
    return try FieldColumns(layer: blocks.layer, threads: threads).texts(field)
  }

  /// Where those of a rule are.
  func people(
    _ who: Rule.Who, isResidential: Bool
  ) throws -> (points: DemandPoints?, spread: (any PeopleSpread)?) {
    if isResidential { return (nil, inputs.people.spread) }
    return (people[who]?.points, inputs.people.spread)
  }

  /// The stations that serve each block.
  func services(
    _ stations: [Int], _ within: Rule.Within, reach: Double
  ) throws -> ServiceGroups {
    guard case .field(let field) = within, let pair = fields[field] else {
      return ServiceGroups(inputs.stations, stations, reach: reach)
    }
    return ServiceGroups(
      inputs.stations, stations, values: pair.stations, blockValues: pair.blocks, reach: reach)
  }

  /// Streets with some of the stations; nil without streets or times.
  func walks(
    _ settings: CoverageSettings, _ services: ServiceGroups, dispatch: Double, isReverse: Bool
  ) throws -> StreetWalks? {
    guard let wanted = request.streets, let streets = inputs.streets, !settings.minutes.isEmpty
    else { return nil }
    let stations = inputs.stations
    return try StreetWalks(
      streets.graph,
      rules: StreetWalks.Rules(
        snapMetres: wanted.snapMetres, legBarriers: wanted.legBarriers,
        direction: isReverse ? .fromStations : .towardsStations, dispatchMinutes: dispatch),
      settings: settings,
      stations: stations.places.indices.map {
        StreetWalks.Station(
          places: stations.places[$0], extraMinutes: stations.extraMinutes?[$0] ?? 0)
      },
      groups: services.members, straight: services.indexes, index: index, threads: threads)
  }
}
