import Model

/// Reads the cells of one sheet part into a grid: values as the sheet shows them in full precision.
struct SheetReader {
  private(set) var grid = CellGrid()
  private let strings: SharedTexts
  private let formats: [CellFormat]
  private let startsIn1904: Bool
  /// Shared text → its span in the grid, so that a text used often is stored once.
  private var storedTexts: [Int: CellSpan] = [:]
  private var row = 0
  private var column = 0
  private var record: [CellSpan] = []
  private var cell = OpenCell()

  /// The cell being read.
  private struct OpenCell {
    enum Kind { case number, shared, text, inline, boolean, error, date }
    var kind = Kind.number
    var style = 0
    var value: [UInt8] = []
    var isInValue = false
    var rich = RichText()
  }

  init(strings: SharedTexts, formats: [CellFormat], startsIn1904: Bool) {
    self.strings = strings
    self.formats = formats
    self.startsIn1904 = startsIn1904
  }

  /// - Throws: 65 when the sheet breaks off or goes beyond the limits of the format.
  mutating func read(_ part: [UInt8], subject: Subject) throws {
    try part.withUnsafeBufferPointer { buffer in
      var scanner = MarkupScanner(buffer)
      var isComplete = false
      while let token = scanner.next() {
        switch token {
        case .start(let name, let attributes, let isEmpty):
          try start(name, attributes, isEmpty: isEmpty, scanner, subject)
          cell.rich.take(token, scanner)
        case .end(let name):
          cell.rich.take(token, scanner)
          end(name)
          if name.equals("worksheet") { isComplete = true }
        case .text(let range, _):
          if cell.isInValue { scanner.appendDecoded(range, to: &cell.value) }
          cell.rich.take(token, scanner)
        }
      }
      guard isComplete else {
        throw AnalysisError(
          .badData, subject,
          LocalizedText("the sheet breaks off after row \(row)", zh: "工作表在第 \(row) 行之后中断"),
          hint: LocalizedText("save it again", zh: "请重新保存该文件"))
      }
    }
  }

  private mutating func start(
    _ name: Slice<UnsafeBufferPointer<UInt8>>, _ attributes: Range<Int>, isEmpty: Bool,
    _ scanner: borrowing MarkupScanner, _ subject: Subject
  ) throws {
    if name.equals("c") {
      column = try place(scanner, attributes, subject)
      cell = OpenCell()
      cell.kind = Self.kind(scanner.attribute("t", in: attributes).map(scanner.slice))
      cell.style = scanner.number("s", in: attributes) ?? 0
      if isEmpty { column += 1 }
    } else if name.equals("v") {
      cell.isInValue = !isEmpty
    } else if name.equals("row") {
      row = scanner.number("r", in: attributes) ?? row + 1
      guard row >= 1, row <= 1_048_576 else { throw Self.beyondLimits(subject, "\(row)") }
      column = 0
      record.removeAll(keepingCapacity: true)
    } else if name.equals("mergeCell"), let text = scanner.text("ref", in: attributes),
      let merge = CellReference.range(text)
    {
      grid.merges.append(merge)
    }
  }

  private mutating func end(_ name: Slice<UnsafeBufferPointer<UInt8>>) {
    if name.equals("v") {
      cell.isInValue = false
    } else if name.equals("c") {
      let span = finishedCell()
      if span.length > 0 {
        while record.count < column { record.append(.empty) }
        if record.count > column { record[column] = span } else { record.append(span) }
      }
      column += 1
    } else if name.equals("row"), !record.isEmpty {
      grid.cells.append(contentsOf: record)
      grid.endRecord(row: row)
    }
  }

  private func place(
    _ scanner: borrowing MarkupScanner, _ attributes: Range<Int>, _ subject: Subject
  ) throws -> Int {
    var result = column
    if let range = scanner.attribute("r", in: attributes),
      let reference = CellReference.cell(scanner.slice(range))
    {
      result = reference.column
    }
    guard result < DelimitedText.columnLimit else {
      throw Self.beyondLimits(subject, "\(result + 1)")
    }
    return result
  }

  private static func kind(_ type: Slice<UnsafeBufferPointer<UInt8>>?) -> OpenCell.Kind {
    guard let type else { return .number }
    switch String(decoding: type, as: UTF8.self) {
    case "s": return .shared
    case "str": return .text
    case "inlineStr": return .inline
    case "b": return .boolean
    case "e": return .error
    case "d": return .date
    default: return .number
    }
  }

  private mutating func finishedCell() -> CellSpan {
    let text = String(decoding: cell.value, as: UTF8.self)
    switch cell.kind {
    case .shared:
      guard let index = Int(text) else { return .empty }
      if let span = storedTexts[index] { return span }
      let span = grid.store(strings[index])
      storedTexts[index] = span
      return span
    case .text: return grid.store(CellText.trimmed(cell.value))
    case .inline: return grid.store(cell.rich.finished)
    case .boolean: return grid.store(Array((text == "1" ? "true" : "false").utf8))
    case .error:
      grid.errors.append((Int32(row), column, text))
      return .empty
    case .date: return grid.store(CellText.trimmed(cell.value))
    case .number:
      if text.isEmpty { return .empty }
      let format = formats.indices.contains(cell.style) ? formats[cell.style] : .number
      return grid.store(
        Array(SheetNumber.text(text, format: format, startsIn1904: startsIn1904).utf8))
    }
  }

  private static func beyondLimits(_ subject: Subject, _ value: String) -> AnalysisError {
    AnalysisError(
      .badData, subject,
      LocalizedText(
        "row or column \(value) is beyond the limits of a sheet", zh: "行列号 \(value) 超出工作表范围"))
  }
}

/// Cell references of sheets (`B12`, `A1:C3`).
enum CellReference {
  /// Column from 0 and row from 1; nil when `text` is no reference.
  static func cell(_ text: some Sequence<UInt8>) -> (column: Int, row: Int)? {
    var column = 0
    var row = 0
    for byte in text {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z") where row == 0 && column < 100_000:
        column = column * 26 + Int(byte - 64)
      case UInt8(ascii: "0")...UInt8(ascii: "9") where row < 100_000_000:
        row = row * 10 + Int(byte - 48)
      case UInt8(ascii: "$"): break
      default: return nil
      }
    }
    return column > 0 && row > 0 ? (column - 1, row) : nil
  }

  static func range(_ text: String) -> MergedCells? {
    let parts = text.split(separator: ":")
    guard parts.count == 2, let first = cell(parts[0].utf8), let last = cell(parts[1].utf8),
      first.row <= last.row, first.column <= last.column
    else { return nil }
    return MergedCells(rows: first.row...last.row, columns: first.column...last.column)
  }
}
