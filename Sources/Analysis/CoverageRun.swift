import Coverage
import Dispatch
import Export
import Geometry
import Layers
import Model

/// Seconds a run spent in each stage.
public struct StageTimes: Sendable, Hashable {
  public var read = 0.0
  public var project = 0.0
  public var compute = 0.0
  public var write = 0.0
  /// Part of `compute`: joining stations to streets and searching from them (where stations serve many areas, searches
  /// follow as blocks are measured); of isochrones, all that comes before the first is drawn; nil without streets.
  public var streets: Double?
  /// Part of `streets`: the search for the nearest station of every node.
  public var search: Double?
}

/// What a coverage run found.
public struct CoverageOutcome: Sendable {
  public var ledger: Ledger
  /// The document of `--summary`.
  public var summary: JSONValue
  /// Rows of the table a terminal shows: label, then one value a column.
  public var overview: CoverageOverview
  public var times: StageTimes
}

/// The main job: blocks and stations in, coverage and flags out.
public struct CoverageRun {
  private let request: CoverageRequest
  private let language: Language
  private let progress: @Sendable (LocalizedText, Double) -> Void

  /// - Parameter progress: called with a stage and a fraction 0…1, from any thread.
  public init(
    _ request: CoverageRequest, language: Language,
    progress: @escaping @Sendable (LocalizedText, Double) -> Void = { _, _ in }
  ) {
    self.request = request
    self.language = language
    self.progress = progress
  }

  /// Runs all stages and writes all outputs, or none.
  ///
  /// - Throws: `AnalysisError`, see its kinds.
  public func run() throws -> CoverageOutcome {
    var ledger = Ledger()
    try request.settings.check()
    try refuseInputsAsOutputs()
    progress(Self.reading, 0)
    let clock = Stopwatch()
    let digests = InputDigests(request)
    let inputs = try CoverageInputs.read(request, progress: { progress(Self.reading, $0) }, &ledger)
    return try measure(inputs, digests, clock, ledger)
  }

  /// Runs a tile (`-`: from standard input) with these outputs instead of a request: all else is in it.
  ///
  /// - Throws: `AnalysisError`, see its kinds.
  public static func run(
    tile path: String, outputs: CoverageRequest.Outputs, threads: Int, language: Language,
    progress: @escaping @Sendable (LocalizedText, Double) -> Void = { _, _ in }
  ) throws -> CoverageOutcome {
    progress(reading, 0)
    let clock = Stopwatch()
    var tile = try Tile.open(path, threads: threads)
    tile.request.outputs = outputs
    tile.request.threads = threads
    try tile.request.settings.check()
    return try CoverageRun(tile.request, language: language, progress: progress).measure(
      tile.inputs, InputDigests(paths: []), clock, Ledger())
  }

  /// Measures and writes what was read since `start`; `ledger` is what reading remarked.
  private func measure(
    _ inputs: CoverageInputs, _ digests: InputDigests, _ start: Stopwatch, _ read: Ledger
  ) throws -> CoverageOutcome {
    var ledger = read
    var clock = start
    var times = StageTimes()
    times.read = clock.lap()
    var preparing = 0.0
    let found = try CoverageFindings.find(
      request, inputs, &ledger,
      streetsDone: { preparing = clock.lap() },
      progress: { [progress] in progress(Self.computing, $0) })
    let elapsed = clock.lap()
    // Workers project and measure in turns; the wall time is split as they spent theirs.
    let effort = found.measured.projectingSeconds + found.measured.computingSeconds
    times.project = elapsed * found.measured.projectingSeconds / max(1e-9, effort)
    times.compute = elapsed - times.project + preparing
    if let streets = found.streets {
      times.streets = preparing
      times.search = streets.searchSeconds
    }

    progress(Self.writing, 0)
    let summary = try write(inputs, found, digests, &ledger)
    times.write = clock.lap()
    progress(Self.writing, 1)
    return CoverageOutcome(
      ledger: ledger, summary: summary.json(language: language),
      overview: CoverageOverview(
        summary, found.flags, found.table, inputs.blocks, inputs.stations.ids,
        files: request.outputs.files),
      times: times)
  }

  private func write(
    _ inputs: CoverageInputs, _ found: CoverageFindings, _ digests: InputDigests,
    _ ledger: inout Ledger
  ) throws -> CoverageSummary {
    try CoverageOutputs(request: request, language: language).write(
      inputs, found, sources: inputs.sources(digests),
      uncovered: { ledger in
        try UncoveredLayer(
          blocks: inputs.blocks, services: found.services, table: found.table,
          settings: found.settings, streets: found.streets
        ).make(threads: request.threads, ledger: &ledger)
      },
      ledger: &ledger)
  }

  static let reading = LocalizedText("reading", zh: "读取数据")
  static let computing = LocalizedText("computing coverage", zh: "计算覆盖")
  static let writing = LocalizedText("writing", zh: "写出结果")

  /// An output that is also an input would destroy what it is made from.
  private func refuseInputsAsOutputs() throws {
    let inputs = request.inputPaths.compactMap { try? LayerPlace($0).path }
    for path in request.outputs.layers where path != "-" {
      try OutputTarget(path).refuse(inputs: inputs)
    }
    for path in [request.outputs.summary, request.outputs.timings, request.outputs.sensitivity]
      .compactMap({ $0 })
    {
      try OutputTarget(format: .geoJSON, path: path).refuse(inputs: inputs)
    }
  }
}
