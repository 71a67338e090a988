import Layers

/// Conditions of `--where`, written: the other way round from `AttributeFilter`.
enum FilterText {
  /// The field's text is `value`.
  static func equal(_ field: String, _ value: String) -> String {
    // A curly quote ends a text in conditions and cannot be doubled; a pattern passes it over.
    value.contains(where: isCurlyQuote)
      ? "\(name(field)) LIKE \(pattern(value))" : "\(name(field)) = \(text(value))"
  }

  /// The field is true, or the text with which tables say so.
  static func isYes(_ field: String, isBoolean: Bool) -> String {
    let name = name(field)
    if isBoolean { return "\(name) = TRUE" }
    let texts = StationCatalog.yesTexts.flatMap { Set([$0, $0.uppercased()]) }.sorted()
    return "\(name) IN (\(texts.map(text).joined(separator: ",")))"
  }

  /// The field, a list as `StationCatalog.parts` divides it, names `part`.
  ///
  /// A plain search where no other name holds this one; else one for each surrounding in which lists have it.
  ///
  /// - Parameters:
  ///   - names: all names that occur.
  ///   - texts: all lists that occur.
  static func listing(
    _ field: String, _ part: String, among names: [String], in texts: Set<String>
  ) -> String {
    let isInOther = names.contains {
      $0 != part && $0.lowercased().contains(part.lowercased())
    }
    if !isInOther { return "\(name(field)) LIKE \(pattern(part, after: "%", before: "%"))" }
    // New stations have lists divided by plain semicolons.
    var surroundings: Set = [["", ""], ["", ";%"], ["%;", ""], ["%;", ";%"]]
    for text in texts { surroundings.formUnion(Self.surroundings(of: part, in: text)) }
    let patterns = surroundings.map { pattern(part, after: $0[0], before: $0[1]) }.sorted()
    return any(patterns.map { "\(name(field)) LIKE \($0)" })
  }

  /// One of several conditions; in parentheses unless there is one.
  static func any(_ conditions: [String]) -> String {
    conditions.count == 1 ? conditions[0] : "(\(conditions.joined(separator: " OR ")))"
  }

  /// What stands before and after each `part` of a list: nothing, or the divider, then anything.
  private static func surroundings(of part: String, in text: String) -> [[String]] {
    let characters = Array(text)
    let places = characters.indices.filter { StationCatalog.dividers.contains(characters[$0]) }
    let starts = [0] + places.map { $0 + 1 }
    return zip(starts, places + [characters.count]).compactMap { start, end in
      let piece = characters[start..<end]
      guard String(piece).trimmed == part else { return nil }
      let blanksBefore = piece.prefix { $0.isWhitespace }
      let blanksAfter = piece.reversed().prefix { $0.isWhitespace }.reversed()
      let before = start == 0 ? "" : "%\(characters[start - 1])"
      let after = end == characters.count ? "" : "\(characters[end])%"
      return [before + String(blanksBefore), String(blanksAfter) + after]
    }
  }

  private static func isCurlyQuote(_ character: Character) -> Bool { "‘’".contains(character) }

  private static func text(_ value: String) -> String {
    "'\(value.replacing("'", with: "''"))'"
  }

  private static func pattern(
    _ value: String, after: String = "", before: String = ""
  ) -> String {
    let escaped = value.map { character in
      isCurlyQuote(character) ? "_" : "%_\\".contains(character) ? "\\\(character)" : "\(character)"
    }
    return text(after + escaped.joined() + before)
  }

  /// A field's name, in double quotes where it could be taken for something else.
  private static func name(_ field: String) -> String {
    let isPlain =
      field.first.map { $0.isLetter || $0 == "_" } == true
      && field.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
      && !FilterWords.reserved.contains(field.uppercased())
    return isPlain ? field : "\"\(field.replacing("\"", with: "\"\""))\""
  }
}
