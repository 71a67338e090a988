import Coverage
import Layers
import Model
import Streets

/// Everything that is found of a whole run before it is cut: how far things matter, and what is remarked about files,
/// stations and the network.
struct TileGround {
  let cutter: TileCutter
  let ledgers: [(stage: TileManifest.Stage, ledger: Ledger)]
  let parameters: JSONValue
  /// People of all blocks by their own values or demand points; nil when none is known.
  let population: Double?
  /// Metres.
  let reach: Double

  /// - Parameter reading: what reading the inputs remarked.
  init(_ request: CoverageRequest, _ inputs: CoverageInputs, reading: Ledger) throws {
    var settings = request.settings.engine
    // Wide enough for a curve over speeds and radii too: a tile does not know what it will be asked for.
    let extras = ExtraMeasures(
      settings, groupSpeeds: inputs.groups.map(\.speed), wantsSensitivity: true)
    settings.extraShares = extras.shares
    let straight = CoverageEngine.reach(settings)
    var ofBlocks = Ledger()
    let services = try ServiceGroups(
      inputs.stations, blocks: inputs.blocks, within: request.within, reach: straight,
      threads: request.threads, ledger: &ofBlocks)
    let walking = try Self.walking(request, inputs, settings)
    let halo = TileHalo(
      inputs: inputs, services: services, straightReach: straight, walkReach: walking?.reach,
      snapMetres: request.streets?.snapMetres ?? 0)
    cutter = TileCutter(
      request: request, inputs: inputs, halo: halo, walking: walking?.known)
    reach = max(straight, walking?.reach ?? 0)

    let measured = try Self.measured(request, inputs, services)
    var (stations, walks, overlaps) = (Ledger(), Ledger(), Ledger())
    Population.assign(to: measured.table, inputs.blocks, inputs.demand, inputs.people.method, &ofBlocks)
    if ofBlocks.count(of: .noPopulationField) > 0 {
      stations.record(.noPopulationField, Subject(file: inputs.blocks.layer.source.path))
    }
    StationFindings.record(measured, inputs.stations, inputs.blocks, services, &stations)
    if let walking { WalkFindings.record(walking.failures, inputs.stations, &walks) }
    try BlockFindings.recordOverlaps(inputs.blocks, threads: request.threads, &overlaps)
    ledgers = [
      (.reading, reading), (.stations, stations), (.walks, walks), (.overlaps, overlaps),
    ]
    let known = measured.table.population.filter { !$0.isNaN }
    population = known.isEmpty ? nil : known.reduce(0, +)
    parameters = Self.parameters(request, inputs, settings)
  }

  /// Stations inside blocks, and how far the nearest is: as the whole run finds them, without shares and times.
  private static func measured(
    _ request: CoverageRequest, _ inputs: CoverageInputs, _ services: ServiceGroups
  ) throws -> CoverageEngine.Outcome {
    let settings = CoverageSettings(radii: request.settings.radii, minutes: [], rules: [])
    return try CoverageEngine(
      settings: settings, stationCount: inputs.stations.ids.count,
      stationsByGroup: services.indexes, groupOf: services.groupOf, demand: inputs.demand?.points
    ).run(inputs.blocks.layer, threads: request.threads)
  }

  private static func parameters(
    _ request: CoverageRequest, _ inputs: CoverageInputs, _ settings: CoverageSettings
  ) -> JSONValue {
    let summary = CoverageSummary(
      settings: settings, stationCount: inputs.stations.ids.count,
      totals: CoverageTotals(reachCount: settings.reaches.count), groups: [], ledger: Ledger(),
      walksStreets: inputs.streets != nil && !settings.minutes.isEmpty)
    return Manifest(
      request: request, inputs: [], summary: summary,
      populationField: inputs.blocks.populationField
    ).parameters
  }

  private struct Walking {
    var known: TileCutter.Walking
    var reach: Double
    var failures: [SnapResult?]
  }

  /// Nil where nobody walks along streets.
  private static func walking(
    _ request: CoverageRequest, _ inputs: CoverageInputs, _ settings: CoverageSettings
  ) throws -> Walking? {
    guard let wanted = request.streets, let streets = inputs.streets, !settings.minutes.isEmpty
    else { return nil }
    let stations = inputs.stations
    let joints = StreetWalks.joints(
      streets.graph,
      StreetIndex(streets.graph, legBarriers: wanted.legBarriers, threads: request.threads),
      rules: request.walkRules(wanted), settings: settings,
      stations: stations.walkingStations)
    let clipper = StreetClipper(streets.graph)
    return Walking(
      known: TileCutter.Walking(
        clipper: clipper, componentsOfStation: joints.components,
        extraMinutes: Set(stations.extraMinutes ?? [0]).sorted()),
      reach: joints.longestMetres / clipper.leastFactor, failures: joints.failures)
  }
}
