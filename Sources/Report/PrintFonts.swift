/// Chinese fonts cut down to the characters of one page.
///
/// WeasyPrint 57 walks through all 65,000 glyphs of a font to embed some hundred, which takes longer than everything else of a
/// report; `hb-subset` of HarfBuzz does it in milliseconds. `fc-match` of fontconfig finds the fonts. Where either program or the
/// fonts are missing, the page is printed with the fonts of the system and looks the same.
struct PrintFonts {
  /// The family that the styles of a page name before the system's.
  static let family = "Page CJK"
  private static let source = "Noto Sans CJK SC"
  private static let (finder, cutter) = ("fc-match", "hb-subset")
  /// Weights of fontconfig and of styles.
  private static let weights = [("regular", 400), ("bold", 700)]

  /// What styles bring in: figures of page numbers, dots of lists, hyphens at the ends of lines.
  static let generated = "0123456789•◦▪‐-…"

  /// A file with the characters that are wanted.
  let text: String
  /// Files that this may write.
  let (words, font): (String, String)

  /// `@font-face` rules with the fonts in them; empty where that is not possible.
  func rules() throws -> String {
    guard ChildProgram.find(Self.finder) != nil, ChildProgram.find(Self.cutter) != nil else {
      return ""
    }
    var rules = ""
    for (name, weight) in Self.weights {
      guard let bytes = try cut(name) else { return "" }
      rules += "@font-face{font-family:\"\(Self.family)\";font-weight:\(weight);"
      rules += "src:url(data:font/otf;base64,\(Base64.text(bytes)))}\n"
    }
    return rules
  }

  /// The font of one weight cut down; nil where there is none.
  private func cut(_ weight: String) throws -> [UInt8]? {
    let pattern = "\(Self.source):\(weight)"
    let found = try ChildProgram.run(
      Self.finder, ["--format", "%{family[0]}\t%{index}\t%{file}", pattern], log: words)
    let parts = ChildProgram.lastLine(of: words).split(separator: "\t", maxSplits: 2)
    // Another family stands in where the one asked for is not installed.
    guard found == 0, parts.count == 3, parts[0].hasPrefix("Noto Sans CJK") else { return nil }
    let status = try ChildProgram.run(
      Self.cutter,
      [
        "--face-index=\(parts[1])", "--text-file=\(text)", "--output-file=\(font)",
        String(parts[2]),
      ],
      log: words)
    let bytes = ChildProgram.bytes(of: font)
    return status == 0 && !bytes.isEmpty ? bytes : nil
  }
}
