/// Where a cell's text lies in its grid's bytes; length 0 is an empty cell.
struct CellSpan: Sendable, Hashable {
  var start: UInt32
  var length: UInt32

  static let empty = CellSpan(start: 0, length: 0)
}

/// A rectangle of sheet cells shown as one; only its upper left cell has a value.
struct MergedCells: Sendable, Hashable {
  /// Sheet rows as a person counts them, from 1, both included.
  var rows: ClosedRange<Int>
  /// Columns from 0, both included.
  var columns: ClosedRange<Int>
}

/// The cells of a text table or one sheet as they stand in the file, before anything is known of a header.
///
/// Record `r` has the cells `recordStarts[r] ..< recordStarts[r + 1]`; records may have different lengths.
/// Cell texts are UTF-8 without surrounding blanks, lying in `bytes` (< 4 GiB).
struct CellGrid: Sendable {
  var bytes: [UInt8] = []
  var cells: [CellSpan] = []
  var recordStarts: [Int] = [0]
  /// Where each record begins in the file, from 1: the line of a text table, the row of a sheet.
  var rows: [Int32] = []
  /// Merged rectangles of a sheet, in file order.
  var merges: [MergedCells] = []
  /// Cells whose formula gave an error (`#N/A`), read as empty.
  var errors: [(row: Int32, column: Int, text: String)] = []

  /// Number of records, blank ones included.
  var count: Int { rows.count }

  /// Number of cells of `record`.
  func width(_ record: Int) -> Int { recordStarts[record + 1] - recordStarts[record] }

  /// The span of a cell; empty beyond the record's end.
  func span(_ record: Int, _ column: Int) -> CellSpan {
    let index = recordStarts[record] + column
    return index < recordStarts[record + 1] ? cells[index] : .empty
  }

  /// The text at `span`; malformed UTF-8 is replaced by U+FFFD.
  func text(_ span: CellSpan) -> String {
    String(decoding: bytes[Int(span.start)..<Int(span.start + span.length)], as: UTF8.self)
  }

  /// The texts of one record.
  func texts(_ record: Int) -> [String] { (0..<width(record)).map { text(span(record, $0)) } }

  /// True when no cell of `record` has text.
  func isBlank(_ record: Int) -> Bool {
    cells[recordStarts[record]..<recordStarts[record + 1]].allSatisfy { $0.length == 0 }
  }

  /// Appends one text to the arena without making it a cell.
  mutating func store(_ text: some Collection<UInt8>) -> CellSpan {
    let start = UInt32(bytes.count)
    bytes.append(contentsOf: text)
    return CellSpan(start: start, length: UInt32(text.count))
  }

  /// Ends the record whose cells were appended since the last call.
  mutating func endRecord(row: Int) {
    recordStarts.append(cells.count)
    rows.append(Int32(clamping: row))
  }
}
