import Model
public enum Exporter {
  public static func write(
    _ table: FeatureTable, to target: OutputTarget, options: ExportOptions,
    in transaction: OutputTransaction, ledger: inout Ledger
  ) throws {
      let file = try transaction.open(target.path)
      try GeoJSONWriter(table: table, threads: options.threads).write(to: file, ledger: &ledger, manifest: options.manifest)
  }
}
