import Model

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
