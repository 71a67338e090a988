import Layers
import Model

/// The columns of one table of a matrix, read strictly: what is no id or no number is named with file, row and value.
struct MatrixCells {
  let table: Table
  /// The option the table came with (`--costs`).
  let option: String

  /// - Throws: 66 when the file cannot be opened, 65 when it is no table.
  init(_ path: String, option: String, threads: Int, ledger: inout Ledger) throws {
    table = try TableReader.readTable(
      LayerRequest(role: .table, path: path, threads: threads), ledger: &ledger)
    self.option = option
  }

  /// The column called `name` or by its Chinese name.
  func optionalColumn(_ name: String) -> Int? {
    table.column(named: name) ?? Self.chinese[name].flatMap { table.column(named: $0) }
  }

  private static let chinese = [
    "demand": "需求点", "site": "候选点", "cost": "费用", "weight": "权重", "fixed": "现有",
  ]

  /// The column called `name`.
  ///
  /// - Throws: 65 when there is none; lists the columns there are.
  func column(_ name: String, of wanted: String) throws -> Int {
    if let column = optionalColumn(name) { return column }
    let columns = table.header.joined(separator: ", ")
    throw AnalysisError(
      .badData, Subject(file: table.source.path),
      LocalizedText("there is no column “\(name)”", zh: "没有“\(name)”列"),
      hint: LocalizedText(
        "\(option) needs the columns \(wanted); the file has \(columns)",
        zh: "\(option) 须有 \(wanted) 列；该文件的列为 \(columns)"))
  }

  /// The id in a cell.
  ///
  /// - Throws: 65 for an empty one.
  func id(_ row: Int, _ column: Int) throws -> String {
    let cell = table.utf8(row, column)
    if !cell.isEmpty { return String(decoding: cell, as: UTF8.self) }
    let name = table.header[column]
    throw AnalysisError(
      .badData, table.subject(row),
      LocalizedText("“\(name)” is empty", zh: "“\(name)”为空"),
      hint: LocalizedText("give every row its ids", zh: "请补全各行编号"))
  }

  /// The number ≥ 0 in a cell.
  ///
  /// - Parameter id: what the row is about, for the message.
  /// - Throws: 65 for text, an empty cell, a negative number or one that is not finite.
  func number(_ row: Int, _ column: Int, id: String) throws -> Double {
    let cell = table.utf8(row, column)
    guard let value = MatrixNumber.value(cell) else {
      throw unusable(row, column, id, Self.notANumber)
    }
    if value >= 0 { return value }
    throw unusable(row, column, id, Self.negative)
  }

  private static let notANumber = LocalizedText("is not a number", zh: "不是数")
  private static let negative = LocalizedText("is negative", zh: "为负数")

  private func unusable(
    _ row: Int, _ column: Int, _ id: String, _ what: LocalizedText
  ) -> AnalysisError {
    let name = table.header[column]
    let seen = table[row, column]
    return AnalysisError(
      .badData, table.subject(row, id: id),
      LocalizedText(
        "\(name) “\(seen)” \(what.english)", zh: "\(name)“\(seen)”\(what.chinese)"),
      hint: option == "--costs"
        ? LocalizedText(
          "give a number of at least 0, or leave the row out when the pair is unreachable",
          zh: "请给不小于 0 的数；不可达的成对请删去该行")
        : LocalizedText("give a number of at least 0", zh: "请给不小于 0 的数"))
  }

  /// Yes or no in a cell; empty is no.
  ///
  /// - Throws: 65 for anything else.
  func flag(_ row: Int, _ column: Int, id: String) throws -> Bool {
    let seen = table[row, column]
    switch seen.lowercased() {
    case "1", "true", "yes", "y", "t", "是", "√", "1.0": return true
    case "", "0", "false", "no", "n", "f", "否", "0.0": return false
    default:
      throw unusable(
        row, column, id, LocalizedText("is neither 1 nor 0", zh: "既不是 1 也不是 0"))
    }
  }
}

/// Finite decimal numbers in the cells of a matrix.
enum MatrixNumber {
  /// Powers of ten that a double holds exactly.
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  /// The number, correctly rounded; nil for anything else, `nan`, `inf` and hexadecimal included.
  static func value(_ cell: ArraySlice<UInt8>) -> Double? {
    short(cell) ?? any(cell)
  }

  /// At most 15 digits with at most one point: digits and power are exact, so the quotient is rounded once.
  private static func short(_ cell: ArraySlice<UInt8>) -> Double? {
    if cell.isEmpty || cell.count > 16 { return nil }
    var digits: Int64 = 0
    var count = 0
    var decimals = -1
    for byte in cell {
      if byte == UInt8(ascii: ".") {
        if decimals >= 0 { return nil }
        decimals = 0
        continue
      }
      guard byte >= 48, byte <= 57 else { return nil }
      digits = digits * 10 + Int64(byte - 48)
      count += 1
      if decimals >= 0 { decimals += 1 }
    }
    if count == 0 || count > 15 { return nil }
    return decimals > 0 ? Double(digits) / powers[decimals] : Double(digits)
  }

  private static func any(_ cell: ArraySlice<UInt8>) -> Double? {
    let isDecimal = cell.allSatisfy {
      (48...57).contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "+")
        || $0 == UInt8(ascii: "-") || $0 | 0x20 == UInt8(ascii: "e")
    }
    guard isDecimal, cell.contains(where: { (48...57).contains($0) }) else { return nil }
    guard let value = Double(String(decoding: cell, as: UTF8.self)), value.isFinite else {
      return nil
    }
    return value
  }
}
