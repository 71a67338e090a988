import Layers
import Model

/// Converts the coordinates of a delimited table: its two coordinate columns become `x` and `y` where they stand,
/// every other byte stays.
struct TableConversion {
  private let table: DelimitedRecords
  private let file: String
  private let conversion: CoordinateConversion
  private let columns: CoordinateHeader
  /// Index of the header among the records; blank lines may stand before it.
  private let headerIndex: Int
  /// Records converted together by one worker.
  private static let chunkSize = 16_384

  /// - Parameters:
  ///   - bytes: the table in UTF-8 without a byte order mark.
  ///   - file: its name in messages.
  /// - Throws: `AnalysisError` 65 when the table is empty or has no coordinate columns.
  init(
    _ bytes: [UInt8], file: String, columns: ColumnPair?, conversion: CoordinateConversion
  ) throws {
    table = try DelimitedRecords(bytes, file: file)
    self.file = file
    self.conversion = conversion
    let table = table
    guard let index = table.records.firstIndex(where: { !Self.isBlank(table.bytes[$0]) }) else {
      throw AnalysisError(
        .badData, Subject(file: file), LocalizedText("the table is empty", zh: "表是空的"))
    }
    headerIndex = index
    var fields: [Range<Int>] = []
    table.fields(of: table.records[index], into: &fields)
    self.columns = try CoordinateHeader(
      fields.map(table.text), stated: columns, prefersPlanar: !conversion.isSourceGeographic,
      subject: Subject(file: file, row: Int(table.lines[index])))
  }

  private static func isBlank(_ record: ArraySlice<UInt8>) -> Bool {
    record.allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  /// The converted table, and how many rows had no usable coordinates. Row order is kept.
  func run(threads: Int) throws -> (bytes: [UInt8], ledger: Ledger) {
    let first = headerIndex + 1
    let count = table.records.count - first
    let chunks = (count + Self.chunkSize - 1) / Self.chunkSize
    let parts = try Parallel.map(count: chunks, threads: threads) { chunk in
      let start = first + chunk * Self.chunkSize
      return try rows(start..<min(start + Self.chunkSize, table.records.count))
    }
    var bytes = header()
    bytes.reserveCapacity(parts.reduce(bytes.count) { $0 + $1.bytes.count })
    var ledger = Ledger()
    for part in parts {
      bytes += part.bytes
      ledger.merge(part.ledger)
    }
    return (bytes, ledger)
  }

  // MARK: Parts

  /// The header with the coordinate columns renamed; another column of that name becomes `input_x`.
  private func header() -> [UInt8] {
    var fields: [Range<Int>] = []
    table.fields(of: table.records[headerIndex], into: &fields)
    var names = fields.map { Array(table.bytes[$0]) }
    for index in fields.indices where index != columns.x && index != columns.y {
      let name = table.text(fields[index])
      if name == "x" || name == "y" { names[index] = table.raw("input_\(name)") }
    }
    names[columns.y] = Array("y".utf8)
    names[columns.x] = Array("x".utf8)
    if columns.isPair { names[columns.x] += [table.delimiter] + Array("y".utf8) }
    return Array(names.joined(separator: [table.delimiter])) + table.lineEnd
  }

  private func rows(_ range: Range<Int>) throws -> (bytes: [UInt8], ledger: Ledger) {
    var fields: [Range<Int>] = []
    var coordinates: [Coordinate] = []
    coordinates.reserveCapacity(range.count)
    for index in range {
      table.fields(of: table.records[index], into: &fields)
      coordinates.append(coordinate(fields))
    }
    let source = coordinates
    try conversion.worker()(&coordinates)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.reduce(0) { $0 + table.records[$1].count + 16 })
    var ledger = Ledger()
    for (offset, index) in range.enumerated() {
      let record = table.records[index]
      if Self.isBlank(table.bytes[record]) {
        bytes += table.bytes[record]
      } else {
        table.fields(of: record, into: &fields)
        let image = source[offset].isFinite ? coordinates[offset] : source[offset]
        if !isWritable(image) { note(fields, line: table.lines[index], in: &ledger) }
        append(fields, image, to: &bytes)
      }
      bytes += table.lineEnd
    }
    return (bytes, ledger)
  }

  private func coordinate(_ fields: [Range<Int>]) -> Coordinate {
    let nowhere = Coordinate(x: .nan, y: .nan)
    guard columns.x < fields.count, columns.y < fields.count else { return nowhere }
    if columns.isPair { return TableConventions.pair(table.text(fields[columns.x])) ?? nowhere }
    guard let x = number(fields[columns.x]), let y = number(fields[columns.y]) else {
      return nowhere
    }
    return Coordinate(x: x, y: y)
  }

  /// A cell's number: decimal text at once, other ways of writing coordinates by the tables' conventions.
  private func number(_ field: Range<Int>) -> Double? {
    let text = table.text(field)
    return DecimalText.number(text) ?? TableConventions.coordinate(text)
  }

  private func isWritable(_ image: Coordinate) -> Bool {
    image.isFinite && FixedDecimals.accepts(image.x, decimals: conversion.decimals)
      && FixedDecimals.accepts(image.y, decimals: conversion.decimals)
  }

  private func note(_ fields: [Range<Int>], line: Int32, in ledger: inout Ledger) {
    let seen = (columns.isPair ? [columns.x] : [columns.x, columns.y]).map {
      $0 < fields.count ? String(decoding: table.bytes[fields[$0]], as: UTF8.self) : ""
    }
    ledger.record(
      .rowsNotConverted, Subject(file: file, row: Int(line)),
      detail: "“\(seen.joined(separator: "”, “"))”")
  }

  /// A short row is filled up to its coordinate columns.
  private func append(_ fields: [Range<Int>], _ image: Coordinate, to bytes: inout [UInt8]) {
    let isGood = isWritable(image)
    for index in 0..<max(fields.count, columns.x + 1, columns.y + 1) {
      if index > 0 { bytes.append(table.delimiter) }
      if index == columns.x || index == columns.y {
        let value = index == columns.x ? image.x : image.y
        if isGood { FixedDecimals.append(value, decimals: conversion.decimals, to: &bytes) }
        if columns.isPair { bytes.append(table.delimiter) }
        if columns.isPair, isGood {
          FixedDecimals.append(image.y, decimals: conversion.decimals, to: &bytes)
        }
      } else if index < fields.count {
        bytes += table.bytes[fields[index]]
      }
    }
  }
}
