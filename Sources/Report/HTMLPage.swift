import Export
import Model
import WebAssets

/// A report as one HTML page that needs nothing else: styles, scripts, pictures and data are in it, and its security policy
/// forbids every request.
public struct HTMLPage {
  /// What the page is for.
  public enum Use: Sendable {
    /// A browser: with scripts and the map that can be moved.
    case screen(LeafletLibrary)
    /// Paper: without them.
    case print
  }

  private let document: ReportDocument
  private let use: Use
  private let cells: CellText

  public init(_ document: ReportDocument, for use: Use) {
    self.document = document
    self.use = use
    cells = CellText(document.language)
  }

  /// The library that draws the map; nil where the page has none.
  private var leaflet: LeafletLibrary? {
    if case .screen(let library) = use, document.map != nil { library } else { nil }
  }

  private func escaped(_ text: String) -> String { MarkupText.escaped(text) }

  /// The whole page.
  public var html: String {
    let language = document.language == .chinese ? "zh-CN" : "en"
    var out = "<!DOCTYPE html>\n<html lang=\"\(language)\">\n<head>\n"
    out += head
    out += "</head>\n<body>\n"
    out += "<a class=\"skip\" href=\"#main\">\(document.word("Skip to content", "跳到正文"))</a>\n"
    out += "<header>\n<h1>\(escaped(document.title))</h1>\n"
    for line in document.lines { out += "<p>\(escaped(line))</p>\n" }
    out += "</header>\n" + contents + "<main id=\"main\" tabindex=\"-1\">\n"
    for section in document.sections { append(section, to: &out) }
    out += "</main>\n" + footer
    if case .screen = use { out += scripts }
    return out + "</body>\n</html>\n"
  }

  private var head: String {
    let policy =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    var out = "<meta charset=\"utf-8\"/>\n"
    out += "<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\"/>\n"
    out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
    out += "<meta name=\"generator\" content=\"lifecircle \(ProductVersion.text)\"/>\n"
    out += "<title>\(escaped(document.title))</title>\n"
    if let leaflet { out += "<style>\n\(leaflet.styles)\n</style>\n" }
    return out + "<style>\n\(PageStyle.text(document.language))</style>\n"
  }

  private var contents: String {
    let title = document.word("Contents", "目录")
    let items = document.sections.map {
      "<li><a href=\"#\($0.id)\">\(escaped($0.title))</a></li>"
    }
    return "<nav aria-label=\"\(title)\">\n<ol>\n\(items.joined(separator: "\n"))\n</ol>\n</nav>\n"
  }

  private var footer: String {
    if document.attributions.isEmpty { return "" }
    let text = document.attributions.map(escaped).joined(separator: " · ")
    return "<footer><p>\(document.word("Data: ", "数据："))\(text)</p></footer>\n"
  }

  private var scripts: String {
    var out = ""
    if let leaflet, let map = document.map {
      let data = MapData(map, document.language, attributions: document.attributions)
      out += "<script type=\"application/json\" id=\"map-data\">"
      out += JSONText.encode(data.json) + "</script>\n"
      out += "<script>\n\(leaflet.script)\n</script>\n"
      out += "<script>\n\(MapScript.text(document.language))</script>\n"
    }
    return out + "<script>\n\(PageScript.text(document.language))</script>\n"
  }

  // MARK: Content

  private func append(_ section: ReportDocument.Section, to out: inout String) {
    out += "<section aria-labelledby=\"\(section.id)\">\n"
    out += "<h2 id=\"\(section.id)\">\(escaped(section.title))</h2>\n"
    for (number, block) in section.blocks.enumerated() {
      append(block, "\(section.id)-\(number + 1)", to: &out)
    }
    out += "</section>\n"
  }

  private func append(_ block: ReportDocument.Block, _ id: String, to out: inout String) {
    switch block {
    case .heading(let text): out += "<h3>\(escaped(text))</h3>\n"
    case .paragraph(let text): out += "<p>\(escaped(text))</p>\n"
    case .list(let items):
      out += "<ul>\n" + items.map { "<li>\(escaped($0))</li>\n" }.joined() + "</ul>\n"
    case .note(let text): out += "<p class=\"note\">\(escaped(text))</p>\n"
    case .keyFigures(let figures): append(figures, to: &out)
    case .table(let table): append(table, id, to: &out)
    case .figure(let figure): append(figure, to: &out)
    case .map(let map): append(map, to: &out)
    }
  }

  private func append(_ figures: [ReportDocument.KeyFigure], to out: inout String) {
    out += "<ul class=\"tiles\">\n"
    for figure in figures {
      out += "<li\(figure.isWarning ? " class=\"alert\"" : "")>"
      out += "<span class=\"label\">\(escaped(figure.label))</span>"
      out += "<strong>\(escaped(figure.value))</strong>"
      out += "<span class=\"basis\">\(escaped(figure.basis))</span></li>\n"
    }
    out += "</ul>\n"
  }

  /// Bytes from which on a drawing stands in the page as a picture of dots, so that pages of many blocks stay small.
  private static let largestDrawing = 1_000_000

  /// On paper always: WeasyPrint 57 leaves out the letters of Cairo's drawings.
  private func prefersDots(_ figure: ReportFigure) -> Bool {
    if case .print = use { return true }
    return figure.svg.utf8.count > Self.largestDrawing
  }

  private func append(_ figure: ReportFigure, to out: inout String) {
    let picture: String
    if let png = figure.png, prefersDots(figure) {
      picture = "data:image/png;base64,\(Base64.text(png))"
    } else {
      picture = "data:image/svg+xml;base64,\(Base64.text(Array(figure.svg.utf8)))"
    }
    out += "<figure>\n<img alt=\"\(escaped(figure.alternative))\" "
    out += "width=\"\(Int(figure.width.rounded()))\" height=\"\(Int(figure.height.rounded()))\" "
    out += "src=\"\(picture)\"/>\n"
    out += "<figcaption>\(escaped(figure.caption))</figcaption>\n</figure>\n"
  }

  private func append(_ map: InteractiveMap, to out: inout String) {
    guard case .screen = use else { return }
    out += MapMarkup(map, document.language).html
  }

  // MARK: Tables

  private func append(_ table: ReportTable, _ id: String, to out: inout String) {
    let (style, columns) = layout(of: table)
    out += "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-labelledby=\"\(id)\">\n"
    out += "<table\(style)>\n<caption id=\"\(id)\">\(escaped(table.caption))</caption>\n"
    out += "\(columns)<thead>\n<tr>"
    for column in table.columns {
      let style = self.style(column)
      out += "<th scope=\"col\"\(style)>\(escaped(column.title))</th>"
    }
    out += "</tr>\n</thead>\n<tbody>\n"
    for (number, row) in table.shown.enumerated() {
      let block = number < table.mapBlocks.count ? " data-block=\"\(table.mapBlocks[number])\"" : ""
      out += "<tr\(block)>"
      for (index, text) in cells.texts(row, table.columns).enumerated() {
        out += cell(row[index], table.columns[index].kind, escaped(text))
      }
      out += "</tr>\n"
    }
    out += "</tbody>\n</table>\n</div>\n"
    if table.isCut, !table.restNote.isEmpty {
      out += "<p class=\"note\">\(escaped(table.restNote))</p>\n"
    }
  }

  /// In twentieths of a point: A4 within its margins, see `PageStyle`.
  private static let paper = ColumnWidths.Paper(textWidth: 10_205, letter: 5.5, margin: 140)

  /// Class and column widths of a table on paper; a browser lays it out by itself.
  private func layout(of table: ReportTable) -> (style: String, columns: String) {
    guard case .print = use else { return ("", "") }
    let columns = ColumnWidths(table, cells, Self.paper)
    let widths = columns.widths.map {
      "<col style=\"width:\(Figures.decimals(100 * $0 / Self.paper.textWidth, 1))%\"/>"
    }
    let style = columns.size < ColumnWidths.sizes[0] ? "fixed small" : "fixed"
    return (" class=\"\(style)\"", "<colgroup>\(widths.joined())</colgroup>\n")
  }

  /// Chinese breaks between any two characters: two or six of them stay together.
  private static let shortest = 6

  private func style(_ column: ReportTable.Column) -> String {
    let isShort = column.title.count <= Self.shortest && !column.title.contains(" ")
    let styles = (column.kind.isNumber ? ["n"] : []) + (isShort ? ["s"] : [])
    return styles.isEmpty ? "" : " class=\"\(styles.joined(separator: " "))\""
  }

  private func cell(_ value: JSONValue, _ kind: ReportTable.Kind, _ text: String) -> String {
    let key = CellText.sortKey(value).map { " data-v=\"\(JSONText.shortest($0))\"" } ?? ""
    let style =
      switch (value, kind) {
      case (.boolean(false), .verdict): " class=\"no\""
      // A name of 200 letters without a space must break somewhere.
      case (_, .text) where text.utf8.count > 60: " class=\"long\""
      case (_, .text) where text.count <= Self.shortest: " class=\"s\""
      default: kind.isNumber ? " class=\"n\"" : ""
      }
    return "<td\(style)\(key)>\(text)</td>"
  }
}

/// Base64 (RFC 4648, section 4).
enum Base64 {
  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = group.reduce(0) { $0 << 8 | Int($1) }
      bits <<= 8 * (3 - group.count)
      for place in 0..<4 {
        let isFilled = place <= group.count
        out.append(isFilled ? digits[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
