import Analysis
import Model
import Streets
import Testing

@testable import CommandLineTool

/// What the options about streets are read as.
struct StreetArgumentsTests {
  private func parsed(_ words: [String]) throws -> ParsedCommand {
    guard case .command(let parsed) = try ArgumentParser(words).parse() else {
      throw AnalysisError(.usage, .none, LocalizedText("no command", zh: "无命令"))
    }
    return parsed
  }

  private func coverage(_ words: [String]) throws -> CoverageArguments {
    try CoverageArguments(
      parsed(["coverage", "--blocks", "b.shp", "--stations", "s.csv"] + words))
  }

  @Test func `Streets have the contract's defaults, and none are walked unless named`() throws {
    #expect(try coverage([]).streets == nil)
    let streets = try #require(coverage(["--streets", "x.osm.pbf"]).streets)
    #expect(streets.streets.path == "x.osm.pbf")
    #expect(streets.snap == 200 && streets.legBarriers && streets.keepsPrivate)
    #expect(!streets.reverse && streets.dispatchMinutes == 0)
    #expect(streets.barriers.isEmpty && streets.gates == nil && streets.walkRules == nil)
  }

  @Test func `Every option about streets reaches its place`() throws {
    let streets = try #require(
      coverage([
        "--streets", "x.gpkg:roads", "--streets-crs", "GCJ02", "--streets-encoding", "GBK",
        "--streets-where", "a = 1", "--snap", "50", "--leg-barriers", "none", "--barriers", "b1",
        "--barriers", "b2", "--barriers-crs", "BD09", "--gates", "g", "--private", "no",
        "--walk-rules", "r.json5", "--elevation", "e.tif", "--reverse", "--dispatch", "2.5",
        "--station-extra-field", "extra",
      ]).streets)
    #expect(streets.streets.coordinateSystem == .gcj02 && streets.streets.encoding == "GBK")
    #expect(streets.streets.filter == "a = 1")
    #expect(streets.snap == 50 && !streets.legBarriers && !streets.keepsPrivate)
    #expect(streets.barriers.map(\.path) == ["b1", "b2"])
    #expect(streets.barriers.allSatisfy { $0.coordinateSystem == .bd09 })
    #expect(streets.gates?.path == "g" && streets.walkRules == "r.json5")
    #expect(streets.elevation == "e.tif" && streets.reverse && streets.dispatchMinutes == 2.5)
    #expect(streets.stationExtraField == "extra")
  }

  @Test func `Groups name their field and how fast they walk`() throws {
    let groups = try coverage([
      "--group", "elderly:elderly_pop:elderly", "--group", "老人:name:with:colons:3.1",
    ]).groups
    #expect(
      groups == [
        PeopleGroup(name: "elderly", field: "elderly_pop", profile: "elderly", speed: 2.9),
        PeopleGroup(name: "老人", field: "name:with:colons", profile: "custom", speed: 3.1),
      ])
    #expect(throws: AnalysisError.self) {
      try coverage(["--group", "a:f:adult", "--group", "a:g:brisk"])
    }
  }

  @Test func `A run file's paths to streets are relative to its folder`() throws {
    let folder = try Folder()
    try folder.file(
      "run.json5",
      """
      { blocks: 'b.shp', stations: 's.csv', streets: 'roads.pbf', barriers: ['r1.shp', 'r2.shp'],
        gates: 'g.csv', walk_rules: 'w.json5', elevation: 'e.tif', sensitivity: 'curve.csv',
        reverse: true, dispatch: 2, group: ['e:p:elderly'] }
      """)
    let root = folder.url.path
    let arguments = try CoverageArguments(
      parsed(["coverage", "--run", root + "/run.json5"]))
    let streets = try #require(arguments.streets)
    #expect(streets.streets.path == root + "/roads.pbf")
    #expect(streets.barriers.map(\.path) == [root + "/r1.shp", root + "/r2.shp"])
    #expect(streets.gates?.path == root + "/g.csv")
    #expect(streets.walkRules == root + "/w.json5" && streets.elevation == root + "/e.tif")
    #expect(arguments.sensitivity == root + "/curve.csv" && arguments.groups.count == 1)
  }

  @Test func `Rules are read from JSON5 and a wrong row is named by its line`() throws {
    let folder = try Folder()
    let good = try folder.file(
      "good.json5", "{ rules: [ // no tracks\n { match: { highway: 'track' }, walkable: false } ] }"
    )
    let rules = try WalkRulesText.read(good.path)
    #expect(!rules.verdict(["highway": "track"]).isWalkable)
    #expect(rules.verdict(["highway": "path"]).isWalkable)
    #expect(rules.name.count == 64)
    for (text, line) in [
      ("{ rules: [\n { match: { highway: 'track' },\n speed: 3 } ] }", 3),
      ("{ rules: [\n oops ] }", 2),
    ] {
      let bad = try folder.file("bad.json5", text)
      let error = #expect(throws: AnalysisError.self) { try WalkRulesText.read(bad.path) }
      #expect(error?.exitCode == 65 && error?.subject.row == line)
    }
  }

  @Test(arguments: [
    (["network"], "network needs ACTION"), (["network", "build"], "network needs FILE"),
    (["network", "draw", "x"], "choose from build, info"),
    (["network", "build", "x"], "-o X.lcg"),
    (["network", "build", "x", "-o", "y.bin"], "y.bin: a graph is written to a path that ends"),
    (["network", "info", "x", "-o", "y.lcg"], "network info writes no file"),
    (["isochrone", "--stations", "s"], "isochrone needs --streets FILE"),
    (["isochrone", "--streets", "s"], "isochrone needs --stations FILE"),
    (["isochrone", "--minutes", "none"], "“none”"), (["isochrone", "--minutes", "200"], "200"),
    (["isochrone", "--cell", "0.5"], "give 1 to 100"),
    (["isochrone", "--stations", "s", "--streets", "t", "--dispatch", "2"], "without --reverse"),
    (
      ["isochrone", "--stations", "s", "--streets", "t", "--merge", "--fidelity"],
      "--fidelity tests single stations"
    ),
  ])
  func `Lines of network and isochrone that cannot be meant are refused`(
    words: [String], complaint: String
  ) {
    let error = #expect(throws: AnalysisError.self) {
      let parsed = try self.parsed(words)
      if words[0] == "network" { _ = try NetworkArguments(parsed) }
      if words[0] == "isochrone" { _ = try IsochroneArguments(parsed) }
    }
    #expect(error?.exitCode == 64)
    #expect(error?.line(in: .english).contains(complaint) == true, "\(error.debugDescription)")
  }
}
