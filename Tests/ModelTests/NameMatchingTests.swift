import Model
import Testing

@Suite struct NameMatchingTests {
  @Test func `Nearest names are ranked by edits`() {
    let names = ["population", "name", "pop", "tier", "名称"]
    #expect(NameMatching.suggestions(for: "populatoin", among: names).first == "population")
    #expect(NameMatching.suggestions(for: "nmae", among: names) == ["name"])
    #expect(NameMatching.suggestions(for: "zzzzzz", among: names).isEmpty)
    #expect(NameMatching.suggestions(for: "", among: names).isEmpty)
    #expect(NameMatching.suggestions(for: "网格名称", among: names) == ["名称"])
  }

  @Test func `The nearest names come first`() {
    let names = ["radius", "raster", "threads", "profile"]
    #expect(NameMatching.suggestions(for: "radis", among: names).first == "radius")
    #expect(NameMatching.suggestions(for: "rdaius", among: names).first == "radius")
    #expect(NameMatching.suggestions(for: "thread", among: names) == ["threads"])
    #expect(NameMatching.suggestions(for: "qqqqqq", among: names).isEmpty)
  }

  /// Hand-counted pairs.
  @Test(arguments: [
    ("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("kitten", "sitting", 3), ("ab", "ba", 1),
    ("ca", "abc", 3),
  ])
  func `Edits between words count swaps of neighbours once`(a: String, b: String, edits: Int) {
    #expect(NameMatching.edits(Array(a.unicodeScalars), Array(b.unicodeScalars)) == edits)
    #expect(NameMatching.edits(Array(b.unicodeScalars), Array(a.unicodeScalars)) == edits)
  }
}
