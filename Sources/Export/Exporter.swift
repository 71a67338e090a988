import Model

/// Writes a `FeatureTable` in the format its target asks for.
public enum Exporter {
  /// Writes one output, which appears complete under its name or not at all.
  ///
  /// The same table, options and target give the same bytes, whatever the thread count and the time.
  ///
  /// - Parameter ledger: gains what the format could not hold as it was.
  /// - Throws: `AnalysisError`: `.outputNotWritable` (73), `.inputOutput` (74), `.badData` (65) for what a format
  ///   cannot hold at all, `.defect` (70) for a column of the wrong length.
  public static func write(
    _ table: FeatureTable, to target: OutputTarget, options: ExportOptions = ExportOptions(),
    ledger: inout Ledger
  ) throws {
    let transaction = OutputTransaction()
    try write(table, to: target, options: options, in: transaction, ledger: &ledger)
    try transaction.commit()
  }

  /// Writes one output as part of `transaction`: it appears when that commits. A stream and a database receive it
  /// at once.
  public static func write(
    _ table: FeatureTable, to target: OutputTarget, options: ExportOptions,
    in transaction: OutputTransaction, ledger: inout Ledger
  ) throws {
    try check(table)
    var table = table
    if let datum = options.datum {
      table = try table.shifted(by: datum.shift, threads: options.threads)
    }
    switch target.format {
    case .geoJSON, .geoJSONLines:
      let file = try transaction.open(target.path)
      let layout: GeoJSONFeatures.Layout = target.format == .geoJSON ? .collection : .lines
      try GeoJSONWriter(tables: TableStream(table), layout: layout, threads: options.threads)
        .write(to: file, ledger: &ledger, manifest: options.manifest)
    default:
      ColumnNames(of: table).record(for: table, in: &ledger)
      try writeRows(Rows(table), to: target, options, transaction, &ledger)
    }
  }

  private static func writeRows(
    _ rows: Rows, to target: OutputTarget, _ options: ExportOptions,
    _ transaction: OutputTransaction, _ ledger: inout Ledger
  ) throws {
    let layerName = target.layerName ?? options.layerName
    switch target.format {
    case .geoJSON, .geoJSONLines: preconditionFailure("written without rows")
    case .csv, .tsv:
      let text = TableText(
        rows: rows, separator: target.format == .csv ? "," : "\t",
        byteOrderMark: options.byteOrderMark, hasGeometry: options.tableGeometry == .wkt)
      try text.write(to: transaction.open(target.path), ledger: &ledger)
    case .xlsx:
      let folder = try staged(target, in: transaction)
      try Workbook(rows: rows, options: options)
        .write(to: folder.mainFile, path: target.path, ledger: &ledger)
    case .geoPackage:
      let folder = try staged(target, in: transaction, scratch: ["-wal", "-shm", "-journal"])
      try GeoPackageFile(rows: rows, layerName: layerName, manifest: options.manifest(ledger))
        .write(to: folder, ledger: &ledger)
    case .shapefile:
      let folder = try staged(
        target, in: transaction, ending: ".shp", endings: ShapefileFile.companions)
      try ShapefileFile(rows: rows, options: options)
        .write(to: folder.mainFile, path: target.path, ledger: &ledger)
    case .zippedShapefile: try writeZip(rows, target, options, transaction, &ledger)
    case .flatGeobuf, .kml:
      let folder = try staged(target, in: transaction)
      let isKML = target.format == .kml
      try SimpleGDALFile(
        rows: rows, driver: isKML ? "KML" : "FlatGeobuf", layerName: layerName,
        creationOptions: isKML ? [] : ["SPATIAL_INDEX=NO"]
      ).write(to: folder.mainFile, path: target.path, ledger: &ledger)
    case .postGIS:
      try PostGISTable(rows: rows, tableName: layerName).write(to: target.path, ledger: &ledger)
    }
  }

  private static func staged(
    _ target: OutputTarget, in transaction: OutputTransaction, ending: String = "",
    endings: [String] = [], scratch: [String] = []
  ) throws -> StagedFolder {
    let folder = try StagedFolder(
      for: target.path, ending: ending, endings: endings, scratch: scratch)
    transaction.add(folder)
    return folder
  }

  /// The parts are written to a hidden folder that never commits, then packed.
  private static func writeZip(
    _ rows: Rows, _ target: OutputTarget, _ options: ExportOptions,
    _ transaction: OutputTransaction, _ ledger: inout Ledger
  ) throws {
    var stem = String(target.path.dropLast(4))
    if stem.lowercased().hasSuffix(".shp") { stem = String(stem.dropLast(4)) }
    let folder = try StagedFolder(
      for: stem + ".shp", ending: ".shp", endings: ShapefileFile.companions)
    defer { folder.discard() }
    try ShapefileFile(rows: rows, options: options)
      .write(to: folder.mainFile, path: target.path, ledger: &ledger)
    try folder.finish()
    var archive = ZipFile(try transaction.open(target.path))
    for move in folder.moves { try archive.add(move.from, name: OutputPlace.name(of: move.to)) }
    try archive.finish()
  }

  static func check(_ table: FeatureTable) throws {
    for column in table.results where column.values.count != table.count {
      throw AnalysisError(
        .defect, .none,
        LocalizedText(
          "column \(column.name) has \(column.values.count) values for \(table.count) features",
          zh: "列 \(column.name) 有 \(column.values.count) 个值，而要素有 \(table.count) 个"))
    }
  }
}
