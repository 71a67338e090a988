import Model

/// A table as read: one header, rectangular cells, and the file row of each record.
///
/// Shape: rows × columns, row-major. Title rows, unit rows, totals and notes are already left out; merged
/// cells are filled. Every text is UTF-8 without surrounding blanks; an empty text is an empty cell.
public struct Table: Sendable {
  /// Column names, unique and not empty, in file order.
  public internal(set) var header: [String]
  /// Where each row begins in the file, from 1: the line of a text table, the row of a sheet.
  public internal(set) var rowNumbers: [Int32]
  /// The path, sheet and encoding; the coordinate system is that of the request, or WGS 84 by assumption.
  public internal(set) var source: LayerSource
  var bytes: [UInt8]
  var cells: [CellSpan]

  /// Number of rows below the header.
  public var rowCount: Int { rowNumbers.count }
  /// Number of columns.
  public var columnCount: Int { header.count }

  /// The text of one cell.
  public subscript(row: Int, column: Int) -> String {
    String(decoding: utf8(row, column), as: UTF8.self)
  }

  /// The bytes of one cell, without copying.
  public func utf8(_ row: Int, _ column: Int) -> ArraySlice<UInt8> {
    let span = cells[row * columnCount + column]
    return bytes[Int(span.start)..<Int(span.start) + Int(span.length)]
  }

  /// All texts of one row.
  public func row(_ row: Int) -> [String] { (0..<columnCount).map { self[row, $0] } }

  /// The column called `name`: exactly, else without regard to case, width, blanks and units in brackets.
  public func column(named name: String) -> Int? {
    if let exact = header.firstIndex(of: name) { return exact }
    let key = ColumnName.key(name)
    let matches = header.indices.filter { ColumnName.key(header[$0]) == key }
    return matches.count == 1 ? matches[0] : nil
  }

  /// Where `row` stands, for messages.
  public func subject(_ row: Int, id: String? = nil) -> Subject {
    Subject(file: source.path, row: Int(rowNumbers[row]), id: id)
  }
}
