import Coverage
import Model
import Testing

@testable import CommandLineTool

/// The checked coverage arguments of a command line.
func coverage(_ words: [String]) throws -> CoverageArguments {
  guard case .command(let parsed) = try ArgumentParser(["coverage"] + words).parse() else {
    throw AnalysisError(.defect, .none, LocalizedText("no command", zh: "没有命令"))
  }
  return try CoverageArguments(parsed)
}

/// The failure of a command line; the test fails when there is none.
func failure(_ words: [String], sourceLocation: SourceLocation = #_sourceLocation) -> AnalysisError?
{
  let error = #expect(throws: AnalysisError.self, sourceLocation: sourceLocation) {
    guard case .command(let parsed) = try ArgumentParser(words).parse() else { return }
    switch parsed.command.name {
    case "coverage": _ = try CoverageArguments(parsed)
    case "convert": _ = try ConvertArguments(parsed)
    case "merge": _ = try MergeArguments(parsed)
    case "tile": _ = try TileArguments(parsed)
    default: _ = try DoctorArguments(parsed)
    }
  }
  return error
}

private let files = ["--blocks", "b.geojson", "--stations", "s.csv"]

struct ArgumentParserTests {
  @Test func `Options left out take the defaults of the contract`() throws {
    let arguments = try coverage(files)
    #expect(arguments.blocks.path == "b.geojson")
    #expect(arguments.stations.map(\.path) == ["s.csv"])
    #expect(arguments.radii == [500])
    #expect(arguments.minutes == [15])
    #expect(arguments.speed == 4.0)
    #expect(arguments.detour == 1.3)
    #expect(arguments.maxMinutes == 180)
    #expect(arguments.rules == UnderservedRule.defaults)
    #expect(arguments.output == nil)
    #expect((1...256).contains(arguments.common.threads))
  }

  @Test func `A raster and demand points may be given together`() throws {
    let arguments = try coverage(files + ["--raster", "p.tif", "--demand", "d.csv"])
    #expect(arguments.raster == "p.tif")
    #expect(arguments.demand?.path == "d.csv")
  }

  @Test func `Radii are sorted and repeated ones dropped`() throws {
    let arguments = try coverage(files + ["--radius", "1000, 300,500,300"])
    #expect(arguments.radii == [300, 500, 1000])
  }

  @Test func `No walking time leaves only the tests of radii`() throws {
    let arguments = try coverage(files + ["--minutes", "none"])
    #expect(arguments.minutes.isEmpty)
    #expect(arguments.rules == [UnderservedRule(.radius(500), below: 0.5)])
  }

  @Test(arguments: [
    ([], 4.0), (["--profile", "elderly"], 2.9), (["--profile", "brisk"], 5.0),
    (["--profile", "elderly", "--speed", "3.3"], 3.3), (["--speed=4"], 4.0),
  ])
  func `A stated speed wins over the profile`(words: [String], speed: Double) throws {
    #expect(try coverage(files + words).speed == speed)
  }

  @Test func `Values may follow an equals sign, a blank or a short option`() throws {
    for words in [["-o", "r.csv"], ["-or.csv"], ["--output", "r.csv"], ["--output=r.csv"]] {
      #expect(try coverage(files + words).output == "r.csv", "\(words)")
    }
    #expect(try coverage(files + ["--where", "a='x=y'"]).stations[0].filter == "a='x=y'")
  }

  @Test func `Options and operands may be mixed, and two dashes end the options`() throws {
    let lines = [
      ["convert", "a.csv", "--from", "BD09", "b.csv", "--to", "EPSG:4326"],
      ["convert", "--from=BD09", "--to=EPSG:4326", "--", "a.csv", "b.csv"],
      ["--quiet", "convert", "--to", "WGS84", "a.csv", "--from", "bd-09", "--", "b.csv"],
    ]
    for line in lines {
      guard case .command(let parsed) = try ArgumentParser(line).parse() else {
        Issue.record("no command in \(line)")
        continue
      }
      let arguments = try ConvertArguments(parsed)
      #expect(arguments.input == "a.csv")
      #expect(arguments.output == "b.csv")
      #expect(arguments.method == .systems(from: .bd09, to: .wgs84))
    }
    guard
      case .command(let dashed) = try ArgumentParser([
        "convert", "--from=BD09", "--to=GCJ02", "-", "--", "--out.csv",
      ]).parse()
    else { throw ClosedPipe() }
    #expect(try ConvertArguments(dashed).output == "--out.csv")
  }

  @Test func `Stations may be given several times, other options once`() throws {
    let twice = try coverage(files + ["--stations", "t.csv"])
    #expect(twice.stations.map(\.path) == ["s.csv", "t.csv"])
    let error = failure(["coverage", "--radius", "300"] + files + ["--radius", "500"])
    #expect(error?.kind == .usage)
    #expect(error?.message.english == "--radius is given twice")
  }

  @Test func `Companion options reach their layer`() throws {
    let arguments = try coverage(
      files + [
        "--stations-xy", "经度,纬度", "--stations-crs", "gcj02", "--station-id-field", "编号",
        "--blocks-crs", "EPSG:4548", "--population-field", "人口", "--demand", "d.csv",
        "--demand-block-field", "网格", "--group-by", "街道,社区", "--datum", "bd-09", "-o", "-",
      ])
    #expect(arguments.stations[0].coordinateColumns == ColumnPair(["经度", "纬度"]))
    #expect(arguments.stations[0].coordinateSystem == .gcj02)
    #expect(arguments.stations[0].idField == "编号")
    #expect(arguments.blocks.coordinateSystem == .definition("EPSG:4548"))
    #expect(arguments.blocks.populationField == "人口")
    #expect(arguments.demand?.blockField == "网格")
    #expect(arguments.groupBy == ["街道", "社区"])
    #expect(arguments.datum == .bd09)
  }

  @Test(arguments: CommandTable.commands)
  func `No long option may be abbreviated`(command: CommandSpecification) {
    var cases = 0
    for option in command.options where option.name.count > 2 {
      let short = String(option.name.dropLast())
      guard command.option(named: short) == nil else { continue }
      for word in ["--\(short)", "--\(short)=1"] {
        #expect(throws: AnalysisError.self, "\(word)") {
          try OptionScanner(command).scan([word, "1"])
        }
        cases += 1
      }
    }
    #expect(cases > 0)
  }

  @Test(arguments: CommandTable.commands)
  func `Every option of the table is scanned by its full name`(command: CommandSpecification) throws
  {
    for option in command.options {
      let words = option.takesValue ? ["--\(option.name)", "1"] : ["--\(option.name)"]
      let found = try OptionScanner(command).scan(words).words
      #expect(found == [.option(option.name, value: option.takesValue ? "1" : nil)])
    }
    #expect(!command.options.isEmpty)
  }

  @Test func `A rule must name what is measured`() throws {
    let arguments = try coverage(
      files + ["--radius", "300,500", "--underserved", "300m<0.4, 15min<0.9"])
    #expect(
      arguments.rules == [
        UnderservedRule(.radius(300), below: 0.4), UnderservedRule(.minutes(15), below: 0.9),
      ])
    let error = failure(["coverage"] + files + ["--underserved", "300m<0.4"])
    #expect(error?.hint.english == "type --radius 300,500")
  }
}
