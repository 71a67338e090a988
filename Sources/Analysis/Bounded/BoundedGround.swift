import Coverage
import Model

/// What all batches of a run are measured with: stations by area, streets searched from them.
struct BoundedGround: Sendable {
  let settings: CoverageSettings
  let extras: ExtraMeasures
  let streets: StreetWalks?
  /// Stations by area; the areas of blocks are those of the batch at hand.
  var services: ServiceGroups

  init(_ request: CoverageRequest, _ inputs: BoundedInputs) throws {
    (settings, extras) = CoverageFindings.settings(request, inputs.frame)
    services = ServiceGroups(inputs.frame.stations, reach: CoverageEngine.reach(settings))
    // An unknown field is found before anything is measured.
    var unused = Ledger()
    try services.assign(
      inputs.frame.blocks, within: request.within, threads: 1, ledger: &unused)
    streets = try CoverageFindings.walks(request, inputs.frame, settings, services, reusing: nil)
  }

  /// Measures the blocks of one batch, whose areas are known.
  func measure(
    _ inputs: CoverageInputs, _ request: CoverageRequest, advance: @Sendable (Int) -> Void
  ) throws -> CoverageEngine.Outcome {
    try CoverageEngine(
      settings: settings, stationCount: inputs.stations.ids.count,
      stationsByGroup: services.indexes, groupOf: services.groupOf,
      demand: inputs.demand?.points,
      spread: inputs.people.spread, streets: streets
    ).run(inputs.blocks.layer, threads: request.threads, advance: advance)
  }
}
