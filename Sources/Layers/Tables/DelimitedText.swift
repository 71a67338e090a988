import Model

/// Delimited text (RFC 4180 and what spreadsheet programs make of it) as a grid of cells.
///
/// Quotes, doubled quotes, line breaks in quotes, LF, CRLF and CR; the delimiter is found among comma,
/// semicolon, tab and bar. One pass; quoted cells are unescaped where they lie.
enum DelimitedText {
  /// The most columns a table may have: as many as a spreadsheet.
  static let columnLimit = 16_384

  /// - Throws: 65 beyond `columnLimit` columns or for a quote that never closes.
  static func grid(_ text: consuming [UInt8], delimiter: UInt8?, subject: Subject) throws
    -> CellGrid
  {
    let (start, stated) = statedDelimiter(text)
    let delimiter = stated ?? delimiter ?? DelimiterSearch.delimiter(of: text[start...])
    var parser = DelimitedTextParser(
      bytes: text, position: start, line: start > 0 ? 2 : 1, delimiter: delimiter)
    try parser.parse(subject: subject)
    return parser.grid
  }

  /// The first line `sep=;` by which spreadsheet programs state the delimiter.
  private static func statedDelimiter(_ text: [UInt8]) -> (start: Int, delimiter: UInt8?) {
    guard text.count > 5, text.starts(with: Array("sep=".utf8)) else { return (0, nil) }
    if text[5] == 0x0A { return (6, text[4]) }
    if text[5] == 0x0D { return (text.count > 6 && text[6] == 0x0A ? 7 : 6, text[4]) }
    return (0, nil)
  }
}

/// Finds the delimiter that cuts the first records into the most even pieces.
enum DelimiterSearch {
  private static let candidates: [UInt8] = [
    UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: "|"),
  ]

  /// The best of the candidates over the first 64 KiB; comma when none occurs.
  static func delimiter(of text: ArraySlice<UInt8>) -> UInt8 {
    let sample = text.prefix(65_536)
    var best = (score: 0.0, delimiter: candidates[0])
    for candidate in candidates {
      let score = evenness(fieldCounts(sample, delimiter: candidate))
      if score > best.score { best = (score, candidate) }
    }
    return best.delimiter
  }

  /// Share of records that have the commonest number of cells above one, with more cells a little better.
  private static func evenness(_ counts: [Int]) -> Double {
    var frequency: [Int: Int] = [:]
    for count in counts where count > 1 { frequency[count, default: 0] += 1 }
    guard let mode = frequency.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else {
      return 0
    }
    return Double(mode.value) / Double(counts.count) * (1 - 0.5 / Double(mode.key))
  }

  private static func fieldCounts(_ sample: ArraySlice<UInt8>, delimiter: UInt8) -> [Int] {
    var counts: [Int] = []
    var cells = 1
    var quoted = false
    var atStart = true
    var blank = true
    for byte in sample {
      switch byte {
      case 0x22 where quoted || atStart: quoted.toggle()
      case delimiter where !quoted:
        cells += 1
        atStart = true
        continue
      case 0x0A where !quoted, 0x0D where !quoted:
        if !blank { counts.append(cells) }
        (cells, atStart, blank) = (1, true, true)
        if counts.count >= 100 { return counts }
        continue
      default: break
      }
      if byte != 0x20 {
        blank = false
        atStart = false
      }
    }
    if !blank { counts.append(cells) }
    return counts
  }
}

/// The parser's state over one text.
private struct DelimitedTextParser {
  var grid = CellGrid()
  private var position: Int
  private var line: Int
  private let delimiter: UInt8

  init(bytes: [UInt8], position: Int, line: Int, delimiter: UInt8) {
    grid.bytes = bytes
    self.position = position
    self.line = line
    self.delimiter = delimiter
  }

  mutating func parse(subject: Subject) throws {
    var bytes: [UInt8] = []
    swap(&bytes, &grid.bytes)
    defer { swap(&bytes, &grid.bytes) }
    try bytes.withUnsafeMutableBufferPointer { text in
      while position < text.count {
        let first = line
        try record(text, subject: subject)
        grid.endRecord(row: first)
      }
    }
  }

  /// Reads cells up to and over the line end.
  private mutating func record(_ text: UnsafeMutableBufferPointer<UInt8>, subject: Subject) throws {
    let start = grid.cells.count
    while true {
      if grid.cells.count - start >= DelimitedText.columnLimit {
        throw AnalysisError(
          .badData, Subject(file: subject.file, row: line),
          LocalizedText(
            "more than \(DelimitedText.columnLimit) columns",
            zh: "超过 \(DelimitedText.columnLimit) 列"),
          hint: LocalizedText("is this a table?", zh: "请确认这是一张表格"))
      }
      grid.cells.append(try cell(text, subject: subject))
      guard position < text.count else { return }
      let byte = text[position]
      position += 1
      if byte == delimiter {
        if position == text.count { grid.cells.append(.empty) }
        continue
      }
      if byte == 0x0D, position < text.count, text[position] == 0x0A { position += 1 }
      line += 1
      return
    }
  }

  /// Reads one cell; `position` then stands on a delimiter, a line end or the end.
  private mutating func cell(_ text: UnsafeMutableBufferPointer<UInt8>, subject: Subject) throws
    -> CellSpan
  {
    var start = position
    while start < text.count, text[start] == 0x20 { start += 1 }
    if start < text.count, text[start] == 0x22 {
      position = start
      return try quotedCell(text, subject: subject)
    }
    var end = position
    while end < text.count {
      let byte = text[end]
      if byte == delimiter || byte == 0x0A || byte == 0x0D { break }
      end += 1
    }
    position = end
    return Self.trimmed(text, start: min(start, end), end: end)
  }

  private mutating func quotedCell(_ text: UnsafeMutableBufferPointer<UInt8>, subject: Subject)
    throws -> CellSpan
  {
    let firstLine = line
    var read = position + 1
    let start = read
    var write = read
    var closed = false
    while read < text.count {
      let byte = text[read]
      if byte == 0x22 {
        if read + 1 < text.count, text[read + 1] == 0x22, !closed {
          read += 1
        } else {
          // Text after a closing quote (`"a"b`) belongs to the cell, as spreadsheet programs read it.
          closed.toggle()
          read += 1
          continue
        }
      } else if closed, byte == delimiter || byte == 0x0A || byte == 0x0D {
        break
      } else if byte == 0x0A || (byte == 0x0D && !(read + 1 < text.count && text[read + 1] == 0x0A))
      {
        line += 1
      }
      text[write] = text[read]
      write += 1
      read += 1
    }
    guard closed || read < text.count else {
      throw AnalysisError(
        .badData, Subject(file: subject.file, row: firstLine),
        LocalizedText("a quotation mark opens here and never closes", zh: "此处的双引号没有结束"),
        hint: LocalizedText(
          "close it, or double it inside a cell", zh: "请补上双引号；单元格内的双引号要写两个"))
    }
    position = read
    return Self.trimmed(text, start: start, end: write)
  }

  /// The span without blanks, tabs, line breaks, no-break and ideographic spaces at its ends.
  private static func trimmed(_ text: UnsafeMutableBufferPointer<UInt8>, start: Int, end: Int)
    -> CellSpan
  {
    var (start, end) = (start, end)
    while start < end {
      let byte = text[start]
      if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) {
        start += 1
      } else if let length = wideBlank(text, at: start, end: end) {
        start += length
      } else {
        break
      }
    }
    while start < end {
      let byte = text[end - 1]
      if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) {
        end -= 1
      } else if byte >= 0x80, end - start >= 2, wideBlank(text, at: end - 2, end: end) == 2 {
        end -= 2
      } else if byte >= 0x80, end - start >= 3, wideBlank(text, at: end - 3, end: end) == 3 {
        end -= 3
      } else {
        break
      }
    }
    return CellSpan(start: UInt32(start), length: UInt32(end - start))
  }

  /// Length of U+00A0, U+3000 or U+FEFF at `index`.
  private static func wideBlank(_ text: UnsafeMutableBufferPointer<UInt8>, at index: Int, end: Int)
    -> Int?
  {
    if index + 1 < end, text[index] == 0xC2, text[index + 1] == 0xA0 { return 2 }
    guard index + 2 < end else { return nil }
    switch (text[index], text[index + 1], text[index + 2]) {
    case (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF): return 3
    default: return nil
    }
  }
}
