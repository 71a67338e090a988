import Foundation
import Maps

/// A map's SVG without what depends on the version of a font: outlines of glyphs and where each is used go, numbers
/// keep two digits. Words stand as text below the drawing.
///
/// Where labels stand still follows from the widths of Noto Sans CJK (Debian's fonts-noto-cjk): with other fonts the
/// goldens do not hold.
enum NormalisedSVG {
  static func text(_ scene: MapScene) throws -> String {
    let svg = String(decoding: try scene.render(format: .svg), as: UTF8.self)
    var lines: [Substring] = []
    var isInSymbol = false
    for line in svg.split(separator: "\n") {
      if line.hasPrefix("<symbol") { isInSymbol = true }
      let isGlyph =
        isInSymbol || line.contains("#glyph") || isOutlineOfText(line)
        || line.hasPrefix("<g style=\"fill:rgb") || line == "</g>" || line == "<g>"
      if !isGlyph { lines.append(line) }
      if line.hasPrefix("</symbol>") { isInSymbol = false }
    }
    let words = scene.words.map { "\($0.text) @ \(rounded($0.x)) \(rounded($0.y))" }
    return lines.map { rounded($0) }.joined(separator: "\n") + "\n"
      + words.joined(separator: "\n") + "\n"
  }

  /// The rim of a label: many curves, where a round symbol has four.
  private static func isOutlineOfText(_ line: Substring) -> Bool {
    line.hasPrefix("<path") && line.count { $0 == "C" } > 6
  }

  private static func rounded(_ value: Double) -> String { String(format: "%.1f", value) }

  /// Every number with a point, to two digits.
  private static func rounded(_ line: Substring) -> String {
    line.replacing(/-?\d+\.\d+/) { match in
      let value = Double(match.output) ?? .nan
      let text = String(format: "%.2f", value)
      return text == "-0.00" ? "0.00" : text
    }
  }
}
