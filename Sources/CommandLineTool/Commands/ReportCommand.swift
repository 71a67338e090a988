import Analysis
import Export
import Model

/// `lifecircle report`.
enum ReportCommand {
  /// Runs the analyses and writes the report.
  static func run(_ arguments: ReportArguments, console: Console) throws -> Outcome {
    var timings = Timings()
    let request = try ReportRequest(arguments)
    let outcome = try ReportRun(
      request, language: console.language, progress: { console.progress($0, $1) }
    ).run()
    timings.set(outcome.times)
    if let path = arguments.common.timings {
      try OutputTransaction.single(JSONText.encode(timings.json) + "\n", to: path)
    }
    // No site could be chosen: the report says so, and the run fails for that reason.
    if let failure = outcome.failure {
      console.endProgress()
      console.ledger(outcome.ledger)
      throw failure
    }
    return Outcome(ledger: outcome.ledger)
  }
}

extension ReportRequest {
  /// The request a checked command line stands for; reads the standard.
  init(_ arguments: ReportArguments) throws {
    self.init(
      coverage: try CoverageRequest(arguments.coverage),
      check: try arguments.check.map { try CheckRequest($0) },
      site: try arguments.site.map { try SiteRequest($0) }, title: arguments.title,
      organisation: arguments.organisation, approvalNumber: arguments.approvalNumber,
      files: arguments.files, map: arguments.map)
    coverage.outputs = .init()
    check?.outputs = .init()
    site?.outputs = .init()
  }
}
