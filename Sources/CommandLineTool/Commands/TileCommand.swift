import Analysis
import Export
import Model

/// `lifecircle tile`.
enum TileCommand {
  /// Writes the folder of tiles.
  static func run(_ arguments: TileArguments, console: Console) throws -> Outcome {
    var timings = Timings()
    let outcome = try TileRun(
      TileRequest(
        try CoverageRequest(arguments.coverage), folder: arguments.folder,
        blocksPerTile: arguments.blocksPerTile, field: arguments.field),
      progress: { console.progress($0, $1) }
    ).run()
    timings.set(outcome.times)
    if let path = arguments.coverage.common.timings {
      try OutputTransaction.single(JSONText.encode(timings.json) + "\n", to: path)
    }
    return Outcome(ledger: outcome.ledger)
  }
}
