import Model

/// What a row below the header is, by its first words.
enum RowKind {
  case data, summary, note

  private static let summaries: Set<String> = [
    "合计", "总计", "小计", "共计", "累计", "总和", "汇总", "平均", "平均值", "均值", "平均数", "本页小计", "本页合计", "总合计",
  ]
  private static let foreignSummaries: Set<String> = [
    "total", "totals", "grandtotal", "subtotal", "sum", "average", "mean",
  ]
  private static let notes = [
    "注", "备注", "说明", "附注", "填表说明", "填表人", "填报人", "填报单位", "填报日期", "填表日期", "制表", "制表人", "审核",
    "审核人", "复核", "负责人", "单位负责人", "联系人", "联系电话", "数据来源", "资料来源", "来源", "统计时间", "统计日期", "日期", "note",
    "notes", "remark", "source", "preparedby",
  ]

  /// `cells` are the row's first filled cells; `hasPlace` when it has usable coordinates.
  init(_ cells: [String], filledCount: Int, hasPlace: @autoclosure () -> Bool, isPlain: Bool) {
    guard let first = cells.first else {
      self = .data
      return
    }
    let words = cells.prefix(isPlain ? 1 : 3).map(Self.word)
    if Self.summaries.contains(words[0]) {
      self = .summary
    } else if words.contains(where: { Self.isSummary($0, isPlain: isPlain) }), !hasPlace() {
      self = .summary
    } else if !isPlain || filledCount == 1, Self.isNote(first, filledCount: filledCount),
      !hasPlace()
    {
      self = .note
    } else {
      self = .data
    }
  }

  /// True when a cell may be one of the words, by its first and last bytes: spares nearly all rows the look.
  static func mayBeSpecial(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first else { return false }
    if first < 0x80 {
      if first == UInt8(ascii: "*") { return true }
      guard "tgsamnrpTGSAMNRP".utf8.contains(first) else { return false }
      // `total` to `grand total:`; longer texts are notes if they have a colon.
      return text.count <= 14 || text.contains(UInt8(ascii: ":")) || text.contains(0xEF)
    }
    guard text.count >= 3 else { return false }
    return leadingCharacters.contains(code(text.prefix(3)))
      || text.suffix(3).elementsEqual([0xE8, 0xAE, 0xA1])
  }

  /// The first characters of all the words, each three bytes of UTF-8 as one number.
  private static let leadingCharacters: Set<UInt32> = {
    var result: Set<UInt32> = [code(Array("※".utf8)[...])]
    for word in Array(summaries) + notes {
      guard let character = word.first, character.utf8.count == 3 else { continue }
      result.insert(code(Array(character.utf8)[...]))
    }
    return result
  }()

  private static func code(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func word(_ text: String) -> String {
    ColumnName.key(text)
  }

  private static func isSummary(_ word: String, isPlain: Bool) -> Bool {
    if summaries.contains(word) || foreignSummaries.contains(word) { return true }
    return !isPlain && word.count <= 12 && ["小计", "合计", "总计"].contains { word.hasSuffix($0) }
  }

  private static func isNote(_ text: String, filledCount: Int) -> Bool {
    let half = HalfWidth.text(text).lowercased()
    let head = half.split(separator: ":", maxSplits: 1).first.map(String.init) ?? ""
    let key = ColumnName.key(head)
    if half.contains(":"), notes.contains(key) || notes.contains(key.trimming(\.isNumber)) {
      return true
    }
    if half.hasPrefix("注1") || half.hasPrefix("注.") || half.hasPrefix("※") || half.hasPrefix("*") {
      return filledCount == 1
    }
    return filledCount == 1 && notes.contains(ColumnName.key(half))
  }
}
