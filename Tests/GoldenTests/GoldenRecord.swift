import Foundation

/// Rewrites what a case records byte for byte.
struct GoldenRecord {
  let golden: GoldenCase
  let run: GoldenRun

  func write() throws {
    try save("expected.exit", Data("\(run.code)\n".utf8))
    for (name, text) in [
      ("expected.stdout", String(decoding: run.output, as: UTF8.self)),
      ("expected.stderr", run.error),
    ] where isPlain(name) {
      try save(name, Data(text.utf8))
    }
    for name in golden.expectedFiles where GoldenComparison.target(name) == name {
      if let data = name == "stdout" ? run.output : run.files[name] {
        try save("expected/\(name)", data)
      }
    }
  }

  /// A recorded stream without rules; the others are written by hand.
  private func isPlain(_ name: String) -> Bool {
    guard golden.text(name) != nil else { return false }
    return !golden.lines(name).contains { $0.hasPrefix("~ ") || $0 == "..." }
  }

  private func save(_ name: String, _ data: Data) throws {
    try data.write(to: golden.folder.appendingPathComponent(name))
  }
}
