import Model

/// A feature table that is made batch by batch, because the whole is not to be in memory.
public struct TableStream {
  /// The table without features: fields of the whole layer, result columns without values.
  public var frame: FeatureTable
  /// Some feature has a GeoJSON Feature id.
  public var hasIdentifiers: Bool
  /// Number of batches.
  public var count: Int
  /// Makes a batch, each with the frame's fields and columns, in input order; called again when the table is written
  /// again. The ledger gains what was noticed in making it.
  public var batch: (Int, inout Ledger) throws -> FeatureTable

  public init(
    frame: FeatureTable, hasIdentifiers: Bool, count: Int,
    batch: @escaping (Int, inout Ledger) throws -> FeatureTable
  ) {
    self.frame = frame
    self.hasIdentifiers = hasIdentifiers
    self.count = count
    self.batch = batch
  }

  /// A table that is in memory, as a single batch.
  init(_ table: FeatureTable) {
    frame = table
    hasIdentifiers = false
    count = 1
    batch = { _, _ in table }
  }
}

extension Exporter {
  /// The formats a stream of batches can be written in.
  public static let streamedFormats: Set<OutputFormat> = [.geoJSON, .geoJSONLines, .csv, .tsv]

  /// Writes a table that comes in batches: the same bytes and remarks as for the whole table.
  ///
  /// - Precondition: the target's format is one of `streamedFormats`.
  /// - Throws: as for a whole table, and what making a batch throws.
  public static func write(
    _ stream: TableStream, to target: OutputTarget, options: ExportOptions,
    in transaction: OutputTransaction, ledger: inout Ledger
  ) throws {
    precondition(streamedFormats.contains(target.format), "not a format of streams")
    var checked = stream
    checked.batch = { index, ledger in
      let table = try stream.batch(index, &ledger)
      try check(table)
      guard let datum = options.datum else { return table }
      return try table.shifted(by: datum.shift, threads: options.threads)
    }
    let file = try transaction.open(target.path)
    switch target.format {
    case .geoJSON, .geoJSONLines:
      let layout: GeoJSONFeatures.Layout = target.format == .geoJSON ? .collection : .lines
      try GeoJSONWriter(tables: checked, layout: layout, threads: options.threads)
        .write(to: file, ledger: &ledger, manifest: options.manifest)
    default:
      ColumnNames(of: stream.frame).record(for: stream.frame, in: &ledger)
      let text = TableText(
        rows: Rows(stream.frame, hasIdentifiers: stream.hasIdentifiers),
        separator: target.format == .csv ? "," : "\t", byteOrderMark: options.byteOrderMark,
        hasGeometry: options.tableGeometry == .wkt)
      try text.write(checked, to: file, ledger: &ledger)
    }
  }
}
