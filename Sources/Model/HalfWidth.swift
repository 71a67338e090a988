/// Full-width letters, digits and punctuation of Chinese input methods as their ASCII counterparts.
public enum HalfWidth {
  /// `１２４．０，４４` → `124.0,44`; other characters stay.
  public static func text(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(Self.scalar(scalar)) }
    return String(result)
  }

  private static func scalar(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    case 0x3000, 0xA0, 0x2002...0x200A, 0x202F: " "
    case 0x2010...0x2015, 0x2212: "-"
    case 0x3002: "."
    case 0x3001: ","
    default: scalar
    }
  }
}
