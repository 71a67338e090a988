internal import CGDAL
import Glibc
import Model

/// Writes a feature's attributes as JSON members, keeping every type's value.
struct AttributeReader {
  let columns: [VectorField]
  let decoder: TextDecoder
  /// Subject's file in ledger entries.
  let shown: String

  /// Appends `"a":1,"b":null` for all fields that are set; an unset field has no member.
  func append(_ feature: OGRFeatureH, row: Int, to out: inout [UInt8], ledger: inout Ledger) {
    var isFirst = true
    for column in columns {
      if let index = column.index, OGR_F_IsFieldSet(feature, index) == 0 { continue }
      if !isFirst { out.append(UInt8(ascii: ",")) }
      isFirst = false
      out += column.key
      if let index = column.index, OGR_F_IsFieldNull(feature, index) != 0 {
        out += FieldText.null
      } else {
        appendValue(feature, column, row: row, to: &out, ledger: &ledger)
      }
    }
  }

  private func appendValue(
    _ feature: OGRFeatureH, _ column: VectorField, row: Int, to out: inout [UInt8],
    ledger: inout Ledger
  ) {
    guard let index = column.index else {
      FieldText.append(OGR_F_GetFID(feature), to: &out)
      return
    }
    switch column.field.type {
    case .boolean where column.isLogical:
      out += Self.logical(OGR_F_GetFieldAsString(feature, index)).utf8
    case .boolean:
      out += (OGR_F_GetFieldAsInteger(feature, index) != 0 ? "true" : "false").utf8
    case .integer, .integer64:
      FieldText.append(OGR_F_GetFieldAsInteger64(feature, index), to: &out)
    case .real:
      let value = OGR_F_GetFieldAsDouble(feature, index)
      appendReal(value, column, row: row, to: &out, ledger: &ledger)
    case .string: appendText(feature, column, index, row: row, to: &out, ledger: &ledger)
    case .json: appendJSON(feature, column, index, row: row, to: &out, ledger: &ledger)
    case .date, .time, .dateTime: appendMoment(feature, index, column.field.type, to: &out)
    case .binary:
      var count: Int32 = 0
      let bytes = OGR_F_GetFieldAsBinary(feature, index, &count)
      FieldText.append(
        base64: UnsafeBufferPointer(start: bytes, count: bytes == nil ? 0 : Int(count)), to: &out)
    case .integerList, .integer64List, .realList, .stringList:
      appendList(feature, column, index, row: row, to: &out, ledger: &ledger)
    }
  }

  private static func logical(_ text: UnsafePointer<CChar>?) -> String {
    switch text.map({ UInt8(bitPattern: $0.pointee) }) {
    case UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: "Y"), UInt8(ascii: "y"),
      UInt8(ascii: "1"):
      "true"
    case UInt8(ascii: "F"), UInt8(ascii: "f"), UInt8(ascii: "N"), UInt8(ascii: "n"),
      UInt8(ascii: "0"):
      "false"
    default: "null"
    }
  }

  private func appendReal(
    _ value: Double, _ column: VectorField, row: Int, to out: inout [UInt8], ledger: inout Ledger
  ) {
    if !value.isFinite {
      ledger.record(
        VectorLedger.realNotFinite, Subject(file: shown, row: row),
        detail: "\(column.field.name)=\(value)")
    }
    if column.isSinglePrecision {
      FieldText.append(Float(value), to: &out)
    } else {
      FieldText.append(value, to: &out)
    }
  }

  // MARK: text

  private func appendText(
    _ feature: OGRFeatureH, _ column: VectorField, _ index: Int32, row: Int, to out: inout [UInt8],
    ledger: inout Ledger
  ) {
    guard let text = OGR_F_GetFieldAsString(feature, index) else {
      out += FieldText.null
      return
    }
    let bytes = Self.bytes(text)
    if UTF8Check(bytes) == .ascii {
      FieldText.appendPlain(bytes, to: &out)
    } else {
      FieldText.append(
        decoded(bytes, column, row: row, ledger: &ledger), to: &out)
    }
  }

  private func decoded(
    _ bytes: UnsafeBufferPointer<UInt8>, _ column: VectorField, row: Int, ledger: inout Ledger
  ) -> [UInt8] {
    let isFull = column.width > 0 && bytes.count >= column.width
    let decoded = decoder.decode(bytes, mayBeCut: isFull)
    let subject = Subject(file: shown, row: row)
    if decoded.damage > 0 {
      ledger.record(
        .textUndecodable, count: decoded.damage, subject, detail: column.field.name)
    }
    if decoded.wasCut {
      ledger.record(VectorLedger.textCut, subject, detail: column.field.name)
    }
    return decoded.text
  }

  private func appendJSON(
    _ feature: OGRFeatureH, _ column: VectorField, _ index: Int32, row: Int, to out: inout [UInt8],
    ledger: inout Ledger
  ) {
    let bytes = OGR_F_GetFieldAsString(feature, index).map(Self.bytes)
    let text = bytes.map { decoded($0, column, row: row, ledger: &ledger) } ?? []
    if let json = JSONCheck.oneLine(text) {
      out += json
    } else {
      FieldText.append(text, to: &out)
    }
  }

  private static func bytes(_ text: UnsafePointer<CChar>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(
      start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), count: strlen(text))
  }

  // MARK: dates and lists

  /// ISO 8601: `2024-05-01`, `08:30:00`, `2024-05-01T08:30:00.5+08:00`.
  private func appendMoment(
    _ feature: OGRFeatureH, _ index: Int32, _ type: FieldType, to out: inout [UInt8]
  ) {
    var (year, month, day, hour, minute, zone): (Int32, Int32, Int32, Int32, Int32, Int32) =
      (0, 0, 0, 0, 0, 0)
    var second: Float = 0
    guard
      OGR_F_GetFieldAsDateTimeEx(
        feature, index, &year, &month, &day, &hour, &minute, &second, &zone) != 0
    else {
      out += FieldText.null
      return
    }
    var text = ""
    if type != .time {
      text = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    }
    if type == .dateTime { text += "T" }
    if type != .date {
      text += "\(Self.padded(hour, 2)):\(Self.padded(minute, 2)):\(Self.seconds(second))"
      text += Self.zone(zone)
    }
    FieldText.append(Array(text.utf8), to: &out)
  }

  private static func padded(_ value: Int32, _ width: Int) -> String {
    let digits = "\(value)"
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// Whole seconds, or three decimals: GDAL keeps milliseconds.
  private static func seconds(_ value: Float) -> String {
    let milliseconds = Int32((value * 1000).rounded())
    let whole = padded(milliseconds / 1000, 2)
    return milliseconds % 1000 == 0 ? whole : "\(whole).\(padded(milliseconds % 1000, 3))"
  }

  /// GDAL's flag: 0 unknown, 1 local, 100 UTC, each step from 100 a quarter of an hour.
  private static func zone(_ flag: Int32) -> String {
    guard flag > 1 else { return "" }
    let minutes = (flag - 100) * 15
    if minutes == 0 { return "Z" }
    let sign = minutes < 0 ? "-" : "+"
    return "\(sign)\(padded(abs(minutes) / 60, 2)):\(padded(abs(minutes) % 60, 2))"
  }

  private func appendList(
    _ feature: OGRFeatureH, _ column: VectorField, _ index: Int32, row: Int, to out: inout [UInt8],
    ledger: inout Ledger
  ) {
    var count: Int32 = 0
    out.append(UInt8(ascii: "["))
    switch column.field.type {
    case .integerList:
      let values = OGR_F_GetFieldAsIntegerList(feature, index, &count)
      each(count, &out) { position, out in
        FieldText.append(Int64(values?[position] ?? 0), to: &out)
      }
    case .integer64List:
      let values = OGR_F_GetFieldAsInteger64List(feature, index, &count)
      each(count, &out) { position, out in FieldText.append(values?[position] ?? 0, to: &out) }
    case .realList:
      let values = OGR_F_GetFieldAsDoubleList(feature, index, &count)
      each(count, &out) { position, out in
        appendReal(values?[position] ?? .nan, column, row: row, to: &out, ledger: &ledger)
      }
    default:
      let values = OGR_F_GetFieldAsStringList(feature, index)
      each(CSLCount(values), &out) { position, out in
        guard let text = values?[position] else { return }
        FieldText.append(
          decoded(Self.bytes(text), column, row: row, ledger: &ledger), to: &out)
      }
    }
    out.append(UInt8(ascii: "]"))
  }

  private func each(
    _ count: Int32, _ out: inout [UInt8], _ body: (Int, inout [UInt8]) -> Void
  ) {
    for position in 0..<Int(count) {
      if position > 0 { out.append(UInt8(ascii: ",")) }
      body(position, &out)
    }
  }
}
