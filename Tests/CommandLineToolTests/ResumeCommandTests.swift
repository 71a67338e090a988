import Foundation
import Glibc
import Testing

/// `coverage --memory … --resume DIR`, killed and taken up again as a user would.
@Suite struct ResumeCommandTests {
  /// Blocks with long attributes, so that a small file has several pieces; stations beside them.
  private func town(_ count: Int = 1_400) throws -> Folder {
    let folder = try Folder()
    let text = String(repeating: "网格", count: 1_700)
    let blocks = (0..<count).map { index in
      let (x, y) = (116 + Double(index % 40) * 0.004, 39.5 + Double(index / 40) * 0.004)
      let d = 0.0038
      return
        #"{"type":"Feature","properties":{"id":\#(index),"pop":\#(index % 90),"text":"\#(text)"},"geometry":{"type":"Polygon","coordinates":[[[\#(x),\#(y)],[\#(x + d),\#(y)],[\#(x + d),\#(y + d)],[\#(x),\#(y + d)],[\#(x),\#(y)]]]}}"#
    }
    try folder.file("blocks.geojsonl", blocks.joined(separator: "\n") + "\n")
    try folder.file(
      "stations.csv",
      "id,lon,lat\n"
        + (0..<40).map { "s\($0),\(116 + Double($0) * 0.004),39.55" }
        .joined(separator: "\n") + "\n")
    return folder
  }

  private let inputs = ["coverage", "--blocks", "blocks.geojsonl", "--stations", "stations.csv"]

  /// Starts the program and kills it as soon as `parts` batches are in the folder; false when it ended before.
  private func kill(_ arguments: [String], in folder: Folder, afterParts parts: Int) throws -> Bool
  {
    let program = ["/usr/bin/env", "-C", folder.url.path, Binary.url.path] + arguments
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in [Int32(1), 2] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
    var words = program.map { strdup($0) } + [nil]
    var environment = [strdup("PATH=/usr/bin:/bin"), nil]
    defer { for text in words + environment { free(text) } }
    var child = pid_t()
    let outcome = posix_spawn(&child, program[0], &actions, nil, &words, &environment)
    try #require(outcome == 0)
    var status: Int32 = 0
    // 60 seconds at most; a look every millisecond.
    for _ in 0..<60_000 {
      if waitpid(child, &status, WNOHANG) == child { return false }
      let kept = folder.url.appendingPathComponent("kept").path
      let names = (try? FileManager.default.contentsOfDirectory(atPath: kept)) ?? []
      if names.count(where: { $0.hasSuffix(".lcpart") && !$0.hasPrefix(".") }) >= parts { break }
      usleep(1_000)
    }
    Glibc.kill(child, SIGKILL)
    waitpid(child, &status, 0)
    return status & 0x7f == SIGKILL
  }

  @Test(arguments: [0, 1, 3])
  func `A killed run is taken up and gives the bytes of an undisturbed one`(parts: Int) throws {
    let folder = try town()
    let whole = try Binary.run(
      inputs + ["-o", "whole.geojson", "--summary", "whole.json"], in: folder.url)
    #expect(whole.code == 0)
    let bounded =
      inputs + ["--memory", "1G", "--resume", "kept", "-o", "out.geojson", "--summary", "out.json"]
    let wasKilled = try kill(bounded, in: folder, afterParts: parts)
    #expect(wasKilled)
    #expect(try !folder.names.contains("out.geojson"), "nothing half-way under its name")
    let resumed = try Binary.run(bounded, in: folder.url)
    #expect(resumed.code == 0, "\(resumed.error)")
    #expect(resumed.error.contains("batches were taken from kept") == (parts > 0))
    #expect(try folder.text("out.geojson") == folder.text("whole.geojson"))
    #expect(try folder.text("out.json") == folder.text("whole.json"))
  }

  @Test func `Without a folder nothing stays behind`() throws {
    let folder = try town(400)
    let run = try Binary.run(
      inputs + ["--memory", "500M", "-o", "out.csv", "--quiet"], in: folder.url)
    #expect(run.code == 0, "\(run.error)")
    #expect(try folder.names == ["blocks.geojsonl", "out.csv", "stations.csv"])
  }

  @Test func `The table of totals is printed as ever`() throws {
    let folder = try town(400)
    let whole = try Binary.run(inputs + ["--quiet"], in: folder.url)
    let bounded = try Binary.run(inputs + ["--quiet", "--memory", "1.5G"], in: folder.url)
    #expect(bounded.code == 0)
    #expect(bounded.output == whole.output)
  }

  @Test(arguments: ["2X", "", "-1G", "G", "0", "1K"])
  func `A size that is none is refused`(text: String) throws {
    let folder = try town(2)
    let run = try Binary.run(inputs + ["--memory", text], in: folder.url)
    #expect(run.code == 64)
    #expect(run.errorLines.count == 1)
    #expect(run.error.contains("--memory"))
  }

  @Test func `Too small a bound is refused before anything is measured`() throws {
    let folder = try town(400)
    let run = try Binary.run(
      inputs + ["--memory", "20M", "--resume", "kept", "-o", "out.csv"], in: folder.url)
    #expect(run.code == 64)
    #expect(run.error.contains("--memory 20M is too little: this run takes "))
    #expect(try folder.names == ["blocks.geojsonl", "stations.csv"])
  }

  @Test func `A folder that is a file, and one of another run, are refused`() throws {
    let folder = try town(40)
    try folder.file("kept", "no folder")
    let file = try Binary.run(inputs + ["--resume", "kept", "-o", "out.csv"], in: folder.url)
    #expect(file.code == 73)
    let first = try Binary.run(inputs + ["--resume", "dir", "-o", "out.csv"], in: folder.url)
    #expect(first.code == 0, "\(first.error)")
    let other = try Binary.run(
      inputs + [
        "--resume", "dir", "-o", "out.csv", "--radius", "300", "--underserved", "300m<0.5",
      ],
      in: folder.url)
    #expect(other.code == 65)
    #expect(other.error.contains("other inputs or options"))
  }
}
