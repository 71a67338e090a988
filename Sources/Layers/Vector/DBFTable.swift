internal import CGDAL
import Model

/// A dBASE table as far as its encoding needs it: header, field descriptors, raw text of all records.
///
/// Layout after the dBASE III/IV file format: 32 bytes of header, 32 bytes a field, 0x0D, records of fixed
/// length whose first byte is `*` when deleted.
struct DBFTable {
  struct Column {
    var name: [UInt8]
    var type: UInt8
    var offset: Int
    var length: Int
  }

  let path: String
  let recordCount: Int
  let headerLength: Int
  let recordLength: Int
  let languageByte: UInt8
  let columns: [Column]

  /// Reads and checks the header.
  ///
  /// - Throws: 65 when it is no dBASE header, or states more records than the file holds.
  init(_ file: BigFile, shownAs shown: String) throws {
    path = file.path
    let header = file.read(at: 0, count: 65_536)
    guard let records = header.little(4, 4), let headerLength = header.little(8, 2),
      let recordLength = header.little(10, 2), headerLength >= 33, recordLength >= 1
    else {
      throw AnalysisError(
        .badData, Subject(file: shown),
        LocalizedText("the .dbf has no valid header", zh: ".dbf 文件头无效"),
        hint: LocalizedText("export the Shapefile again", zh: "请重新导出 Shapefile"))
    }
    (recordCount, self.headerLength, self.recordLength) = (records, headerLength, recordLength)
    languageByte = header.count > 29 ? header[29] : 0
    columns = Self.columns(header, upTo: min(headerLength, header.count))
    let needed = headerLength + records * recordLength
    guard needed <= file.size else {
      let held = max(0, (file.size - headerLength) / recordLength)
      throw AnalysisError(
        .badData, Subject(file: shown),
        LocalizedText(
          "the .dbf is cut short: it states \(records) records and holds \(held)",
          zh: ".dbf 不完整：应有 \(records) 条记录，实有 \(held) 条"),
        hint: LocalizedText("copy or export the file again", zh: "请重新复制或导出该文件"))
    }
  }

  private static func columns(_ header: [UInt8], upTo end: Int) -> [Column] {
    var columns: [Column] = []
    var offset = 1
    var position = 32
    while position + 32 <= end, header[position] != 0x0D {
      let name = Array(header[position..<(position + 11)].prefix { $0 != 0 })
      let type = header[position + 11]
      // Character fields may be longer than 255: the decimal count is the length's upper byte.
      let isText = type == UInt8(ascii: "C")
      let length =
        Int(header[position + 16]) + (isText ? Int(header[position + 17]) << 8 : 0)
      columns.append(Column(name: name, type: type, offset: offset, length: length))
      offset += length
      position += 32
    }
    return columns
  }

  /// True when all field names and text values are UTF-8; a character cut at the end of a full field does
  /// not count against it. `sawText` is false when everything is ASCII.
  func isUTF8(_ file: BigFile) -> (isUTF8: Bool, sawText: Bool) {
    var sawText = false
    for column in columns {
      let verdict = column.name.withUnsafeBufferPointer { Self.verdict($0, isFull: $0.count >= 10) }
      guard let verdict else { return (false, true) }
      sawText = sawText || verdict
    }
    let text = columns.filter {
      $0.type == UInt8(ascii: "C") && $0.offset + $0.length <= recordLength
    }
    if text.isEmpty { return (true, sawText) }
    let batch = max(1, 1_048_576 / recordLength)
    var record = 0
    while record < recordCount {
      let count = min(batch, recordCount - record)
      let bytes = file.read(
        at: headerLength + record * recordLength, count: count * recordLength)
      guard let verdict = bytes.withUnsafeBufferPointer({ check($0, columns: text) }) else {
        return (false, true)
      }
      sawText = sawText || verdict
      record += count
    }
    return (true, sawText)
  }

  /// Nil: not UTF-8; else whether any byte was beyond ASCII.
  private func check(_ bytes: UnsafeBufferPointer<UInt8>, columns: [Column]) -> Bool? {
    if !bytes.contains(where: { $0 >= 0x80 }) { return false }
    var sawText = false
    for start in stride(from: 0, to: bytes.count - recordLength + 1, by: recordLength) {
      for column in columns {
        let field = UnsafeBufferPointer(
          rebasing: bytes[(start + column.offset)..<(start + column.offset + column.length)])
        let isFull = field.last.map { $0 != 0x20 && $0 != 0 } ?? false
        guard let verdict = Self.verdict(field, isFull: isFull) else { return nil }
        sawText = sawText || verdict
      }
    }
    return sawText
  }

  private static func verdict(_ bytes: UnsafeBufferPointer<UInt8>, isFull: Bool) -> Bool? {
    switch UTF8Check(bytes) {
    case .ascii: false
    case .valid: true
    case .cut: isFull ? true : nil
    case .malformed: nil
    }
  }
}
