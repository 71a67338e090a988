import Foundation
import Testing

/// Reference data kept outside the repository: the folder named by `LIFECIRCLE_SHARED`, else `shared` beside
/// the repository.
enum SharedData {
  static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["LIFECIRCLE_SHARED"] {
      return URL(fileURLWithPath: path).appendingPathComponent("geodata")
    }
    return URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("shared/geodata")
  }()

  static func isPresent(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path)
  }

  static func text(_ path: String) throws -> String {
    String(
      decoding: try Data(contentsOf: folder.appendingPathComponent(path)), as: UTF8.self)
  }

  /// The rows of a comma-separated table by column name; quotes do not occur in these files' numbers.
  static func table(_ path: String) throws -> [[String: String]] {
    let lines = try text(path).split(whereSeparator: \.isNewline)
    let names = lines[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    return lines.dropFirst().map { line in
      let values = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(zip(names, values)) { first, _ in first }
    }
  }
}

extension [String: String] {
  /// The number in column `name`, NaN when there is none: every comparison with it fails.
  func number(_ name: String) -> Double { self[name].flatMap { Double($0) } ?? .nan }
}

/// A repeatable source of numbers (S. Vigna's SplitMix64), seeded in each test.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
