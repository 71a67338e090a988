import Foundation
import Maps

/// A map's SVG without what depends on the version of a font: outlines of glyphs and where each is used go, numbers
/// keep two digits. A long path stands as its beginning, its length and a digest. Styles stand by number
/// in a list above the drawing, words as text below it.
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
    var styles: [String] = []
    let drawn = lines.map { shortened(named(rounded($0), &styles)) }
    let words = scene.words.map { "\($0.text) @ \(rounded($0.x)) \(rounded($0.y))" }
    let key = styles.enumerated().map { "style \($0): \($1)" }
    return (key + drawn + words).joined(separator: "\n") + "\n"
  }

  /// The rim of a label: many curves, where a round symbol has four.
  private static func isOutlineOfText(_ line: Substring) -> Bool {
    line.hasPrefix("<path") && line.count { $0 == "C" } > 6
  }

  private static func rounded(_ value: Double) -> String { String(format: "%.1f", value) }

  /// Every number with a point, to two digits.
  private static func rounded(_ line: Substring) -> String {
    String(line).replacing(/-?\d+\.\d+/) { match in
      let value = Double(match.output) ?? .nan
      let text = String(format: "%.2f", value)
      return text == "-0.00" ? "0.00" : text
    }
  }

  /// The line with its style by number.
  private static func named(_ line: String, _ styles: inout [String]) -> String {
    guard let match = line.firstMatch(of: /style="([^"]*)"/) else { return line }
    let style = String(match.output.1)
    if !styles.contains(style) { styles.append(style) }
    let number = styles.firstIndex(of: style) ?? 0
    return line.replacingCharacters(in: match.range, with: "style \(number)")
  }

  private static let longest = 110

  /// A line's beginning with a digest of all of it (FNV-1a, 64 bits).
  private static func shortened(_ line: String) -> String {
    if line.utf8.count <= longest { return line }
    let digest = line.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    return "\(line.prefix(longest - 40)) … \(line.utf8.count) bytes, \(String(digest, radix: 16))"
  }
}
