import Coverage
import Export
import Layers
import Model

/// A coverage run in bounded memory: the blocks are read, measured and written batch by batch.
///
/// Stations, streets, mask and raster are in memory; the blocks are gone through three times — what they decide
/// together, measuring, writing — and what was measured lies on disk in between. Bytes of all outputs are those of the
/// run that holds everything.
struct BoundedRun {
  let request: CoverageRequest
  let language: Language
  let limits: BoundedMemory
  let progress: @Sendable (LocalizedText, Double) -> Void
  /// Bytes of GeoJSON that are read together; nil: the reader's own.
  var pieceSize: Int?
  /// Blocks in a batch at most; nil: as many as fit.
  var batchBlocks: Int?
  /// Called when a batch has been measured and kept.
  var didMeasure: (Int) throws -> Void = { _ in }

  func run() throws -> CoverageOutcome {
    try request.refuseUnbounded()
    try refuseFormats()
    var times = StageTimes()
    var clock = Stopwatch()
    progress(CoverageRun.reading, 0)
    let digests = InputDigests(request)
    var ledger = StagedLedger()
    let inputs = try BoundedInputs(request, pieceSize: pieceSize, ledger: &ledger)
    progress(CoverageRun.reading, 1)
    times.read = clock.lap()
    var ground = try BoundedGround(request, inputs)
    let preparing = clock.lap()
    let folder = try folder(inputs, ground, digests)
    let findings = try measure(inputs, &ground, folder, &ledger)
    times.compute = clock.lap() + preparing
    if let streets = ground.streets {
      times.streets = preparing
      times.search = streets.searchSeconds
    }
    progress(CoverageRun.writing, 0)
    var outcome = try BoundedResults(
      request: request, language: language, inputs: inputs, ground: ground, findings: findings,
      folder: folder, progress: { [progress] in progress(CoverageRun.writing, $0) }
    ).write(digests, ledger)
    times.write = clock.lap()
    progress(CoverageRun.writing, 1)
    outcome.times = times
    outcome.notes = folder.notes + (inputs.blocks.isHeld ? [Self.held(request)] : [])
    return outcome
  }

  /// Only formats that are written from front to back take batches.
  private func refuseFormats() throws {
    for path in request.outputs.layers {
      guard try !Exporter.streamedFormats.contains(OutputTarget(path).format) else { continue }
      throw AnalysisError(
        .usage, Subject(file: path),
        LocalizedText(
          "this format is not written with --memory", zh: "使用 --memory 时不写这种格式"),
        hint: LocalizedText(
          "use one of .geojson .geojsonl .csv .tsv", zh: "请使用：.geojson .geojsonl .csv .tsv"))
    }
  }

  private static func held(_ request: CoverageRequest) -> LocalizedText {
    let path = request.blocks.layer.path
    return LocalizedText(
      "\(path) was held in memory: only blocks in a GeoJSON file are read in batches",
      zh: "\(path) 已整体读入内存：只有 GeoJSON 文件中的网格能分批读取")
  }

  // MARK: batches

  private func folder(
    _ inputs: BoundedInputs, _ ground: BoundedGround, _ digests: InputDigests
  ) throws -> PartFolder {
    let plan = try plan(inputs, ground)
    // A temporary folder is nobody else's: its parts need no fingerprint.
    let run =
      limits.folder == nil
      ? ""
      : try RunFingerprint.text(
        request, inputs.sources(digests).map(\.source), extras: ground.extras.shares.count)
    return try PartFolder(
      resume: limits.folder, beside: request.outputs.blocks, run: run,
      counts: inputs.blocks.counts, plan: plan)
  }

  /// - Throws: 64 when the bound cannot be kept.
  private func plan(_ inputs: BoundedInputs, _ ground: BoundedGround) throws -> BatchPlan {
    let blocks = inputs.blocks
    let row = MemoryNeeds.block(ground.settings)
    func bytes(_ piece: Int) -> Int {
      blocks.bytes(of: piece) * MemoryNeeds.copies + blocks.counts[piece] * row
    }
    if let batchBlocks { return BatchPlan(blocks.counts, room: batchBlocks) { blocks.counts[$0] } }
    MemoryNeeds.giveBack()
    let fixed =
      MemoryNeeds.resident() + blocks.count * MemoryNeeds.kept
      + request.threads * MemoryNeeds.worker
    let largest = blocks.counts.indices.map(bytes).max() ?? 0
    guard fixed + largest <= limits.limit else { throw limits.refusal(needed: fixed + largest) }
    return BatchPlan(blocks.counts, room: limits.limit - fixed, bytes: bytes)
  }

  private func measure(
    _ inputs: BoundedInputs, _ ground: inout BoundedGround, _ folder: PartFolder,
    _ ledger: inout StagedLedger
  ) throws -> BoundedFindings {
    let total = Double(max(1, folder.plan.count))
    let done = ProgressCounter()
    progress(CoverageRun.computing, 0)
    var findings = BoundedFindings(request, inputs, ground)
    for (index, batch) in folder.plan.batches.enumerated() {
      let own = try inputs.batch(batch, ledger: &ledger)
      try ground.services.assign(
        own.blocks, within: request.within, threads: request.threads, ledger: &ledger[.within])
      var part = folder.earlier(index, threads: request.threads)
      if part == nil {
        let measured = try ground.measure(own, request) { [progress] count in
          progress(CoverageRun.computing, Double(done.add(count)) / total)
        }
        part = CoveragePart(measured, folder.origin(index), batch.blocks)
        try part.map { try folder.save($0, index) }
        try didMeasure(index)
      } else {
        progress(CoverageRun.computing, Double(done.add(batch.blocks.count)) / total)
      }
      if let part { try findings.add(part, own, ground, first: batch.blocks.lowerBound, &ledger) }
      part = nil
      MemoryNeeds.giveBack()
    }
    try findings.finish(inputs, ground, folder.plan, limits, &ledger)
    return findings
  }
}

extension CoveragePart {
  /// What was measured of one batch.
  fileprivate init(
    _ measured: CoverageEngine.Outcome, _ origin: Origin, _ blocks: Range<Int>
  ) {
    let inside = measured.insideStations
    self.init(
      origin: origin, rows: Array(blocks), table: measured.table, stationCount: inside.count,
      insideStations: inside.indices.filter { inside[$0] }.map(Int32.init))
  }
}
