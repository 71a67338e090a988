import Indicators
import Model
import Testing

@Suite struct TierDeclarationTests {
  private let tiers = ["街道", "社区", "网格"]

  @Test(arguments: [
    "1+10+18", "１＋１０＋１８", " 1 + 10 +18 ", "1个街道+10个社区+18个网格", "1 街道 ＋ 10 社区 + 18 网格",
    "10个社区+18个网格+1个街道", "1+10个社区驿站+18",
  ])
  func `The same declaration in many spellings`(text: String) throws {
    #expect(try TierDeclaration(parsing: text).counts(for: tiers) == [1, 10, 18])
  }

  @Test func `Words are kept without the measure word`() throws {
    let terms = try TierDeclaration(parsing: "1个街道+13 社区+0").terms
    #expect(
      terms == [
        TierDeclaration.Term(count: 1, label: "街道"), TierDeclaration.Term(count: 13, label: "社区"),
        TierDeclaration.Term(count: 0),
      ])
  }

  @Test(arguments: [
    ("", "“”"), ("1++18", "“”"), ("1+十+18", "“十”"), ("1+-10+18", "“-10”"), ("1+2.5", "“2.5”"),
    ("+1", "“”"), ("1+10,18", "“10,18”"), ("街道1", "“街道1”"), ("1+10个18", "“10个18”"),
    ("99999999999999999999", "“99999999999999999999”"),
  ])
  func `What is no count is named`(text: String, part: String) throws {
    let error = try #require(throws: AnalysisError.self) { try TierDeclaration(parsing: text) }
    #expect(error.kind == .usage)
    #expect(error.message.english.contains("\(part) in the declared counts “\(text)”"))
    #expect(error.message.chinese.contains(part))
  }

  @Test func `Too many counts and two for one tier are refused`() throws {
    let many = try #require(throws: AnalysisError.self) {
      try TierDeclaration(parsing: "1+10+18+4").counts(for: tiers)
    }
    #expect(many.message.english == "4 counts are declared for 3 tiers")
    let twice = try #require(throws: AnalysisError.self) {
      try TierDeclaration(parsing: "1个社区+10+18").counts(for: tiers)
    }
    #expect(twice.message.english == "two counts are declared for tier “社区”")
    // Words that name two tiers at once name none: the place decides.
    #expect(
      try TierDeclaration(parsing: "1个街道社区+10+18").counts(for: tiers) == [1, 10, 18])
  }

  @Test func `Declared and actual numbers side by side`() {
    let found = TierComparison(
      tiers: tiers, declared: [1, 10, 18], actual: ["社区": 12, "网格": 17, "互助点": 3, "": 2])
    #expect(found.rows.map(\.actual) == [0, 12, 17])
    #expect(found.rows.map(\.difference) == [-1, 2, -1])
    #expect(!found.agrees)
    #expect(found.undeclared.map(\.tier) == ["", "互助点"])
    #expect(found.undeclared.map(\.actual) == [2, 3])
    #expect(
      TierComparison(
        tiers: tiers, declared: [1, 10, 18], actual: ["街道": 1, "社区": 10, "网格": 18, "互助点": 3]
      ).agrees)
  }
}
