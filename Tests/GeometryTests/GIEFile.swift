import Foundation

/// One expectation of PROJ's `gie` test files.
struct GIEExpectation {
  /// `file:line`.
  var label: String
  var operation: String
  var isInverse: Bool
  var accept: [String]
  /// Nil where a failure is expected.
  var expect: [String]?
  /// In metres, or in degrees when `isAngular`.
  var tolerance: Double
  var isAngular: Bool
  /// The operation itself must be refused.
  var expectsNoOperation: Bool
}

/// Reads the commands of a `gie` file: operation, direction, tolerance, accept, expect. Others are passed over.
struct GIEFile {
  private(set) var expectations: [GIEExpectation] = []

  init(name: String, text: String) {
    var command = ""
    var line = 0
    var inside = false
    var state = State()
    for (index, raw) in text.components(separatedBy: "\n").enumerated() {
      var content = raw.split(separator: "#", omittingEmptySubsequences: false).first ?? ""
      if content.allSatisfy({ $0 == "-" || $0 == "=" || $0.isWhitespace }) { content = "" }
      let trimmed = content.trimmingCharacters(in: .whitespaces)
      let word = trimmed.split(separator: " ").first.map(String.init) ?? ""
      if word.hasPrefix("<gie") || word.hasPrefix("</gie") || Self.commands.contains(word) {
        if inside { state.run(command, "\(name):\(line)", &expectations) }
        if word.hasPrefix("<") { inside = !word.hasPrefix("</") }
        command = word.hasPrefix("<") ? "" : trimmed
        line = index + 1
      } else if !trimmed.isEmpty {
        command += " " + trimmed
      }
    }
    if inside { state.run(command, "\(name):\(line)", &expectations) }
  }

  private static let commands: Set<String> = [
    "operation", "tolerance", "accept", "expect", "roundtrip", "direction", "ignore", "crs_src",
    "crs_dst", "require_grid", "echo", "skip", "banner", "verbose", "use_proj4_init_rules", "exit",
  ]

  /// What earlier commands have set.
  private struct State {
    var operation = ""
    var isInverse = false
    var tolerance = (value: 0.0005, isAngular: false)
    var accept: [String] = []
    var usesGridOrSystems = false

    mutating func run(_ command: String, _ label: String, _ found: inout [GIEExpectation]) {
      let words = command.replacingOccurrences(of: "\\", with: " ")
        .split(whereSeparator: \.isWhitespace).map(String.init)
      guard let first = words.first else { return }
      let rest = Array(words.dropFirst())
      switch first {
      case "operation":
        self = State()
        operation = rest.joined(separator: " ")
      case "crs_src", "crs_dst", "require_grid": usesGridOrSystems = true
      case "direction": isInverse = rest.first?.hasPrefix("i") == true
      case "tolerance": tolerance = Self.tolerance(rest)
      case "accept": accept = rest
      case "expect" where !usesGridOrSystems && !operation.isEmpty:
        let fails = rest.first == "failure"
        found.append(
          GIEExpectation(
            label: label, operation: operation, isInverse: isInverse, accept: accept,
            expect: fails ? nil : rest, tolerance: tolerance.value,
            isAngular: tolerance.isAngular, expectsNoOperation: fails && accept.isEmpty))
      default: break
      }
    }

    /// Value and unit; metres without one.
    private static func tolerance(_ words: [String]) -> (Double, Bool) {
      let text = words.joined()
      let digits = text.prefix { $0.isNumber || "+-.eE".contains($0) }
      let value = Double(digits) ?? Double(text.prefix { $0.isNumber || $0 == "." }) ?? .nan
      switch text.drop(while: { $0.isNumber || "+-.eE".contains($0) }) {
      case "km": return (value * 1000, false)
      case "cm": return (value / 100, false)
      case "mm": return (value / 1000, false)
      case "um": return (value / 1e6, false)
      case "nm": return (value / 1e9, false)
      case "deg", "degree", "degrees": return (value, true)
      case "rad": return (value * 180 / .pi, true)
      default: return (value, false)
      }
    }
  }
}
