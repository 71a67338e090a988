internal import CXLSXWriter
import Glibc
import Model

/// Writes an Excel workbook: the features of a table on the first sheet, then a sheet that explains the columns, then
/// the sheets given; without a table those alone.
///
/// Strings are never formulas; own text stays text, so ids keep their leading zeros; whole numbers beyond 2⁵³,
/// which Excel would round, are text. Nulls are empty cells. Results are stored with their fixed decimals, shares
/// as 0…1. The workbook's dates are fixed.
struct Workbook {
  /// Rows of a sheet (ECMA-376, Excel's limit), the header among them.
  static let rowLimit = 1_048_576
  static let columnLimit = 16_384
  /// Characters of a cell.
  static let textLimit = 32_767
  /// From here on cells go to a temporary file instead of memory.
  private static let largeTable = 50_000

  let rows: Rows?
  let options: ExportOptions

  /// Writes the workbook to `file`.
  ///
  /// - Throws: `.badData` (65) before anything is written when the table has more rows or columns than a sheet.
  func write(to file: String, path: String, ledger: inout Ledger) throws {
    try check(path)
    let folder = OutputPlace.folder(of: file)
    let book = folder.withCString { folder in
      // The library copies the folder's name.
      var settings = lxw_workbook_options(
        constant_memory: rowCount > Self.largeTable ? 1 : 0,
        tmpdir: UnsafeMutablePointer(mutating: folder), use_zip64: 0)
      return workbook_new_opt(file, &settings)
    }
    guard let book else { throw Self.failure(path, LXW_ERROR_MEMORY_MALLOC_FAILED) }
    var properties = lxw_doc_properties()
    properties.created = 946_684_800  // 2000-01-01T00:00:00Z
    workbook_set_properties(book, &properties)
    var names: Set<String> = []
    var writer = SheetWriter(book, path: path)
    do {
      if let rows {
        try writeFeatures(rows, &writer, &names)
        try writeColumns(rows, &writer, &names)
      }
      for sheet in options.sheets { try write(sheet, &writer, &names) }
    } catch {
      _ = Self.closeQuietly(book)
      throw error
    }
    let (result, code) = Self.closeQuietly(book)
    if result != LXW_NO_ERROR {
      let isSystem = [ENOSPC, EDQUOT, EFBIG, EIO].contains(code)
      throw isSystem ? AnalysisError.writeFailed(path, code) : Self.failure(path, result)
    }
    if let first = writer.cut {
      ledger.add(.cellTruncated, count: writer.cutCount, examples: [first])
    }
  }

  /// Closes the workbook and gives the library's and the system's error.
  ///
  /// The library prints its errors on standard error, where we print one line of our own: what it says meanwhile
  /// goes nowhere.
  private static func closeQuietly(
    _ book: UnsafeMutablePointer<lxw_workbook>
  ) -> (lxw_error, Int32) {
    let original = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
    let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
    if original >= 0, nowhere >= 0 { dup2(nowhere, STDERR_FILENO) }
    errno = 0
    let result = workbook_close(book)
    let code = errno
    if original >= 0, nowhere >= 0 { dup2(original, STDERR_FILENO) }
    for descriptor in [original, nowhere] where descriptor >= 0 { close(descriptor) }
    return (result, code)
  }

  /// Features of the table.
  private var rowCount: Int { rows?.table.count ?? 0 }

  private func check(_ path: String) throws {
    let counts = [rowCount + 1] + options.sheets.map { $0.rows.count + 1 }
    if let largest = counts.max(), largest > Self.rowLimit {
      throw AnalysisError(
        .badData, Subject(file: path),
        LocalizedText(
          "\(largest - 1) rows are more than the \(Self.rowLimit - 1) of an Excel sheet",
          zh: "\(largest - 1) 行超过 Excel 工作表的 \(Self.rowLimit - 1) 行"),
        hint: LocalizedText("write .csv or .gpkg", zh: "请改用 .csv 或 .gpkg"))
    }
    if let rows, rows.columns.count > Self.columnLimit {
      throw AnalysisError(
        .badData, Subject(file: path),
        LocalizedText(
          "\(rows.columns.count) columns are more than the \(Self.columnLimit) of an Excel sheet",
          zh: "\(rows.columns.count) 列超过 Excel 工作表的 \(Self.columnLimit) 列"),
        hint: LocalizedText("write .csv or .gpkg", zh: "请改用 .csv 或 .gpkg"))
    }
  }

  private func writeFeatures(
    _ rows: Rows, _ writer: inout SheetWriter, _ names: inout Set<String>
  ) throws {
    try writer.begin(Self.sheetName(options.layerName, &names))
    let header = rows.columns.map(\.name)
    writer.setWidths(widths(rows, header))
    try writer.header(header)
    var row = 1
    let file = rows.table.layer.source.path
    try rows.visit { chunk, offset, cells in
      let subject = Subject(file: file, row: chunk.row(offset))
      for (column, cell) in cells.enumerated() { try writer.write(cell, row, column, subject) }
      row += 1
    }
    writer.end(rows: row, columns: header.count)
  }

  /// The widest text of each column among the first rows.
  private func widths(_ rows: Rows, _ header: [String]) -> [Double] {
    var widths = header.map { SheetWriter.width(of: $0) + 3 }
    var seen = 0
    struct Enough: Error {}
    try? rows.visit { _, _, cells in
      for (column, cell) in cells.enumerated() {
        widths[column] = max(widths[column], SheetWriter.width(of: cell.plainText ?? "") + 1)
      }
      seen += 1
      if seen == 500 { throw Enough() }
    }
    return widths
  }

  private func writeColumns(
    _ rows: Rows, _ writer: inout SheetWriter, _ names: inout Set<String>
  ) throws {
    let isChinese = options.language == .chinese
    let header = isChinese ? ["列", "类型", "含义"] : ["column", "type", "meaning"]
    let lines = rows.columns.map { column in
      let title = column.result?.title[options.language] ?? ""
      return [column.name, column.type.rawValue, title].map { JSONValue.string($0) }
    }
    let sheet = Sheet(name: isChinese ? "列说明" : "columns", header: header, rows: lines)
    try write(sheet, &writer, &names)
  }

  private func write(
    _ sheet: Sheet, _ writer: inout SheetWriter, _ names: inout Set<String>
  ) throws {
    try writer.begin(Self.sheetName(sheet.name, &names))
    let cells = sheet.rows.map { $0.map(Cell.init) }
    writer.setWidths(
      sheet.header.indices.map { column in
        let texts = cells.prefix(500).map { column < $0.count ? $0[column].plainText ?? "" : "" }
        let widest = texts.map(SheetWriter.width).max() ?? 0
        return max(SheetWriter.width(of: sheet.header[column]) + 3, widest + 1)
      })
    try writer.header(sheet.header)
    for (row, line) in cells.enumerated() {
      for (column, cell) in line.enumerated() {
        try writer.write(
          cell, row + 1, column, .none, inPercent: sheet.shares.contains(column))
      }
    }
    writer.end(rows: cells.count + 1, columns: sheet.header.count)
  }

  /// A name Excel accepts: at most 31 UTF-16 units, none of `[]:*?/\`, no apostrophe at its ends, unique
  /// ignoring case.
  static func sheetName(_ wish: String, _ taken: inout Set<String>) -> String {
    let forbidden: Set<Character> = ["[", "]", ":", "*", "?", "/", "\\"]
    var clean = String(wish.map { forbidden.contains($0) || $0.isNewline ? "_" : $0 })
    while clean.hasPrefix("'") { clean.removeFirst() }
    func cut(_ text: String, _ length: Int) -> String {
      var out = text
      while out.utf16.count > length || out.hasSuffix("'") { out.removeLast() }
      return out
    }
    clean = cut(clean, 31)
    if clean.isEmpty || clean.lowercased() == "history" { clean = "sheet" }
    var name = clean
    var number = 2
    while taken.contains(name.lowercased()) {
      name = cut(clean, 26) + " \(number)"
      number += 1
    }
    taken.insert(name.lowercased())
    return name
  }

  static func failure(_ path: String, _ code: lxw_error) -> AnalysisError {
    .writeFailed(path, saying: lxw_strerror(code).map { String(cString: $0) } ?? "libxlsxwriter")
  }
}
