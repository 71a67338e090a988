import Foundation
import Testing

/// One folder of `Cases`: a command line, its inputs and what it must leave behind.
///
/// - `command`: arguments, one per line; `$CASE` is the folder, `$OUT` an empty folder made for the run
/// - `note`: what is checked and where the expected values come from
/// - `before`: optional shell lines run in `$OUT` first (links, pipes, existing files)
/// - `stdin`: optional standard input; `environment`: optional `NAME=value` lines
/// - `expected.exit`: exit code; `expected.stdout`, `expected.stderr`: see `LinePattern`
/// - `expected/NAME`: a file of `$OUT`, byte for byte; `expected/NAME.subset.json`: see `JSONSubset`;
///   `expected/NAME.contains`: texts, one per line, that occur in it; `stdout` serves as a name too
/// - `after`: optional shell lines run in `$OUT` last; their standard output is the file `after`
/// - `changing`, `unchecked`: optional names of files whose content differs by run, or is not compared
/// - `known.issue`: optional, why the program does not yet do what the case asks for
struct GoldenCase: Sendable, CustomTestStringConvertible {
  let folder: URL

  var name: String { folder.lastPathComponent }
  var testDescription: String { name }

  /// Beside this file, so that a renewed result lands in the sources.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Cases")

  /// Every folder of `Cases` with a `command`, by name.
  static let all: [GoldenCase] = {
    let folders = try? FileManager.default.contentsOfDirectory(
      at: root, includingPropertiesForKeys: nil)
    return (folders ?? [])
      .filter {
        FileManager.default.fileExists(atPath: $0.appendingPathComponent("command").path)
      }
      .map(GoldenCase.init(folder:))
      .sorted { $0.name < $1.name }
  }()

  func text(_ name: String) -> String? {
    try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  func lines(_ name: String) -> [String] {
    var lines = (text(name) ?? "").components(separatedBy: "\n")
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  /// The arguments with `$CASE` and `$OUT` filled in.
  func arguments(output: URL) -> [String] {
    lines("command").map { filled($0, output: output) }
  }

  func filled(_ text: String, output: URL) -> String {
    text.replacingOccurrences(of: "$CASE", with: folder.path)
      .replacingOccurrences(of: "$OUT", with: output.path)
  }

  var exitCode: Int32? {
    text("expected.exit").flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }

  /// Files named under `expected`.
  var expectedFiles: [String] {
    let folder = folder.appendingPathComponent("expected")
    return (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted() ?? []
  }
}
