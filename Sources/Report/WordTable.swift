import Model

/// A table of a Word document: a header row that repeats on every page, cells of plain text.
struct WordTable {
  private let table: ReportTable
  private let cells: CellText
  /// Twentieths of a point.
  private let textWidth: Int

  init(_ table: ReportTable, _ language: Language, textWidth: Int) {
    self.table = table
    self.textWidth = textWidth
    cells = CellText(language)
  }

  var xml: String {
    let (widths, size) = layout
    let font = size == Self.sizes[0] ? "" : "<w:sz w:val=\"\(size)\"/><w:szCs w:val=\"\(size)\"/>"
    var out = WordText.paragraph(table.caption, "Caption")
    out += "<w:tbl><w:tblPr><w:tblStyle w:val=\"ReportTable\"/>"
    out += "<w:tblW w:w=\"\(textWidth)\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>"
    out += "<w:tblLook w:val=\"0020\" w:firstRow=\"1\"/></w:tblPr><w:tblGrid>"
    out += widths.map { "<w:gridCol w:w=\"\($0)\"/>" }.joined() + "</w:tblGrid>\n"
    out += "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    for (column, width) in zip(table.columns, widths) {
      out += cell(column.title, width, column.kind.isNumber, font: "<w:b/>" + font, isHeader: true)
    }
    out += "</w:tr>\n"
    for row in table.shown {
      out += "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
      for (index, text) in cells.texts(row, table.columns).enumerated() {
        let isNumber = table.columns[index].kind.isNumber
        out += cell(text, widths[index], isNumber, font: font, isHeader: false)
      }
      out += "</w:tr>\n"
    }
    out += "</w:tbl>\n"
    let rest = table.isCut ? table.restNote : ""
    return out + WordText.paragraph(rest, "Note")
  }

  /// The header stays with the first row: alone at the foot of a page, LibreOffice loses the rows below it.
  private func cell(
    _ text: String, _ width: Int, _ isNumber: Bool, font: String, isHeader: Bool
  ) -> String {
    let together = isHeader ? "<w:keepNext/>" : ""
    let alignment = isNumber ? "<w:jc w:val=\"right\"/>" : ""
    let run = WordText.run(text, font)
    return "<w:tc><w:tcPr><w:tcW w:w=\"\(width)\" w:type=\"dxa\"/></w:tcPr>"
      + "<w:p><w:pPr><w:pStyle w:val=\"TableText\"/>\(together)\(alignment)</w:pPr>\(run)</w:p></w:tc>"
  }

  /// Half points of table text, and of that of tables too wide for it.
  private static let sizes = [17, 13]
  /// A letter in the widest font that may stand in for ours, in twentieths of a point for each half point of its
  /// size, and the room beside the text of a cell.
  private static let (letterTwips, marginTwips) = (6.6, 180.0)

  /// Widths of columns and half points of text.
  private var layout: (widths: [Int], size: Int) {
    for size in Self.sizes {
      if let widths = columnWidths(letter: Self.letterTwips * Double(size)) {
        return (widths, size)
      }
    }
    let size = Self.sizes[1]
    let needs = self.needs(letter: Self.letterTwips * Double(size)).map { min($0, 2_400) }
    let total = max(1, needs.reduce(0, +))
    return (needs.map { Int(Double(textWidth) * $0 / total) }, size)
  }

  /// Letters of the widest text of each column, at least eight where its title has them.
  private var widest: [Double] {
    let rows = table.shown.prefix(200).map { cells.texts($0, table.columns) }
    return table.columns.enumerated().map { index, column in
      max(rows.map { Self.width($0[index]) }.max() ?? 0, min(8, Self.width(column.title)))
    }
  }

  private func needs(letter: Double) -> [Double] { widest.map { $0 * letter + Self.marginTwips } }

  /// Numbers get the room they need on one line, text what is left in proportion to its widest, within bounds; nil
  /// where too little is left.
  private func columnWidths(letter: Double) -> [Int]? {
    let (widest, needs) = (widest, needs(letter: letter))
    let isFixed = table.columns.indices.map { table.columns[$0].kind.isNumber || widest[$0] <= 10 }
    let fixed = needs.indices.reduce(0) { isFixed[$1] ? $0 + needs[$1] : $0 }
    let wishes = widest.map { min(40, $0) }
    let wished = max(1, wishes.indices.reduce(0) { isFixed[$1] ? $0 : $0 + wishes[$1] })
    let room = Double(textWidth) - fixed
    if isFixed.allSatisfy({ $0 }) {
      return room < 0 ? nil : needs.map { Int($0 * Double(textWidth) / max(1, fixed)) }
    }
    if room < wished * letter / 4 { return nil }
    return needs.indices.map { Int(isFixed[$0] ? needs[$0] : room * wishes[$0] / wished) }
  }

  /// In letters; a Chinese character takes two.
  private static func width(_ text: String) -> Double {
    text.unicodeScalars.prefix(100).reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
  }
}
