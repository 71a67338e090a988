import Analysis
import Glibc
import Model
import Server

/// `lifecircle serve`.
enum ServeCommand {
  /// Reads the inputs, says the address on standard output, and serves until the process is told to stop.
  static func run(_ arguments: ServeArguments, console: Console) throws -> Outcome {
    let request = try CoverageRequest(arguments.coverage)
    let reading = LocalizedText("reading", zh: "读取数据")
    let model = try WhatIfModel(request) { console.progress(reading, $0) }
    let routes = try WhatIfRoutes(model, language: console.language)
    let server = try HTTPServer(
      port: arguments.port, routes: routes.all, language: console.language)
    console.endProgress()
    console.ledger(model.ledger)
    console.note(
      LocalizedText(
        "lifecircle serve: open this address in a browser; Ctrl-C ends",
        zh: "lifecircle serve：请在浏览器中打开下面的地址；按 Ctrl-C 结束"))
    try console.output(server.address + "\n")
    // Signals end the process from a thread of their own (`Interruption`).
    while true { pause() }
  }
}
