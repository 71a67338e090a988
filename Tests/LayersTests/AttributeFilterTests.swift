import Foundation
import Model
import Testing

@testable import Layers

@Suite struct AttributeFilterTests {
  private static let fields = [
    "id", "tier", "population", "名称", "open", "Big Name", "note", "cost",
  ]
  private static let row: [String: AttributeValue] = [
    "id": .integer(9_007_199_254_740_993), "tier": .string("社区"), "population": .integer(120),
    "名称": .string("向阳社区"), "open": .boolean(true), "Big Name": .string("O'Neil"), "note": .null,
    "cost": .string("12.5"),
  ]

  private func holds(_ text: String) throws -> Bool {
    try AttributeFilter(text, fields: Self.fields, option: "--where").matches { Self.row[$0] }
  }

  private static let cases: [(String, Bool)] = [
    ("tier = '社区'", true), ("tier != '社区'", false), ("tier <> '街道'", true),
    ("population >= 120 AND population < 121", true), ("population > 120 OR tier = '社区'", true),
    ("NOT population > 120", true), ("NOT (tier = '社区' OR population = 1)", false),
    ("tier IN ('街道', '社区')", true), ("tier NOT IN ('街道')", true), ("population in (1,2,120)", true),
    ("名称 LIKE '向阳%'", true), ("名称 LIKE '_阳__'", true), ("名称 NOT LIKE '%街%'", true),
    ("名称 like '%'", true), ("名称 LIKE '向阳'", false),
    ("note IS NULL", true), ("note IS NOT NULL", false), ("tier is not null", true),
    ("note = 'x'", false), ("NOT note = 'x'", false), ("note = 'x' OR tier = '社区'", true),
    ("note != 'x'", false), ("note IN ('x')", false), ("note NOT IN ('x')", false),
    ("tier NOT IN ('街道', NULL)", false), ("tier IN ('社区', NULL)", true),
    ("id = 9007199254740993", true), ("id = 9007199254740992", false),
    ("population = 120.0", true), ("population = '120'", true), ("cost > 12", true),
    ("cost = 12.5", true), ("tier > 5", false), ("tier != 5", true),
    ("\"Big Name\" = 'O''Neil'", true), ("open", true), ("NOT open", false), ("open = TRUE", true),
    ("open = 1", true), ("TIER = '社区'", true), ("tier＝‘社区’", true),
    ("population BETWEEN 100 AND 120 AND tier = '社区'", true),
    ("population NOT BETWEEN 1 AND 5", true),
    ("population = -1 OR population = 1.2e2", true), ("population > cost", true),
    // AND binds closer than OR.
    ("tier = '社区' OR tier = 'x' AND population = 0", true),
    ("(tier = '社区' OR tier = 'x') AND population = 0", false),
  ]

  @Test(arguments: cases.indices)
  func `Conditions hold as SQL says`(_ index: Int) throws {
    #expect(try holds(Self.cases[index].0) == Self.cases[index].1, "\(Self.cases[index].0)")
  }

  @Test(arguments: [
    ("tier = ", 8), ("tier == == 'a'", 9), ("(tier = 'a'", 12), ("tier = 'a", 8), ("tier 'a'", 6),
    ("tier = 'a' tier = 'b'", 12), ("tier IN 'a'", 9), ("tier IN ()", 10), ("population > 1x", 14),
    ("tier = 'a' AND", 15), ("; DROP TABLE", 1), ("", 1), ("population >", 13),
    ("tier NOT = 3", 10),
  ])
  func `Mistakes are one line with the position`(_ text: String, _ position: Int) throws {
    let error = #expect(throws: AnalysisError.self) { try holds(text) }
    #expect(error?.exitCode == 64)
    let line = error?.line(in: .english) ?? ""
    #expect(line.contains("character \(position):"), "\(line)")
    #expect(line.hasPrefix("--where") && !line.contains("\n"))
  }

  @Test func `An unknown field is answered with the nearest names`() throws {
    let error = #expect(throws: AnalysisError.self) { try holds("populaton > 3") }
    #expect(error?.line(in: .english).contains("did you mean population?") == true)
    #expect(error?.line(in: .chinese).contains("没有字段“populaton”") == true)
  }

  @Test func `Fields used are listed once, as the layer spells them`() throws {
    let filter = try AttributeFilter(
      "TIER = 'a' OR tier = 'b' AND 名称 = 'c'", fields: Self.fields, option: "--where")
    #expect(filter.fieldNames == ["tier", "名称"])
  }

  @Test func `Deep nesting is refused, not crashed on`() throws {
    let text = String(repeating: "(", count: 100_000)
    #expect(throws: AnalysisError.self) { try holds(text) }
    #expect(throws: AnalysisError.self) {
      try holds(String(repeating: "NOT ", count: 100_000) + "open")
    }
  }

  @Test func `LIKE with many wildcards stays quick and agrees with brute force`() {
    let alphabet: [Character] = ["a", "b"]
    let texts = (0..<64).map { bits in String((0..<6).map { alphabet[bits >> $0 & 1] }) }
    var compared = 0
    for pattern in ["%a%b%", "a%%b", "_a_%", "%%", "", "ab", "%ab", "ab%", "%a_b%"] {
      for text in texts {
        #expect(
          LikePattern(pattern).matches(text) == bruteForce(Array(pattern), Array(text)),
          "\(text) LIKE \(pattern)")
        compared += 1
      }
    }
    #expect(compared == 576)
    let long = String(repeating: "a", count: 20_000)
    #expect(!LikePattern(String(repeating: "%a", count: 50) + "%b").matches(long))
  }

  private func bruteForce(_ pattern: [Character], _ text: [Character]) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    let rest = Array(pattern.dropFirst())
    if first == "%" {
      return (0...text.count).contains { bruteForce(rest, Array(text.dropFirst($0))) }
    }
    guard let head = text.first, first == "_" || first == head else { return false }
    return bruteForce(rest, Array(text.dropFirst()))
  }
}
