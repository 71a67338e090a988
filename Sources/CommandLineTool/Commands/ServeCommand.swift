import Analysis
import Export
import Glibc
import Model
import Server

/// `lifecircle serve`.
enum ServeCommand {
  /// Reads the inputs, says the address on standard output, and serves until the process is told to stop.
  static func run(_ arguments: ServeArguments, console: Console) throws -> Outcome {
    var timings = Timings()
    let request = try CoverageRequest(arguments.coverage)
    let reading = LocalizedText("reading", zh: "读取数据")
    let model = try WhatIfModel(request) { console.progress(reading, $0) }
    console.endProgress()
    if let path = arguments.coverage.common.timings {
      timings.set(model.times)
      try OutputTransaction.single(JSONText.encode(timings.json) + "\n", to: path)
    }
    // `--strict`: nothing is served of doubtful data; the ledger is printed as the command ends.
    if arguments.coverage.common.isStrict && model.ledger.warningCount > 0 {
      return Outcome(ledger: model.ledger)
    }
    let routes = try WhatIfRoutes(model, language: console.language)
    let server = try HTTPServer(
      port: arguments.port, routes: routes.all, language: console.language)
    console.ledger(model.ledger)
    console.note(
      LocalizedText(
        "lifecircle serve: open this address in a browser; Ctrl-C ends",
        zh: "lifecircle serve：请在浏览器中打开下面的地址；按 Ctrl-C 结束"))
    try console.output(server.address + "\n")
    // Signals end the process from a thread of their own (`Interruption`).
    return withExtendedLifetime(server) { while true { pause() } }
  }
}
