import Analysis
import Export
import Model

/// `lifecircle network`.
enum NetworkCommand {
  /// Builds and saves a graph, or prints what one holds.
  static func run(_ arguments: NetworkArguments, console: Console) throws -> Outcome {
    var timings = Timings()
    let threads = arguments.common.threads
    let request = try StreetRequest(arguments.streets, threads: threads)
    var ledger = Ledger()
    console.progress(reading, 0)
    let network = try timings.measure(.read) {
      try NetworkRun.read(request, threads: threads, ledger: &ledger)
    }
    console.progress(reading, 1)
    switch arguments.action {
    case .build(let output):
      try timings.measure(.write) { try network.save(to: output) }
    case .info:
      try console.output(NetworkText(network.facts, console.language).text)
    }
    if let path = arguments.common.timings {
      try OutputTransaction.single(JSONText.encode(timings.json) + "\n", to: path)
    }
    return Outcome(ledger: ledger)
  }

  private static let reading = LocalizedText("reading streets", zh: "读取路网")
}
