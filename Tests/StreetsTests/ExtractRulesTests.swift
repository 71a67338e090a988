import Model
import Testing

@testable import Streets

@Suite struct ExtractRulesTests {
  @Test(
    arguments: [
      (["highway": "residential"], true), (["highway": "services"], true),
      (["highway": "motorway"], false), (["highway": "motorway_link", "foot": "yes"], false),
      (["highway": "construction"], false), (["highway": "platform"], false),
      (["highway": "busway"], false), (["highway": "escape"], false),
      (["highway": "track", "foot": "no"], false),
      (["highway": "primary", "foot": "use_sidepath"], false),
      (["highway": "service", "access": "no"], false),
      (["highway": "service", "access": "no", "foot": "permissive"], true),
      (["highway": "service", "access": "no", "foot": "destination"], true),
      (["highway": "service", "access": "private"], true),
      (["highway": "primary", "motorroad": "yes"], false),
      (["highway": "primary", "motorroad": "no"], true),
      (["highway": "trunk", "expressway": "yes"], false),
      (["highway": "trunk"], true), (["highway": "trunk", "bridge": "yes"], false),
      (["highway": "trunk", "bridge": "no"], true),
      (["highway": "trunk_link", "layer": "1"], false),
      (["highway": "trunk", "layer": "-1"], true),
      (["highway": "trunk", "bridge": "yes", "sidewalk": "both"], true),
      (["highway": "trunk", "bridge": "yes", "sidewalk": "no"], false),
      (["highway": "trunk", "bridge": "yes", "sidewalk:left": "yes"], true),
      (["highway": "trunk", "bridge": "viaduct", "foot": "designated"], true),
      (["railway": "rail"], false), ([:], false),
    ] as [([String: String], Bool)])
  func `A way is walkable by its tags`(tags: [String: String], isWalkable: Bool) throws {
    #expect(WalkRules.standard.verdict(tags).isWalkable == isWalkable)
    let (segments, _) = try DrawnExtract.street(tags).read()
    #expect(segments.facts.walkableWays == (isWalkable ? 2 : 1))
    #expect(segments.facts.ways == 2)
    #expect(StreetGraphBuilder.build(segments).componentMetres.count == 1)
  }

  @Test(
    arguments: [
      (["highway": "residential", "oneway": "yes"], 1, 1),
      (["highway": "path", "oneway:foot": "yes"], 1, 0),
      (["highway": "path", "oneway:foot": "-1"], 0, 1),
      (["highway": "path", "foot:backward": "no"], 1, 0),
      (["highway": "path", "foot:forward": "no"], 0, 1), (["highway": "steps"], 2, 2),
      (["highway": "steps", "foot:backward": "no"], 2, 0),
    ] as [([String: String], Float, Float)])
  func `Steps count double and one-way holds only where tagged for foot`(
    tags: [String: String], forward: Float, backward: Float
  ) throws {
    let (segments, _) = try DrawnExtract.street(tags).read()
    #expect(segments.forwardFactors == [1, forward])
    #expect(segments.backwardFactors == [1, backward])
    #expect(segments.traits[1].contains(.steps) == (tags["highway"] == "steps"))
  }

  @Test func `Ways for people on foot are known and counted`() throws {
    let (segments, _) = try DrawnExtract.street(["highway": "footway"]).read()
    #expect(segments.traits == [[], .footway])
    let facts = StreetGraphBuilder.build(segments).facts
    // 0.001° of longitude on the equator is 111.319 m.
    #expect(abs(facts.metres - 222.639) < 0.002 && abs(facts.footwayMetres - 111.319) < 0.002)
    let motor = try DrawnExtract.street(["highway": "primary"]).read()
    #expect(StreetGraphBuilder.build(motor.segments).facts.footwayMetres == 0)
  }

  @Test func `Private ways are kept unless they are dropped`() throws {
    let drawn = try DrawnExtract.street(["highway": "service", "access": "private"])
    #expect(try drawn.read().segments.traits == [[], .isPrivate])
    var rules = WalkRules.standard
    rules.keepsPrivate = false
    #expect(try drawn.read(rules: rules).segments.facts.walkableWays == 1)
  }

  private func object(_ members: [(String, RulesValue, Int)]) -> RulesValue {
    .object(members.map { RulesMember(key: $0.0, value: $0.1, line: $0.2) })
  }

  @Test func `Rows of a rules file override the built-in ones`() throws {
    let match = object([("highway", .text("service"), 3)])
    let file = object([
      ("rules", .list([object([("match", match, 3), ("walkable", .boolean(false), 3)])]), 2)
    ])
    let rules = try WalkRules(file, file: "own.json5", name: "abc")
    #expect(!rules.verdict(["highway": "service"]).isWalkable)
    #expect(rules.verdict(["highway": "path"]).isWalkable)
    let drawn = try DrawnExtract.street(["highway": "service"])
    #expect(try drawn.read(rules: rules).segments.facts.walkableWays == 1)
    #expect(try drawn.read(rules: rules).segments.facts.rules == "abc")
  }

  @Test func `A wrong row of a rules file is named with its line`() throws {
    let match = object([("highway", .text("service"), 7)])
    let wrong: [(RulesValue, Int)] = [
      (object([("match", match, 7)]), 7),
      (object([("match", match, 7), ("factor", .number("0"), 8)]), 8),
      (object([("match", match, 7), ("walkable", .text("no"), 9)]), 9),
      (object([("match", match, 7), ("walkabel", .boolean(true), 10)]), 10),
      (object([("match", object([("foot", .text(""), 11)]), 7)]), 11),
      (object([("walkable", .boolean(true), 12)]), 12),
    ]
    for (row, line) in wrong {
      let error = #expect(throws: AnalysisError.self) {
        try WalkRules(object([("rules", .list([row]), 1)]), file: "own.json5", name: "")
      }
      #expect(error?.subject == Subject(file: "own.json5", row: line))
    }
  }

  @Test(arguments: [
    ("a|b", "b", true), ("a|b", "c", false), ("*", "x", true), ("*!no", "no", false),
    ("*!no", "yes", true), ("!a", "b", true), ("!a", "a", false), (">0", "1", true),
    (">0", "0", false), ("<0", "-2", true), (">0", "up", false),
  ])
  func `A pattern asks what it says`(pattern: String, value: String, holds: Bool) throws {
    #expect(try #require(TagPattern(pattern)).holds(value) == holds)
  }

  @Test func `A missing tag meets only patterns that allow it`() {
    #expect(["!a", "!*"].allSatisfy { TagPattern($0)!.holds(nil) })
    #expect(["a", "*", "*!no", ">0", "<0"].allSatisfy { !TagPattern($0)!.holds(nil) })
    #expect(["", ">x", "a||b"].allSatisfy { TagPattern($0) == nil })
  }
}
