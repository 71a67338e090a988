import Analysis
import Export
import Layers
import Model

/// `lifecircle isochrone`.
enum IsochroneCommand {
  /// Draws the polygons, writes them, and prints a table of areas when no `-o` is given.
  static func run(_ arguments: IsochroneArguments, console: Console) throws -> Outcome {
    var timings = Timings()
    let request = try IsochroneRequest(arguments)
    let outcome = try IsochroneRun(
      request, language: console.language, progress: { console.progress($0, $1) }
    ).run()
    timings.set(outcome.times)
    if let path = arguments.common.timings {
      try OutputTransaction.single(JSONText.encode(timings.json) + "\n", to: path)
    }
    if arguments.output == nil {
      try console.output(IsochroneText(outcome, console.language).text)
    }
    return Outcome(ledger: outcome.ledger)
  }
}

extension IsochroneRequest {
  /// The request a checked command line stands for.
  init(_ arguments: IsochroneArguments) throws {
    let threads = arguments.common.threads
    let streets = arguments.streets
    // Before anything is read: an ending no format has.
    if let output = arguments.output { _ = try OutputTarget(output) }
    self.init(
      stations: arguments.stations.map { layer in
        CoverageRequest.Input(
          LayerRequest(
            role: .stations, path: layer.path, coordinateSystem: layer.coordinateSystem,
            acceptsOldDatum: streets.acceptsOldDatum, encoding: layer.encoding,
            coordinateColumns: layer.coordinateColumns.map { .init(x: $0.x, y: $0.y) },
            threads: threads),
          fields: .init(id: layer.idField, name: layer.nameField), filter: layer.filter)
      },
      streets: try StreetRequest(streets, threads: threads), minutes: arguments.minutes,
      speed: arguments.speed, cellMetres: arguments.cell, merges: arguments.merges,
      reverse: streets.reverse, dispatchMinutes: streets.dispatchMinutes,
      stationExtraField: streets.stationExtraField, opening: arguments.opening,
      measuresFidelity: arguments.measuresFidelity, output: arguments.output, threads: threads)
  }
}
