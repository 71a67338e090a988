import Model

/// Finds what the values of a table's columns are and writes its rows as JSON members.
struct TableAttributes {
  let table: Table
  let types: [FieldType]
  /// Columns whose numbers have thousands separators.
  private let isGrouped: [Bool]
  /// `"name":` ready to copy, by column.
  private let keys: [[UInt8]]

  /// Looks at every value; the thread count cannot change the result.
  init(_ table: Table, threads: Int, _ ledger: inout Ledger) throws {
    self.table = table
    keys = table.header.enumerated().map { index, name in
      var key: [UInt8] = index == 0 ? [] : [UInt8(ascii: ",")]
      AttributeText.appendString(name.utf8, to: &key)
      key.append(UInt8(ascii: ":"))
      return key
    }
    let blockSize = 16_384
    let blocks = (table.rowCount + blockSize - 1) / blockSize
    let width = table.columnCount
    let partial = try Parallel.map(count: blocks, threads: threads) { block in
      var evidence = [ColumnEvidence](repeating: ColumnEvidence(), count: width)
      for row in block * blockSize..<min(table.rowCount, (block + 1) * blockSize) {
        for column in 0..<width { evidence[column].add(table.utf8(row, column), row: row) }
      }
      return evidence
    }
    var evidence = [ColumnEvidence](repeating: ColumnEvidence(), count: width)
    for block in partial {
      for column in 0..<width { evidence[column].merge(block[column]) }
    }
    types = evidence.map(\.type)
    isGrouped = evidence.map { $0.isNumber && $0.seen.contains(.grouped) }
    Self.report(evidence, table, &ledger)
  }

  /// The layer's fields in column order.
  var fields: [Field] {
    zip(table.header, types).map { Field(name: $0, type: $1) }
  }

  /// Appends one row's members (`"编号":7,"名称":"甲"`) to `output`; empty cells are null.
  func append(row: Int, to output: inout [UInt8]) {
    for column in 0..<table.columnCount {
      output.append(contentsOf: keys[column])
      appendValue(table.utf8(row, column), column, to: &output)
    }
  }

  private func appendValue(_ value: ArraySlice<UInt8>, _ column: Int, to output: inout [UInt8]) {
    if value.isEmpty {
      output.append(contentsOf: "null".utf8)
      return
    }
    switch types[column] {
    case .integer, .integer64, .real:
      if ColumnEvidence.isPlaceholder(value) {
        output.append(contentsOf: "null".utf8)
      } else {
        NumberText.append(value, isReal: types[column] == .real, to: &output)
      }
    case .boolean:
      let isTrue = value.first == UInt8(ascii: "t") || value.first == UInt8(ascii: "T")
      output.append(contentsOf: (isTrue ? "true" : "false").utf8)
    default: AttributeText.appendString(value, to: &output)
    }
  }

  private static func report(_ evidence: [ColumnEvidence], _ table: Table, _ ledger: inout Ledger) {
    for (column, evidence) in evidence.enumerated() where evidence.isNumber {
      if let row = evidence.firstGrouped {
        ledger.record(
          TableLedger.groupedNumbers, table.subject(row),
          detail: "\(table.header[column]): \(table[row, column])")
      }
      if let row = evidence.firstPlaceholder {
        ledger.record(
          TableLedger.placeholders, count: evidence.placeholders, table.subject(row),
          detail: "\(table.header[column]): \(table[row, column])")
      }
    }
  }
}

/// What was seen in one column.
struct ColumnEvidence: Sendable {
  struct Kinds: OptionSet, Sendable {
    let rawValue: UInt8
    static let integer = Kinds(rawValue: 1)
    static let integer64 = Kinds(rawValue: 2)
    static let real = Kinds(rawValue: 4)
    /// Numbers with thousands separators.
    static let grouped = Kinds(rawValue: 8)
    static let boolean = Kinds(rawValue: 16)
    static let date = Kinds(rawValue: 32)
    static let dateTime = Kinds(rawValue: 64)
    static let other = Kinds(rawValue: 128)
  }

  private(set) var seen: Kinds = []
  private(set) var firstGrouped: Int?
  private(set) var firstPlaceholder: Int?
  private(set) var placeholders = 0

  mutating func add(_ value: ArraySlice<UInt8>, row: Int) {
    // Once a column is text, nothing can change that.
    if value.isEmpty || seen.contains(.other) { return }
    let kind = Self.kind(value)
    if kind.isEmpty {
      firstPlaceholder = firstPlaceholder ?? row
      placeholders += 1
    }
    if kind.contains(.grouped) { firstGrouped = firstGrouped ?? row }
    seen.formUnion(kind)
  }

  mutating func merge(_ later: ColumnEvidence) {
    seen.formUnion(later.seen)
    firstGrouped = firstGrouped ?? later.firstGrouped
    firstPlaceholder = firstPlaceholder ?? later.firstPlaceholder
    placeholders += later.placeholders
  }

  var isNumber: Bool {
    !seen.isEmpty && seen.isSubset(of: [.integer, .integer64, .real, .grouped])
  }

  var type: FieldType {
    if isNumber {
      return seen.contains(.real) ? .real : seen.contains(.integer64) ? .integer64 : .integer
    }
    if placeholders > 0 { return .string }
    switch seen {
    case .boolean: return .boolean
    case .date: return .date
    case .dateTime, [.date, .dateTime]: return .dateTime
    default: return .string
    }
  }

  /// No kind at all for a placeholder such as a dash.
  private static func kind(_ value: ArraySlice<UInt8>) -> Kinds {
    if let kind = NumberText.kind(value) { return kind }
    if isPlaceholder(value) { return [] }
    switch value.count {
    case 4, 5:
      let word = String(decoding: value, as: UTF8.self)
      if ["true", "false", "TRUE", "FALSE", "True", "False"].contains(word) { return .boolean }
    case 10: if DateText.isDate(value) { return .date }
    case 16, 19: if DateText.isDateTime(value) { return .dateTime }
    default: break
    }
    return .other
  }

  private static let placeholderWords: Set<String> = [
    "-", "--", "—", "——", "–", "/", "\\", "无", "空", "暂无", "n/a", "N/A", "NA", "null", "NULL",
    "#N/A", "NaN",
    "nan", "None",
  ]

  static func isPlaceholder(_ value: ArraySlice<UInt8>) -> Bool {
    guard value.count <= 6, let first = value.first, first >= 0x80 || "-/\\nN#".utf8.contains(first)
    else { return false }
    return placeholderWords.contains(String(decoding: value, as: UTF8.self))
  }
}
