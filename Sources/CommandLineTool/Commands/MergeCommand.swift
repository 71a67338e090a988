import Analysis
import Export
import Model

/// `lifecircle merge`.
enum MergeCommand {
  /// Joins tiles, or divides among curves, writes the outputs, and prints a table when no `-o` is given.
  static func run(_ arguments: MergeArguments, console: Console) throws -> Outcome {
    var timings = Timings()
    let ledger: Ledger
    let text: String
    if let limit = arguments.limit {
      let outcome = try CurveMergeRun(
        CurveMergeRequest(
          summaries: [arguments.folder] + arguments.parts, limit: limit, output: arguments.output,
          summary: arguments.summary, byteOrderMark: arguments.byteOrderMark),
        language: console.language
      ).run()
      ledger = outcome.ledger
      text = CurveMergeText(outcome, console.language).text
    } else {
      let outcome = try MergeRun(
        MergeRequest(arguments), language: console.language,
        progress: { console.progress($0, $1) }
      ).run()
      timings.set(outcome.times)
      ledger = outcome.ledger
      text = OverviewText(outcome.overview, console.language).text
    }
    if let path = arguments.common.timings {
      try OutputTransaction.single(JSONText.encode(timings.json) + "\n", to: path)
    }
    if arguments.output == nil { try console.output(text) }
    return Outcome(ledger: ledger)
  }
}

extension MergeRequest {
  /// The request a checked command line stands for.
  init(_ arguments: MergeArguments) {
    self.init(
      folder: arguments.folder, parts: arguments.parts, groupBy: arguments.groupBy,
      outputs: Outputs(
        blocks: arguments.output, summary: arguments.summary, sensitivity: arguments.sensitivity,
        datum: arguments.datum, byteOrderMark: arguments.byteOrderMark,
        encoding: arguments.outputEncoding),
      threads: arguments.common.threads)
  }
}
