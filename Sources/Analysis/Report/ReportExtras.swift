import Coverage
import Export
import Layers
import Model
import Streets

/// Further results that maps show, each from the stage that gives it.
struct ReportExtras {
  let request: CoverageRequest
  let findings: ReportFindings

  /// Coverage with the chosen sites among the stations, measured as the report measures.
  func after(_ chosen: SiteOutcome.Chosen) throws -> CoverageFindings? {
    if chosen.answer.ranked.isEmpty { return nil }
    var inputs = findings.inputs
    inputs.stations.add(chosen.answer.ranked.map(\.site), of: chosen.candidates)
    // What this run notices was noticed before.
    var doubts = Ledger()
    return try CoverageFindings.find(
      request, inputs, &doubts, streetsDone: {}, progress: { _ in })
  }

  /// The polygons of `--uncovered`.
  func gaps() throws -> FeatureTable {
    let found = findings.found
    var doubts = Ledger()
    return try UncoveredLayer(
      blocks: findings.inputs.blocks, services: found.services, table: found.table,
      settings: found.settings, streets: found.streets
    ).make(threads: request.threads, ledger: &doubts)
  }

  /// Times of the bands, minutes, besides those of the report.
  private static let bands = [5.0, 10, 15]

  /// Walking-time polygons of all stations together; nil without streets.
  func isochrones() throws -> MapIsochrones? {
    guard let streets = request.streets, let input = findings.inputs.streets else { return nil }
    let wanted = IsochroneRequest(
      stations: request.stations, streets: streets,
      minutes: Set(Self.bands + request.settings.minutes).sorted(),
      speed: request.settings.speed, merges: true, reverse: request.reverse,
      dispatchMinutes: request.dispatchMinutes, threads: request.threads)
    var doubts = Ledger()
    let stations = findings.inputs.stations
    let index = StreetIndex(
      input.graph, legBarriers: streets.legBarriers, threads: request.threads)
    let entrances = StationEntrances(
      stations, index: index, snapMetres: streets.snapMetres, speed: wanted.speed,
      dispatchMinutes: wanted.dispatchMinutes, ledger: &doubts)
    let drawing = try IsochroneDrawing(
      wanted, input.graph, index, entrances, stations, ledger: &doubts)
    return drawing.rows.isEmpty
      ? nil
      : MapIsochrones(layer: drawing.table.layer, rows: drawing.rows, speed: wanted.speed)
  }
}
