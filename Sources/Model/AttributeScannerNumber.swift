/// Numbers in attributes, also those that were written as text.
public enum AttributeNumber {
  /// The correctly rounded value of a JSON number; nil when it is none or too large for a double.
  public static func parse(_ token: some Collection<UInt8>) -> Double? {
    if let value = smallInteger(token) { return value }
    guard let first = token.first, first == UInt8(ascii: "-") || isDigit(first) else { return nil }
    guard let value = Double(String(decoding: token, as: UTF8.self)), value.isFinite else {
      return nil
    }
    return value
  }

  /// The number a person wrote into a text: outer spaces, thousands separators (`1,234`, `１，２３４`),
  /// full-width digits and a leading plus are understood; nil when anything else is there.
  public static func parseText(_ text: String) -> Double? {
    var plain: [UInt8] = []
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xFF01...0xFF5E: plain.append(UInt8(scalar.value - 0xFEE0))
      case 0x3000, 0xA0: plain.append(0x20)
      case 0x2212: plain.append(UInt8(ascii: "-"))
      case 0..<0x80: plain.append(UInt8(scalar.value))
      default: return nil
      }
    }
    var body = plain[...]
    while let byte = body.first, byte <= 0x20 { body = body.dropFirst() }
    while let byte = body.last, byte <= 0x20 { body = body.dropLast() }
    if body.first == UInt8(ascii: "+") { body = body.dropFirst() }
    guard let ungrouped = withoutSeparators(body), isDecimal(ungrouped) else { return nil }
    guard let value = Double(String(decoding: ungrouped, as: UTF8.self)), value.isFinite else {
      return nil
    }
    return value
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func smallInteger(_ token: some Collection<UInt8>) -> Double? {
    guard !token.isEmpty, token.count <= 15 else { return nil }
    var value: Int64 = 0
    for byte in token {
      guard isDigit(byte) else { return nil }
      value = value * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    return Double(value)
  }

  /// Takes out commas that stand before groups of three digits; nil when one stands elsewhere.
  private static func withoutSeparators(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    guard text.contains(UInt8(ascii: ",")) else { return Array(text) }
    let unsigned = text.first == UInt8(ascii: "-") ? text.dropFirst() : text
    let point = unsigned.firstIndex(of: UInt8(ascii: ".")) ?? unsigned.endIndex
    let groups = unsigned[..<point].split(
      separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard let first = groups.first, (1...3).contains(first.count),
      groups.dropFirst().allSatisfy({ $0.count == 3 }),
      groups.allSatisfy({ $0.allSatisfy(isDigit) })
    else { return nil }
    return text.filter { $0 != UInt8(ascii: ",") }
  }

  /// Digits with at most one point, an optional minus and an optional exponent.
  private static func isDecimal(_ text: [UInt8]) -> Bool {
    var rest = text[...]
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    var decimals = rest.prefix(0)
    if rest.first == UInt8(ascii: ".") {
      decimals = rest.dropFirst().prefix(while: isDigit)
      rest = rest.dropFirst(1 + decimals.count)
    }
    guard whole.count + decimals.count > 0 else { return false }
    if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
        rest = rest.dropFirst()
      }
      guard !rest.isEmpty, rest.allSatisfy(isDigit) else { return false }
      return true
    }
    return rest.isEmpty
  }
}
