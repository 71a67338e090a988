import Foundation

/// One `import` line of a source file.
struct SourceImport: Hashable, CustomStringConvertible {
  /// The target the file belongs to: the folder under `Sources`.
  var target: String
  /// The imported module, without submodules: `Foundation` for `import func Foundation.cos`.
  var module: String
  /// Not visible to those who import the target: `internal`, `private` or `fileprivate`.
  var isHidden: Bool
  var file: String
  var line: Int

  var description: String { "\(file):\(line): \(target) imports \(module)" }

  private static let hiding: Set<Substring> = ["internal", "private", "fileprivate"]
  private static let kinds: Set<Substring> = [
    "func", "struct", "class", "enum", "protocol", "typealias", "let", "var",
  ]

  /// The imports of one file's text. Lines inside block comments and multi-line strings are not looked at.
  static func imports(in text: String, target: String, file: String) -> [SourceImport] {
    var found: [SourceImport] = []
    var isQuoted = false
    var commentDepth = 0
    for (index, line) in text.components(separatedBy: "\n").enumerated() {
      defer {
        if line.occurrences(of: "\"\"\"") % 2 == 1 { isQuoted.toggle() }
        commentDepth += line.occurrences(of: "/*") - line.occurrences(of: "*/")
      }
      if isQuoted || commentDepth > 0 || line.occurrences(of: "import") == 0 { continue }
      for statement in line.split(separator: ";") {
        guard let (module, isHidden) = parse(statement) else { continue }
        found.append(
          SourceImport(
            target: target, module: module, isHidden: isHidden, file: file, line: index + 1))
      }
    }
    return found
  }

  /// The module of `@attribute access import kind Module.Member // comment`; nil for any other statement.
  private static func parse(_ statement: Substring) -> (module: String, isHidden: Bool)? {
    let code = statement.firstRange(of: "//").map { statement[..<$0.lowerBound] } ?? statement
    let words = code.split(whereSeparator: \.isWhitespace)
    guard let keyword = words.firstIndex(of: "import") else { return nil }
    let before = words[..<keyword]
    let isModifier: (Substring) -> Bool = {
      $0.hasPrefix("@") || hiding.contains($0) || $0 == "public" || $0 == "package"
    }
    guard before.allSatisfy(isModifier) else { return nil }
    let after = words[(keyword + 1)...].drop { kinds.contains($0) }
    guard let path = after.first, let module = path.split(separator: ".").first else { return nil }
    return (String(module), before.contains { hiding.contains($0) })
  }
}

extension String {
  /// How often `text` occurs. Foundation's search, which is compiled with optimisation also in a debug build.
  fileprivate func occurrences(of text: String) -> Int { components(separatedBy: text).count - 1 }
}

/// The files under `Sources`, by target.
enum SourceTree {
  /// The package's folder: two above this file's.
  static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Names of the folders under `Sources`, sorted.
  static func targets() throws -> [String] {
    let folder = package.appendingPathComponent("Sources")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { !$0.hasPrefix(".") }.sorted()
  }

  /// Paths of a target's files with this ending, relative to the package, sorted.
  static func files(of target: String, ending: String) throws -> [String] {
    let folder = package.appendingPathComponent("Sources/\(target)")
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix("." + ending) }.sorted().map { "Sources/\(target)/\($0)" }
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: package.appendingPathComponent(path), encoding: .utf8)
  }

  /// All imports of all Swift files.
  static func imports() throws -> [SourceImport] {
    try targets().flatMap { target in
      try files(of: target, ending: "swift").flatMap { path in
        SourceImport.imports(in: try text(path), target: target, file: path)
      }
    }
  }
}
