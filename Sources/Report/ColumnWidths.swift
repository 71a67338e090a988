/// How wide the columns of a table on paper are, and how large its text.
///
/// Chinese breaks between any two characters, so that what lays out a table by itself presses names into columns of two
/// characters. Here numbers get the room they need on one line, text what is left in proportion to its widest, within bounds;
/// where too little is left the text becomes smaller.
struct ColumnWidths {
  /// Paper and letters. All lengths in one unit of the caller's.
  struct Paper {
    var textWidth: Double
    /// Width of a digit or small letter for each half point of its size; see `letters`.
    var letter: Double
    /// Room beside the text of a cell.
    var margin: Double
  }

  /// By column; together at most the paper's width.
  let widths: [Double]
  /// Half points of the text.
  let size: Int

  /// Half points of table text, and of that of tables too wide for it.
  static let sizes = [17, 15, 13]
  /// Text of no more letters stays on one line.
  private static let shortText = 12.0
  /// Lines that the widest text of a column may take before letters become smaller.
  private static let lines = 3.0
  /// Rows that are looked at.
  private static let rows = 200
  /// No column is made wider for the letters that a text has beyond these.
  private static let widestText = 40.0

  init(_ table: ReportTable, _ cells: CellText, _ paper: Paper) {
    let columns = table.columns
    let texts = table.shown.prefix(Self.rows).map { cells.texts($0, columns) }
    let widest = columns.indices.map { column in
      texts.reduce(Self.least(columns[column].title)) { max($0, Self.letters($1[column])) }
    }
    let isNumber = columns.map(\.kind.isNumber)
    for size in Self.sizes {
      let letter = paper.letter * Double(size)
      if let widths = Self.sharing(widest, isNumber, letter, paper) {
        (self.widths, self.size) = (widths, size)
        return
      }
    }
    size = Self.sizes[Self.sizes.count - 1]
    let letter = paper.letter * Double(size)
    let needs = widest.map { min($0, 25) * letter + paper.margin }
    let total = max(1, needs.reduce(0, +))
    widths = needs.map { paper.textWidth * $0 / total }
  }

  /// Nil where too little is left for text.
  private static func sharing(
    _ widest: [Double], _ isNumber: [Bool], _ letter: Double, _ paper: Paper
  ) -> [Double]? {
    let needs = widest.map { $0 * letter + paper.margin }
    let isFixed = widest.indices.map { isNumber[$0] || widest[$0] <= shortText }
    let fixed = needs.indices.reduce(0) { isFixed[$1] ? $0 + needs[$1] : $0 }
    let room = paper.textWidth - fixed
    if isFixed.allSatisfy({ $0 }) {
      return room < 0 ? nil : needs.map { $0 * paper.textWidth / max(1, fixed) }
    }
    let wishes = widest.map { min(widestText, $0) }
    let wished = wishes.indices.reduce(0) { isFixed[$1] ? $0 : $0 + wishes[$1] }
    if room < wished * letter / lines { return nil }
    return needs.indices.map { isFixed[$0] ? needs[$0] : room * wishes[$0] / wished }
  }

  /// Letters that the title needs on one line: its longest word, of Chinese four characters.
  private static func least(_ title: String) -> Double {
    title.split(separator: " ").reduce(0) { most, word in
      let isChinese = word.unicodeScalars.contains { $0.value >= wideScalars }
      return max(most, isChinese ? min(8, letters(word)) : letters(word))
    }
  }

  /// In digits: a Chinese character is as wide as two, capitals and a few others are wider than one.
  private static func letters(_ text: some StringProtocol) -> Double {
    text.unicodeScalars.prefix(100).reduce(0) { $0 + letters($1) }
  }

  private static func letters(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "W", "M", "%", "m", "w", "@": 1.65
    case "A"..."Z": 1.25
    default: scalar.value >= wideScalars ? 2 : 1
    }
  }

  private static let wideScalars: UInt32 = 0x2E80
}
