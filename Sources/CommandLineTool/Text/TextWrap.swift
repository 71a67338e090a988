/// Breaks text into lines of a terminal: at blanks, and between wide characters except where Chinese
/// typesetting forbids it.
package enum TextWrap {
  /// Never first on a line.
  private static let closing = Set("、，。；：！？）」》】”’…")
  /// Narrow ones belong to the narrow word before them; after a wide character they may begin a path (`.csv`).
  private static let narrowClosing = Set(",.;:!?)]}")
  /// Never last on a line.
  private static let opening = Set("（「《【“‘([{")

  /// `text` in lines of at most `width` columns; a single word that is wider stands alone on its line.
  package static func lines(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for piece in pieces(text) {
      let pieceWidth = DisplayWidth.of(piece.text)
      let gap = piece.followsBlank && !line.isEmpty ? 1 : 0
      if !line.isEmpty, used + gap + pieceWidth > width {
        lines.append(line)
        (line, used) = (piece.text, pieceWidth)
      } else {
        line += (gap == 1 ? " " : "") + piece.text
        used += gap + pieceWidth
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// A part that stays together.
  struct Piece {
    var text: String
    var followsBlank: Bool
  }

  /// `text` cut wherever a line may end; blanks are left out.
  static func pieces(_ text: String) -> [Piece] {
    var pieces: [Piece] = []
    var previous: Character?
    for character in text {
      if character.isWhitespace {
        previous = character
        continue
      }
      let afterBlank = previous?.isWhitespace ?? true
      if afterBlank || mayBreak(previous!, character) || pieces.isEmpty {
        pieces.append(Piece(text: String(character), followsBlank: afterBlank))
      } else {
        pieces[pieces.count - 1].text.append(character)
      }
      previous = character
    }
    return pieces
  }

  private static func mayBreak(_ left: Character, _ right: Character) -> Bool {
    if closing.contains(right) || opening.contains(left) { return false }
    if narrowClosing.contains(right), !closing.contains(left) { return false }
    return isWide(left) || isWide(right)
  }

  private static func isWide(_ character: Character) -> Bool {
    character.unicodeScalars.contains { DisplayWidth.of($0) == 2 }
  }
}
