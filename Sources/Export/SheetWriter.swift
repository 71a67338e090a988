internal import CXLSXWriter
import Model

/// Writes cells to one sheet of a workbook after the other.
struct SheetWriter {
  private let book: UnsafeMutablePointer<lxw_workbook>
  private let path: String
  private var sheet: UnsafeMutablePointer<lxw_worksheet>?
  private let headerFormat: UnsafeMutablePointer<lxw_format>?
  private let textFormat: UnsafeMutablePointer<lxw_format>?
  /// Texts wider than any column.
  private let longTextFormat: UnsafeMutablePointer<lxw_format>?
  private let flagFormat: UnsafeMutablePointer<lxw_format>?
  /// Two decimals of a per cent, four where there are more: a share of six decimals is displayed exactly.
  private let percentFormat: UnsafeMutablePointer<lxw_format>?
  private var decimalFormats: [Int: UnsafeMutablePointer<lxw_format>] = [:]
  /// The first cell that was cut to Excel's limit, and how many there are.
  private(set) var cut: LedgerExample?
  private(set) var cutCount = 0

  init(_ book: UnsafeMutablePointer<lxw_workbook>, path: String) {
    self.book = book
    self.path = path
    headerFormat = workbook_add_format(book)
    format_set_bold(headerFormat)
    format_set_bg_color(headerFormat, 0xDDEBF7)
    format_set_bottom(headerFormat, UInt8(LXW_BORDER_THIN.rawValue))
    textFormat = workbook_add_format(book)
    format_set_num_format(textFormat, "@")
    // Away from the numbers of the column before.
    format_set_indent(textFormat, 1)
    longTextFormat = workbook_add_format(book)
    format_set_num_format(longTextFormat, "@")
    format_set_indent(longTextFormat, 1)
    format_set_text_wrap(longTextFormat)
    // LibreOffice shows a truth value without a format as 1 or 0.
    flagFormat = workbook_add_format(book)
    format_set_num_format(flagFormat, "\"TRUE\";\"TRUE\";\"FALSE\"")
    format_set_align(flagFormat, UInt8(LXW_ALIGN_CENTER.rawValue))
    percentFormat = workbook_add_format(book)
    format_set_num_format(percentFormat, "0.00##%")
  }

  /// Starts a sheet.
  mutating func begin(_ name: String) throws {
    sheet = workbook_add_worksheet(book, name)
    if sheet == nil { throw Workbook.failure(path, LXW_ERROR_SHEETNAME_ALREADY_USED) }
  }

  /// Widest column, in characters.
  private static let widest = 50.0
  /// Characters of a row that can still be read when a page is made to hold it.
  private static let pageWidth = 200.0

  /// Sets the widths of the columns from the first on, in characters, between 6 and 50; and how the sheet is printed:
  /// across A4, the header on every page, whole rows on a page unless that would make them too small.
  func setWidths(_ widths: [Double]) {
    let widths = widths.map { min(max($0, 6), Self.widest) }
    for (column, width) in widths.enumerated() {
      worksheet_set_column(sheet, UInt16(column), UInt16(column), width, nil)
    }
    worksheet_set_landscape(sheet)
    worksheet_set_paper(sheet, 9)
    worksheet_repeat_rows(sheet, 0, 0)
    if widths.reduce(0, +) <= Self.pageWidth {
      worksheet_fit_to_pages(sheet, 1, 0)
    } else {
      worksheet_repeat_columns(sheet, 0, 0)
    }
  }

  /// Writes the header row.
  mutating func header(_ names: [String]) throws {
    for (column, name) in names.enumerated() {
      try writeText(name, 0, column, headerFormat, .none)
    }
  }

  /// Freezes the header and puts a filter over the table.
  func end(rows: Int, columns: Int) {
    worksheet_freeze_panes(sheet, 1, 0)
    guard columns > 0 else { return }
    worksheet_autofilter(sheet, 0, 0, UInt32(max(rows - 1, 0)), UInt16(columns - 1))
  }

  /// Writes one value, a number 0…1 as it is but displayed in per cent where asked for; null leaves the cell empty.
  mutating func write(
    _ cell: Cell, _ row: Int, _ column: Int, _ subject: Subject, inPercent: Bool = false
  ) throws {
    let (line, place) = (UInt32(row), UInt16(column))
    switch cell {
    case .null: return
    case .boolean(let flag):
      try confirm(worksheet_write_boolean(sheet, line, place, flag ? 1 : 0, flagFormat))
    case .integer(let number) where number.magnitude <= 1 << 53:
      try confirm(worksheet_write_number(sheet, line, place, Double(number), nil))
    case .integer(let number): try writeText(String(number), row, column, textFormat, subject)
    case .real(let number, let decimals):
      let value = decimals.flatMap { Double(NumberText.string(number, decimals: $0)) } ?? number
      let format = inPercent ? percentFormat : decimals.flatMap { decimalFormat($0) }
      try confirm(worksheet_write_number(sheet, line, place, value, format))
    case .text(let text), .json(let text):
      let isLong = Self.width(of: text) > Self.widest
      try writeText(text, row, column, isLong ? longTextFormat : textFormat, subject)
    }
  }

  private mutating func decimalFormat(_ decimals: Int) -> UnsafeMutablePointer<lxw_format>? {
    if let format = decimalFormats[decimals] { return format }
    let format = workbook_add_format(book)
    format_set_num_format(
      format, decimals > 0 ? "0." + String(repeating: "0", count: decimals) : "0")
    decimalFormats[decimals] = format
    return format
  }

  private mutating func writeText(
    _ text: String, _ row: Int, _ column: Int, _ format: UnsafeMutablePointer<lxw_format>?,
    _ subject: Subject
  ) throws {
    var text = text.contains("\0") ? text.replacing("\0", with: "") : text
    if text.utf8.count > Workbook.textLimit, text.utf16.count > Workbook.textLimit {
      while text.utf16.count > Workbook.textLimit {
        text.removeLast(max(1, (text.utf16.count - Workbook.textLimit) / 16))
      }
      cutCount += 1
      if cut == nil { cut = LedgerExample(subject) }
    }
    if text.isEmpty { return }
    try confirm(worksheet_write_string(sheet, UInt32(row), UInt16(column), text, format))
  }

  private func confirm(_ result: lxw_error) throws {
    if result != LXW_NO_ERROR { throw Workbook.failure(path, result) }
  }

  /// Width of a text in characters of the standard font: East Asian characters take two.
  static func width(of text: String) -> Double {
    text.unicodeScalars.prefix(120).reduce(0) { $0 + ($1.value >= 0x1100 ? 2 : 1) }
  }
}

extension Cell {
  /// The cell of a summary value.
  init(_ value: JSONValue) {
    switch value {
    case .null: self = .null
    case .boolean(let flag): self = .boolean(flag)
    case .integer(let number): self = .integer(number)
    case .number(let number, let decimals):
      self = number.isFinite ? .real(number, decimals: decimals) : .null
    case .string(let text): self = .text(text)
    case .array, .object: self = .json(JSONText.encode(value))
    }
  }
}
