import Foundation
import Testing

/// Whole command lines of the built program against recorded or hand-computed results.
///
/// `UPDATE_GOLDEN=1` rewrites the files of `expected` that are compared byte for byte and the exit codes; those with
/// rules (`.subset.json`, `.contains`, `~ ` lines) are written by hand and stay. `GOLDEN=name` runs some.
@Suite struct GoldenTests {
  static let chosen: [GoldenCase] = {
    guard let part = ProcessInfo.processInfo.environment["GOLDEN"], !part.isEmpty else {
      return GoldenCase.all
    }
    return GoldenCase.all.filter { $0.name.contains(part) }
  }()

  @Test func `There are cases to run, and the program is there`() {
    #expect(GoldenCase.all.count >= 40)
    #expect(!Self.chosen.isEmpty)
    #expect(FileManager.default.isExecutableFile(atPath: GoldenRun.program.path))
  }

  @Test(arguments: chosen)
  func `A case gives what is recorded, with one thread and with four`(golden: GoldenCase) throws {
    if let issue = golden.text("known.issue") {
      withKnownIssue("\(issue)") { try verify(golden) }
    } else {
      try verify(golden)
    }
  }

  private func verify(_ golden: GoldenCase) throws {
    #expect(golden.text("note") != nil, "\(golden.name) has no note")
    let one = try GoldenRun(golden, threads: 1)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try GoldenRecord(golden: golden, run: one).write()
    }
    for difference in GoldenComparison(golden: golden, run: one).differences {
      Issue.record("\(golden.name): \(difference)")
    }
    guard one.code == golden.exitCode else { return }
    let four = try GoldenRun(golden, threads: 4)
    // Times and memory are the content of this file; nothing else may differ.
    let changing = Set(golden.lines("changing"))
    #expect(one.code == four.code, "\(golden.name)")
    #expect(one.output == four.output, "\(golden.name)")
    #expect(one.error == four.error, "\(golden.name)")
    for name in Set(one.files.keys).union(four.files.keys).subtracting(changing) {
      #expect(one.files[name] == four.files[name], "\(golden.name): \(name) differs by threads")
    }
  }
}
