import Foundation
import Model
import Testing

@testable import CommandLineTool

struct BinaryTests {
  @Test func `Help and version go to standard output with code 0`() throws {
    for words in [["--help"], ["-h"], ["help"], ["help", "coverage"], ["coverage", "--help"]] {
      let run = try Binary.run(words)
      #expect(run.code == 0, "\(words)")
      #expect(run.output.contains("Usage:"), "\(words)")
      #expect(run.error.isEmpty)
    }
    let version = try Binary.run(["--version"])
    #expect(version.output == "lifecircle \(ProductVersion.text)\n")
    #expect(version.output == (try Binary.run(["-V"]).output))
  }

  @Test func `Help speaks Chinese by locale and by option`() throws {
    let byLocale = try Binary.run(["help"], environment: ["LC_ALL": "zh_CN.UTF-8"])
    let byOption = try Binary.run(["help", "--lang", "zh"])
    #expect(byLocale.output.contains("用法："))
    #expect(byLocale.output == byOption.output)
    let english = try Binary.run(["help", "--lang=en"], environment: ["LC_ALL": "zh_CN.UTF-8"])
    #expect(english.output.contains("Usage:"))
  }

  @Test func `A failure is one line on standard error and nothing on standard output`() throws {
    let folder = try Folder()
    try folder.file("b.geojson", "")
    try folder.file("s.csv", "lon,lat\n")
    let files = ["--blocks", "b.geojson", "--stations", "s.csv"]
    let cases: [([String], Int32, String)] = [
      ([], 64, "no command"), (["nonsense"], 64, "“nonsense”"),
      (["coverage", "--stat", "x"], 64, "did you mean --stations"),
      (["coverage", "--unders", "x"], 64, "not abbreviated"),
      (["coverage", "--block", "x"], 64, "--blocks"), (["coverage", "--nope"], 64, "--nope"),
      (["coverage"] + files + ["--radius", "1km"], 64, "“1km”"),
      (["coverage", "--blocks", "none", "--stations", "s.csv"], 66, "none: no such file"),
      (["coverage", "--blocks", ".", "--stations", "s.csv"], 66, ".: is a directory"),
      (["coverage"] + files + ["--mask", "no.shp"], 66, "no.shp: no such file"),
      (["coverage"] + files + ["-o", "b.geojson"], 64, "also an input"),
      (["coverage"] + files + ["-o", "./s.csv"], 64, "also an input"),
      (["coverage"] + files + ["-o", "a.csv", "--summary", "./a.csv"], 64, "the same file"),
      (["coverage"] + files + ["-o", "no/a.csv"], 73, "folder does not exist"),
      (["coverage"] + files + ["-o", "."], 73, "is a directory"),
    ]
    for (words, code, says) in cases {
      let run = try Binary.run(words, in: folder.url)
      #expect(run.code == code, "\(words): \(run.error)")
      #expect(run.output.isEmpty)
      #expect(run.errorLines.count == 1, "\(run.error)")
      #expect(run.error.hasPrefix("lifecircle: "))
      #expect(run.error.contains(says), "\(words): \(run.error)")
    }
    #expect(try folder.names == ["b.geojson", "s.csv"])
  }

  @Test func `Usage errors follow a language named later on the line`() throws {
    let run = try Binary.run(["coverage", "--radius", "500米", "--blocks", "b", "--lang", "zh"])
    #expect(run.code == 64)
    #expect(run.error.contains("--radius：“500米”不是数"))
  }

  @Test func `An output through a hard or symbolic link to an input is refused`() throws {
    let folder = try Folder()
    let blocks = try folder.file("b.geojson", "")
    try folder.file("s.csv", "")
    let manager = FileManager.default
    try manager.linkItem(at: blocks, to: folder.url.appendingPathComponent("hard.geojson"))
    try manager.createSymbolicLink(
      atPath: folder.url.path + "/soft.geojson", withDestinationPath: "b.geojson")
    for name in ["hard.geojson", "soft.geojson"] {
      let run = try Binary.run(
        ["coverage", "--blocks", "b.geojson", "--stations", "s.csv", "-o", name], in: folder.url)
      #expect(run.code == 64)
      #expect(run.error.contains("also an input"))
    }
  }

  @Test func `A run file that writes outside its folder is refused`() throws {
    let folder = try Folder()
    try folder.file("plans/b.geojson", "")
    try folder.file("plans/s.csv", "")
    try folder.file(
      "plans/r.json5",
      "{command: 'coverage', blocks: 'b.geojson', stations: 's.csv', o: '../x.csv'}")
    let run = try Binary.run(["--run", "plans/r.json5"], in: folder.url)
    #expect(run.code == 64)
    #expect(run.error.contains("plans/r.json5"))
    #expect(run.error.contains("../x.csv"))
    #expect(try folder.names == ["plans"])
  }

  @Test func `A reader that goes away ends the run quietly`() throws {
    let process = Process()
    process.executableURL = Binary.url
    process.arguments = ["help", "coverage"]
    let closed = Pipe()
    try closed.fileHandleForReading.close()
    process.standardOutput = closed
    let error = Pipe()
    process.standardError = error
    try process.run()
    process.waitUntilExit()
    try error.fileHandleForWriting.close()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 0)
    #expect(error.fileHandleForReading.readDataToEndOfFile().isEmpty)
  }

  @Test func `A full device is an input or output error`() throws {
    let process = Process()
    process.executableURL = Binary.url
    process.arguments = ["help"]
    process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 74)
  }
}
