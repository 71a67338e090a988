import Model

/// One word or sign of a filter, with where it begins (in characters, from 1).
struct FilterToken: Equatable {
  enum Kind: Equatable {
    /// A plain name or keyword.
    case word(String)
    /// A name in double quotes.
    case name(String)
    case text(String)
    case integer(Int64)
    case number(Double)
    /// `=`, `!=`, `<`, `<=`, `>`, `>=`, `(`, `)`, `,`.
    case sign(String)
    case end
  }

  var kind: Kind
  var position: Int
}

/// A mistake in a filter's text.
struct FilterMistake: Error {
  var position: Int
  var message: LocalizedText
}

/// Cuts a filter's text into tokens; full-width signs and curly quotes of Chinese keyboards count as the
/// plain ones.
struct FilterTokens {
  private let characters: [Character]
  private var index = 0

  private init(_ text: String) { characters = Array(text) }

  static func of(_ text: String) throws -> [FilterToken] {
    var tokens = FilterTokens(text)
    var found: [FilterToken] = []
    while let token = try tokens.next() { found.append(token) }
    return found + [FilterToken(kind: .end, position: tokens.characters.count + 1)]
  }

  private var current: Character? { index < characters.count ? characters[index] : nil }

  private mutating func next() throws -> FilterToken? {
    while let current, current.isWhitespace { index += 1 }
    guard let current else { return nil }
    let position = index + 1
    let kind: FilterToken.Kind
    switch current {
    case "'", "‘", "’": kind = .text(try quoted(closedBy: ["'", "‘", "’"]))
    case "“", "”": kind = .text(try quoted(closedBy: ["“", "”"]))
    case "\"": kind = .name(try quoted(closedBy: ["\""]))
    case "`": kind = .name(try quoted(closedBy: ["`"]))
    default:
      if let sign = sign() {
        kind = .sign(sign)
      } else if Self.beginsNumber(current, following: following) {
        kind = try number(position)
      } else if Self.isWordCharacter(current) {
        kind = .word(word())
      } else {
        throw FilterMistake(
          position: position,
          message: LocalizedText("“\(current)” is not understood", zh: "无法理解“\(current)”"))
      }
    }
    return FilterToken(kind: kind, position: position)
  }

  private var following: Character? { index + 1 < characters.count ? characters[index + 1] : nil }

  /// Text up to the closing quote; a doubled quote stands for one.
  private mutating func quoted(closedBy closing: Set<Character>) throws -> String {
    let position = index + 1
    var text = ""
    index += 1
    while let current {
      index += 1
      guard closing.contains(current) else {
        text.append(current)
        continue
      }
      guard self.current == current, current == "'" || current == "\"" else { return text }
      text.append(current)
      index += 1
    }
    throw FilterMistake(
      position: position, message: LocalizedText("a quote is not closed", zh: "引号没有闭合"))
  }

  private mutating func sign() -> String? {
    let plain: [Character: Character] = [
      "＝": "=", "＜": "<", "＞": ">", "（": "(", "）": ")", "，": ",", "！": "!", "、": ",",
    ]
    guard let first = current.map({ plain[$0] ?? $0 }) else { return nil }
    let second = following.map { plain[$0] ?? $0 }
    switch (first, second) {
    case ("<", "="), (">", "="), ("!", "="), ("=", "="), ("<", ">"):
      index += 2
      let pair = "\(first)\(second ?? " ")"
      return pair == "<>" ? "!=" : pair == "==" ? "=" : pair
    case ("≤", _), ("≥", _), ("≠", _):
      index += 1
      return first == "≤" ? "<=" : first == "≥" ? ">=" : "!="
    case ("=", _), ("<", _), (">", _), ("(", _), (")", _), (",", _):
      index += 1
      return String(first)
    default: return nil
    }
  }

  private static func beginsNumber(_ first: Character, following: Character?) -> Bool {
    let isDigit = { (character: Character?) in character.map { $0.isASCII && $0.isNumber } ?? false
    }
    if isDigit(first) { return true }
    return ["-", "+", "."].contains(first)
      && (isDigit(following) || (first != "." && following == "."))
  }

  private mutating func number(_ position: Int) throws -> FilterToken.Kind {
    var text = ""
    while let current {
      let follows = current.isASCII && (current.isNumber || current.isLetter || current == ".")
      let isSign =
        (current == "-" || current == "+") && (text.isEmpty || text.lowercased().hasSuffix("e"))
      guard follows || isSign else { break }
      text.append(current)
      index += 1
    }
    if let integer = Int64(text) { return .integer(integer) }
    // Swift also reads "0x1p4", "inf": only digits, a point and an exponent are numbers here.
    if text.allSatisfy({ $0.isNumber || "+-.eE".contains($0) }), let number = Double(text),
      number.isFinite
    {
      return .number(number)
    }
    throw FilterMistake(
      position: position,
      message: LocalizedText("“\(text)” is not a number", zh: "“\(text)”不是数字"))
  }

  private static func isWordCharacter(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "_$@:.#".contains(character)
  }

  private mutating func word() -> String {
    var text = ""
    while let current, Self.isWordCharacter(current) {
      text.append(current)
      index += 1
    }
    return text
  }
}
