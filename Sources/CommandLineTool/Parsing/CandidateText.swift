import Model

/// The value of `--candidates`: a file, or how to make them.
enum CandidateText {
  /// What a text of `--candidates` means.
  enum Meaning: Sendable, Hashable {
    case file(String)
    case grid(metres: Double)
    case junctions, blockCentres, intersections
  }

  /// True for a path: anything but the words for candidates that are made. `./junctions` is a path too.
  static func isPath(_ text: String) -> Bool {
    !words.contains(text.lowercased()) && !text.lowercased().hasPrefix("grid:")
  }

  private static let words = ["junctions", "block-centres", "intersections", "grid"]
  /// The words a shell offers.
  static let offered = ["junctions", "block-centres", "intersections", "grid:100"]
  private static let spacing = NumberRange.closed(10, 10_000)

  /// - Throws: 64 for a grid without usable metres.
  static func meaning(of text: String) throws -> Meaning {
    if isPath(text) { return .file(text) }
    switch text.lowercased() {
    case "junctions": return .junctions
    case "block-centres": return .blockCentres
    case "intersections": return .intersections
    default:
      let digits = String(text.dropFirst("grid:".count))
      if let metres = DecimalText.number(digits), spacing.contains(metres) {
        return .grid(metres: metres)
      }
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "--candidates: “\(text)” has no usable spacing", zh: "--candidates：“\(text)”没有可用的间距"),
        hint: LocalizedText(
          "give metres from 10 to 10000, as in grid:100", zh: "请给 10 至 10000 的米数，如 grid:100"))
    }
  }
}
