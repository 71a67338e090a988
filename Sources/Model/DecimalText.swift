/// Decimal numbers as people type them: digits, one point, a sign, an exponent; no `nan`, `inf`, hexadecimal
/// or thousands separators.
package enum DecimalText {
  /// The finite number `text` stands for, nil when it is none.
  package static func number(_ text: String) -> Double? {
    let allowed = text.utf8.allSatisfy {
      (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2B || $0 == 0x2D || $0 | 0x20 == 0x65
    }
    let hasDigit = text.utf8.contains { (0x30...0x39).contains($0) }
    guard allowed, hasDigit, let value = Double(text), value.isFinite else { return nil }
    return value
  }

  /// The shortest text that reads back as `value`, without `.0` for whole numbers.
  package static func text(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    return "\(value)"
  }
}
