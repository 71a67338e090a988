import Model

/// Delimited text cut into records and raw fields that keep every byte, quotes included, so that what is not
/// changed is written back as it was.
struct DelimitedRecords {
  /// UTF-8 without a byte order mark.
  let bytes: [UInt8]
  let delimiter: UInt8
  /// As the first line ends; a line feed for a single line.
  let lineEnd: [UInt8]
  /// Byte ranges without line ends, in file order; blank lines are records too.
  private(set) var records: [Range<Int>] = []
  /// Line on which each record begins, from 1.
  private(set) var lines: [Int32] = []

  /// - Throws: `AnalysisError` 65 when a quoted field never ends.
  init(_ bytes: [UInt8], file: String) throws {
    self.bytes = bytes
    let head = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    delimiter = Self.delimiter(of: head)
    let rest = bytes[head.endIndex...].prefix(2)
    lineEnd = rest.first == 0x0D ? (rest.count == 2 && rest.last == 0x0A ? [13, 10] : [13]) : [10]
    try cut(file: file)
  }

  /// The commonest of comma, tab, semicolon and bar outside quotes on the first line.
  private static func delimiter(of line: ArraySlice<UInt8>) -> UInt8 {
    let candidates: [UInt8] = [0x2C, 0x09, 0x3B, 0x7C]
    var counts = [0, 0, 0, 0]
    var isQuoted = false
    for byte in line {
      if byte == 0x22 { isQuoted.toggle() }
      if !isQuoted, let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
    }
    let most = counts.max() ?? 0
    return candidates[counts.firstIndex(of: most) ?? 0]
  }

  private mutating func cut(file: String) throws {
    var records: [Range<Int>] = []
    var lines: [Int32] = []
    let openLine = bytes.withUnsafeBufferPointer { bytes -> Int32? in
      var start = 0
      var line: Int32 = 1
      var startLine: Int32 = 1
      var quotes = QuoteState()
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        index += 1
        guard byte == 0x0A || byte == 0x0D else {
          _ = quotes.isDelimiter(byte, delimiter)
          continue
        }
        let end = index - 1
        if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
        line += 1
        if quotes.isQuoted { continue }
        records.append(start..<end)
        lines.append(startLine)
        (start, startLine, quotes) = (index, line, QuoteState())
      }
      if quotes.isQuoted { return startLine }
      if start < bytes.count {
        records.append(start..<bytes.count)
        lines.append(startLine)
      }
      return nil
    }
    if let openLine {
      throw AnalysisError(
        .badData, Subject(file: file, row: Int(openLine)),
        LocalizedText("a quoted field never ends", zh: "引号字段没有结束"),
        hint: LocalizedText("close the quotation mark", zh: "请补上右引号"))
    }
    (self.records, self.lines) = (records, lines)
  }

  /// The raw fields of a record: one more than it has delimiters outside quotes.
  func fields(of record: Range<Int>, into fields: inout [Range<Int>]) {
    fields.removeAll(keepingCapacity: true)
    bytes.withUnsafeBufferPointer { bytes in
      var start = record.lowerBound
      var quotes = QuoteState()
      for index in record where quotes.isDelimiter(bytes[index], delimiter) {
        fields.append(start..<index)
        start = index + 1
      }
      fields.append(start..<record.upperBound)
    }
  }

  /// A field's value: unquoted, without blanks at its ends.
  func text(_ field: Range<Int>) -> String {
    var slice = bytes[field]
    while let last = slice.last, last == 0x20 || last == 0x09 { slice = slice.dropLast() }
    slice = slice.drop { $0 == 0x20 || $0 == 0x09 }
    guard slice.count >= 2, slice.first == 0x22, slice.last == 0x22 else {
      return String(decoding: slice, as: UTF8.self)
    }
    let inner = String(decoding: slice.dropFirst().dropLast(), as: UTF8.self)
    return String(inner.replacing("\"\"", with: "\"").trimmed)
  }

  /// `text` as a raw field: quoted where it needs to be.
  func raw(_ text: String) -> [UInt8] {
    let needsQuotes = text.utf8.contains { $0 == delimiter || $0 == 0x22 || $0 == 10 || $0 == 13 }
    return Array((needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text).utf8)
  }
}

/// Whether a byte stands inside quotation marks. A mark opens a field at its start (blanks may stand before it);
/// doubled marks stand for one; elsewhere a mark is an ordinary character.
private struct QuoteState {
  private(set) var isQuoted = false
  private var atStart = true
  private var justClosed = false

  /// Takes the next byte; true for a delimiter outside quotation marks.
  mutating func isDelimiter(_ byte: UInt8, _ delimiter: UInt8) -> Bool {
    if byte == 0x22, isQuoted || atStart || justClosed {
      justClosed = isQuoted
      isQuoted.toggle()
      atStart = false
      return false
    }
    if isQuoted { return false }
    justClosed = false
    if byte == delimiter {
      atStart = true
      return true
    }
    if byte != 0x20 { atStart = false }
    return false
  }
}
