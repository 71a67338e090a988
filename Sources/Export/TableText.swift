import Model

/// Writes a table as CSV (RFC 4180) or tab-separated text in UTF-8, one line a feature.
///
/// A text cell that a spreadsheet would take for a formula — it starts with `=`, `+`, `-`, `@`, tab or carriage
/// return and is not a plain number — gets a leading apostrophe. Null is an empty cell, an empty string `""`.
struct TableText {
  let rows: Rows
  var separator = ","
  var byteOrderMark = false
  var hasGeometry = false

  /// Writes everything to `file`; counts cells that got an apostrophe.
  func write(to file: AtomicFile, ledger: inout Ledger) throws {
    try write(to: file, ledger: &ledger) { try $0(rows) }
  }

  /// The same of a table that comes in batches; `rows` are those of its frame.
  func write(_ tables: TableStream, to file: AtomicFile, ledger: inout Ledger) throws {
    var making = Ledger()
    var writing = Ledger()
    try write(to: file, ledger: &writing) { visit in
      for batch in 0..<tables.count {
        let table = try tables.batch(batch, &making)
        try visit(Rows(table, hasIdentifiers: tables.hasIdentifiers))
      }
    }
    ledger.merge(making)
    ledger.merge(writing)
  }

  private func write(
    to file: AtomicFile, ledger: inout Ledger, batches: ((Rows) throws -> Void) throws -> Void
  ) throws {
    let buffer = TextBuffer()
    if byteOrderMark { buffer.append("\u{FEFF}") }
    var names = rows.columns.map(\.name)
    if hasGeometry { names.append(unused("WKT", names)) }
    buffer.append(names.map { quoted(Self.safe($0)) }.joined(separator: separator) + "\n")
    var guarded = 0
    var example: LedgerExample?
    try batches { rows in
      try rows.visit { chunk, offset, cells in
        for (index, cell) in cells.enumerated() {
          if index > 0 { buffer.append(separator) }
          guard let text = cell.plainText else { continue }
          var written = text
          if case .text = cell, Self.isFormula(text) {
            guarded += 1
            written = "'" + text
            let source = rows.table.layer.source.path
            if example == nil {
              example = LedgerExample(Subject(file: source, row: chunk.row(offset)), detail: text)
            }
          }
          buffer.append(quoted(written))
        }
        if hasGeometry {
          if !cells.isEmpty { buffer.append(separator) }
          buffer.append(quoted(WellKnownText.text(chunk.shapes, offset)))
        }
        buffer.append("\n")
        if buffer.count > 1 << 19 {
          try file.append(buffer.bytes)
          buffer.count = 0
        }
      }
    }
    try file.append(buffer.bytes)
    if let example { ledger.add(.formulaGuarded, count: guarded, examples: [example]) }
  }

  private func unused(_ wish: String, _ names: [String]) -> String {
    names.contains(wish) ? unused("_" + wish, names) : wish
  }

  private static func safe(_ name: String) -> String { isFormula(name) ? "'" + name : name }

  /// Whether a spreadsheet would compute `text`. Numbers such as `-3.5` and `+86` are not formulas.
  static func isFormula(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return false }
    switch first {
    case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0D: return true
    case UInt8(ascii: "+"), UInt8(ascii: "-"): return Double(text) == nil
    // Full-width forms that some spreadsheets fold to ASCII.
    case 0xEF: return ["＝", "＋", "－", "＠"].contains { text.hasPrefix($0) }
    default: return false
    }
  }

  private func quoted(_ text: String) -> String {
    let needsQuotes =
      text.isEmpty
      || text.utf8.contains {
        $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D || $0 == separator.utf8.first
      }
    guard needsQuotes else { return text }
    var out = "\""
    for character in text.unicodeScalars {
      if character == "\"" { out += "\"\"" } else { out.unicodeScalars.append(character) }
    }
    return out + "\""
  }
}

/// Geometries as well-known text with at most seven decimals.
enum WellKnownText {
  /// The text of feature `feature`; empty without geometry.
  static func text(_ shapes: ShapeColumn, _ feature: Int) -> String {
    let parts = shapes.parts(at: feature)
    guard !parts.isEmpty else { return "" }
    let rings = parts.map { part in "(" + part.map(list).joined(separator: ",") + ")" }
    let firsts = parts.map { list($0.first ?? []) }
    switch shapes.kinds[feature] {
    case .none, .collection: return ""
    case .point: return "POINT " + firsts[0]
    case .multiPoint: return "MULTIPOINT (" + firsts.joined(separator: ",") + ")"
    case .lineString: return "LINESTRING " + firsts[0]
    case .multiLineString: return "MULTILINESTRING (" + firsts.joined(separator: ",") + ")"
    case .polygon: return "POLYGON " + rings[0]
    case .multiPolygon: return "MULTIPOLYGON (" + rings.joined(separator: ",") + ")"
    }
  }

  private static func list(_ ring: [Coordinate]) -> String {
    let positions = ring.map {
      NumberText.string($0.x, decimals: 7) + " " + NumberText.string($0.y, decimals: 7)
    }
    return "(" + positions.joined(separator: ",") + ")"
  }
}
