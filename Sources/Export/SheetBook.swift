import Model

/// An Excel workbook of tables without features, one sheet a table.
public enum SheetBook {
  /// Writes `sheets` to `path` as part of `transaction`: the workbook appears when that commits.
  ///
  /// - Parameter ledger: gains the cells that were cut to Excel's limit.
  /// - Throws: 73 or 74; 65 for a table longer than a sheet.
  public static func write(
    _ sheets: [Sheet], to path: String, in transaction: OutputTransaction, ledger: inout Ledger
  ) throws {
    var options = ExportOptions()
    options.sheets = sheets
    let folder = try StagedFolder(for: path)
    transaction.add(folder)
    try Workbook(rows: nil, options: options)
      .write(to: folder.mainFile, path: path, ledger: &ledger)
  }
}
