import Foundation
import Testing

/// What one run of the built program left behind; `$CASE` and `$OUT` stand for the folders.
struct GoldenRun: Equatable {
  var code: Int32
  var output: Data
  var error: String
  /// Files of the output folder by name.
  var files: [String: Data]

  /// `LIFECIRCLE_BIN`, else beside the running test program, where every product of a build lies.
  static let program: URL = {
    if let path = ProcessInfo.processInfo.environment["LIFECIRCLE_BIN"] {
      return URL(fileURLWithPath: path)
    }
    return URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("lifecircle")
  }()

  /// The longest a case may take, so that a hang is a failure and not a silence.
  static let limit = 30

  /// Runs the case in an output folder of its own.
  init(_ golden: GoldenCase, threads: Int) throws {
    let place = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("golden-\(UUID().uuidString)")
    let out = place.appendingPathComponent("out")
    try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    if let before = golden.text("before") {
      let code = try Self.run(
        URL(fileURLWithPath: "/bin/sh"), ["-e", "-c", before], golden, out, place)
      try #require(code == 0, "“before” of \(golden.name) ended with \(code)")
    }
    let arguments = golden.arguments(output: out) + ["--threads", String(threads)]
    code = try Self.run(Self.program, arguments, golden, out, place)
    output = try Data(contentsOf: place.appendingPathComponent("stdout"))
    let text = String(
      decoding: try Data(contentsOf: place.appendingPathComponent("stderr")), as: UTF8.self)
    if let after = golden.text("after") {
      let code = try Self.run(
        URL(fileURLWithPath: "/bin/sh"), ["-e", "-c", after], golden, out, place)
      #expect(code == 0, "“after” of \(golden.name) ended with \(code)")
      try FileManager.default.copyItem(
        at: place.appendingPathComponent("stdout"), to: out.appendingPathComponent("after"))
    }
    error = text.replacingOccurrences(of: out.path, with: "$OUT")
      .replacingOccurrences(of: golden.folder.path, with: "$CASE")
    files = try Self.files(of: out)
  }

  /// The exit code; standard output and error go to files in `place`.
  private static func run(
    _ program: URL, _ arguments: [String], _ golden: GoldenCase, _ out: URL, _ place: URL
  ) throws -> Int32 {
    let input = golden.folder.appendingPathComponent("stdin").path
    let code = ChildProcess.run(
      program.path, arguments, folder: out.path, environment: environment(golden, out),
      input: FileManager.default.fileExists(atPath: input) ? input : "/dev/null",
      output: place.appendingPathComponent("stdout").path,
      error: place.appendingPathComponent("stderr").path, limit: limit)
    #expect(
      code < 128 || code == 130, "\(golden.name): the program must never die by a signal or hang")
    return code
  }

  private static func environment(_ golden: GoldenCase, _ out: URL) -> [String: String] {
    var variables = ProcessInfo.processInfo.environment
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"] { variables[name] = nil }
    variables["CASE"] = golden.folder.path
    variables["OUT"] = out.path
    variables["LIFECIRCLE_BIN"] = program.path
    for line in golden.lines("environment") {
      let parts = line.split(separator: "=", maxSplits: 1)
      variables[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
    }
    return variables
  }

  /// Regular files by name relative to the folder, hidden ones too; links are followed, pipes are not opened.
  private static func files(of folder: URL) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let file = folder.appendingPathComponent(name).resolvingSymlinksInPath()
      let type = try? FileManager.default.attributesOfItem(atPath: file.path)[.type]
      guard type as? FileAttributeType == .typeRegular else { continue }
      files[name] = try Data(contentsOf: file)
    }
    return files
  }
}
