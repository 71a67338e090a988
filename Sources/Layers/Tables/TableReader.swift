import Model

/// Reads lists of stations, demand points or candidates from CSV, TSV, TXT, XLSX and XLSM.
public enum TableReader {
  /// File endings (lower case) that are read here.
  public static let endings: Set<String> = [
    "csv", "tsv", "txt", "tab", "xlsx", "xlsm", "xltx", "xls", "ods",
  ]

  /// The table with its cells as text, without looking for coordinates: for cost matrices, weights and
  /// conversions that keep all columns.
  ///
  /// - Throws: 66 when the file cannot be opened, 65 when it is no table.
  public static func readTable(_ request: LayerRequest, ledger: inout Ledger) throws -> Table {
    var request = request
    request.role = .table
    return try load(request, &ledger).table
  }

  /// One point a row with the row's cells as attributes; attributes alone for roles `table` and `control`.
  ///
  /// Rows without usable coordinates are left out for stations and candidates, and have no geometry in
  /// other layers; both are in the ledger. Coordinates are as the file gives them, x = east, in
  /// `source.coordinateSystem`.
  ///
  /// - Throws: 66 when the file cannot be opened; 65 when it is no table, has no coordinates, has them in
  ///   metres without a stated system or in swapped columns; 64 for unknown columns, sheets or encodings.
  public static func read(_ request: LayerRequest, ledger: inout Ledger) throws -> Layer {
    let loaded = try load(request, &ledger)
    var table = loaded.table
    guard let places = loaded.places else {
      return try layer(table, .none, request, &ledger)
    }
    reportColumns(places, table, &ledger)
    if places.isPair, TableShapes.holds(table, column: places.x) {
      let (shapes, system, choice) = try TableShapes(
        table: table, column: places.x, request: request, told: places.system

      ).read(&ledger)
      table.source.coordinateSystem = system
      table.source.coordinateSystemChoice = choice
      reportAssumed(shapes, table, request, &ledger)
      return try layer(table, .shapes(shapes), places: places, request, &ledger)
    }
    let reading = CoordinateReading(table: table, places: places, request: request)
    let coordinates = try reading.read(&ledger)
    table.source.coordinateSystem = coordinates.system
    table.source.coordinateSystemChoice = coordinates.choice
    return try layer(
      table, .points(coordinates.values), places: places, request, &ledger)
  }

  // MARK: loading

  private typealias Loaded = (table: Table, places: CoordinatePlaces?)

  private static func load(_ request: LayerRequest, _ ledger: inout Ledger) throws -> Loaded {
    let file = try TableFile(request.path)
    let sheet = try TableSheets(file: file, request: request).sheet(&ledger)
    var body = TableBody(
      grid: sheet.grid, place: sheet.place, role: request.role, isText: sheet.isText,
      source: sheet.source)
    let table = try body.table(&ledger)
    guard table.rowCount > 0 else {
      throw AnalysisError(
        .badData, Subject(file: file.path),
        LocalizedText("the table has a header but no rows", zh: "表格只有表头，没有数据行"))
    }
    guard request.role != .table, request.role != .control else { return (table, nil) }
    switch sheet.place.coordinates {
    case .found(let places):
      return (table, body.places(places).map { holdingPairs($0, table) })
    case .several(let several):
      throw TableFailure.severalColumns(several, sheet.place.names, request, file.path)
    case .none:
      if request.role == .demand, request.coordinateColumns == nil,
        TableFailure.hasBlockColumn(table)
      {
        return (table, nil)
      }
      throw TableFailure.noCoordinates(table, request)
    }
  }

  /// Among columns named for pairs (`位置`, `坐标`) the first that holds some: a 位置 may be an address.
  private static func holdingPairs(_ places: CoordinatePlaces, _ table: Table) -> CoordinatePlaces {
    guard places.isPair, places.choice == .detected else { return places }
    return CoordinateColumnSearch.pairColumns(in: table.header).first { candidate in
      let filled = (0..<min(table.rowCount, 200)).map { table[$0, candidate.x] }.filter {
        !$0.isEmpty
      }
      return filled.lazy.filter { CoordinateText.pair($0) != nil }.count * 2 > filled.count
    } ?? places
  }

  private static func reportColumns(
    _ places: CoordinatePlaces, _ table: Table, _ ledger: inout Ledger
  ) {
    guard places.choice == .detected else { return }
    ledger.record(
      TableLedger.columns, Subject(file: table.source.path),
      detail: places.isPair
        ? table.header[places.x] : "\(table.header[places.x]), \(table.header[places.y])")
  }

  /// Degrees without a stated system are WGS 84; inside China that deserves a warning.
  private static func reportAssumed(
    _ shapes: [WellKnownText.Shape?], _ table: Table, _ request: LayerRequest,
    _ ledger: inout Ledger
  ) {
    guard table.source.coordinateSystemChoice == .assumed else { return }
    let first = shapes.lazy.compactMap { $0?.parts.first?.first?.first }.first
    if let first, CoordinateRanges.isChina(first.x, first.y) {
      ledger.record(
        TableLedger.unstatedInChina, Subject(file: table.source.path),
        detail: "\(request.coordinateSystemOption) GCJ02|BD09|EPSG:4490")
    } else {
      ledger.record(.coordinateSystemAssumed, Subject(file: table.source.path))
    }
  }

  // MARK: layer

  private static let chunkSize = 8192

  private static func layer(
    _ table: Table, _ rowPlaces: RowPlaces, places: CoordinatePlaces? = nil,
    _ request: LayerRequest, _ ledger: inout Ledger
  ) throws -> Layer {
    let rows = keptRows(table, rowPlaces, places, request, &ledger)
    guard !rows.isEmpty else {
      throw AnalysisError(
        .badData, Subject(file: table.source.path),
        LocalizedText("no row has usable coordinates", zh: "没有一行有可用坐标"))
    }
    let attributes = try TableAttributes(table, threads: request.threads, &ledger)
    let count = (rows.count + chunkSize - 1) / chunkSize
    let chunks = try Parallel.map(count: count, threads: request.threads) { index in
      let part = rows[index * chunkSize..<min(rows.count, (index + 1) * chunkSize)]
      return chunk(part, firstIndex: index * chunkSize, table, rowPlaces, attributes)
    }
    return Layer(source: table.source, fields: attributes.fields, chunks: chunks)
  }

  private static func chunk(
    _ rows: ArraySlice<Int>, firstIndex: Int, _ table: Table,
    _ rowPlaces: RowPlaces, _ attributes: TableAttributes
  ) -> FeatureChunk {
    var chunk = FeatureChunk(firstIndex: firstIndex, rows: [])
    for row in rows {
      rowPlaces.append(row, to: &chunk.shapes)
      attributes.append(row: row, to: &chunk.attributes.bytes)
      chunk.attributes.starts.append(chunk.attributes.bytes.count)
      chunk.identifiers.append([])
      chunk.rows?.append(table.rowNumbers[row])
    }
    return chunk
  }

  /// The rows that stay; those without coordinates are recorded.
  private static func keptRows(
    _ table: Table, _ rowPlaces: RowPlaces, _ places: CoordinatePlaces?,
    _ request: LayerRequest, _ ledger: inout Ledger
  ) -> [Int] {
    guard rowPlaces.isLocated, let places else { return Array(0..<table.rowCount) }
    let code = TableLedger.withoutCoordinates(request.role)
    let label = TableFailure.labelColumn(table)
    let isDropping = request.role == .stations || request.role == .candidates
    var kept: [Int] = []
    kept.reserveCapacity(table.rowCount)
    for row in 0..<table.rowCount {
      if rowPlaces.contains(row) {
        kept.append(row)
        continue
      }
      let seen = places.isPair ? [places.x] : [places.x, places.y]
      ledger.record(
        code, table.subject(row, id: label.map { table[row, $0] }),
        detail: seen.map { "\(table.header[$0]) “\(table[row, $0].prefix(60))”" }.joined(
          separator: ", "))
      if !isDropping { kept.append(row) }
    }
    return kept
  }
}
