import Model

/// The coordinates of a table's rows in the order x, y, and the system they are in.
struct TableCoordinates {
  /// NaN where a row has none.
  var values: [Coordinate]
  var system: CoordinateSystem
  var choice: Choice

  static let missing = Coordinate(x: .nan, y: .nan)
}

/// Reads the coordinate columns of one table and decides order, separators and system for all rows alike.
struct CoordinateReading {
  let table: Table
  let places: CoordinatePlaces
  let request: LayerRequest

  /// One row as written: first and second coordinate, NaN when not readable.
  private struct Raw {
    var first = Double.nan
    var second = Double.nan
    /// A direction letter says that the first is a latitude, or the second a longitude.
    var isTurned = false
    /// A direction letter says that the order is as expected.
    var isConfirmed = false
    var isSexagesimal = false
  }

  /// - Throws: 65 when the values are metres without a system, degrees in the wrong columns, or nothing usable.
  func read(_ ledger: inout Ledger) throws -> TableCoordinates {
    let commas = places.isPair ? (.unclear, .unclear) : (comma(places.x), comma(places.y))
    var rows = try readRows(commas)
    reportCommas(commas, &ledger)
    let sexagesimal = rows.lazy.filter(\.isSexagesimal).count
    if let row = rows.firstIndex(where: \.isSexagesimal) {
      let value =
        places.isPair ? table[row, places.x] : "\(table[row, places.x]), \(table[row, places.y])"
      ledger.record(
        TableLedger.degreesMinutes, count: sexagesimal, table.subject(row), detail: value)
    }
    var ranges = CoordinateRanges()
    for row in rows { ranges.add(row.first, row.second) }
    guard ranges.count > 0 else { throw nothingUsable() }
    let turned = rows.lazy.filter(\.isTurned).count
    if places.isPair {
      orderPairs(&rows, ranges, &ledger)
    } else if turned * 2 > ranges.count {
      throw swapped(example: firstIndex(rows, where: \.isTurned))
    }
    return try decide(rows, &ledger)
  }

  // MARK: reading

  private func readRows(_ commas: (CoordinateText.Comma, CoordinateText.Comma)) throws -> [Raw] {
    let blockSize = 16_384
    let blocks = (table.rowCount + blockSize - 1) / blockSize
    return try Parallel.map(count: blocks, threads: request.threads) { block in
      (block * blockSize..<min(table.rowCount, (block + 1) * blockSize)).map { raw($0, commas) }
    }.flatMap { $0 }
  }

  private func raw(_ row: Int, _ commas: (CoordinateText.Comma, CoordinateText.Comma)) -> Raw {
    if places.isPair {
      guard let (first, second) = CoordinateText.pair(table[row, places.x]) else { return Raw() }
      return Self.raw(first, second)
    }
    let (x, y) = (table.utf8(row, places.x), table.utf8(row, places.y))
    if let x = CoordinateText.plainNumber(x), let y = CoordinateText.plainNumber(y) {
      return Raw(first: x, second: y)
    }
    if x.isEmpty || y.isEmpty { return Raw() }
    guard let first = CoordinateText.single(table[row, places.x], comma: commas.0),
      let second = CoordinateText.single(table[row, places.y], comma: commas.1)
    else { return Raw() }
    return Self.raw(first, second)
  }

  private static func raw(_ first: CoordinateText.Reading, _ second: CoordinateText.Reading) -> Raw
  {
    Raw(
      first: first.value, second: second.value,
      isTurned: first.axis == .latitude || second.axis == .longitude,
      isConfirmed: first.axis == .longitude || second.axis == .latitude,
      isSexagesimal: first.isSexagesimal || second.isSexagesimal)
  }

  /// What commas mean in a whole column: the clear cells decide for the unclear ones.
  private func comma(_ column: Int) -> CoordinateText.Comma {
    var unclear: [Double] = []
    for row in 0..<table.rowCount {
      guard table.utf8(row, column).contains(where: { $0 == UInt8(ascii: ",") || $0 == 0xEF })
      else {
        continue
      }
      let text = HalfWidth.text(table[row, column])
      switch CoordinateText.comma(in: text) {
      case .decimal: return .decimal
      case .thousands: return .thousands
      case .unclear: unclear.append(Double(text.replacing(",", with: ".")) ?? 0)
      case nil: break
      }
    }
    if unclear.isEmpty { return .unclear }
    return places.isGeographic || unclear.allSatisfy { abs($0) <= 180 } ? .decimal : .thousands
  }

  private func reportCommas(
    _ commas: (CoordinateText.Comma, CoordinateText.Comma), _ ledger: inout Ledger
  ) {
    for (column, comma) in [(places.x, commas.0), (places.y, commas.1)] where comma != .unclear {
      ledger.record(
        TableLedger.commaDecimals, Subject(file: table.source.path),
        detail: "\(table.header[column]): \(comma == .decimal ? "1,5 = 1.5" : "1,500 = 1500")")
    }
  }

  // MARK: order

  /// Letters decide row by row; the ranges decide for all rows without letters.
  private func orderPairs(_ rows: inout [Raw], _ ranges: CoordinateRanges, _ ledger: inout Ledger) {
    let expectsTurned = places.isLatitudeFirst
    var isTurned = expectsTurned
    if ranges.onlyTurned * 2 > ranges.count || ranges.chinaTurned * 2 > ranges.count {
      isTurned = true
    } else if ranges.china * 2 > ranges.count || ranges.onlyStraight * 2 > ranges.count {
      isTurned = false
    }
    var example: Int?
    for row in rows.indices where rows[row].first.isFinite {
      guard rows[row].isTurned || (isTurned && !rows[row].isConfirmed) else { continue }
      (rows[row].first, rows[row].second) = (rows[row].second, rows[row].first)
      example = example ?? row
    }
    if let example {
      ledger.record(
        TableLedger.latitudeFirst, table.subject(example), detail: table[example, places.x])
    }
  }

  private func firstIndex(_ rows: [Raw], where matches: (Raw) -> Bool) -> Int {
    rows.firstIndex(where: matches) ?? 0
  }

  // MARK: system

  private func decide(_ rows: [Raw], _ ledger: inout Ledger) throws -> TableCoordinates {
    var ranges = CoordinateRanges()
    for row in rows { ranges.add(row.first, row.second) }
    let (system, choice) = stated(&ledger)
    if case .definition = system {
      let values = try surveyed(rows, ranges, &ledger)
      return TableCoordinates(values: values, system: system ?? .wgs84, choice: choice)
    }
    guard ranges.degrees * 2 > ranges.count || ranges.onlyTurned * 2 > ranges.count else {
      throw metres(ranges, rows)
    }
    if !places.isPair { try checkOrder(rows, ranges, &ledger) }
    if system == nil { reportAssumed(ranges, rows, &ledger) }
    let values = rows.map { row in
      CoordinateRanges.isDegrees(row.first, row.second) && !(row.first == 0 && row.second == 0)
        ? Coordinate(x: row.first, y: row.second) : TableCoordinates.missing
    }
    return TableCoordinates(values: values, system: system ?? .wgs84, choice: choice)
  }

  /// The option's system, else the one the column names tell.
  private func stated(_ ledger: inout Ledger) -> (CoordinateSystem?, Choice) {
    let names = [places.x, places.y].map { table.header[$0] }
    let detail = places.isPair ? names[0] : names.joined(separator: ", ")
    let subject = Subject(file: table.source.path)
    if let option = request.coordinateSystem {
      if let told = places.system, told != option, told != .wgs84 {
        ledger.record(TableLedger.optionAgainstName, subject, detail: detail)
      }
      return (option, .option)
    }
    guard let told = places.system else { return (nil, .assumed) }
    ledger.record(TableLedger.systemFromName, subject, detail: "\(detail): \(told.shortName)")
    return (told, .detected)
  }

  private func checkOrder(_ rows: [Raw], _ ranges: CoordinateRanges, _ ledger: inout Ledger) throws
  {
    if ranges.onlyTurned * 2 > ranges.count {
      throw swapped(
        example: firstIndex(rows) {
          abs($0.second) > 90 && CoordinateRanges.isDegrees($0.second, $0.first)
        })
    }
    guard ranges.chinaTurned * 2 > ranges.count else { return }
    let row = firstIndex(rows) { CoordinateRanges.isChina($0.second, $0.first) }
    ledger.record(
      TableLedger.maybeSwapped, count: ranges.chinaTurned, table.subject(row),
      detail:
        "\(values(row)); --\(request.role.rawValue)-xy \(table.header[places.y]),\(table.header[places.x])"
    )
  }

  private func reportAssumed(_ ranges: CoordinateRanges, _ rows: [Raw], _ ledger: inout Ledger) {
    let row = firstIndex(rows) { CoordinateRanges.isChina($0.first, $0.second) }
    if ranges.china * 2 > ranges.count {
      ledger.record(
        TableLedger.unstatedInChina, table.subject(row),
        detail: "\(request.coordinateSystemOption) GCJ02|BD09|EPSG:4490")
    } else {
      ledger.record(.coordinateSystemAssumed, Subject(file: table.source.path))
    }
  }

  /// Coordinates of a stated system; northing before easting, as surveyors write X and Y, is put right.
  private func surveyed(_ rows: [Raw], _ ranges: CoordinateRanges, _ ledger: inout Ledger) throws
    -> [Coordinate]
  {
    let isTurned = ranges.northingFirst * 2 > ranges.count
    if isTurned {
      let row = firstIndex(rows) { CoordinateRanges.isGauss($0.second, $0.first) }
      if places.choice == .option { throw swapped(example: row) }
      ledger.record(TableLedger.surveyAxes, table.subject(row), detail: values(row))
    }
    return rows.map { row in
      guard row.first.isFinite, row.second.isFinite, row.first != 0 || row.second != 0 else {
        return TableCoordinates.missing
      }
      return isTurned
        ? Coordinate(x: row.second, y: row.first) : Coordinate(x: row.first, y: row.second)
    }
  }

  // MARK: failures

  private func values(_ row: Int) -> String {
    places.isPair
      ? table[row, places.x]
      : "\(table.header[places.x]) \(table[row, places.x]), \(table.header[places.y]) \(table[row, places.y])"
  }

  private func swapped(example row: Int) -> AnalysisError {
    let option = "--\(request.role.rawValue)-xy"
    let (x, y) = (table.header[places.x], table.header[places.y])
    return AnalysisError(
      .badData, table.subject(row),
      LocalizedText(
        "the coordinate columns look swapped: \(values(row))", zh: "坐标列疑似颠倒：\(values(row))"),
      hint: LocalizedText(
        "if so, type \(option) “\(y),\(x)”", zh: "如确实颠倒，请使用 \(option) “\(y),\(x)”"))
  }

  private func nothingUsable() -> AnalysisError {
    let row = (0..<table.rowCount).first {
      !table.utf8($0, places.x).isEmpty || !table.utf8($0, places.y).isEmpty
    }
    if places.isPair, places.choice == .detected,
      let row, !table[row, places.x].contains(where: { $0 == "." || $0 == "," })
    {
      return TableFailure.onlyAddresses(table, column: places.x)
    }
    let seen = row.map(values) ?? ""
    return AnalysisError(
      .badData, row.map { table.subject($0) } ?? Subject(file: table.source.path),
      LocalizedText(
        "no row has usable coordinates\(seen.isEmpty ? "" : ", seen: \(seen)")",
        zh: "没有一行有可用坐标\(seen.isEmpty ? "" : "，例如：\(seen)")"),
      hint: LocalizedText(
        "name the columns with --\(request.role.rawValue)-xy LON,LAT",
        zh: "请用 --\(request.role.rawValue)-xy 经度列,纬度列 指明坐标列"))
  }

  private func metres(_ ranges: CoordinateRanges, _ rows: [Raw]) -> AnalysisError {
    let row = firstIndex(rows) {
      $0.first.isFinite && !CoordinateRanges.isDegrees($0.first, $0.second)
    }
    let (first, second) = (rows[row].first, rows[row].second)
    let (x, y) = ranges.northingFirst * 2 > ranges.count ? (second, first) : (first, second)
    return AnalysisError(
      .badData, table.subject(row),
      LocalizedText(
        "coordinates are not degrees and their system is not stated: \(values(row))",
        zh: "坐标不是经纬度，且未注明坐标系：\(values(row))"),
      hint: MetresHint.hint(
        BoundingBox(minX: x, minY: y, maxX: x, maxY: y), option: request.coordinateSystemOption))
  }
}

extension CoordinateSystem {
  /// The name by which users type it.
  fileprivate var shortName: String {
    switch self {
    case .wgs84: "WGS84"
    case .gcj02: "GCJ02"
    case .bd09: "BD09"
    case .definition(let text): text
    }
  }
}
