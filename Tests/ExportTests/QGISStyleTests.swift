import Model
import Testing

@testable import Export

/// `make test-qgis` opens the styles in QGIS itself.
struct QGISStyleTests {
  private func style(_ columns: [(String, ColumnValues)], isAreal: Bool = true) -> String? {
    let results = columns.map {
      ResultColumn(
        name: $0.0, shortName: String($0.0.prefix(10)), title: LocalizedText($0.0, zh: $0.0),
        values: $0.1)
    }
    return QGISStyle.document(
      for: Rows(makeTable([TestFeature()], results: results)), isAreal: isAreal)
  }

  private let half = ColumnValues.real([0.5], decimals: 6)

  @Test func `Flags are conditions: QGIS holds no boolean equal to a number`() throws {
    let blocks = try #require(style([("pop_share_500m", half), ("underserved", .boolean([1]))]))
    #expect(blocks.contains("filter=\"&quot;underserved&quot;\""))
    let checked = try #require(style([("share_a", half), ("met_a", .boolean([0]))]))
    #expect(checked.contains("filter=\"NOT &quot;met_a&quot;\""))
    for text in [blocks, checked] {
      #expect(!text.contains("quot; = "))
    }
  }

  @Test func `Every kind of result has a style, and other tables none`() throws {
    #expect(style([("station", half), ("minutes", .integer([5])), ("area_m2", half)]) != nil)
    #expect(style([("block", half), ("measure", half)]) != nil)
    let sites = try #require(
      style([("rank", .integer([1])), ("people_gained", half)], isAreal: false))
    #expect(sites.contains("type=\"marker\""))
    #expect(style([("x", half)]) == nil)
    #expect(style([("pop_share_500m", half)], isAreal: false) == nil)
  }
}
