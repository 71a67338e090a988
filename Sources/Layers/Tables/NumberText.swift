import Model

/// Numbers in table cells, recognised and written as JSON without losing a digit.
enum NumberText {
  /// Nil when `value` is no number, or one whose digits must stay as written: leading zeros, more digits
  /// than 64 bits hold, an exponent without a point (`12E3` is a code).
  static func kind(_ value: ArraySlice<UInt8>) -> ColumnEvidence.Kinds? {
    guard let first = value.first, let last = value.last, value.count <= 40 else { return nil }
    if first >= 0x80 || last >= 0x80 { return fullWidthKind(value) }
    guard first <= 57, first >= 43, last >= 46, last <= 57 else { return nil }
    var text = value
    if first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { text = text.dropFirst() }
    var digits = 0
    var places: Int?
    var groupLength: Int?
    for (offset, byte) in text.enumerated() {
      switch byte {
      case 48...57:
        if places == nil { digits += 1 } else { places? += 1 }
        groupLength? += 1
      case UInt8(ascii: "."):
        guard places == nil, groupLength ?? 3 == 3 else { return nil }
        places = 0
        groupLength = nil
      case UInt8(ascii: ","):
        guard places == nil, groupLength == 3 || (groupLength == nil && (1...3).contains(offset))
        else { return nil }
        groupLength = 0
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        guard let places, places > 0, digits > 0 else { return nil }
        return Double(String(decoding: value, as: UTF8.self)) == nil ? nil : .real
      default: return nil
      }
    }
    let isGrouped = text.contains(UInt8(ascii: ","))
    if places == nil, isGrouped, groupLength != 3 { return nil }
    guard digits > 0, !(digits > 1 && text.first == 48) else { return nil }
    if places != nil { return isGrouped ? [.real, .grouped] : .real }
    guard digits <= 19 else { return nil }
    let plain = value.filter { $0 != UInt8(ascii: ",") }
    guard let number = Int64(String(decoding: plain, as: UTF8.self)) else { return nil }
    let kind: ColumnEvidence.Kinds = Int32(exactly: number) == nil ? .integer64 : .integer
    return isGrouped ? [kind, .grouped] : kind
  }

  private static func fullWidthKind(_ value: ArraySlice<UInt8>) -> ColumnEvidence.Kinds? {
    // Full-width digits and signs begin with EF BC.
    guard value.first == 0xEF || value.last.map({ $0 >= 0x80 }) == true, value.contains(0xBC) else {
      return nil
    }
    let half = Array(HalfWidth.text(String(decoding: value, as: UTF8.self)).utf8)
    guard half.allSatisfy({ $0 < 0x80 }) else { return nil }
    return kind(half[...])
  }

  /// Appends a value that `kind` accepted: `+5` → `5`, `5.` → `5.0`, `1,234` → `1234`, `１２` → `12`.
  static func append(_ value: ArraySlice<UInt8>, isReal: Bool, to output: inout [UInt8]) {
    var text = value
    if value.contains(where: { $0 >= 0x80 }) {
      text = Array(HalfWidth.text(String(decoding: value, as: UTF8.self)).utf8)[...]
    }
    if text.first == UInt8(ascii: "+") { text = text.dropFirst() }
    for byte in text where byte != UInt8(ascii: ",") { output.append(byte) }
    if text.last == UInt8(ascii: ".") { output.append(UInt8(ascii: "0")) }
  }
}

/// Dates in ISO 8601 as tables have them.
enum DateText {
  /// `2024-03-01` with a month of 1–12 and a day that month has.
  static func isDate(_ value: ArraySlice<UInt8>) -> Bool {
    let text = Array(value)
    guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
      let year = number(text[0..<4]), let month = number(text[5..<7]),
      let day = number(text[8..<10]), (1...12).contains(month)
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...lengths[month - 1]).contains(day)
  }

  /// `2024-03-01T09:30` or with a blank, seconds optional.
  static func isDateTime(_ value: ArraySlice<UInt8>) -> Bool {
    let text = Array(value)
    guard text.count == 16 || text.count == 19, isDate(text[0..<10]),
      text[10] == UInt8(ascii: "T") || text[10] == UInt8(ascii: " "), text[13] == UInt8(ascii: ":"),
      let hour = number(text[11..<13]), let minute = number(text[14..<16])
    else { return false }
    guard text.count == 19 else { return hour < 24 && minute < 60 }
    return hour < 24 && minute < 60 && text[16] == UInt8(ascii: ":")
      && number(text[17..<19]).map { $0 < 60 } == true
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    digits.allSatisfy { $0 >= 48 && $0 <= 57 }
      ? digits.reduce(0) { $0 * 10 + Int($1 - 48) } : nil
  }
}
