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
    let font =
      size == ColumnWidths.sizes[0] ? "" : "<w:sz w:val=\"\(size)\"/><w:szCs w:val=\"\(size)\"/>"
    var out = WordText.paragraph(table.caption, "TableCaption")
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

  /// In twentieths of a point; letters as wide as in the widest font that may stand in for ours.
  private var layout: (widths: [Int], size: Int) {
    let paper = ColumnWidths.Paper(textWidth: Double(textWidth), letter: 6.6, margin: 180)
    let columns = ColumnWidths(table, cells, paper)
    return (columns.widths.map { Int($0) }, columns.size)
  }
}
