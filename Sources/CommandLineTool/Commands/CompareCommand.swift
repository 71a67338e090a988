import Analysis
import Export
import Model

/// `lifecircle compare`.
enum CompareCommand {
  /// Compares, writes the outputs, and prints the changes when no `-o` is given.
  static func run(_ arguments: CompareArguments, console: Console) throws -> Outcome {
    var timings = Timings()
    let outcome = try CompareRun(
      CompareRequest(arguments), language: console.language,
      progress: { console.progress($0, $1) }
    ).run()
    timings.set(outcome.times)
    if let path = arguments.common.timings {
      try OutputTransaction.single(JSONText.encode(timings.json) + "\n", to: path)
    }
    if arguments.output == nil {
      switch outcome.findings {
      case .coverage(let report):
        try console.output(CompareText(report, console.language).text)
      case .check(let checks):
        try console.output(CheckComparisonText(checks, console.language).text)
      }
    }
    return Outcome(ledger: outcome.ledger)
  }
}

extension CompareRequest {
  /// The request a checked command line stands for.
  init(_ arguments: CompareArguments) {
    self.init(
      before: arguments.before, after: arguments.after, idField: arguments.idField,
      groupBy: arguments.groupBy, anyway: arguments.anyway,
      outputs: Outputs(
        blocks: arguments.output, summary: arguments.summary, timings: arguments.common.timings,
        byteOrderMark: arguments.byteOrderMark),
      threads: arguments.common.threads)
  }
}
