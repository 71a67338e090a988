import Model

/// The parts of a Word document beside its body.
struct WordParts {
  private let language: Language

  init(_ language: Language) { self.language = language }

  private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"
  private static let word = "application/vnd.openxmlformats-officedocument.wordprocessingml"

  static let contentTypes =
    head + "<Types xmlns=\"\(package)/content-types\">"
    + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    + "<Default Extension=\"png\" ContentType=\"image/png\"/>"
    + [
      ("word/document", "\(word).document.main"), ("word/styles", "\(word).styles"),
      ("word/numbering", "\(word).numbering"), ("word/footer1", "\(word).footer"),
      ("word/settings", "\(word).settings"),
      ("docProps/core", "application/vnd.openxmlformats-package.core-properties"),
    ].map { "<Override PartName=\"/\($0).xml\" ContentType=\"\($1)+xml\"/>" }.joined()
    + "</Types>\n"

  static let packageRelations =
    head + "<Relationships xmlns=\"\(package)/relationships\">"
    + "<Relationship Id=\"rDocument\" Type=\"\(office)/officeDocument\" Target=\"word/document.xml\"/>"
    + "<Relationship Id=\"rProperties\" Type=\"\(package)/relationships/metadata/core-properties\" "
    + "Target=\"docProps/core.xml\"/></Relationships>\n"

  /// Relations of the body, pictures among them.
  static func relations(pictures: Int) -> String {
    let parts = [
      ("styles", "styles"), ("numbering", "numbering"), ("footer1", "footer"),
      ("settings", "settings"),
    ]
    var out = head + "<Relationships xmlns=\"\(package)/relationships\">"
    for (name, type) in parts {
      out += "<Relationship Id=\"r_\(name)\" Type=\"\(office)/\(type)\" Target=\"\(name).xml\"/>"
    }
    for number in 0..<pictures {
      out += "<Relationship Id=\"rPicture\(number + 1)\" Type=\"\(office)/image\" "
      out += "Target=\"media/figure\(number + 1).png\"/>"
    }
    return out + "</Relationships>\n"
  }

  /// Title and program; no date, so that the same run gives the same bytes.
  func properties(title: String) -> String {
    Self.head
      + "<cp:coreProperties xmlns:cp=\"\(Self.package)/metadata/core-properties\" "
      + "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>\(MarkupText.escaped(title))</dc:title>"
      + "<dc:creator>lifecircle \(ProductVersion.text)</dc:creator>"
      + "<dc:language>\(language == .chinese ? "zh-CN" : "en")</dc:language></cp:coreProperties>\n"
  }

  static let documentStart =
    head + "<w:document xmlns:w=\"\(main)\" xmlns:r=\"\(office)\" "
    + "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "
    + "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
    + "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>\n"

  /// A4, margins of 20 mm (1,134 twentieths of a point).
  static let documentEnd =
    "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"r_footer1\"/>"
    + "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
    + "<w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" "
    + "w:footer=\"567\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>\n"

  static let settings =
    head + "<w:settings xmlns:w=\"\(main)\"><w:defaultTabStop w:val=\"420\"/></w:settings>\n"

  /// One list of bullets.
  static let numbering =
    head + "<w:numbering xmlns:w=\"\(main)\"><w:abstractNum w:abstractNumId=\"0\">"
    + "<w:multiLevelType w:val=\"singleLevel\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>"
    + "<w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"•\"/><w:lvlJc w:val=\"left\"/>"
    + "<w:pPr><w:ind w:left=\"420\" w:hanging=\"280\"/></w:pPr></w:lvl></w:abstractNum>"
    + "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>\n"

  /// The page's number.
  var footer: String {
    func field(_ name: String) -> String {
      "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> \(name) "
        + "</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r>"
        + "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
    }
    let (before, between, after) =
      language == .chinese ? ("第 ", " 页，共 ", " 页") : ("", " / ", "")
    return Self.head
      + "<w:ftr xmlns:w=\"\(Self.main)\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>"
      + WordText.run(before) + field("PAGE") + WordText.run(between) + field("NUMPAGES")
      + WordText.run(after) + "</w:p></w:ftr>\n"
  }
}
