import Model

/// Pieces of WordprocessingML (ECMA-376, part 1, chapter 17).
enum WordText {
  /// A paragraph of one style; empty style: body text.
  static func paragraph(_ text: String, _ style: String = "") -> String {
    let properties = style.isEmpty ? "" : "<w:pPr><w:pStyle w:val=\"\(style)\"/></w:pPr>"
    return "<w:p>\(properties)\(run(text))</w:p>\n"
  }

  static func run(_ text: String, _ properties: String = "") -> String {
    let inner = properties.isEmpty ? "" : "<w:rPr>\(properties)</w:rPr>"
    return "<w:r>\(inner)<w:t xml:space=\"preserve\">\(MarkupText.escaped(text))</w:t></w:r>"
  }

  /// A heading that links can reach.
  static func heading(_ text: String, level: Int, bookmark: (id: Int, name: String)? = nil)
    -> String
  {
    var inner = run(text)
    if let bookmark {
      inner =
        "<w:bookmarkStart w:id=\"\(bookmark.id)\" w:name=\"\(bookmark.name)\"/>" + inner
        + "<w:bookmarkEnd w:id=\"\(bookmark.id)\"/>"
    }
    return "<w:p><w:pPr><w:pStyle w:val=\"Heading\(level)\"/></w:pPr>\(inner)</w:p>\n"
  }

  static func bullet(_ text: String) -> String {
    "<w:p><w:pPr><w:pStyle w:val=\"ListBullet\"/></w:pPr>\(run(text))</w:p>\n"
  }

  /// English Metric Units of a point (1/72 inch).
  private static let unitsPerPoint = 12_700.0

  /// A picture in a paragraph of its own, no larger than `room` (points).
  static func picture(
    _ figure: ReportFigure, relation: String, number: Int, room: (width: Double, height: Double)
  ) -> String {
    let scale = min(1, room.width / max(1, figure.width), room.height / max(1, figure.height))
    let width = Int(figure.width * scale * unitsPerPoint)
    let height = Int(figure.height * scale * unitsPerPoint)
    let alternative = MarkupText.escaped(figure.alternative)
    return """
      <w:p><w:pPr><w:pStyle w:val="Figure"/></w:pPr><w:r><w:drawing>\
      <wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="\(width)" cy="\(height)"/>\
      <wp:docPr id="\(number)" name="Figure \(number)" descr="\(alternative)"/>\
      <a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">\
      <pic:pic><pic:nvPicPr><pic:cNvPr id="\(number)" name="figure\(number).png"/><pic:cNvPicPr/></pic:nvPicPr>\
      <pic:blipFill><a:blip r:embed="\(relation)"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
      <pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="\(width)" cy="\(height)"/></a:xfrm>\
      <a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>\
      </a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>

      """
  }
}
