import Foundation
import Testing

@testable import CommandLineTool

/// `lifecircle coverage` as a user runs it, on the checked-in example county.
struct CoverageCommandTests {
  private static let county = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../geodata/example-county").standardizedFileURL

  private static let inputs = [
    "--blocks", county.appendingPathComponent("grids.geojson").path,
    "--stations", county.appendingPathComponent("stations.geojson").path,
  ]

  @Test func `Without an output the totals are printed, notes go to standard error`() throws {
    let run = try Binary.run(["coverage"] + Self.inputs + ["--lang", "zh"])
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.contains("网格"))
    #expect(run.output.contains("500m"))
    #expect(run.error.contains("[field_chosen]"))
    let quiet = try Binary.run(["coverage"] + Self.inputs + ["--lang", "zh", "--quiet"])
    #expect(quiet.output == run.output)
    #expect(quiet.error.isEmpty)
  }

  @Test func `All files of a run appear, with one feature for each block`() throws {
    let folder = try Folder()
    let run = try Binary.run(
      ["coverage"] + Self.inputs + [
        "-o", "r.geojson", "--summary", "s.json", "--uncovered", "u.geojson", "--timings", "t.json",
        "--group-by", "community", "--threads", "2",
      ], in: folder.url)
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.isEmpty)
    #expect(try folder.names == ["r.geojson", "s.json", "t.json", "u.geojson"])
    func object(_ name: String) throws -> [String: Any] {
      let data = Data(try folder.text(name).utf8)
      return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
    let blocks = try object("r.geojson")["features"] as? [Any]
    let summary = try object("s.json")
    #expect(blocks?.count == 126)
    #expect(summary["blocks"] as? Int == 126)
    #expect((summary["radii"] as? [String: Any])?.keys.sorted() == ["500"])
    #expect((summary["minutes"] as? [String: Any])?.keys.sorted() == ["15"])
    let timings = try object("t.json")
    let names = ["compute", "project", "read", "rss_mb", "total", "write"]
    #expect(timings.keys.sorted() == names)
    #expect(timings.values.allSatisfy { ($0 as? Double).map { $0 >= 0 } == true })
  }

  @Test func `A run file and the command line that says the same give the same bytes`() throws {
    let folder = try Folder()
    for name in ["grids", "stations"] {
      try FileManager.default.copyItem(
        at: Self.county.appendingPathComponent("\(name).geojson"),
        to: folder.url.appendingPathComponent("\(name).geojson"))
    }
    try folder.file(
      "run.json5",
      """
      { // the township plan
        command: 'coverage', blocks: 'grids.geojson', stations: ['stations.geojson'],
        radius: [300, 500], minutes: 10, profile: 'elderly', underserved: '300m<0.4', o: 'a.csv',
      }
      """)
    let file = try Binary.run(["--run", folder.url.path + "/run.json5", "--threads", "1"])
    #expect(file.code == 0, "\(file.error)")
    let line = try Binary.run(
      [
        "coverage", "--blocks", "grids.geojson", "--stations", "stations.geojson", "--radius",
        "500,300", "--minutes", "10", "--speed", "2.9", "--underserved", "300m<0.4", "-o", "b.csv",
        "--threads", "3",
      ], in: folder.url)
    #expect(line.code == 0, "\(line.error)")
    let text = try folder.text("a.csv")
    #expect(text == (try folder.text("b.csv")))
    #expect(text.contains("pop_share_300m") && text.contains("walk_min"))
  }

  @Test func `A reader that has enough ends a run quietly, unless files are still to be written`()
    throws
  {
    let folder = try Folder()
    func closedPipe(_ extra: [String]) throws -> (Int32, String) {
      let process = Process()
      process.executableURL = Binary.url
      process.arguments = ["coverage", "--quiet", "-o", "-"] + Self.inputs + extra
      process.currentDirectoryURL = folder.url
      let (output, error) = (Pipe(), Pipe())
      try output.fileHandleForReading.close()
      process.standardOutput = output
      process.standardError = error
      try process.run()
      process.waitUntilExit()
      try error.fileHandleForWriting.close()
      let text = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      return (process.terminationStatus, text)
    }
    let alone = try closedPipe([])
    #expect(alone.0 == 0 && alone.1.isEmpty)
    let withFile = try closedPipe(["--summary", "s.json"])
    #expect(withFile.0 == 74)
    #expect(withFile.1.split(separator: "\n").count == 1)
    #expect(try folder.names == [])
  }

  /// The run waits in opening a pipe nobody writes to, so it is certain to be interrupted half-way.
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `A signal ends a run with 130 and leaves no file`(number: Int32) throws {
    let folder = try Folder()
    let pipe = folder.url.appendingPathComponent("p.csv").path
    #expect(mkfifo(pipe, 0o600) == 0)
    let process = Process()
    process.executableURL = Binary.url
    process.arguments = [
      "convert", pipe, "out.csv", "--from", "BD09", "--to", "WGS84", "--progress",
    ]
    process.currentDirectoryURL = folder.url
    let error = Pipe()
    process.standardError = error
    try process.run()
    // The first progress line is written after the signals are taken over.
    let first = error.fileHandleForReading.availableData
    #expect(!first.isEmpty)
    kill(process.processIdentifier, number)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 130)
    #expect(try folder.names == ["p.csv"])
  }

  @Test func `Content that cannot be used is 65 and names the file`() throws {
    let folder = try Folder()
    try folder.file("bad.geojson", "{\"type\":\"FeatureCollection\",\"features\":[{]}")
    let run = try Binary.run(
      ["coverage", "--blocks", "bad.geojson", "--stations", Self.inputs[3], "-o", "o.csv"],
      in: folder.url)
    #expect(run.code == 65)
    #expect(run.errorLines.count == 1)
    #expect(run.error.contains("bad.geojson"))
    #expect(try folder.names == ["bad.geojson"])
  }

  @Test func `An output of no known format is refused before any work`() throws {
    let folder = try Folder()
    let run = try Binary.run(["coverage"] + Self.inputs + ["-o", "o.docx"], in: folder.url)
    #expect(run.code == 64)
    #expect(run.error.contains(".gpkg"))
  }
}
