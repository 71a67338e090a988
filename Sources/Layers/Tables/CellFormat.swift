import Foundation

/// What a sheet's number format makes of a number.
enum CellFormat: Sendable, Hashable {
  case number
  case date
  /// Hours beyond 24 (`[h]:mm:ss`): how spreadsheets keep a typed 124:00:12.5.
  case elapsed
  /// Leading zeros to so many digits (`000000`).
  case zeros(Int)

  /// The format of every cell style in `styles.xml`, by style number.
  static func formats(_ part: [UInt8]) -> [CellFormat] {
    var codes: [Int: String] = [:]
    var formats: [CellFormat] = []
    part.withUnsafeBufferPointer { buffer in
      var scanner = MarkupScanner(buffer)
      var isInCellFormats = false
      while let token = scanner.next() {
        switch token {
        case .start(let name, let attributes, let isEmpty):
          if name.equals("numFmt"), let id = scanner.number("numFmtId", in: attributes) {
            codes[id] = scanner.text("formatCode", in: attributes)
          } else if name.equals("cellXfs") {
            isInCellFormats = !isEmpty
          } else if isInCellFormats, name.equals("xf") {
            let id = scanner.number("numFmtId", in: attributes) ?? 0
            formats.append(codes[id].map(CellFormat.init(code:)) ?? CellFormat(builtIn: id))
          }
        case .end(let name) where name.equals("cellXfs"): isInCellFormats = false
        default: break
        }
      }
    }
    return formats
  }

  /// ECMA-376 Part 1, 18.8.30: 14–22 and 45–47 everywhere, 27–36 and 50–58 in East Asian languages.
  init(builtIn id: Int) {
    switch id {
    case 46: self = .elapsed
    case 14...22, 27...36, 45, 47, 50...58: self = .date
    default: self = .number
    }
  }

  /// Reads a format code (`yyyy"年"m"月"`), of which only the part for positive numbers counts.
  init(code: String) {
    var letters = ""
    var isQuoted = false
    var isEscaped = false
    var bracket: String?
    for character in code.lowercased() {
      if isEscaped {
        isEscaped = false
      } else if isQuoted {
        isQuoted = character != "\""
      } else if let open = bracket {
        if character == "]" {
          if open.first.map({ "hms".contains($0) }) == true, Set(open).count == 1 {
            letters += "[" + open
          }
          bracket = nil
        } else {
          bracket = open + String(character)
        }
      } else if character == "\"" {
        isQuoted = true
      } else if character == "\\" || character == "_" || character == "*" {
        isEscaped = true
      } else if character == "[" {
        bracket = ""
      } else if character == ";" {
        break
      } else {
        letters.append(character)
      }
    }
    if letters.contains("[") {
      self = .elapsed
    } else if letters != "general", letters.contains(where: { "ymdhs".contains($0) }) {
      self = .date
    } else if letters.count > 1, letters.allSatisfy({ $0 == "0" }) {
      self = .zeros(letters.count)
    } else {
      self = .number
    }
  }
}

/// Numbers of sheet cells as text that keeps every digit.
enum SheetNumber {
  /// `raw` is what the sheet stores (`0.10000000000000001`); the result reads back to the same number.
  static func text(_ raw: String, format: CellFormat, startsIn1904: Bool) -> String {
    guard let value = Double(raw), value.isFinite else { return raw }
    switch format {
    case .date where value >= 0 && value < 2_958_466:
      return date(startsIn1904 ? value + 1462 : value)
    case .elapsed where value >= 0 && value < 1e6: return elapsed(value)
    case .zeros(let width) where value >= 0 && value < 1e15 && value == value.rounded():
      let digits = String(Int64(value))
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    default: return plain(raw, value)
    }
  }

  private static func plain(_ raw: String, _ value: Double) -> String {
    // Whole numbers keep all their digits also where the sheet holds more than a Double can.
    if raw.count <= 19, raw.utf8.allSatisfy({ (48...57).contains($0) }) { return raw }
    if value == value.rounded(), abs(value) < 9_007_199_254_740_992 { return String(Int64(value)) }
    return expanded("\(value)")
  }

  /// The same digits without an exponent (`2.5e+17`, `1e-05`) up to 20 places: tables are read by people,
  /// and codes are compared as text.
  private static func expanded(_ text: String) -> String {
    let parts = text.split(separator: "e")
    guard parts.count == 2, let power = Int(parts[1]), abs(power) <= 20 else { return text }
    let sign = parts[0].hasPrefix("-") ? "-" : ""
    let number = parts[0].drop { $0 == "-" }.split(separator: ".")
    var digits = number.joined()
    if number.count == 2, number[1] == "0" { digits.removeLast() }
    if power < 0 {
      return sign + "0." + String(repeating: "0", count: -power - 1) + digits
    }
    let missing = power + 1 - digits.count
    return missing >= 0 ? sign + digits + String(repeating: "0", count: missing) : text
  }

  /// `2024-03-01`, `2024-03-01T09:30:00` or, for a part of a day, `09:30:00`.
  ///
  /// Serial numbers count days from 1899-12-30; before 1900-03-01 they are one short, because
  /// spreadsheets believe in 1900-02-29.
  private static func date(_ serial: Double) -> String {
    let total = Int64((serial * 86_400).rounded())
    let (day, second) = total.quotientAndRemainder(dividingBy: 86_400)
    let time = String(format: "%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60)
    if day == 0 { return time }
    let (year, month, dayOfMonth) = civil(day - 25_569 + (day < 60 ? 1 : 0))
    let date = String(format: "%04d-%02d-%02d", year, month, dayOfMonth)
    return second == 0 ? date : date + "T" + time
  }

  private static func elapsed(_ value: Double) -> String {
    let tenThousandths = Int64((value * 864_000_000).rounded())
    let (seconds, rest) = tenThousandths.quotientAndRemainder(dividingBy: 10_000)
    var text = String(format: "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
    if rest > 0 {
      text += String(format: ".%04d", rest)
      while text.hasSuffix("0") { text.removeLast() }
    }
    return text
  }

  /// The date `days` after 1970-01-01 in the Gregorian calendar, by counting 400-year eras from March 1.
  private static func civil(_ days: Int64) -> (Int64, Int64, Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}
