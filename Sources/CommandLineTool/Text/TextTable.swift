/// A table of text for a terminal, aligned by display width.
package struct TextTable: Sendable {
  /// Where a column's cells stand.
  package enum Alignment: Sendable {
    case left
    /// For numbers.
    case right
  }

  private var headers: [String]
  private var alignments: [Alignment]
  private var rows: [[String]] = []

  /// - Parameter columns: each column's header and alignment; empty headers leave the header row out.
  package init(_ columns: [(header: String, alignment: Alignment)]) {
    headers = columns.map(\.header)
    alignments = columns.map(\.alignment)
  }

  /// Adds a row; missing cells are empty.
  package mutating func append(_ cells: [String]) {
    precondition(cells.count <= headers.count, "more cells than columns")
    rows.append(
      cells.map(TextTable.oneLine)
        + Array(repeating: "", count: headers.count - cells.count))
  }

  /// The lines, each ended by a line feed, without blanks at their ends.
  package var text: String {
    let hasHeader = headers.contains { !$0.isEmpty }
    let all = (hasHeader ? [headers] : []) + rows
    let widths = headers.indices.map { column in
      all.map { DisplayWidth.of($0[column]) }.max() ?? 0
    }
    var lines = all.map { line($0, widths) }
    if hasHeader {
      lines.insert(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "), at: 1)
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let line = cells.indices.map { column in
      DisplayWidth.pad(cells[column], to: widths[column], right: alignments[column] == .right)
    }.joined(separator: "  ")
    return String(line.reversed().drop { $0 == " " }.reversed())
  }

  /// Control characters of data would move the cursor: they become blanks.
  static func oneLine(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      return text
    }
    return String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}
