import Coverage
import Export
import Glibc
import Layers
import Model

/// Joins the parts of a set of tiles into the result that one run over all blocks gives, byte for byte.
public struct MergeRun {
  private let request: MergeRequest
  private let language: Language
  private let progress: @Sendable (LocalizedText, Double) -> Void

  /// - Parameter progress: called with a stage and a fraction 0…1, from any thread.
  public init(
    _ request: MergeRequest, language: Language,
    progress: @escaping @Sendable (LocalizedText, Double) -> Void = { _, _ in }
  ) {
    self.request = request
    self.language = language
    self.progress = progress
  }

  /// Checks that the parts are complete, joins them and writes all outputs, or none.
  ///
  /// - Throws: 66 for what cannot be opened, 65 for parts or tiles that are missing, doubled, damaged or of another set.
  public func run() throws -> CoverageOutcome {
    var clock = Stopwatch()
    var times = StageTimes()
    progress(CoverageRun.reading, 0)
    let set = try TileManifest.read(folder: folder)
    try refuseInputsAsOutputs(set)
    let parts = try PartSet(request.parts, of: set, threads: request.threads)
    let whole = wholeRequest(set)
    let (inputs, table) = try join(set, parts, whole)
    times.read = clock.lap()

    var ledger = Ledger()
    let found = try conclude(set, whole, inputs, table, &ledger)
    times.compute = clock.lap()
    progress(CoverageRun.writing, 0)
    let summary = try CoverageOutputs(request: whole, language: language).write(
      inputs, found, sources: set.inputs,
      uncovered: { _ in preconditionFailure("a merge writes no gap polygons") }, ledger: &ledger)
    times.write = clock.lap()
    progress(CoverageRun.writing, 1)
    return CoverageOutcome(
      ledger: ledger, summary: summary.json(language: language),
      overview: CoverageOverview(
        summary, found.flags, found.table, inputs.blocks, inputs.stations.ids,
        files: whole.outputs.files),
      times: times)
  }

  /// The folder of the set, also where its manifest was named.
  private var folder: String {
    let path = request.folder
    var status = stat()
    guard path.hasSuffix(TileManifest.fileName), stat(path, &status) == 0,
      status.st_mode & S_IFMT == S_IFREG
    else { return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path }
    let folder = path.dropLast(TileManifest.fileName.count + 1)
    return folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : String(folder)
  }

  /// What the whole run would have been asked, with the outputs of this one.
  private func wholeRequest(_ set: TileManifest) -> CoverageRequest {
    var whole = set.request
    let outputs = request.outputs
    whole.threads = request.threads
    whole.groupBy = request.groupBy ?? whole.groupBy
    whole.outputs = CoverageRequest.Outputs(
      blocks: outputs.blocks, summary: outputs.summary, datum: outputs.datum,
      byteOrderMark: outputs.byteOrderMark, encoding: outputs.encoding,
      sensitivity: outputs.sensitivity)
    return whole
  }

  private func join(
    _ set: TileManifest, _ parts: PartSet, _ whole: CoverageRequest
  ) throws -> (CoverageInputs, CoverageTable) {
    let measures = measures(whole, wantsSensitivity: request.outputs.sensitivity != nil)
    let table = CoverageTable(
      count: set.blocks, reachCount: whole.settings.engine.reaches.count,
      extraCount: measures.shares.count)
    var joined = JoinedInputs(set, folder: folder, threads: request.threads)
    let count = Double(max(1, set.tiles.count))
    let inputs = try joined.inputs(groupBy: whole.groupBy) { index, scope in
      try Self.copy(parts.paths[index], scope, into: table, threads: request.threads)
      progress(CoverageRun.reading, Double(index + 1) / count)
    }
    return (inputs, table)
  }

  private func measures(
    _ whole: CoverageRequest, wantsSensitivity: Bool
  ) -> ExtraMeasures {
    ExtraMeasures(
      whole.settings.engine, groupSpeeds: whole.groups.map(\.speed),
      wantsSensitivity: wantsSensitivity)
  }

  private static func copy(
    _ path: String, _ scope: TileScope, into table: CoverageTable, threads: Int
  ) throws {
    let part = try CoveragePart.open(path, threads: threads)
    guard part.rows == scope.rows, part.stationNumbers == scope.stationRows.map({ Int32($0) }),
      part.table.reachCount == table.reachCount
    else {
      throw AnalysisError.damagedPart(
        path, LocalizedText("it contradicts its tile", zh: "与其分块文件不符"))
    }
    guard part.table.extraCount >= table.extraCount else {
      throw PartSet.refusal(
        path,
        LocalizedText(
          "it was made without --sensitivity", zh: "计算该分块时没有给 --sensitivity"),
        LocalizedText(
          "run its tile again with --sensitivity, or leave it out here",
          zh: "请加上 --sensitivity 重新计算该分块，或在此去掉"))
    }
    part.copy(into: table)
  }

  /// The last step of the run, with the remarks that were made when the tiles were cut.
  private func conclude(
    _ set: TileManifest, _ whole: CoverageRequest, _ inputs: CoverageInputs,
    _ table: CoverageTable, _ ledger: inout Ledger
  ) throws -> CoverageFindings {
    func remarks(_ stage: TileManifest.Stage) -> Ledger {
      set.ledgers.first { $0.stage == stage }?.ledger ?? Ledger()
    }
    ledger = remarks(.reading)
    var settings = whole.settings.engine
    let extras = measures(whole, wantsSensitivity: request.outputs.sensitivity != nil)
    settings.extraShares = extras.shares
    let services = try ServiceGroups(
      inputs.stations, blocks: inputs.blocks, within: whole.within,
      reach: CoverageEngine.reach(settings), threads: request.threads, ledger: &ledger)
    let walksStreets = whole.streets != nil && !settings.minutes.isEmpty
    let flags = try CoverageFindings.conclude(
      table, settings, inputs, walksStreets: walksStreets, threads: request.threads,
      RunRemarks(
        // That no people are known is seen again when the parts are joined.
        stations: { $0.merge(remarks(.stations).without(.noPopulationField)) },
        walks: { $0.merge(remarks(.walks)) }, overlaps: { $0.merge(remarks(.overlaps)) }),
      &ledger)
    return CoverageFindings(
      settings: settings, services: services,
      measured: CoverageEngine.Outcome(joined: table), flags: flags, streets: nil,
      groups: inputs.groups, extras: extras, walksStreets: walksStreets)
  }

  /// An output over a tile, a part or the manifest would destroy what it is made from.
  private func refuseInputsAsOutputs(_ set: TileManifest) throws {
    let inputs =
      [folder + "/" + TileManifest.fileName] + set.tiles.map { folder + "/" + $0.file }
      + request.parts
    let outputs = request.outputs
    if let path = outputs.blocks, path != "-" { try OutputTarget(path).refuse(inputs: inputs) }
    for path in [outputs.summary, outputs.sensitivity].compactMap({ $0 }) {
      try OutputTarget(format: .geoJSON, path: path).refuse(inputs: inputs)
    }
  }
}
