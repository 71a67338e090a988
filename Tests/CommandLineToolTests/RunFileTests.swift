import Foundation
import Model
import Testing

@testable import CommandLineTool

struct RunFileTests {
  @Test func `Options come from the file and the command line wins`() throws {
    let folder = try Folder()
    let file = try folder.file(
      "plans/run.json5",
      """
      { command: 'coverage', blocks: 'b.gpkg:grid', stations: ['s.csv', '/abs/t.csv'],
        radius: [300, 500], minutes: 'none', 'group-by': ['街道', '社区'], station_id_field: '编号',
        '--speed': 3.5, bom: true, quiet: false, o: 'out/r.csv', detour: 1.5 }
      """)
    guard
      case .command(let parsed) = try ArgumentParser(["--run", file.path, "coverage", "--detour=2"])
        .parse()
    else { throw ClosedPipe() }
    let arguments = try CoverageArguments(parsed)
    let plans = folder.url.path + "/plans/"
    #expect(arguments.blocks.path == plans + "b.gpkg:grid")
    #expect(arguments.stations.map(\.path) == [plans + "s.csv", "/abs/t.csv"])
    #expect(arguments.radii == [300, 500])
    #expect(arguments.minutes.isEmpty)
    #expect(arguments.groupBy == ["街道", "社区"])
    #expect(arguments.stations[1].idField == "编号")
    #expect(arguments.speed == 3.5)
    #expect(arguments.byteOrderMark)
    #expect(!arguments.common.isQuiet)
    #expect(arguments.output == plans + "out/r.csv")
    #expect(arguments.detour == 2)
  }

  @Test func `A file alone may name the command`() throws {
    let folder = try Folder()
    let file = try folder.file(
      "r.json5", "{command: 'convert', in: 'a.csv', out: 'b.csv', from: 'BD09', to: 'EPSG:4326'}")
    guard case .command(let parsed) = try ArgumentParser(["--run", file.path]).parse() else {
      throw ClosedPipe()
    }
    let arguments = try ConvertArguments(parsed)
    #expect(arguments.output == folder.url.path + "/b.csv")
  }

  /// The option that goes wrong is on line 2.
  @Test(arguments: [
    ("output: '../r.csv'", "outside the run file's folder"), ("o: '/tmp/r.csv'", "outside"),
    ("summary: 'a/../../r.json'", "outside"), ("uncovered: 'link/r.json'", "outside"),
    ("timings: 'dangling'", "outside"), ("output: 'loop'", "outside"),
    ("raduis: 5", "did you mean radius?"), ("run: 'x'", "unknown option “run”"),
    ("help: true", "unknown option “help”"),
    ("radius: '500m'", "“500m” is not a number"), ("radius: NaN", "“NaN”"),
    ("radius: {a: 1}", "takes no object"), ("radius: [[5]]", "a list inside a list"),
    ("speed: [1, 2]", "takes one value"), ("quiet: 'yes'", "neither true nor false"),
    ("speed: true", "takes a value"), ("speed: null", "takes a value"),
    ("radius: 5, radius: 6", "stands twice"), ("id-field: 'a', id_field: 'b'", "stands twice"),
    ("threads: 1.5", "not a whole number"), ("lang: 'fr'", "choose from"),
  ])
  func `A wrong entry is refused with file and line`(entry: String, says: String) throws {
    let folder = try Folder()
    let manager = FileManager.default
    let plans = folder.url.path + "/plans"
    try folder.file("outside/keep", "")
    let file = try folder.file("plans/r.json5", "{ blocks: 'b', stations: 's',\n\(entry) }")
    try manager.createSymbolicLink(
      atPath: plans + "/link", withDestinationPath: folder.url.path + "/outside")
    try manager.createSymbolicLink(
      atPath: plans + "/dangling", withDestinationPath: "../outside/new")
    try manager.createSymbolicLink(atPath: plans + "/loop", withDestinationPath: "loop")
    let error = failure(["coverage", "--run", file.path])
    let line = error?.line(in: .english) ?? ""
    #expect(line.contains(says), "\(line)")
    #expect(error?.subject.row == 2)
    #expect(error?.subject.file == file.path)
    #expect([.usage, .badData].contains(error?.kind))
  }

  @Test
  func `Outputs below the folder are allowed, through links inside it and for new folders too`()
    throws
  {
    let folder = try Folder()
    try folder.file("plans/sub/keep", "")
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.path + "/plans/in", withDestinationPath: "sub")
    for path in ["r.csv", "sub/r.csv", "in/r.csv", "new/r.csv", "./r.csv", "..r.csv", "-"] {
      #expect(throws: Never.self, "\(path)") {
        try PathText.requireUnder(
          folder.url.path + "/plans", path, option: "--output", subject: .none)
      }
    }
  }

  @Test func `A missing run file is 66 and one that is no JSON5 is 65 with its line`() throws {
    let folder = try Folder()
    #expect(failure(["coverage", "--run", folder.url.path + "/no"])?.kind == .missingInput)
    #expect(failure(["coverage", "--run", folder.url.path])?.kind == .missingInput)
    let broken = try folder.file("r.json5", "{\nradius: 5\nspeed: 3}")
    let error = failure(["coverage", "--run", broken.path])
    #expect(error?.kind == .badData)
    #expect(error?.subject.row == 3)
    let array = try folder.file("a.json5", "[1]")
    #expect(failure(["coverage", "--run", array.path])?.kind == .badData)
  }

  @Test func `A file for another command is refused`() throws {
    let folder = try Folder()
    let file = try folder.file("r.json5", "{command: 'convert', from: 'BD09'}")
    let error = failure(["coverage", "--run", file.path])
    #expect(error?.message.english == "the run file is for “convert”, not “coverage”")
  }
}
