import Analysis
import Export
import Layers
import Model
import Standards

/// `lifecircle check`.
enum CheckCommand {
  /// Checks, writes the outputs, and prints the verdicts unless blocks go to standard output.
  static func run(_ arguments: CheckArguments, console: Console) throws -> Outcome {
    var timings = Timings()
    let request = try CheckRequest(arguments)
    let outcome = try CheckRun(
      request, language: console.language, progress: { console.progress($0, $1) }
    ).run()
    timings.set(outcome.times)
    if let path = arguments.common.timings {
      try OutputTransaction.single(JSONText.encode(timings.json) + "\n", to: path)
    }
    if arguments.output != "-" {
      console.endProgress()
      try console.output(CheckText(outcome.findings, console.language).text)
    }
    return Outcome(ledger: outcome.ledger, isUnmet: outcome.findings.met == false)
  }
}

extension CheckRequest {
  /// The request a checked command line stands for; reads the standard.
  ///
  /// - Throws: 64 for an unknown name, 65 and 66 for a file.
  init(_ arguments: CheckArguments) throws {
    // Before anything is read: an ending no format has.
    for path in [arguments.output, arguments.stationTable].compactMap({ $0 }) {
      _ = try OutputTarget(path)
    }
    let standard: Standard
    if StandardLibrary.isPath(arguments.standard) {
      standard = try StandardReader.read(
        text: FileText.read(arguments.standard, limit: Self.sizeLimit), path: arguments.standard)
    } else {
      standard = try StandardLibrary.standard(named: arguments.standard)
    }
    var place = try CoverageRequest(arguments.place)
    place.outputs = .init()
    place.groupBy = []
    let threads = arguments.common.threads
    let points = arguments.points.map { name, layer in
      (
        name,
        CoverageRequest.Input(
          LayerRequest(
            role: .demand, path: layer.path, coordinateSystem: layer.coordinateSystem,
            acceptsOldDatum: arguments.place.acceptsOldDatum, encoding: layer.encoding,
            threads: threads))
      )
    }
    self.init(
      place: place, standard: standard,
      standardName: String(arguments.standard.split(separator: "/").last ?? ""),
      standardPath: StandardLibrary.isPath(arguments.standard) ? arguments.standard : nil,
      stationFields: StationFields(
        tier: arguments.tierField, services: arguments.servicesField),
      points: Dictionary(uniqueKeysWithValues: points), levels: arguments.levels,
      declared: try Self.declared(arguments, standard),
      outputs: Outputs(
        blocks: arguments.output, summary: arguments.summary, stations: arguments.stationTable,
        timings: arguments.common.timings, byteOrderMark: arguments.byteOrderMark))
  }

  /// Larger files are no standards.
  private static let sizeLimit = 4 << 20

  private static func declared(
    _ arguments: CheckArguments, _ standard: Standard
  ) throws -> [Int]? {
    guard let declared = arguments.declared else { return nil }
    guard let tiers = standard.analyses.declared?.tiers else {
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "--declared: the standard \(standard.id) names no tiers",
          zh: "--declared：标准 \(standard.id) 没有列出层级"),
        hint: LocalizedText(
          "add analyses: {declared: {tiers: [\"街道\", \"社区\", \"网格\"]}} to it",
          zh: "请在标准中加 analyses: {declared: {tiers: [\"街道\", \"社区\", \"网格\"]}}"))
    }
    return try declared.counts(for: tiers)
  }
}
