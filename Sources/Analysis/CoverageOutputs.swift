import Coverage
import Export
import Geometry
import Model

/// Writes a run's files: all of them appear, or none.
struct CoverageOutputs {
  let request: CoverageRequest
  let language: Language

  /// Writes what a run found; see the other `write`.
  func write(
    _ inputs: CoverageInputs, _ found: CoverageFindings,
    sources: [(role: String, source: LayerSource, count: Int)],
    uncovered: (inout Ledger) throws -> FeatureTable, ledger: inout Ledger
  ) throws -> CoverageSummary {
    let columns = ResultColumns(
      table: found.table, settings: found.settings, flags: found.flags,
      stationIDs: inputs.stations.ids, walksStreets: found.walksStreets,
      groups: found.groups, extras: found.extras
    ).columns()
    return try write(
      blocks: inputs.blocks, columns: columns, summary: CoverageSummary(inputs, found, ledger),
      inputs: sources,
      tile: inputs.tile.map { ($0, BlockFlags.failingPeople(found.table, found.settings)) },
      uncovered: uncovered,
      sensitivity: { SensitivityCurve(found.table, found.settings, found.extras) },
      part: { ledger in inputs.tile.map { CoveragePart($0, found, ledger) } },
      ledger: &ledger)
  }

  /// - Parameters:
  ///   - inputs: what the manifest says of each input.
  ///   - tile: what the blocks are a part of, and people failing any test by block; nil: they are all there are.
  ///   - uncovered: makes the gap polygons; called only when they are asked for.
  ///   - sensitivity: the same of the curve.
  ///   - part: makes what a `.lcpart` holds; nil where the run is of no tile.
  func write(
    blocks: BlockInput, columns: [ResultColumn], summary: CoverageSummary,
    inputs: [(role: String, source: LayerSource, count: Int)],
    tile: (scope: TileScope, failing: [Double])? = nil,
    uncovered: (inout Ledger) throws -> FeatureTable, sensitivity: () -> SensitivityCurve,
    part: (Ledger) -> CoveragePart?, ledger: inout Ledger
  ) throws -> CoverageSummary {
    let transaction = OutputTransaction()
    var summary = summary
    let request = request
    let populationField = blocks.populationField
    let scope = tile?.scope
    let manifest: @Sendable (Ledger) -> JSONValue = { [summary] ledger in
      var summary = summary
      summary.ledger = ledger
      return Manifest(
        request: request, inputs: inputs, summary: summary, populationField: populationField,
        tile: scope
      ).json
    }
    if let path = request.outputs.blocks, CoveragePart.isPath(path), let part = part(ledger) {
      try part.write(to: path, in: transaction)
    } else if let path = request.outputs.blocks {
      var table = FeatureTable(
        layer: blocks.layer, results: columns, populationField: blocks.populationField,
        idField: blocks.idField)
      table.foreignMembers = tile.map { $0.scope.foreignMembers($0.failing) }
      try export(table, path, "coverage", manifest, transaction, summary, &ledger)
    }
    if let path = request.outputs.uncovered {
      let gaps = try uncovered(&ledger)
      try export(gaps, path, "uncovered", manifest, transaction, nil, &ledger)
    }
    summary.ledger = ledger
    if let path = request.outputs.sensitivity {
      let curve = sensitivity()
      let text =
        path.lowercased().hasSuffix(".json")
        ? JSONText.encode(curve.json, indented: true) + "\n" : curve.csv
      try transaction.write(text, to: path)
    }
    if let path = request.outputs.summary {
      let text = JSONText.encode(summary.json(language: language), indented: true) + "\n"
      try transaction.write(text, to: path)
    }
    try transaction.commit()
    return summary
  }

  /// Moves WGS 84 degrees to the system asked for with `--datum`.
  private static func shift(to datum: CoordinateSystem) -> DatumShift {
    let direction = datum == .bd09 ? ChinaOffset.Direction.wgs84ToBD09 : .wgs84ToGCJ02
    return DatumShift(name: datum.title) { ChinaOffset.convert(&$0, direction) }
  }

  private func export(
    _ table: FeatureTable, _ path: String, _ name: String,
    _ manifest: @escaping @Sendable (Ledger) -> JSONValue, _ transaction: OutputTransaction,
    _ summary: CoverageSummary?, _ ledger: inout Ledger
  ) throws {
    var options = ExportOptions()
    options.threads = request.threads
    options.language = language
    options.manifest = manifest
    options.layerName = name
    options.byteOrderMark = request.outputs.byteOrderMark
    options.datum = request.outputs.datum.map(Self.shift)
    if request.outputs.encoding?.uppercased() == "GB18030" { options.shapefileEncoding = .gb18030 }
    if let summary { options.sheets = SummarySheets(summary, language).sheets }
    try Exporter.write(
      table, to: OutputTarget(path), options: options, in: transaction, ledger: &ledger)
  }
}

extension CoverageSummary {
  /// The totals of a run and of its groups.
  init(_ inputs: CoverageInputs, _ found: CoverageFindings, _ ledger: Ledger) {
    self = inputs.grouping.summary(
      found.table, found.flags, found.settings, stationCount: inputs.stations.ids.count,
      ledger: ledger)
    walksStreets = found.walksStreets
    people = GroupTotals.all(found.groups, found.table, found.extras)
  }
}
