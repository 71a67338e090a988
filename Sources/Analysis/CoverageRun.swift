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
    var times = StageTimes()
    try request.settings.check()
    try refuseInputsAsOutputs()
    let settings = request.settings.engine

    progress(Self.reading, 0)
    var clock = Stopwatch()
    let digests = InputDigests(request)
    let blocks = try BlockInput.read(request.blocks, threads: request.threads, ledger: &ledger)
    progress(Self.reading, 0.7)
    let stations = try StationInput.read(
      request.stations, within: request.within, threads: request.threads, ledger: &ledger)
    let demand = try request.demand.map {
      try DemandInput.read($0, blocks: blocks, threads: request.threads, ledger: &ledger)
    }
    let people = try PeopleInput.read(request, ledger: &ledger)
    let grouping = try GroupColumns(request.groupBy, blocks, threads: request.threads)
    times.read = clock.lap()
    progress(Self.reading, 1)

    let services = try ServiceGroups(
      stations, blocks: blocks, within: request.within,
      reach: CoverageEngine.reach(settings), threads: request.threads, ledger: &ledger)
    let engine = CoverageEngine(
      settings: settings, stationCount: stations.ids.count, stationsByGroup: services.indexes,
      groupOf: services.groupOf, demand: demand?.points, spread: people.spread)
    let measured = try measure(engine, blocks)
    let table = measured.table
    Population.assign(to: table, blocks, demand, people, &ledger)
    let flags = try BlockFlags(
      table, settings, threads: request.threads, precedes: FeatureIDs.order(blocks.ids))
    StationFindings.record(measured, stations, blocks, services, &ledger)
    BlockFindings.record(table, blocks, demand, people, &ledger)
    try BlockFindings.recordOverlaps(blocks, threads: request.threads, &ledger)
    let elapsed = clock.lap()
    // Workers project and measure in turns; the wall time is split as they spent theirs.
    let effort = measured.projectingSeconds + measured.computingSeconds
    let share = measured.projectingSeconds / max(1e-9, effort)
    times.project = elapsed * share
    times.compute = elapsed - times.project

    progress(Self.writing, 0)
    let columns = ResultColumns(
      table: table, settings: settings, flags: flags, stationIDs: stations.ids
    ).columns()
    let summary = try CoverageOutputs(request: request, language: language).write(
      blocks: blocks, columns: columns,
      summary: grouping.summary(
        table, flags, settings, stationCount: stations.ids.count, ledger: ledger),
      inputs: inputs(blocks, stations, demand, people, digests),
      uncovered: {
        try UncoveredLayer(
          blocks: blocks, services: services, table: table, settings: settings
        ).make(threads: request.threads)
      }, ledger: &ledger)
    times.write = clock.lap()
    progress(Self.writing, 1)
    return CoverageOutcome(
      ledger: ledger, summary: summary.json(language: language),
      overview: try CoverageOverview(
        summary, flags, table, blocks, stations.ids, files: request.outputs.files),
      times: times)
  }

  private func measure(_ engine: CoverageEngine, _ blocks: BlockInput) throws
    -> CoverageEngine.Outcome
  {
    let total = Double(max(1, blocks.layer.count))
    let done = ProgressCounter()
    progress(Self.computing, 0)
    return try engine.run(blocks.layer, threads: request.threads) { [progress] count in
      progress(Self.computing, Double(done.add(count)) / total)
    }
  }

  /// What the manifest says of every input.
  private func inputs(
    _ blocks: BlockInput, _ stations: StationInput, _ demand: DemandInput?, _ people: PeopleInput,
    _ digests: InputDigests
  ) throws -> [(role: String, source: LayerSource, count: Int)] {
    var all = [(role: "blocks", source: blocks.source, count: blocks.readCount)]
    all += stations.sources.map { (role: "stations", source: $0.source, count: $0.count) }
    if let demand { all.append((role: "demand", source: demand.source, count: demand.count)) }
    all += people.sources
    for index in all.indices { try digests.fill(&all[index].source) }
    return all
  }

  private static let reading = LocalizedText("reading", zh: "读取数据")
  private static let computing = LocalizedText("computing coverage", zh: "计算覆盖")
  private static let writing = LocalizedText("writing", zh: "写出结果")

  /// An output that is also an input would destroy what it is made from.
  private func refuseInputsAsOutputs() throws {
    let inputs = request.inputPaths.compactMap { try? LayerPlace($0).path }
    for path in request.outputs.layers where path != "-" {
      try OutputTarget(path).refuse(inputs: inputs)
    }
    for path in [request.outputs.summary, request.outputs.timings].compactMap({ $0 }) {
      try OutputTarget(format: .geoJSON, path: path).refuse(inputs: inputs)
    }
  }
}
