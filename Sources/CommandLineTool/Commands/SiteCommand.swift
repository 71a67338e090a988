import Analysis
import Export
import Layers
import Model

/// `lifecircle site`.
enum SiteCommand {
  /// Solves, writes the outputs, and prints what was chosen when no `-o` is given.
  static func run(_ arguments: SiteArguments, console: Console) throws -> Outcome {
    var timings = Timings()
    let request = try SiteRequest(arguments)
    let outcome = try SiteRun(
      request, language: console.language, progress: { console.progress($0, $1) }
    ).run()
    timings.set(outcome.times)
    if let path = arguments.common.timings {
      try OutputTransaction.single(JSONText.encode(timings.json) + "\n", to: path)
    }
    // Nothing could be chosen: the summary is written, and the run fails for that reason.
    if let failure = outcome.failure {
      console.endProgress()
      console.ledger(outcome.ledger)
      throw failure
    }
    if arguments.output == nil {
      try console.output(SiteText(outcome.overview, console.language).text)
    }
    return Outcome(ledger: outcome.ledger)
  }
}

extension SiteRequest {
  /// The request a checked command line stands for.
  init(_ arguments: SiteArguments) throws {
    // Before anything is read: an ending no format has.
    if let output = arguments.output { _ = try OutputTarget(output) }
    self.init(model: arguments.model, input: try Self.input(arguments))
    new = arguments.new
    budget = arguments.budget
    targetShare = arguments.targetShare
    needsBackup = arguments.needsBackup
    capacity = arguments.capacity
    existingCapacityField = arguments.existingCapacityField
    forced = arguments.forced
    forbidden = arguments.forbidden
    exclusiveField = arguments.exclusiveField
    minimumSpacing = arguments.minimumSpacing
    equity = arguments.equity
    alternatives = arguments.alternatives
    tradeOff = arguments.tradeOff
    timeLimit = arguments.timeLimit
    gap = arguments.gap
    outputs = Outputs(
      sites: arguments.output, summary: arguments.summary, timings: arguments.common.timings,
      byteOrderMark: arguments.byteOrderMark)
    threads = arguments.common.threads
  }

  private static func input(_ arguments: SiteArguments) throws -> Input {
    guard let coverage = arguments.coverage else { return .matrix(arguments.matrix!) }
    return .places(
      SitePlaces(
        coverage: try CoverageRequest(coverage), candidates: candidates(arguments),
        measure: arguments.measure))
  }

  private static func candidates(_ arguments: SiteArguments) -> SitePlaces.Candidates {
    switch arguments.candidates {
    case .grid(let metres): return .grid(metres: metres)
    case .junctions: return .junctions
    case .blockCentres: return .blockCentres
    case .intersections: return .intersections
    case .file(let path):
      let layer = arguments.candidateLayer
      let input = CoverageRequest.Input(
        LayerRequest(
          role: .candidates, path: path, coordinateSystem: layer.coordinateSystem,
          acceptsOldDatum: arguments.coverage?.acceptsOldDatum ?? false, encoding: layer.encoding,
          coordinateColumns: layer.coordinateColumns.map { .init(x: $0.x, y: $0.y) },
          threads: arguments.common.threads),
        fields: .init(id: layer.idField), filter: layer.filter)
      return .layer(input, costField: arguments.costField)
    }
  }
}
