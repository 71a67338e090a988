import Testing

@Suite struct LedgerDocumentationTests {
  @Test func `docs/ledger.md has a row for each ledger code in the sources, and no other`() throws {
    var codes: Set<String> = []
    for target in try SourceTree.targets() {
      for path in try SourceTree.files(of: target, ending: "swift") {
        codes.formUnion(Self.codes(in: try SourceTree.text(path)))
      }
    }
    try #require(codes.count >= 50, "the sources were not found")
    let documented = Self.documented(in: try SourceTree.text("docs/ledger.md"))
    #expect(codes.subtracting(documented).sorted() == [], "not in docs/ledger.md")
    #expect(documented.subtracting(codes).sorted() == [], "in docs/ledger.md only")
  }

  /// String literals that open a `LedgerCode(…)`.
  static func codes(in text: String) -> Set<String> {
    Set(
      text.matches(of: /LedgerCode\(\s*"([^"\\]+)"/).map { String($0.output.1) })
  }

  /// Codes in back quotes in the first cell of a table row.
  static func documented(in text: String) -> Set<String> {
    Set(text.matches(of: /(?m)^\| `([a-z0-9_]+)` \|/).map { String($0.output.1) })
  }
}
