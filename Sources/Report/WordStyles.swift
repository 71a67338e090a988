import Model

extension WordParts {
  /// `word/styles.xml`: Word's own names for title and headings, so that contents and navigation find them.
  var styles: String {
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
      + "<w:styles xmlns:w=\"\(namespace)\">" + Self.defaults
      + Self.paragraph(
        "Normal", "Normal", isDefault: true,
        "<w:spacing w:after=\"100\" w:line=\"300\" w:lineRule=\"auto\"/>", "")
      + Self.paragraph(
        "Title", "Title", "<w:spacing w:before=\"120\" w:after=\"80\"/>",
        Self.font(40, "0B4F8A", isBold: true))
      + Self.paragraph(
        "Subtitle", "Subtitle", "<w:spacing w:after=\"40\"/>", Self.font(20, "4A5868"))
      + Self.paragraph(
        "Heading1", "heading 1",
        "<w:keepNext/><w:spacing w:before=\"360\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>",
        Self.font(30, "0B4F8A", isBold: true))
      + Self.paragraph(
        "Heading2", "heading 2",
        "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"80\"/><w:outlineLvl w:val=\"1\"/>",
        Self.font(25, "1D2733", isBold: true))
      // A figure's caption stands below it, a table's above.
      + Self.paragraph(
        "Caption", "caption", "<w:spacing w:before=\"120\" w:after=\"60\"/>",
        Self.font(19, "1D2733", isBold: true))
      + Self.paragraph(
        "TableCaption", "Table Caption",
        "<w:keepNext/><w:spacing w:before=\"120\" w:after=\"60\"/>",
        Self.font(19, "1D2733", isBold: true))
      + Self.paragraph(
        "Note", "Note", "<w:spacing w:before=\"40\" w:after=\"80\"/>", Self.font(18, "4A5868"))
      + Self.paragraph(
        "TableText", "Table Text",
        "<w:spacing w:before=\"20\" w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/>",
        Self.font(17, "1D2733"))
      + Self.paragraph(
        "Figure", "Figure", "<w:keepNext/><w:spacing w:before=\"120\" w:after=\"0\"/>", "")
      + Self.paragraph(
        "ListBullet", "List Bullet",
        "<w:numPr><w:numId w:val=\"1\"/></w:numPr><w:spacing w:after=\"40\"/>", "")
      + Self.paragraph("Footer", "footer", "<w:jc w:val=\"center\"/>", Self.font(16, "4A5868"))
      + Self.table + "</w:styles>\n"
  }

  /// Fonts that Windows and LibreOffice have, with a Chinese one beside.
  private static let defaults =
    "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Calibri\" "
    + "w:eastAsia=\"Microsoft YaHei\"/><w:color w:val=\"1D2733\"/><w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/>"
    + "<w:lang w:val=\"en-GB\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault></w:docDefaults>"

  /// Half points and a colour.
  private static func font(_ size: Int, _ colour: String, isBold: Bool = false) -> String {
    (isBold ? "<w:b/>" : "")
      + "<w:color w:val=\"\(colour)\"/><w:sz w:val=\"\(size)\"/><w:szCs w:val=\"\(size)\"/>"
  }

  private static func paragraph(
    _ id: String, _ name: String, isDefault: Bool = false, _ paragraph: String, _ run: String
  ) -> String {
    "<w:style w:type=\"paragraph\"\(isDefault ? " w:default=\"1\"" : "") w:styleId=\"\(id)\">"
      + "<w:name w:val=\"\(name)\"/>" + (isDefault ? "" : "<w:basedOn w:val=\"Normal\"/>")
      + "<w:qFormat/><w:pPr>\(paragraph)</w:pPr><w:rPr>\(run)</w:rPr></w:style>"
  }

  /// Thin lines between rows, a tinted header.
  private static let table: String = {
    let line = "w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"C9D2DC\""
    return
      "<w:style w:type=\"table\" w:styleId=\"ReportTable\"><w:name w:val=\"Report Table\"/><w:tblPr>"
      + "<w:tblBorders><w:top \(line)/><w:bottom \(line)/><w:insideH \(line)/></w:tblBorders>"
      + "<w:tblCellMar><w:left w:w=\"70\" w:type=\"dxa\"/><w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"
      + "<w:tblStylePr w:type=\"firstRow\"><w:tcPr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E7EEF5\"/></w:tcPr>"
      + "</w:tblStylePr></w:style>"
  }()
}
