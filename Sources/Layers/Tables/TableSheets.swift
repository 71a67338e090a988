import Model

/// One grid with its header: a text table, or the chosen sheet of a workbook.
struct ChosenSheet {
  var grid: CellGrid
  var place: HeaderPlace
  var source: LayerSource
  var isText: Bool
}

/// Turns a table file into the one grid that is meant.
struct TableSheets {
  let file: TableFile
  let request: LayerRequest

  private var subject: Subject { Subject(file: file.path) }

  /// - Throws: 65 for other formats, empty files, and workbooks with several sheets that fit; 64 for a sheet
  ///   name that does not exist.
  func sheet(_ ledger: inout Ledger) throws -> ChosenSheet {
    guard !file.bytes.isEmpty else {
      throw AnalysisError(.badData, subject, LocalizedText("the file is empty", zh: "文件为空"))
    }
    // What a file is shows in its first bytes: renamed workbooks are common.
    if file.bytes.starts(with: [0x50, 0x4B, 0x03, 0x04])
      || file.bytes.starts(with: [0x50, 0x4B, 5, 6])
    {
      if file.ending == "ods" { throw otherFormat("ODS") }
      return try workbookSheet(&ledger)
    }
    if file.bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { throw otherFormat("XLS") }
    if ["xlsx", "xlsm", "xltx"].contains(file.ending) { throw notAWorkbook() }
    if file.bytes.starts(with: Array("%PDF".utf8)) { throw otherFormat("PDF") }
    return try textTable(&ledger)
  }

  private func textTable(_ ledger: inout Ledger) throws -> ChosenSheet {
    let text = try TableEncoding.decode(
      file.bytes, option: request.encoding, subject: subject,
      optionName: request.encodingOption)
    if text.choice == .detected, text.encoding != "UTF-8" {
      ledger.record(.encodingDetected, subject, detail: text.encoding)
    }
    if text.malformed > 0 {
      ledger.record(
        .textUndecodable, count: text.malformed, subject, detail: text.encoding)
    }
    let grid = try DelimitedText.grid(
      text.bytes, delimiter: file.ending == "tsv" ? UInt8(ascii: "\t") : nil, subject: subject)
    guard let place = headerSearch(grid).find() else { throw empty() }
    let source = LayerSource(
      path: file.path, driver: "CSV", encoding: text.encoding, encodingChoice: text.choice)
    return ChosenSheet(grid: grid, place: place, source: source, isText: true)
  }

  private func headerSearch(_ grid: CellGrid) -> HeaderSearch {
    var prefersPlanar = false
    if case .definition(let text) = request.coordinateSystem {
      prefersPlanar = !["EPSG:4326", "EPSG:4490"].contains(text.uppercased())
    }
    return HeaderSearch(
      grid: grid, stated: request.coordinateColumns, prefersPlanar: prefersPlanar,
      wantsCoordinates: request.role != .table && request.role != .control)
  }

  // MARK: workbooks

  private func workbookSheet(_ ledger: inout Ledger) throws -> ChosenSheet {
    let workbook = try Workbook(file.bytes, subject: subject)
    if let name = file.sheet {
      let found =
        workbook.sheets.first { $0.name == name }
        ?? workbook.sheets.first { ColumnName.cleaned($0.name) == ColumnName.cleaned(name) }
      guard let entry = found else { throw noSheet(name, workbook.sheets.map(\.name)) }
      guard let sheet = try chosen(entry, workbook) else { throw empty() }
      return sheet
    }
    let filled = try workbook.sheets.filter { !$0.isHidden }.compactMap { try chosen($0, workbook) }
    guard !filled.isEmpty else { throw empty() }
    if filled.count == 1 {
      if workbook.sheets.count > 1 { report(filled[0], workbook, &ledger) }
      return filled[0]
    }
    let located = filled.filter {
      if case .none = $0.place.coordinates { false } else { true }
    }
    guard located.count == 1 else { throw severalSheets(located.isEmpty ? filled : located) }
    report(located[0], workbook, &ledger)
    return located[0]
  }

  private func chosen(_ entry: Workbook.SheetEntry, _ workbook: Workbook) throws -> ChosenSheet? {
    let grid = try workbook.grid(entry)
    guard let place = headerSearch(grid).find() else { return nil }
    let source = LayerSource(
      path: file.path, layerName: entry.name, driver: "XLSX", encoding: "UTF-8",
      encodingChoice: .file)
    return ChosenSheet(grid: grid, place: place, source: source, isText: false)
  }

  private func report(_ sheet: ChosenSheet, _ workbook: Workbook, _ ledger: inout Ledger) {
    let others = workbook.sheets.map(\.name).filter { $0 != sheet.source.layerName }
    ledger.record(
      TableLedger.sheet, subject,
      detail: "\(sheet.source.layerName) (\(others.joined(separator: ", ")))")
  }

  // MARK: failures

  private func empty() -> AnalysisError {
    AnalysisError(.badData, subject, LocalizedText("the table has no rows", zh: "表格没有内容"))
  }

  private func otherFormat(_ name: String) -> AnalysisError {
    AnalysisError(
      .badData, subject,
      LocalizedText("\(name) files are not read", zh: "不读取 \(name) 文件"),
      hint: LocalizedText("save it as XLSX or CSV", zh: "请另存为 XLSX 或 CSV"))
  }

  private func notAWorkbook() -> AnalysisError {
    AnalysisError(
      .badData, subject,
      LocalizedText(
        "ends in .\(file.ending) but is no workbook", zh: "扩展名为 .\(file.ending)，但不是工作簿"),
      hint: LocalizedText(
        "open it in a spreadsheet program and save it as XLSX, or name it .csv if it is text",
        zh: "请用表格软件打开后另存为 XLSX；如为文本请改扩展名为 .csv"))
  }

  private func noSheet(_ name: String, _ names: [String]) -> AnalysisError {
    AnalysisError(
      .usage, subject,
      LocalizedText(
        "no sheet “\(name)”; there are: \(names.joined(separator: ", "))",
        zh: "没有工作表“\(name)”；现有：\(names.joined(separator: "、"))"))
  }

  private func severalSheets(_ sheets: [ChosenSheet]) -> AnalysisError {
    let names = sheets.map(\.source.layerName)
    return AnalysisError(
      .badData, subject,
      LocalizedText(
        "several sheets: \(names.joined(separator: ", "))",
        zh: "有多个工作表：\(names.joined(separator: "、"))"),
      hint: LocalizedText(
        "name one, for example “\(file.path):\(names[0])”", zh: "请指明一个，例如“\(file.path):\(names[0])”"
      ))
  }
}
