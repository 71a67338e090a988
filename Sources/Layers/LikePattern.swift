/// A pattern of SQL's LIKE.
struct LikePattern {
  private enum Part: Equatable {
    case character(Character)
    case anyOne
    case anyText
  }

  private let parts: [Part]

  /// `%` is any text, `_` one character, `\` takes the next one literally.
  init(_ pattern: String) {
    var parts: [Part] = []
    var isEscaped = false
    for character in pattern {
      if isEscaped {
        parts.append(.character(Self.folded(character)))
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "%" {
        if parts.last != .anyText { parts.append(.anyText) }
      } else {
        parts.append(character == "_" ? .anyOne : .character(Self.folded(character)))
      }
    }
    if isEscaped { parts.append(.character("\\")) }
    self.parts = parts
  }

  /// Greedy matching that returns only to the last `%`: at most length × parts steps.
  func matches(_ text: String) -> Bool {
    let characters = text.map(Self.folded)
    var position = 0
    var part = 0
    var retry: (part: Int, position: Int)?
    while position < characters.count {
      if part < parts.count, parts[part] == .anyText {
        retry = (part + 1, position)
        part += 1
      } else if part < parts.count,
        parts[part] == .anyOne || parts[part] == .character(characters[position])
      {
        part += 1
        position += 1
      } else if let last = retry {
        retry = (last.part, last.position + 1)
        (part, position) = (last.part, last.position + 1)
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { $0 == .anyText }
  }

  private static func folded(_ character: Character) -> Character {
    guard character.isASCII, let byte = character.asciiValue, (0x41...0x5A).contains(byte) else {
      return character
    }
    return Character(UnicodeScalar(byte + 32))
  }
}
