import Model

/// Cuts a text about time into tokens: OpenStreetMap's words and signs, and the Chinese ones for the same.
struct HoursLexer {
  /// A token and where it stands.
  struct Piece: Sendable, Hashable {
    var token: HoursToken
    var text: String
  }

  private let characters: [Character]
  private var position = 0
  private var pieces: [Piece] = []

  /// The tokens of `text`; full-width signs and digits count as ASCII, line ends as `;`.
  static func tokens(of text: String) -> [Piece] {
    // A Chinese full stop ends a rule; half width would make it a decimal point.
    let plain = HalfWidth.text(text.replacing("。", with: ";"))
    var lexer = HoursLexer(characters: Array(plain))
    while lexer.position < lexer.characters.count { lexer.step() }
    return lexer.pieces
  }

  private init(characters: [Character]) { self.characters = characters }

  private mutating func step() {
    let character = characters[position]
    if character.isNewline {
      endLine()
    } else if character.isWhitespace || character == "\u{FEFF}" {
      position += 1
    } else if character == "\"" {
      comment()
    } else if let prefix = HoursWords.weekPrefixes.first(where: { begins($0) }),
      weekday(position + prefix.count) != nil
    {
      weekdays(from: position + prefix.count)
    } else if let word = HoursWords.leading.first(where: { begins($0.text) }) {
      add(word.tokens, word.text.count)
    } else if character.isASCII, character.isNumber {
      number()
    } else if character.isASCII, character.isLetter {
      letters()
    } else if endsWeekdayRange, let day = HoursWords.weekdayCharacters[character] {
      add([.weekday(day)], 1)
    } else if character == "-", isAfterDash {
      // A Chinese dash is two characters wide.
      position += 1
    } else if character.isASCII {
      add([.symbol(character)], 1)
    } else {
      unknown()
    }
  }

  private var isAfterDash: Bool { position > 0 && characters[position - 1] == "-" }

  private func begins(_ word: [Character]) -> Bool {
    characters[position...].starts(with: word)
  }

  private mutating func add(_ tokens: [HoursToken], _ length: Int) {
    let text = String(characters[position..<position + length])
    for token in tokens { pieces.append(Piece(token: token, text: text)) }
    position += length
  }

  /// A line end separates rules, unless the line breaks within a list.
  private mutating func endLine() {
    position += 1
    switch pieces.last?.token {
    case nil, .symbol(","), .symbol(";"), .symbol("-"): return
    default: pieces.append(Piece(token: .symbol(";"), text: "\\n"))
    }
  }

  /// Up to the closing quotation mark; one that is never closed is no comment.
  private mutating func comment() {
    guard let end = characters[(position + 1)...].firstIndex(of: "\"") else {
      add([.word("\"")], characters.count - position)
      return
    }
    add([.comment], end - position + 1)
  }

  // MARK: Weekdays

  /// The weekday that the character at `index` names after 周: one of 一 … 日, or 1 … 7 that no digit follows.
  private func weekday(_ index: Int) -> Int? {
    guard index < characters.count else { return nil }
    if let day = HoursWords.weekdayCharacters[characters[index]] { return day }
    guard let day = characters[index].wholeNumberValue, (1...7).contains(day),
      index + 1 == characters.count || !characters[index + 1].isNumber
    else { return nil }
    return day - 1
  }

  /// `周一`, and `周一三五` as a list.
  private mutating func weekdays(from first: Int) {
    guard let day = weekday(first) else { return }
    add([.weekday(day)], first - position + 1)
    while position < characters.count, let day = HoursWords.weekdayCharacters[characters[position]]
    {
      pieces.append(Piece(token: .symbol(","), text: ""))
      add([.weekday(day)], 1)
    }
  }

  /// True after `周一至`: the prefix need not be repeated.
  private var endsWeekdayRange: Bool {
    guard pieces.count >= 2, pieces.last?.token == .symbol("-") else { return false }
    if case .weekday = pieces[pieces.count - 2].token { return true }
    return false
  }

  // MARK: Numbers and letters

  /// Digits, with 月, 月份, 日 or 号 behind them as one token.
  private mutating func number() {
    var end = position
    while end < characters.count, characters[end].isASCII, characters[end].isNumber { end += 1 }
    let digits = String(characters[position..<end])
    // More than nine digits are no number of anything here.
    guard digits.count <= 9, let value = Int(digits) else {
      return add([.word(digits)], digits.count)
    }
    switch end < characters.count ? characters[end] : " " {
    case "月":
      let hasSuffix = end + 1 < characters.count && characters[end + 1] == "份"
      add([.month(value)], digits.count + (hasSuffix ? 2 : 1))
    case "日", "号": add([.dayNumber(value)], digits.count + 1)
    default: add([.number(value, digits: digits.count)], digits.count)
    }
  }

  private mutating func letters() {
    var end = position
    while end < characters.count, characters[end].isASCII, characters[end].isLetter { end += 1 }
    let word = String(characters[position..<end]).lowercased()
    add(HoursWords.latin[word] ?? [.word(word)], word.count)
  }

  /// A run of characters that begin no word, named as a whole.
  private mutating func unknown() {
    let start = position
    var end = position + 1
    while end < characters.count, !characters[end].isASCII, !characters[end].isWhitespace {
      position = end
      // 时 within 随时 is part of it; 上午 begins anew.
      if HoursWords.leading.contains(where: { $0.text.count > 1 && begins($0.text) }) { break }
      end += 1
    }
    position = start
    add([.word(String(characters[start..<end]))], end - start)
  }
}
