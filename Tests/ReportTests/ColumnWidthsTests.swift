import Export
import Model
import Testing

@testable import Report

/// Widths of columns on a sheet of 1,000 units, where a digit of the largest text takes 17.
@Suite struct ColumnWidthsTests {
  private let paper = ColumnWidths.Paper(textWidth: 1_000, letter: 1, margin: 10)

  private func widths(
    _ columns: [(String, ReportTable.Kind)], _ rows: [[JSONValue]]
  ) -> ColumnWidths {
    let table = ReportTable(
      name: "t", caption: "t", columns: columns.map { .init($0.0, $0.1) }, rows: rows)
    return ColumnWidths(table, CellText(.chinese), paper)
  }

  @Test func `Numbers and short names get one line, and long text the rest`() {
    let found = widths(
      [("编号", .text), ("人口", .whole), ("原因", .text)],
      [[.string("YZ001"), .integer(12_345), .string(String(repeating: "远", count: 40))]])
    #expect(found.size == 17)
    // Two capitals of 1.25 and three digits; six digits and comma.
    #expect(found.widths[0] == 5.5 * 17 + 10)
    #expect(found.widths[1] == 6 * 17 + 10)
    #expect(abs(found.widths.reduce(0, +) - 1_000) < 1e-9)
  }

  @Test func `Long texts share by their letters, of which forty count at most`() {
    let found = widths(
      [("甲", .text), ("乙", .text)],
      [[.string(String(repeating: "名", count: 10)), .string(String(repeating: "因", count: 90))]])
    #expect(abs(found.widths[0] - 1_000.0 / 3) < 1e-9)
    #expect(abs(found.widths[1] - 2_000.0 / 3) < 1e-9)
  }

  @Test func `Too many columns make letters smaller, and never more than the paper`() {
    let numbers = (1...12).map { ("数\($0)", ReportTable.Kind.whole) }
    let row: [JSONValue] = (1...12).map { _ in .integer(12_345) }
    let text = JSONValue.string(String(repeating: "文", count: 20))
    let sizes = [6, 7, 9, 12].map { count in
      let found = widths([("说明", .text)] + numbers.prefix(count), [[text] + row.prefix(count)])
      #expect(found.widths.reduce(0, +) < 1_000.001)
      return found.size
    }
    #expect(sizes == [17, 15, 13, 13])
  }

  @Test
  func `A title's longest word stays whole, and Chinese ones may break after four characters`() {
    let found = widths(
      [("Denominator of it", .whole), ("步行十五分钟内人口占比", .share)], [[.integer(1), .number(0.5)]])
    let scale = found.widths[0] / (11.9 * 17 + 10)
    #expect(abs(found.widths[1] - (8 * 17 + 10) * scale) < 1e-9)
  }

  @Test
  func `A page on paper names its columns' widths, one for the screen leaves them to the browser`()
  {
    let paper = HTMLPage(hostileDocument(), for: .print).html
    let screen = HTMLPage(hostileDocument(), for: .screen(noLeaflet)).html
    #expect(paper.ranges(of: "<colgroup>").count == paper.ranges(of: "<table class=\"fixed").count)
    #expect(paper.contains("<table class=\"fixed"))
    #expect(!screen.contains("<colgroup>"))
  }
}
