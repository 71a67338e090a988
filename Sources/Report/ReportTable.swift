import Export
import Model

/// A table with typed columns. Cells hold values, not text: pages show them rounded, a workbook holds them as they are.
public struct ReportTable: Sendable {
  /// How the values of a column are shown.
  public enum Kind: Sendable, Hashable {
    case text
    /// Whole numbers, thousands separated.
    case whole
    case decimals(Int)
    /// 0…1, shown in per cent with so many decimals, more where fewer would make it look like all or nothing.
    case share(decimals: Int)
    /// Yes or no.
    case flag
    /// Yes or no, where no is a matter for concern.
    case verdict

    public static let share = Kind.share(decimals: 1)

    var isNumber: Bool {
      switch self {
      case .text, .flag, .verdict: false
      case .whole, .decimals, .share: true
      }
    }

    var isShare: Bool {
      if case .share = self { true } else { false }
    }
  }

  public struct Column: Sendable, Hashable {
    public var title: String
    public var kind: Kind
    /// Column of the targets beside which these shares are shown: one below its target never looks as if it met it.
    public var targetColumn: Int?

    public init(_ title: String, _ kind: Kind, targetColumn: Int? = nil) {
      self.title = title
      self.kind = kind
      self.targetColumn = targetColumn
    }
  }

  /// Name of its sheet in a workbook.
  public var name: String
  public var caption: String
  public var columns: [Column]
  /// As many cells a row as there are columns.
  public var rows: [[JSONValue]]
  /// Rows that pages and documents show; a workbook has all of them.
  public var shownRows: Int
  /// What stands below a table that is not shown whole.
  public var restNote: String
  /// By row the number of the block on the interactive map that it is about; empty: none is.
  public var mapBlocks: [Int]

  public init(
    name: String, caption: String, columns: [Column], rows: [[JSONValue]],
    shownRows: Int = .max, restNote: String = "", mapBlocks: [Int] = []
  ) {
    self.name = name
    self.caption = caption
    self.columns = columns
    self.rows = rows
    self.shownRows = shownRows
    self.restNote = restNote
    self.mapBlocks = mapBlocks
  }

  /// The rows that are shown.
  var shown: ArraySlice<[JSONValue]> { rows.prefix(shownRows) }

  /// True when some rows are not shown.
  var isCut: Bool { rows.count > shownRows }

  /// The sheet of a workbook.
  var sheet: Sheet {
    let shares = columns.indices.filter { columns[$0].kind.isShare }
    return Sheet(name: name, header: columns.map(\.title), rows: rows, shares: Set(shares))
  }
}

/// Text of table cells in one language.
struct CellText {
  private let language: Language

  init(_ language: Language) { self.language = language }

  /// What a reader sees in the columns of one row; unknown values are a dash.
  func texts(_ row: [JSONValue], _ columns: [ReportTable.Column]) -> [String] {
    zip(row, columns).map { value, column in
      text(value, column.kind, beside: column.targetColumn.flatMap { Self.sortKey(row[$0]) })
    }
  }

  private func text(_ value: JSONValue, _ kind: ReportTable.Kind, beside target: Double?) -> String
  {
    switch value {
    case .null: return "–"
    case .boolean(let flag): return word(flag)
    case .string(let text): return text
    case .integer(let number): return self.text(Double(number), kind, beside: target)
    case .number(let number, _): return self.text(number, kind, beside: target)
    case .array, .object: return JSONText.encode(value)
    }
  }

  private func text(_ number: Double, _ kind: ReportTable.Kind, beside target: Double?) -> String {
    switch kind {
    case .text: DecimalText.text(number)
    case .flag, .verdict: word(number != 0)
    case .whole: Figures.whole(number)
    case .decimals(let count): Figures.decimals(number, count)
    case .share(let count):
      Figures.percent(number, beside: target, decimals: count, in: language)
    }
  }

  private func word(_ flag: Bool) -> String {
    language == .chinese ? (flag ? "是" : "否") : (flag ? "yes" : "no")
  }

  /// The number that a column is sorted by; nil for text.
  static func sortKey(_ value: JSONValue) -> Double? {
    switch value {
    case .integer(let number): Double(number)
    case .number(let number, _): number
    case .boolean(let flag): flag ? 1 : 0
    default: nil
    }
  }
}
