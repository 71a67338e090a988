import Foundation
import Testing

/// What a run of the built program left behind.
struct Run {
  var code: Int32
  var output: String
  var error: String
  /// Lines of standard error.
  var errorLines: [Substring] { error.split(separator: "\n") }
}

/// The built `lifecircle`, run as a user runs it.
enum Binary {
  /// Beside the running test program, where the package manager builds every product of a configuration.
  static let url = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("lifecircle")

  /// Runs the program in `folder` with an English locale unless `environment` says otherwise.
  static func run(
    _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:],
    input: Data? = nil
  ) throws -> Run {
    var variables = ProcessInfo.processInfo.environment
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] { variables[name] = nil }
    let files = try Folder()
    let output = try files.file("stdout", "")
    let error = try files.file("stderr", "")
    let code = ChildProcess.run(
      url.path, arguments, folder: folder?.path,
      environment: variables.merging(environment) { $1 },
      input: try input.map { try files.file("stdin", $0).path } ?? "/dev/null",
      output: output.path, error: error.path)
    #expect(code < 128 || code == 130, "the program must never die by a signal")
    return Run(
      code: code, output: try String(contentsOf: output, encoding: .utf8),
      error: try String(contentsOf: error, encoding: .utf8))
  }
}

/// A folder of its own, removed when the test ends.
final class Folder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("lifecircle-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file; folders in its name are made.
  @discardableResult
  func file(_ name: String, _ text: String) throws -> URL { try file(name, Data(text.utf8)) }

  @discardableResult
  func file(_ name: String, _ data: Data) throws -> URL {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
    return file
  }

  func text(_ name: String) throws -> String {
    try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
  }

  /// Names in the folder, hidden ones too.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }
}
