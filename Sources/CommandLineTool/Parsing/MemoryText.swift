import Model

/// `--memory SIZE`: bytes, or a number with `K`, `M`, `G` or `T` (powers of 1,024; `2G`, `1.5G`, `500M`, `500MB`).
enum MemoryText {
  private static let units = ["": 0, "K": 10, "M": 20, "G": 30, "T": 40]
  /// Less than the program takes without any data.
  private static let least = 16 << 20

  /// - Throws: 64 for a text that is no size.
  static func bytes(_ text: String) throws -> Int {
    var unit = text.trimmed.uppercased().drop { $0.isNumber || $0 == "." }
    let digits = text.trimmed.dropLast(unit.count)
    for ending in ["IB", "B"] where unit.hasSuffix(ending) {
      unit = unit.dropLast(ending.count)
      break
    }
    guard let shift = units[String(unit)], let number = DecimalText.number(String(digits)),
      number > 0, number * Double(1 << shift) < 1e15
    else {
      throw AnalysisError(
        .usage, .none,
        LocalizedText("--memory: “\(text)” is no size", zh: "--memory：“\(text)”不是内存大小"),
        hint: LocalizedText("give a size such as 2G or 500M", zh: "请写作 2G 或 500M"))
    }
    let bytes = Int(number * Double(1 << shift))
    guard bytes >= least else {
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "--memory: \(text) is less than the program itself takes",
          zh: "--memory：\(text) 少于程序自身所需"),
        hint: LocalizedText("give a size such as 2G or 500M", zh: "请写作 2G 或 500M"))
    }
    return bytes
  }
}
