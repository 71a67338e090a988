import Coverage
import Export
import Layers
import Model
import Streets

/// Cuts a coverage run into tiles that can be measured by themselves, and a manifest that joins them again.
public struct TileRun: Sendable {
  private let request: TileRequest
  private let progress: @Sendable (LocalizedText, Double) -> Void

  /// What was cut.
  public struct Outcome: Sendable {
    public var ledger: Ledger
    public var tiles: Int
    public var times: StageTimes
  }

  /// - Parameter progress: called with a stage and a fraction 0…1, from any thread.
  public init(
    _ request: TileRequest, progress: @escaping @Sendable (LocalizedText, Double) -> Void
  ) {
    self.request = request
    self.progress = progress
  }

  /// Reads everything and writes the folder, which appears complete or not at all. The same inputs and options give
  /// the same bytes, whatever the number of threads.
  ///
  /// - Throws: `AnalysisError`, as a coverage run; 73 when the folder exists.
  public func run() throws -> Outcome {
    var ledger = Ledger()
    var times = StageTimes()
    let coverage = request.coverage
    try coverage.settings.check()
    let folder = try NewFolder(request.folder)
    progress(CoverageRun.reading, 0)
    var clock = Stopwatch()
    let digests = InputDigests(coverage)
    let inputs = try CoverageInputs.read(
      coverage, progress: { [progress] in progress(CoverageRun.reading, $0) }, &ledger)
    let groups = try partition(inputs)
    times.read = clock.lap()
    let whole = try TileGround(coverage, inputs, reading: ledger)
    times.compute = clock.lap()
    let entries = try write(groups, whole.cutter, folder)
    let manifest = TileManifest(
      request: coverage, parameters: whole.parameters, inputs: try inputs.sources(digests),
      blocks: inputs.blocks.layer.count, stations: inputs.stations.ids.count,
      population: whole.population, reach: whole.reach, ledgers: whole.ledgers, tiles: entries)
    let text = Array((JSONText.encode(manifest.json, indented: true) + "\n").utf8)
    try text.withUnsafeBytes { try folder.write($0, name: TileManifest.fileName) }
    try folder.commit()
    times.write = clock.lap()
    progress(Self.cutting, 1)
    for (stage, found) in whole.ledgers where stage != .reading { ledger.merge(found) }
    return Outcome(ledger: ledger, tiles: entries.count, times: times)
  }

  private static let cutting = LocalizedText("cutting tiles", zh: "切分")

  private func partition(_ inputs: CoverageInputs) throws -> [TilePartition.Group] {
    let layer = inputs.blocks.layer
    var values: [String?]?
    if let name = request.field {
      let chooser = FieldChooser(fields: layer.fields, path: layer.source.path)
      let field = try chooser.field(named: name, optionName: "--by")
      values = try FieldColumns(layer: layer, threads: request.coverage.threads).texts(field)
    }
    let limit = request.blocksPerTile ?? (request.field == nil ? TileRequest.defaultBlocks : nil)
    return TilePartition(layer).groups(values: values, limit: limit)
  }

  private func write(
    _ groups: [TilePartition.Group], _ cutter: TileCutter, _ folder: NewFolder
  ) throws -> [TileManifest.Entry] {
    let digits = max(4, String(groups.count).count)
    let done = ProgressCounter()
    progress(Self.cutting, 0)
    return try Parallel.map(count: groups.count, threads: request.coverage.threads) { index in
      let number = String(index + 1)
      let name = String(repeating: "0", count: digits - number.count) + number
      let tile = try cutter.tile(groups[index], name: name)
      let bytes = try TileEncoding(tile: tile).bytes()
      let file = name + ".lct"
      let sha256 = try bytes.withUnsafeBytes { bytes in
        try folder.write(bytes, name: file)
        return try InputDigest.sha256(bytes)
      }
      progress(Self.cutting, Double(done.add(1)) / Double(groups.count))
      let graph = tile.inputs.streets?.graph
      let box = cutter.halo.box(of: groups[index].blocks)
      return TileManifest.Entry(
        name: name, file: file, bytes: bytes.count, sha256: sha256,
        blocks: groups[index].blocks.count, stations: tile.scope.stationRows.count,
        demand: tile.inputs.demand?.points.places.count ?? 0, nodes: graph?.nodeCount ?? 0,
        edges: graph?.edgeCount ?? 0,
        box: box.isEmpty ? [] : [box.minX, box.minY, box.maxX, box.maxY], value: groups[index].value
      )
    }
  }
}
