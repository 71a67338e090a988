import Model

/// The texts of a workbook that cells refer to by number.
struct SharedTexts {
  private(set) var bytes: [UInt8] = []
  private var spans: [CellSpan] = []

  /// Text number `index`; empty when there is none.
  subscript(index: Int) -> ArraySlice<UInt8> {
    guard spans.indices.contains(index) else { return [] }
    let span = spans[index]
    return bytes[Int(span.start)..<Int(span.start + span.length)]
  }

  /// Reads `sharedStrings.xml`: runs of formatted text are joined, phonetic guides left out.
  init(_ part: [UInt8]) {
    part.withUnsafeBufferPointer { buffer in
      var scanner = MarkupScanner(buffer)
      var texts = RichText()
      while let token = scanner.next() {
        if case .start(let name, _, let isEmpty) = token, name.equals("si") {
          texts = RichText()
          if isEmpty { spans.append(.empty) }
        } else if case .end(let name) = token, name.equals("si") {
          let text = texts.finished
          spans.append(CellSpan(start: UInt32(bytes.count), length: UInt32(text.count)))
          bytes.append(contentsOf: text)
        } else {
          texts.take(token, scanner)
        }
      }
    }
  }
}

/// Collects the text of an `si` or `is` element from its tokens.
struct RichText {
  private var bytes: [UInt8] = []
  private var isInText = false
  private var isInGuide = false

  mutating func take(_ token: MarkupScanner.Token, _ scanner: borrowing MarkupScanner) {
    switch token {
    case .start(let name, _, let isEmpty) where !isEmpty:
      if name.equals("t") { isInText = true }
      if name.equals("rPh") { isInGuide = true }
    case .end(let name):
      if name.equals("t") { isInText = false }
      if name.equals("rPh") { isInGuide = false }
    case .text(let range, let isLiteral) where isInText && !isInGuide:
      if isLiteral {
        bytes.append(contentsOf: scanner.slice(range))
      } else {
        scanner.appendDecoded(range, to: &bytes)
      }
    default: break
    }
  }

  /// The text without surrounding blanks; `_x000D_` escapes of control characters are replaced.
  var finished: [UInt8] {
    var text = bytes
    if bytes.contains(UInt8(ascii: "_")) {
      let string = String(decoding: bytes, as: UTF8.self)
      if string.contains("_x00") {
        text = Array(
          string.replacing("_x000D_", with: "").replacing("_x000A_", with: "\n")
            .replacing("_x0009_", with: "\t").utf8)
      }
    }
    return CellText.trimmed(text)
  }
}

/// What all cell texts have in common.
enum CellText {
  /// Without white space (also no-break and ideographic) at its ends.
  static func trimmed(_ text: [UInt8]) -> [UInt8] {
    guard let first = text.first, let last = text.last,
      first <= 0x20 || last <= 0x20 || first >= 0xC2 || last >= 0x80
    else { return text }
    let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
    func isBlank(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace || scalar.value == 0xFEFF
    }
    guard let start = scalars.firstIndex(where: { !isBlank($0) }),
      let end = scalars.lastIndex(where: { !isBlank($0) })
    else { return [] }
    return Array(String(scalars[start...end]).utf8)
  }
}
