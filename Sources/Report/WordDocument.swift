import Export
import Model

/// A report as a Word document (Office Open XML, ECMA-376) that can be edited: styles, headings, tables and pictures.
struct WordDocument {
  private let document: ReportDocument
  private let parts: WordParts
  /// A4 with margins of 20 mm: 170 mm, in twentieths of a point.
  private static let textTwips = 9_638
  /// The same in points, and a height of which two fit on a page with their captions.
  private static let figureRoom = (width: 481.9, height: 312.0)

  init(_ document: ReportDocument) {
    self.document = document
    parts = WordParts(document.language)
  }

  /// The pictures that can be placed, in order.
  private var pictures: [[UInt8]] {
    document.sections.flatMap(\.blocks).compactMap {
      if case .figure(let figure) = $0 { figure.png } else { nil }
    }
  }

  /// Writes the archive.
  func write(to file: AtomicFile) throws {
    let pictures = pictures
    var archive = ZipFile(file)
    func add(_ name: String, _ text: String) throws {
      try archive.add(Array(text.utf8), name: name)
    }
    // Readers expect the list of types first.
    try add("[Content_Types].xml", WordParts.contentTypes)
    try add("_rels/.rels", WordParts.packageRelations)
    try add("docProps/core.xml", parts.properties(title: document.title))
    try add("word/document.xml", body)
    try add("word/styles.xml", parts.styles)
    try add("word/numbering.xml", WordParts.numbering)
    try add("word/footer1.xml", parts.footer)
    try add("word/settings.xml", WordParts.settings)
    try add("word/_rels/document.xml.rels", WordParts.relations(pictures: pictures.count))
    for (index, picture) in pictures.enumerated() {
      try archive.add(picture, name: "word/media/figure\(index + 1).png")
    }
    try archive.finish()
  }

  /// `word/document.xml`.
  var body: String {
    var out = WordParts.documentStart
    out += WordText.paragraph(document.title, "Title")
    for line in document.lines { out += WordText.paragraph(line, "Subtitle") }
    var figures = 0
    for (index, section) in document.sections.enumerated() {
      out += WordText.heading(
        section.title, level: 1,
        bookmark: (index + 1, "_" + section.id.replacing("-", with: "_")))
      for block in section.blocks { out += xml(block, &figures) }
    }
    if !document.attributions.isEmpty {
      let text = document.attributions.joined(separator: " · ")
      out += WordText.paragraph(document.word("Data: ", "数据：") + text, "Note")
    }
    return out + WordParts.documentEnd
  }

  private func xml(_ block: ReportDocument.Block, _ figures: inout Int) -> String {
    switch block {
    case .heading(let text): return WordText.heading(text, level: 2)
    case .paragraph(let text): return WordText.paragraph(text)
    case .list(let items): return items.map { WordText.bullet($0) }.joined()
    case .note(let text): return WordText.paragraph(text, "Note")
    case .keyFigures(let figures):
      return WordTable(
        table(figures), document.language, textWidth: Self.textTwips
      ).xml
    case .table(let table):
      return WordTable(table, document.language, textWidth: Self.textTwips).xml
    case .figure(let figure):
      guard figure.png != nil else { return WordText.paragraph(figure.alternative, "Note") }
      figures += 1
      return WordText.picture(
        figure, relation: "rPicture\(figures)", number: figures, room: Self.figureRoom)
        + WordText.paragraph(figure.caption, "Caption")
    case .map: return ""
    }
  }

  /// Tiles of a page as a table.
  private func table(_ figures: [ReportDocument.KeyFigure]) -> ReportTable {
    ReportTable(
      name: "", caption: document.word("Key figures", "关键指标"),
      columns: [
        .init(document.word("figure", "指标"), .text), .init(document.word("value", "数值"), .text),
        .init(document.word("of what", "分母与口径"), .text),
      ],
      rows: figures.map { [.string($0.label), .string($0.value), .string($0.basis)] })
  }
}
