import Foundation
import Indicators

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

  /// The rows of a comma-separated table by column name; quotes do not occur in these files.
  static func table(_ path: String) throws -> [[String: String]] {
    let text = String(
      decoding: try Data(contentsOf: folder.appendingPathComponent(path)), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline)
    let names = lines[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    return lines.dropFirst().map { line in
      let values = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(zip(names, values)) { first, _ in first }
    }
  }
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

  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}

extension ReachTable {
  /// Each demand reaches each station with a chance of one in `oneIn`, at whole costs from 0 to 9.
  static func random(
    demands: Int, stations: Int, oneIn: Int, _ generator: inout SeededGenerator
  ) -> ReachTable {
    ReachTable(
      stationCount: stations,
      (0..<demands).map { _ in
        (0..<stations).filter { _ in generator.below(oneIn) == 0 }
          .map { ($0, Double(generator.below(10))) }
      })
  }

  /// The cost from a demand to a station; infinite where the pair is absent.
  func cost(_ demand: Int, _ station: Int) -> Double {
    let pair = (starts[demand]..<starts[demand + 1]).first { stations[$0] == station }
    return pair.map { costs[$0] } ?? .infinity
  }
}

/// Whether two numbers differ by at most a part `tolerance` of the larger.
func agree(_ one: Double?, _ other: Double?, _ tolerance: Double = 1e-12) -> Bool {
  guard let one, let other else { return one == nil && other == nil }
  return abs(one - other) <= tolerance * max(abs(one), abs(other))
}
