import Model

/// The sheet a map is printed on, millimetres.
package struct MapPage: Sendable, Hashable {
  package var width: Double
  package var height: Double

  package init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// A4 lying.
  package static let a4Landscape = MapPage(width: 297, height: 210)

  /// Sheets by name, upright (ISO 216).
  private static let names: [(name: String, page: MapPage)] = [
    ("a0", MapPage(width: 841, height: 1189)), ("a1", MapPage(width: 594, height: 841)),
    ("a2", MapPage(width: 420, height: 594)), ("a3", MapPage(width: 297, height: 420)),
    ("a4", MapPage(width: 210, height: 297)), ("a5", MapPage(width: 148, height: 210)),
  ]

  /// Sides a map may have, millimetres: below, its frame has no room; above, no plotter takes it.
  private static let sides = 80.0...2_400.0

  /// Reads `A4`, `A4-landscape`, `A3-portrait` or `WIDTHxHEIGHT` in millimetres, in any case; `A4` alone lies.
  ///
  /// - Throws: `AnalysisError` (usage) that names what is understood.
  package init(parsing text: String) throws {
    let lower = text.lowercased()
    let parts = lower.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    if let named = Self.names.first(where: { $0.name == parts[0] })?.page, parts.count <= 2 {
      switch parts.count == 2 ? parts[1] : "landscape" {
      case "landscape": self.init(width: named.height, height: named.width)
      case "portrait": self = named
      default: throw Self.unknown(text)
      }
      return
    }
    let sides = lower.split(separator: "x", omittingEmptySubsequences: false).map { Double($0) }
    guard sides.count == 2, let width = sides[0], let height = sides[1],
      Self.sides.contains(width), Self.sides.contains(height)
    else { throw Self.unknown(text) }
    self.init(width: width, height: height)
  }

  private static func unknown(_ text: String) -> AnalysisError {
    AnalysisError(
      .usage, .none,
      LocalizedText("“\(text)” is no page size", zh: "“\(text)” 不是可用的纸张尺寸"),
      hint: LocalizedText(
        "give A0 … A5 with -landscape or -portrait, or WIDTHxHEIGHT in millimetres from 80 to 2400",
        zh: "请用 A0 … A5 加 -landscape（横）或 -portrait（纵），或以毫米给出 宽x高（80 至 2400）"))
  }

  /// Size of lettering and margins against A4: a map on A3 looks as the same on A4, enlarged.
  package var enlargement: Double {
    ((width * height) / (Self.a4Landscape.width * Self.a4Landscape.height)).squareRoot()
  }

  package var isLandscape: Bool { width >= height }
}
