import Foundation
import Model

@testable import Streets

/// Reference data kept outside the repository: the folder named by `LIFECIRCLE_SHARED`, else `shared` beside it.
enum SharedExtracts {
  static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["LIFECIRCLE_SHARED"] {
      return URL(fileURLWithPath: path).appendingPathComponent("geodata")
    }
    return URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("shared/geodata")
  }()

  static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
  static var isPresent: Bool { FileManager.default.fileExists(atPath: path("osm-testdata")) }
}

/// A small OSM XML file in a folder of its own, removed with it.
final class DrawnExtract {
  let path: String
  private let folder: URL

  /// `body` stands between `<osm>` and `</osm>`; `text` replaces the whole.
  init(_ body: String = "", text: String? = nil, name: String = "drawn.osm") throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.appendingPathComponent(name).path
    let text = text ?? "<?xml version='1.0'?>\n<osm version='0.6'>\n\(body)\n</osm>\n"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func read(rules: WalkRules = .standard, onePass: Bool = true) throws -> (
    segments: StreetSegments, ledger: Ledger
  ) {
    try StreetExtract.read(
      path: path, rules: rules, threads: 2, onePassBytes: onePass ? .max : 0)
  }

  func graph(rules: WalkRules = .standard) throws -> StreetGraph {
    StreetGraphBuilder.build(try read(rules: rules).segments)
  }

  /// A node `column`, `row` thousandths of a degree from the origin.
  static func node(_ id: Int64, _ column: Double, _ row: Double, _ tags: [String: String] = [:])
    -> String
  {
    "<node id='\(id)' version='1' lon='\(column / 1000)' lat='\(row / 1000)'>\(text(tags))</node>"
  }

  static func way(_ id: Int64, _ nodes: [Int64], _ tags: [String: String]) -> String {
    let refs = nodes.map { "<nd ref='\($0)'/>" }.joined()
    return "<way id='\(id)' version='1'>\(refs)\(text(tags))</way>"
  }

  private static func text(_ tags: [String: String]) -> String {
    tags.sorted { $0.key < $1.key }.map { "<tag k='\($0.key)' v='\($0.value)'/>" }.joined()
  }

  /// A residential street 1–2 that is always walkable, and the way in question, 2–3.
  static func street(_ tags: [String: String]) throws -> DrawnExtract {
    try DrawnExtract(
      [
        node(1, 0, 0), node(2, 1, 0), node(3, 2, 0), way(1, [1, 2], ["highway": "residential"]),
        way(2, [2, 3], tags),
      ].joined())
  }
}
