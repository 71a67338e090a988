import Analysis
import Model
import Testing

@testable import CommandLineTool

/// What the options of `site` are read as, and which of them contradict each other.
@Suite struct SiteArgumentsTests {
  private func parsed(_ words: [String]) throws -> ParsedCommand {
    guard case .command(let parsed) = try ArgumentParser(words).parse() else {
      throw AnalysisError(.usage, .none, LocalizedText("no command", zh: "无命令"))
    }
    return parsed
  }

  private func site(_ words: [String]) throws -> SiteArguments {
    try SiteArguments(parsed(["site"] + words))
  }

  private static let ground = ["--blocks", "b.shp", "--model", "max-coverage", "--new", "3"]
  private static let matrix = ["--costs", "c.csv", "--model", "max-coverage", "--new", "3"]

  @Test func `On the ground 500 metres decide, along streets 15 minutes, else what is given`()
    throws
  {
    func measure(_ words: [String]) throws -> SitePlaces.Measure {
      try site(Self.ground + words).measure
    }
    #expect(try measure([]) == .radius(500))
    #expect(try measure(["--streets", "x.pbf"]) == .minutes(15))
    #expect(try measure(["--streets", "x.pbf", "--radius", "300"]) == .radius(300))
    #expect(try measure(["--minutes", "5"]) == .minutes(5))
    #expect(try measure(["--streets", "x.pbf", "--minutes", "none"]) == .radius(500))
    let arguments = try site(Self.ground + ["--minutes", "5"])
    #expect(arguments.coverage?.minutes == [5] && arguments.coverage?.rules == [])
  }

  @Test func `Flagged blocks are flagged by the tests of coverage, which are measured besides`()
    throws
  {
    let coverage = try #require(
      site(Self.ground + ["--radius", "300", "--equity", "weight:2"]).coverage)
    #expect(coverage.radii == [300, 500] && coverage.minutes == [15])
    #expect(coverage.rules.count == 2)
    #expect(try site(Self.ground + ["--equity", "weight:2"]).equity == .flagged(2))
    #expect(
      try site(Self.ground + ["--equity", "weight:a:b:1.5"]).equity
        == .group(field: "a:b", factor: 1.5))
    #expect(try site(Self.ground + ["--equity", "worst:社区"]).equity == .worst(field: "社区"))
  }

  @Test func `Every option of a matrix reaches its place`() throws {
    let arguments = try site([
      "--costs", "c.csv", "--weights", "w.csv", "--sites", "s.csv", "--limit", "800", "--model",
      "set-cover", "--target-share", "0.9", "--time-limit", "2.5", "--mip-gap", "0.01", "--backup",
      "--force", "a,b", "--forbid", "c", "--exclusive", "owner", "--alternatives", "4", "-o",
      "o.csv", "--bom", "--summary", "s.json",
    ])
    #expect(
      arguments.matrix
        == SiteMatrix(costs: "c.csv", weights: "w.csv", sites: "s.csv", limit: 800))
    #expect(arguments.model == .setCover && arguments.targetShare == 0.9 && arguments.needsBackup)
    #expect(arguments.timeLimit == 2.5 && arguments.gap == 0.01 && arguments.alternatives == 4)
    #expect(arguments.forced == ["a", "b"] && arguments.forbidden == ["c"])
    #expect(arguments.exclusiveField == "owner" && arguments.byteOrderMark)
    #expect(arguments.output == "o.csv" && arguments.summary == "s.json")
    #expect(arguments.coverage == nil)
  }

  @Test func `Capacities go with backup and with the worst community's share, and with both`()
    throws
  {
    for words in [["--backup"], ["--equity", "worst:x"], ["--backup", "--equity", "worst:x"]] {
      let arguments = try site(
        Self.matrix + ["--limit", "5", "--weights", "w", "--capacity", "2"] + words)
      #expect(arguments.capacity == .people(2))
      #expect(arguments.needsBackup == words.contains("--backup"))
      #expect((arguments.equity == .worst(field: "x")) == words.contains("worst:x"))
    }
  }

  @Test func `Budgets, curves and capacities go with every model that can heed them`() throws {
    for model in ["max-coverage", "p-median", "p-center"] {
      let arguments = try site(
        [
          "--costs", "c", "--limit", "5", "--model", model, "--budget", "9", "--trade-off", "4",
          "--capacity", "2",
        ])
      #expect(arguments.budget == 9 && arguments.new == nil && arguments.tradeOff == 4)
      #expect(arguments.capacity == .people(2))
    }
    let cover = try site(
      ["--costs", "c", "--limit", "5", "--model", "set-cover", "--capacity", "2", "--backup"])
    #expect(cover.capacity == .people(2) && cover.needsBackup)
  }

  @Test(arguments: [
    ("premises.shp", CandidateText.Meaning.file("premises.shp")),
    ("./junctions", .file("./junctions")), ("junctions", .junctions),
    ("GRID:80", .grid(metres: 80)),
    ("block-centres", .blockCentres), ("Intersections", .intersections),
  ])
  func `Candidates are a path unless they are a word`(
    text: String, meaning: CandidateText.Meaning
  ) throws {
    #expect(try site(Self.ground + ["--candidates", text]).candidates == meaning)
  }

  /// Words, and what the complaint says.
  private static let misfits: [([String], String)] = [
    (matrix, "needs --limit"),
    (matrix + ["--limit", "5", "--radius", "3"], "--radius is for places"),
    (matrix + ["--limit", "5", "--blocks", "b"], "--blocks is for places"),
    (matrix + ["--limit", "5", "--equity", "weight:2"], "needs blocks"),
    (matrix + ["--limit", "5", "--equity", "worst:x"], "without --weights"),
    (matrix + ["--limit", "5", "--target-share", "1"], "does not go with max-coverage"),
    (matrix + ["--limit", "5", "--force", "a", "--forbid", "a"], "both forced and forbidden"),
    (matrix + ["--limit", "5", "--capacity", "2", "--capacity-field", "x"], "both say how many"),
    (
      [
        "--costs", "c", "--model", "p-median", "--new", "3", "--weights", "w", "--equity",
        "worst:x",
      ],
      "--equity worst is for max-coverage"
    ),
    (
      matrix + ["--limit", "5", "--capacity", "2", "--station-capacity-field", "x"],
      "--station-capacity-field is for places"
    ),
    (ground + ["--station-capacity-field", "x"], "without --capacity or --capacity-field"),
    (matrix + ["--limit", "5", "--area-per-person", "2"], "without --capacity-field"),
    (matrix + ["--limit", "5", "--bom"], "--bom is only for .csv"),
    (ground + ["--limit", "5"], "--limit is given without --costs"),
    (ground + ["--radius", "3", "--minutes", "4"], "not 2"),
    (ground + ["--equity", "weight:-1"], "is no rule"),
    (ground + ["--equity", "worst:"], "is no rule"),
    (ground + ["--candidates", "grid"], "has no usable spacing"),
    (ground + ["--candidates", "grid:100", "--budget", "3"], "needs candidates with attributes"),
    (["--model", "p-median", "--blocks", "b"], "p-median needs --new N or --budget C"),
    (["--model", "set-cover", "--blocks", "b", "--new", "2"], "--new does not go with set-cover"),
    (
      ["--model", "set-cover", "--costs", "c", "--limit", "5", "--budget", "2"],
      "--model max-coverage does the most with a given number or budget"
    ),
    (
      ["--model", "set-cover", "--blocks", "b", "--trade-off", "2"],
      "--model max-coverage --new N --trade-off N says what share"
    ),
    (
      ["--model", "p-median", "--blocks", "b", "--new", "2", "--backup"],
      "--model max-coverage or set-cover with --backup"
    ),
    (
      ["--model", "p-center", "--blocks", "b", "--new", "2", "--target-share", "0.9"],
      "--model set-cover finds the fewest stations"
    ),
    (
      ["--model", "p-center", "--blocks", "b", "--new", "2", "--equity", "weight:2"],
      "--model p-median heeds --equity weight:K"
    ),
    (
      ["--model", "set-cover", "--blocks", "b", "--equity", "worst:x"],
      "raises the lowest of the communities"
    ),
    (["--model", "max-coverage", "--blocks", "b"], "needs --new N or --budget C"),
    (["--new", "2", "--blocks", "b"], "site needs --model"),
    (["--model", "p-median", "--new", "0", "--blocks", "b"], "out of range"),
    (["--model", "p-median", "--new", "2"], "needs --blocks FILE or --costs FILE"),
    (ground + ["--at", "Sa 24:00"], "“24:00”: the time of day must be from 00:00 to 23:59"),
  ]

  @Test(arguments: misfits)
  func `Options that do not go together are named`(words: [String], says: String) throws {
    let error = #expect(throws: AnalysisError.self) { try site(words) }
    #expect(error?.kind == .usage)
    #expect(error?.line(in: .english).contains(says) == true, "\(error?.line(in: .english) ?? "")")
    #expect(error?.message.chinese.isEmpty == false && error?.hint.chinese.isEmpty == false)
  }
}
