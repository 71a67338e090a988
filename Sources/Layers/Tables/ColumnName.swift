/// Column names as people write them, reduced to what they mean.
enum ColumnName {
  /// Lower case, half width, without blanks, punctuation and units in brackets: `经度 (°)` → `经度`.
  static func key(_ name: String) -> String {
    var result = ""
    var depth = 0
    for scalar in HalfWidth.text(name).lowercased().unicodeScalars {
      switch scalar {
      case "(", "[", "{", "【", "〔": depth += 1
      case ")", "]", "}", "】", "〕": depth = max(0, depth - 1)
      default:
        if depth == 0, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }

  /// The same with what stands in brackets kept: `经度(GCJ02)` → `经度gcj02`.
  static func fullKey(_ name: String) -> String {
    String(
      String.UnicodeScalarView(
        HalfWidth.text(name).lowercased().unicodeScalars.filter {
          $0.properties.isAlphabetic || ("0"..."9").contains($0)
        }))
  }

  /// A name on one line: no breaks, no doubled blanks, none between Chinese characters.
  static func cleaned(_ name: String) -> String {
    let words = name.unicodeScalars.split { $0.properties.isWhitespace || $0.value == 0xFEFF }
    var result = ""
    for word in words {
      if let last = result.unicodeScalars.last, let first = word.first,
        last.value < 0x2E80 || first.value < 0x2E80
      {
        result += " "
      }
      result.unicodeScalars.append(contentsOf: word)
    }
    return result
  }
}

/// Full-width letters, digits and punctuation of Chinese input methods as their ASCII counterparts.
enum HalfWidth {
  /// `１２４．０，４４` → `124.0,44`; other characters stay.
  static func text(_ text: String) -> String {
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
