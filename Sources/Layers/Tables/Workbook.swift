import Model

/// An XLSX workbook: its sheets' names, shared texts and number formats; sheets are read one by one.
struct Workbook {
  /// One sheet as the workbook lists it.
  struct SheetEntry {
    var name: String
    /// The part that holds its cells.
    var part: String
    /// Hidden by the user; read only when named.
    var isHidden: Bool
  }

  let sheets: [SheetEntry]
  private let package: WorkbookPackage
  private let subject: Subject
  private let strings: SharedTexts
  private let formats: [CellFormat]
  private let startsIn1904: Bool

  /// - Throws: 65 when the file is no workbook or damaged.
  init(_ bytes: [UInt8], subject: Subject) throws {
    self.subject = subject
    package = try WorkbookPackage(bytes, subject: subject)
    let root = try Self.mainPart(package)
    guard let main = try package.part(root) else { throw Self.noWorkbook(subject) }
    let folder = root.split(separator: "/").dropLast().joined(separator: "/")
    let relations = try Self.relations(package, of: root)
    (sheets, startsIn1904) = Self.sheets(main, relations: relations, folder: folder)
    guard !sheets.isEmpty else { throw Self.noWorkbook(subject) }
    let texts = relations.values.first { $0.type.hasSuffix("/sharedStrings") }?.target
    let styles = relations.values.first { $0.type.hasSuffix("/styles") }?.target
    strings = SharedTexts(
      try package.part(Self.resolve(texts ?? "sharedStrings.xml", in: folder)) ?? [])
    formats = CellFormat.formats(
      try package.part(Self.resolve(styles ?? "styles.xml", in: folder)) ?? [])
  }

  /// The cells of one sheet.
  ///
  /// - Throws: 65 when the sheet is damaged or has too many columns.
  func grid(_ sheet: SheetEntry) throws -> CellGrid {
    guard let bytes = try package.part(sheet.part) else {
      throw AnalysisError(
        .badData, subject,
        LocalizedText("sheet “\(sheet.name)” has no content", zh: "工作表“\(sheet.name)”没有内容"))
    }
    var reader = SheetReader(strings: strings, formats: formats, startsIn1904: startsIn1904)
    try reader.read(bytes, subject: subject)
    return reader.grid
  }

  private struct Relation {
    var type: String
    var target: String
  }

  private static func mainPart(_ package: WorkbookPackage) throws -> String {
    let relation = try relations(package, of: "").values.first {
      $0.type.hasSuffix("/officeDocument")
    }
    return relation.map { resolve($0.target, in: "") } ?? "xl/workbook.xml"
  }

  /// The relations of the part at `path` (the package's own for "") by id.
  private static func relations(_ package: WorkbookPackage, of path: String) throws
    -> [String: Relation]
  {
    var parts = path.split(separator: "/").map(String.init)
    let file = parts.popLast() ?? ""
    let place = (parts + ["_rels", file + ".rels"]).joined(separator: "/")
    var result: [String: Relation] = [:]
    (try package.part(place) ?? []).withUnsafeBufferPointer { buffer in
      var scanner = MarkupScanner(buffer)
      while let token = scanner.next() {
        guard case .start(let name, let attributes, _) = token, name.equals("Relationship"),
          let id = scanner.text("Id", in: attributes)
        else { continue }
        result[id] = Relation(
          type: scanner.text("Type", in: attributes) ?? "",
          target: scanner.text("Target", in: attributes) ?? "")
      }
    }
    return result
  }

  private static func sheets(_ bytes: [UInt8], relations: [String: Relation], folder: String)
    -> ([SheetEntry], Bool)
  {
    var sheets: [SheetEntry] = []
    var startsIn1904 = false
    bytes.withUnsafeBufferPointer { buffer in
      var scanner = MarkupScanner(buffer)
      while let token = scanner.next() {
        guard case .start(let name, let attributes, _) = token else { continue }
        if name.equals("workbookPr") {
          startsIn1904 = ["1", "true"].contains(scanner.text("date1904", in: attributes))
        }
        guard name.equals("sheet"), let title = scanner.text("name", in: attributes),
          let relation = scanner.text("id", in: attributes).flatMap({ relations[$0] }),
          relation.type.hasSuffix("/worksheet")
        else { continue }
        sheets.append(
          SheetEntry(
            name: title, part: resolve(relation.target, in: folder),
            isHidden: scanner.text("state", in: attributes).map { $0 != "visible" } ?? false))
      }
    }
    return (sheets, startsIn1904)
  }

  private static func resolve(_ target: String, in folder: String) -> String {
    if target.hasPrefix("/") { return String(target.dropFirst()) }
    var parts = folder.split(separator: "/").map(String.init)
    for piece in target.split(separator: "/") {
      if piece == ".." { _ = parts.popLast() } else if piece != "." { parts.append(String(piece)) }
    }
    return parts.joined(separator: "/")
  }

  private static func noWorkbook(_ subject: Subject) -> AnalysisError {
    AnalysisError(
      .badData, subject,
      LocalizedText("this is not an XLSX workbook", zh: "不是有效的 XLSX 工作簿"),
      hint: LocalizedText(
        "open it in a spreadsheet program and save it as XLSX or CSV",
        zh: "请用表格软件打开，另存为 XLSX 或 CSV"))
  }
}
