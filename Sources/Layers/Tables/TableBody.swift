import Model

/// Makes a table of a grid below its header: leaves out what is no data, fills merged cells, names columns.
struct TableBody {
  let grid: CellGrid
  let place: HeaderPlace
  let role: LayerRequest.Role
  let isText: Bool
  let source: LayerSource
  private var records: [Int] = []
  private var columns: [Int] = []
  private var names: [String] = []

  init(
    grid: CellGrid, place: HeaderPlace, role: LayerRequest.Role, isText: Bool, source: LayerSource
  ) {
    self.grid = grid
    self.place = place
    self.role = role
    self.isText = isText
    self.source = source
  }

  /// The table and its coordinate columns' places in it.
  ///
  /// - Throws: 65 when rows × columns is beyond what memory should hold.
  mutating func table(_ ledger: inout Ledger) throws -> Table {
    reportTop(&ledger)
    chooseRecords(&ledger)
    chooseColumns(&ledger)
    nameColumns(&ledger)
    guard records.count * columns.count <= 400_000_000 else {
      throw AnalysisError(
        .badData, Subject(file: source.path),
        LocalizedText(
          "\(records.count) rows × \(columns.count) columns are too many",
          zh: "\(records.count) 行 × \(columns.count) 列，数据过多"),
        hint: LocalizedText("split the table", zh: "请拆分表格"))
    }
    var cells: [CellSpan] = []
    cells.reserveCapacity(records.count * columns.count)
    for record in records {
      for column in columns { cells.append(grid.span(record, column)) }
    }
    reportRagged(&ledger)
    var table = Table(
      header: names, rowNumbers: records.map { grid.rows[$0] }, source: source, bytes: grid.bytes,
      cells: cells)
    fillMerged(&table, &ledger)
    for error in grid.errors where columns.contains(error.column) {
      ledger.record(
        TableLedger.cellErrors, Subject(file: source.path, row: Int(error.row)), detail: error.text)
    }
    return table
  }

  /// The coordinate columns by table column instead of grid column.
  func places(_ places: CoordinatePlaces) -> CoordinatePlaces? {
    guard let x = columns.firstIndex(of: places.x), let y = columns.firstIndex(of: places.y) else {
      return nil
    }
    var result = places
    (result.x, result.y) = (x, y)
    return result
  }

  private func subject(_ record: Int) -> Subject {
    Subject(file: source.path, row: Int(grid.rows[record]))
  }

  private func line(_ record: Int) -> String {
    String(grid.texts(record).filter { !$0.isEmpty }.joined(separator: " ").prefix(80))
  }

  private func reportTop(_ ledger: inout Ledger) {
    for record in 0..<place.records.lowerBound where !grid.isBlank(record) {
      ledger.record(TableLedger.titleRows, subject(record), detail: line(record))
    }
    if place.records.isEmpty {
      ledger.record(TableLedger.noHeader, Subject(file: source.path), detail: line(0))
    } else if place.records.count == 2 {
      ledger.record(
        TableLedger.joinedHeader, subject(place.records.lowerBound),
        detail: String(place.names.filter { !$0.isEmpty }.joined(separator: ", ").prefix(120)))
    }
  }

  private mutating func chooseRecords(_ ledger: inout Ledger) {
    let header = place.records.isEmpty ? [] : grid.texts(place.records.upperBound - 1)
    var isAfterNote = false
    for record in place.records.upperBound..<grid.count where !grid.isBlank(record) {
      let code = leftOut(record, header: header, isAfterNote: isAfterNote)
      isAfterNote = code == TableLedger.noteRows
      if let code {
        ledger.record(code, subject(record), detail: line(record))
      } else {
        records.append(record)
      }
    }
  }

  /// Why `record` is no data; nil when it is.
  private func leftOut(_ record: Int, header: [String], isAfterNote: Bool) -> LedgerCode? {
    let start = grid.recordStarts[record]
    let spans = grid.cells[start..<grid.recordStarts[record + 1]]
    let isFirst = record == place.records.upperBound
    if isFirst, isUnitRow(record) { return TableLedger.unitRows }
    let filled = spans.lazy.filter { $0.length > 0 }
    guard let first = filled.first else { return nil }
    let special = filled.prefix(3).contains { span in
      RowKind.mayBeSpecial(grid.bytes[Int(span.start)..<Int(span.start + span.length)])
    }
    if let title = header.first(where: { !$0.isEmpty }), first.length == title.utf8.count,
      grid.text(first) == title, grid.texts(record) == header
    {
      return TableLedger.repeatedHeader
    }
    guard special || isAfterNote else { return nil }
    let count = filled.count
    if isSection(record, count: count) { return TableLedger.sectionRows }
    let kind = RowKind(
      filled.prefix(3).map(grid.text), filledCount: count, hasPlace: hasPlace(record),
      isPlain: role == .table || role == .control)
    switch kind {
    case .summary: return TableLedger.summaryRows
    case .note: return TableLedger.noteRows
    case .data:
      return isAfterNote && count == 1 && place.names.count > 2 ? TableLedger.noteRows : nil
    }
  }

  private func hasPlace(_ record: Int) -> Bool {
    guard case .found(let places) = place.coordinates else { return false }
    let (x, y) = (grid.text(grid.span(record, places.x)), grid.text(grid.span(record, places.y)))
    return places.isPair
      ? CoordinateText.pair(x) != nil
      : CoordinateText.single(x, comma: .decimal) != nil
        && CoordinateText.single(y, comma: .decimal) != nil
  }

  /// One cell merged over most of the columns.
  private func isSection(_ record: Int, count: Int) -> Bool {
    guard count == 1, place.names.count > 2 else { return false }
    let row = Int(grid.rows[record])
    return grid.merges.contains {
      $0.rows == row...row && $0.columns.count * 2 > place.names.count
    }
  }

  private static let units: Set<String> = [
    "°", "度", "人", "户", "个", "米", "m", "㎡", "平方米", "m2", "m²", "万元", "元", "分钟", "公里", "km", "km2",
    "km²", "万人",
    "张", "处", "座", "度分秒", "people", "yuan", "deg", "degrees", "metres", "meters",
  ]

  /// Units, or (in layers) the column numbers 1, 2, 3 … of statistical forms.
  private func isUnitRow(_ record: Int) -> Bool {
    guard !place.records.isEmpty else { return false }
    let texts = grid.texts(record)
    let filled = texts.filter { !$0.isEmpty }
    let isUnits = filled.allSatisfy {
      Self.units.contains($0) || ($0.hasPrefix("(") && $0.hasSuffix(")"))
        || ($0.hasPrefix("（") && $0.hasSuffix("）"))
    }
    if isUnits { return true }
    return role != .table && role != .control && filled.count > 3
      && texts.enumerated().allSatisfy { $1 == String($0 + 1) }
  }

  private mutating func chooseColumns(_ ledger: inout Ledger) {
    let width = (records.map(grid.width).max() ?? 0)
    let total = max(width, place.names.count)
    var counts = [Int](repeating: 0, count: total)
    for record in records {
      let start = grid.recordStarts[record]
      for index in start..<grid.recordStarts[record + 1] where grid.cells[index].length > 0 {
        counts[index - start] += 1
      }
    }
    columns = (0..<total).filter { column in
      if column < place.names.count, !place.names[column].isEmpty { return true }
      let isInside = column < place.names.count || place.records.isEmpty
      return isInside ? counts[column] > 0 : counts[column] * 2 >= max(1, records.count)
    }
  }

  private mutating func nameColumns(_ ledger: inout Ledger) {
    var taken = Set(place.names)
    var used: Set<String> = []
    for column in columns {
      let written = column < place.names.count ? place.names[column] : ""
      var name = written.isEmpty ? "column_\(column + 1)" : written
      if used.contains(name) || (written.isEmpty && taken.contains(name)) {
        let number = (2...).first { !taken.contains("\(name)_\($0)") }
        name += "_\(number ?? 2)"
      }
      if name != written, !place.records.isEmpty {
        ledger.record(
          TableLedger.renamed, subject(place.records.upperBound - 1),
          detail: written.isEmpty ? name : "\(written) → \(name)")
      }
      taken.insert(name)
      used.insert(name)
      names.append(name)
    }
  }

  private func reportRagged(_ ledger: inout Ledger) {
    guard let last = columns.last else { return }
    let expected = place.records.isEmpty ? last + 1 : grid.width(place.records.upperBound - 1)
    for record in records {
      let width = grid.width(record)
      if width > last + 1, (last + 1..<width).contains(where: { grid.span(record, $0).length > 0 })
      {
        ledger.record(TableLedger.longRows, subject(record), detail: "\(width) > \(last + 1)")
      } else if isText, width < min(expected, last + 1) {
        ledger.record(TableLedger.shortRows, subject(record), detail: "\(width) < \(expected)")
      }
    }
  }

  /// Gives vertically merged values to the rows below, but never repeats an amount.
  private func fillMerged(_ table: inout Table, _ ledger: inout Ledger) {
    var budget = table.cells.count + 1_000_000
    let merges = grid.merges.filter { $0.rows.count > 1 }.sorted {
      ($0.rows.lowerBound, $0.columns.lowerBound) < ($1.rows.lowerBound, $1.columns.lowerBound)
    }
    for merge in merges {
      guard let column = columns.firstIndex(of: merge.columns.lowerBound) else { continue }
      var row = table.firstRow(atOrAfter: merge.rows.lowerBound)
      guard row < table.rowCount, Int(table.rowNumbers[row]) == merge.rows.lowerBound else {
        continue
      }
      let value = table.cells[row * table.columnCount + column]
      guard value.length > 0 else { continue }
      let subject = Subject(file: source.path, row: merge.rows.lowerBound)
      let rows = "\(merge.rows.lowerBound)–\(merge.rows.upperBound)"
      if !repeats(table[row, column], column: column) {
        ledger.record(
          TableLedger.mergedNumber, subject,
          detail: "\(table.header[column]) \(rows): \(table[row, column])")
        continue
      }
      ledger.record(
        TableLedger.merged, subject,
        detail: "\(table.header[column]) \(rows): \(table[row, column])")
      row += 1
      while row < table.rowCount, Int(table.rowNumbers[row]) <= merge.rows.upperBound, budget > 0 {
        table.cells[row * table.columnCount + column] = value
        row += 1
        budget -= 1
      }
    }
  }

  /// Texts, codes and coordinates hold for each row of a merged cell; other numbers are amounts.
  private func repeats(_ text: String, column: Int) -> Bool {
    guard Double(HalfWidth.text(text)) != nil else { return true }
    if case .found(let places) = place.coordinates,
      [places.x, places.y].contains(columns[column])
    {
      return true
    }
    let key = ColumnName.key(names[column])
    return ["编号", "编码", "代码", "序号", "id", "code", "电话", "年份", "year"].contains {
      key.contains($0)
    }
  }
}

extension Table {
  /// The first row that begins at or below the file row `number`, by binary search.
  func firstRow(atOrAfter number: Int) -> Int {
    var (low, high) = (0, rowCount)
    while low < high {
      let middle = (low + high) / 2
      if Int(rowNumbers[middle]) < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
