import Coverage
import Export
import Model
import Streets

/// The layout of a saved part (`.lcpart`), version 2; all numbers are little-endian.
///
/// ```
/// 0   magic (8), version (4), byte-order mark (4), file length (8), checksum of all that follows (8)
/// 32  texts as length (4) and UTF-8, lists as count (8) and elements: origin, rows, station numbers, stations inside,
///     ids, groups, ledgers, then counts and columns of the table
/// ```
///
/// The same part always gives the same bytes.
enum PartFile {
  /// A first byte that no text has, and line ends that a transfer as text would change.
  static let magic: [UInt8] = [0x8C, 0x4C, 0x43, 0x50, 0x0D, 0x0A, 0x1A, 0x0A]
  static let version: UInt32 = 2
  static let byteOrderMark: UInt32 = 0x0102_0304
  static let headerBytes = 32
}

extension CoveragePart {
  /// The bytes of a `.lcpart` file.
  var encoded: [UInt8] {
    #if _endian(big)
      #error("columns are written as they lie in memory")
    #endif
    let body = encodedBody
    var file = LittleEndianBytes()
    file.bytes.reserveCapacity(PartFile.headerBytes + body.count)
    file.bytes = PartFile.magic
    file.append(PartFile.version)
    file.append(PartFile.byteOrderMark)
    file.append(UInt64(PartFile.headerBytes + body.count))
    file.append(body.withUnsafeBytes { WordChecksum.sum($0) })
    file.bytes += body
    return file.bytes
  }

  /// Writes the part as a file that appears complete under its name or not at all.
  ///
  /// - Throws: `.outputNotWritable` (73), `.inputOutput` (74).
  func save(to path: String) throws {
    let transaction = OutputTransaction()
    try write(to: path, in: transaction)
    try transaction.commit()
  }

  /// Writes the part as one of several outputs that appear together.
  func write(to path: String, in transaction: OutputTransaction) throws {
    let file = try transaction.open(path)
    try encoded.withUnsafeBytes { try file.append($0) }
  }

  private var encodedBody: [UInt8] {
    var body = LittleEndianBytes()
    for text in [origin.product, origin.run, origin.name, origin.sha256] { body.append(text) }
    body.append(rows.map(Int64.init))
    body.append(UInt64(stationCount))
    body.append(optional: stationNumbers) { $0.append($1) }
    body.append(insideStations)
    body.append(optional: ids) { bytes, ids in
      bytes.append(UInt64(ids.count))
      for id in ids { bytes.append(id) }
    }
    body.append(UInt64(groups.count))
    for group in groups {
      body.append(group.name)
      body.append(group.speed.bitPattern)
      body.append(group.people)
    }
    body.append(UInt64(ledgers.count))
    for ledger in ledgers { body.append(ledger) }
    body.append(UInt64(table.count))
    body.append(UInt64(table.reachCount))
    body.append(UInt64(table.extraCount))
    for column in table.columns { body.bytes.append(contentsOf: column.memory) }
    withExtendedLifetime(table) {}
    return body.bytes
  }
}

extension LittleEndianBytes {
  fileprivate mutating func append(_ text: String) {
    append(UInt32(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  fileprivate mutating func append<Number: BitwiseCopyable>(_ numbers: [Number]) {
    append(UInt64(numbers.count))
    numbers.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  fileprivate mutating func append<Value>(
    optional value: Value?, _ write: (inout LittleEndianBytes, Value) -> Void
  ) {
    append(UInt8(value == nil ? 0 : 1))
    if let value { write(&self, value) }
  }

  fileprivate mutating func append(_ ledger: Ledger) {
    append(UInt64(ledger.entries.count))
    for entry in ledger.entries {
      append(entry.code)
      append(UInt8(entry.severity.rawValue))
      append(UInt64(entry.count))
      append(entry.message.english)
      append(entry.message.chinese)
      append(UInt64(entry.examples.count))
      for example in entry.examples {
        append(optional: example.subject.file) { $0.append($1) }
        append(optional: example.subject.row) { $0.append(Int64($1)) }
        append(optional: example.subject.id) { $0.append($1) }
        append(example.detail)
        append(optional: example.chineseDetail) { $0.append($1) }
      }
    }
  }
}
