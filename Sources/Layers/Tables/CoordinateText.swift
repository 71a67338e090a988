import Model

/// Coordinates as people write them in cells.
enum CoordinateText {
  /// One number with what its text tells.
  struct Reading: Sendable, Hashable {
    enum Axis: Sendable, Hashable { case longitude, latitude }
    var value: Double
    /// Told by a letter or word (`E`, `北纬`).
    var axis: Axis?
    /// Degrees told by a sign (°, 度) or minutes.
    var isDegrees = false
    /// Minutes or seconds were given.
    var isSexagesimal = false
  }

  /// What a comma between digits means in a column.
  enum Comma: Sendable, Hashable { case decimal, thousands, unclear }

  /// A plain ASCII decimal number by the fast exact way (at most 15 digits, |power| ≤ 22); nil for all else.
  static func plainNumber(_ text: ArraySlice<UInt8>) -> Double? {
    text.withUnsafeBufferPointer { text -> Double? in
      var index = 0
      var isNegative = false
      if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
        isNegative = text[index] == UInt8(ascii: "-")
        index += 1
      }
      var mantissa: UInt64 = 0
      var digits = 0
      var decimals = 0
      var seenPoint = false
      while index < text.count {
        let byte = text[index]
        if byte >= 48, byte <= 57 {
          mantissa = mantissa &* 10 &+ UInt64(byte - 48)
          digits += 1
          if seenPoint { decimals += 1 }
          if digits > 18 { return nil }
        } else if byte == UInt8(ascii: "."), !seenPoint {
          seenPoint = true
        } else {
          return nil
        }
        index += 1
      }
      guard digits > 0, mantissa < 1 << 53 else { return nil }
      let value = Double(mantissa) / powersOfTen[decimals]
      return isNegative ? -value : value
    }
  }

  /// Exactly representable powers: one correctly rounded division gives the nearest Double (Clinger 1990).
  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// One coordinate: decimal, with °, a direction, in degrees-minutes-seconds, full-width digits or grouped.
  ///
  /// `124.0`, `124.0°E`, `东经124°0′12.5″`, `124度0分12.5秒`, `124:00:12.5`, `4,905,123.4`, `124,0123` (by
  /// `comma`). Nil when it is none of these or minutes or seconds reach 60.
  static func single(_ text: String, comma: Comma = .unclear) -> Reading? {
    var text = normalised(text)
    let (axis, isNegative, isValid) = takeDirection(&text)
    guard isValid else { return nil }
    var reading: Reading?
    if let value = number(text, comma: comma) {
      reading = Reading(value: value)
    } else {
      reading = degrees(text)
    }
    guard var reading, reading.value.isFinite else { return nil }
    if isNegative {
      guard reading.value >= 0 else { return nil }
      reading.value = -reading.value
    }
    reading.axis = axis
    if axis != nil, abs(reading.value) <= 180 { reading.isDegrees = true }
    return reading
  }

  /// Two coordinates of one cell in the order written: `124.0,44.28`, `124.0 44.28`, `[124.0, 44.28]`,
  /// `POINT(124 44.2)`, `N44°16'48" E124°0'12"`, `经度:124.0 纬度:44.28`.
  static func pair(_ text: String) -> (Reading, Reading)? {
    guard text.utf8.count <= 200 else { return nil }
    var text = normalised(text)
    let isPoint = takePoint(&text)
    text = text.trimming { "[](){}<> \"".contains($0) }
    for parts in splits(text) {
      let pieces = parts.map { $0.trimming { $0 == " " } }.filter { !$0.isEmpty }
      guard pieces.count == 2 || (pieces.count == 3 && (isPoint || isHeight(pieces[2]))),
        let first = single(pieces[0], comma: .decimal),
        let second = single(pieces[1], comma: .decimal)
      else { continue }
      if let axis = first.axis, axis == second.axis { return nil }
      return (first, second)
    }
    return nil
  }

  private static func isHeight(_ text: String) -> Bool { Double(text) != nil }

  /// `SRID=4326;POINT Z (124 44 0)` → `124 44 0`.
  private static func takePoint(_ text: inout String) -> Bool {
    if text.hasPrefix("SRID="), let end = text.firstIndex(of: ";") {
      text = String(text[text.index(after: end)...])
    }
    guard text.hasPrefix("POINT") else { return false }
    text = String(text.dropFirst(5)).trimming { $0 == " " || $0 == "Z" || $0 == "M" }
    return true
  }

  private static func splits(_ text: String) -> [[String]] {
    var result: [[String]] = []
    for separator: Character in [";", "|", "/", ",", "\t"] where text.contains(separator) {
      result.append(text.split(separator: separator).map(String.init))
    }
    let directions: Set<Character> = ["E", "W", "N", "S"]
    if let first = text.first, directions.contains(first),
      let second = text.dropFirst().firstIndex(where: directions.contains)
    {
      result.append([String(text[..<second]), String(text[second...])])
    } else if let first = text.firstIndex(where: directions.contains) {
      let next = text.index(after: first)
      result.append([String(text[..<next]), String(text[next...])])
    }
    result.append(text.split(separator: " ").map(String.init))
    return result
  }

  /// ASCII in upper case, `d` for the degree sign, directions as letters: `东经124°0′12″` → `E124d0'12"`.
  ///
  /// One pass, because a column may have a million such cells.
  private static func normalised(_ text: String) -> String {
    var result: [UInt8] = []
    var isAfterHan = false
    var isOther = false
    for scalar in text.unicodeScalars {
      let byte = ascii(scalar)
      let last = result.last ?? 0
      let isAfterDirection = "EWNS".utf8.contains(last)
      switch byte {
      case 0: isOther = true
      case UInt8(ascii: "d") where isAfterHan && isAfterDirection: continue
      case _ where isAfterHan && isAfterDirection && ["经", "纬", "维"].contains(scalar): continue
      case UInt8(ascii: ":") where isAfterDirection, UInt8(ascii: "=") where isAfterDirection:
        continue
      case UInt8(ascii: "'") where last == UInt8(ascii: "'"): result[result.count - 1] = 0x22
      case last where isAfterDirection && (isAfterHan || scalar.value > 0x80): continue
      default: result.append(byte)
      }
      isAfterHan = scalar.value >= 0x4E00 && scalar.value < 0xA000
    }
    // Some other character: no coordinate, and the empty text says so.
    if isOther { return "" }
    let normal = String(decoding: result, as: UTF8.self).trimming { $0 == " " }
    let hasWords = result.contains { $0 >= 65 && $0 <= 90 && !"EWNS".utf8.contains($0) }
    return hasWords ? withLettersForWords(normal) : normal
  }

  /// 0 for a character that no coordinate has.
  private static func ascii(_ scalar: Unicode.Scalar) -> UInt8 {
    switch scalar {
    case "″", "”", "“", "〃", "秒": UInt8(ascii: "\"")
    case "′", "’", "‘", "`", "´", "分": UInt8(ascii: "'")
    case "°", "º", "˚", "○", "⁰", "度": UInt8(ascii: "d")
    case "东", "经": UInt8(ascii: "E")
    case "北", "纬", "维": UInt8(ascii: "N")
    case "西": UInt8(ascii: "W")
    case "南": UInt8(ascii: "S")
    // Pieces of a pair come here a second time; 124d0'12" is a notation of its own.
    case "d": UInt8(ascii: "d")
    case "a"..."z": UInt8(scalar.value - 32)
    case "\t", "\n", "\r", "\u{FEFF}": UInt8(ascii: " ")
    default:
      scalar.isASCII
        ? UInt8(scalar.value)
        : HalfWidth.text(String(scalar)).utf8.first.flatMap { $0 < 0x80 ? upper($0) : nil } ?? 0
    }
  }

  private static func upper(_ byte: UInt8) -> UInt8 {
    byte >= 97 && byte <= 122 ? byte - 32 : byte
  }

  private static func withLettersForWords(_ text: String) -> String {
    var result = text
    for (word, letter) in [
      ("LONGITUDE", "E"), ("LNG", "E"), ("LON", "E"), ("LATITUDE", "N"), ("LAT", "N"), ("DEG", "d"),
      ("dEG", "d"),
    ] {
      result = result.replacing(word, with: letter)
    }
    for letter in ["E", "N", "W", "S"] {
      for sign in [":", "="] { result = result.replacing(letter + sign, with: letter) }
    }
    return result
  }

  /// Takes a direction from either end; a second one or one on both ends is not valid.
  private static func takeDirection(_ text: inout String) -> (Reading.Axis?, Bool, Bool) {
    let letters = text.filter { "EWNS".contains($0) }
    if letters.isEmpty { return (nil, false, true) }
    // `1.2E5` is a number.
    if letters == "E", let place = text.firstIndex(of: "E"), place != text.startIndex,
      text.index(after: place) != text.endIndex
    {
      return (nil, false, true)
    }
    guard letters.count == 1, let letter = letters.first,
      text.first == letter || text.last == letter
    else { return (nil, false, false) }
    text = text.filter { $0 != letter }.trimming { $0 == " " }
    return (
      "EW".contains(letter) ? .longitude : .latitude, "WS".contains(letter), true
    )
  }

  private static func number(_ text: String, comma: Comma) -> Double? {
    let allowed = text.utf8.allSatisfy {
      ($0 >= 48 && $0 <= 57) || [43, 44, 45, 46, 69].contains($0)
    }
    guard allowed else { return nil }
    if !text.contains(",") { return Double(text) }
    switch Self.comma(in: text) {
    case .thousands: return Double(text.filter { $0 != "," })
    case .decimal: return Double(text.replacing(",", with: "."))
    case .unclear where comma == .thousands: return Double(text.filter { $0 != "," })
    case .unclear where comma == .decimal: return Double(text.replacing(",", with: "."))
    default: return nil
    }
  }

  /// What the commas of one number must mean; nil when it has none or makes no sense.
  static func comma(in text: String) -> Comma? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count > 1, let first = parts.first, let last = parts.last else { return nil }
    let whole = last.split(separator: ".", omittingEmptySubsequences: false)
    let groups = parts.dropFirst().dropLast().map(\.count) + [whole.first?.count ?? 0]
    let head = first.drop { $0 == "-" || $0 == "+" }
    let isGrouped = (1...3).contains(head.count) && groups.allSatisfy { $0 == 3 }
    if whole.count == 2 { return isGrouped ? .thousands : nil }
    if parts.count > 2 { return isGrouped ? .thousands : nil }
    return isGrouped && head != "0" ? .unclear : .decimal
  }

  /// Degrees, minutes, seconds; each part may be the last and then has decimals.
  private static func degrees(_ text: String) -> Reading? {
    var text = text
    var isNegative = false
    if text.hasPrefix("-") {
      isNegative = true
      text.removeFirst()
    }
    let isMarked = text.utf8.contains(UInt8(ascii: "d")) || text.utf8.contains(UInt8(ascii: "'"))
    let pieces = text.split { "d'\": ".contains($0) }
    guard (1...3).contains(pieces.count),
      isMarked || text.utf8.contains(UInt8(ascii: ":")) || pieces.count == 3,
      isMarked || pieces.count > 1
    else { return nil }
    var value = 0.0
    var unit = 1.0
    for (index, piece) in pieces.enumerated() {
      guard piece.first?.isNumber == true, let part = Double(piece),
        index == 0 || part < 60, index == pieces.count - 1 || part == part.rounded()
      else { return nil }
      value += part / unit
      unit *= 60
    }
    return Reading(
      value: isNegative ? -value : value, isDegrees: true, isSexagesimal: pieces.count > 1)
  }
}

extension StringProtocol {
  /// Without the characters at both ends for which `isOuter` holds.
  func trimming(_ isOuter: (Character) -> Bool) -> String {
    guard let first = firstIndex(where: { !isOuter($0) }),
      let last = lastIndex(where: { !isOuter($0) })
    else { return "" }
    return String(self[first...last])
  }
}
