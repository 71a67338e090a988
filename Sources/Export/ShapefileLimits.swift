internal import CGDAL
import Model

/// What a DBF can hold: finds the width every column needs and cuts what does not fit.
struct ShapefileLimits {
  static let longestText = 254
  let encoding: TextEncoding
  private(set) var fields: [GDALField] = []
  /// Columns whose values are written as text.
  private var widths: [Int]
  /// Estimated bytes of the table.
  private(set) var tableBytes = 0

  init(_ rows: Rows, _ names: [String], encoding: TextEncoding, ledger: inout Ledger) {
    self.encoding = encoding
    widths = [Int](repeating: 1, count: rows.columns.count)
    var digits = widths
    let file = rows.table.layer.source.path
    rows.visit { chunk, offset, cells in
      for (index, cell) in cells.enumerated() where cell != .null {
        let subject = Subject(file: file, row: chunk.row(offset))
        if case .integer(let number) = cell {
          digits[index] = max(digits[index], String(number).utf8.count)
          if number.magnitude > 1 << 53 {
            ledger.record(.integerBeyondDouble, subject, detail: String(number))
          }
        }
        let length = cell.plainText.map(encoding.length) ?? 0
        widths[index] = max(widths[index], min(length, Self.longestText))
        if length > Self.longestText, Self.isText(rows.columns[index].type) {
          ledger.record(.textTruncated, subject, detail: rows.columns[index].name)
        }
      }
    }
    for (index, column) in rows.columns.enumerated() {
      fields.append(Self.field(column, names[index], widths[index], digits[index]))
    }
    let record = 1 + fields.reduce(0) { $0 + Int(max($1.width, 10)) }
    tableBytes = record * rows.table.count
  }

  private static func isText(_ type: FieldType) -> Bool {
    switch type {
    case .boolean, .integer, .integer64, .real, .date: false
    default: true
    }
  }

  private static func field(
    _ column: Column, _ name: String, _ width: Int, _ digits: Int
  ) -> GDALField {
    switch column.type {
    case .boolean: return GDALField(name: name, type: OFTInteger, width: 1)
    case .integer: return GDALField(name: name, type: OFTInteger, width: Int32(min(digits, 9)))
    case .integer64:
      return GDALField(name: name, type: OFTInteger64, width: Int32(max(10, digits)))
    case .real:
      guard case .real(_, let decimals)? = column.result?.values else {
        return GDALField(name: name, type: OFTReal)
      }
      return GDALField(name: name, type: OFTReal, width: 19, precision: Int32(decimals))
    case .date: return GDALField(name: name, type: OFTDate)
    default: return GDALField(name: name, type: OFTString, width: Int32(width))
    }
  }

  /// The cell as the table holds it: text cut to 254 bytes.
  func fitted(_ cell: Cell, _ index: Int) -> Cell {
    guard fields[index].type == OFTString, let text = cell.plainText else { return cell }
    return .text(encoding.prefix(text, bytes: Self.longestText))
  }
}
