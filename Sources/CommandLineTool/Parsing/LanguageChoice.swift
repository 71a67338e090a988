import Model

/// Which language a run speaks, found before the line is parsed, so that its errors already follow it.
package enum LanguageChoice {
  /// `--lang` anywhere on the line in front of `--`, else the locale's language: Chinese for `zh…`, else English.
  package static func find(arguments: [String], environment: [String: String]) -> Language {
    option(arguments) ?? locale(environment)
  }

  /// The last valid `--lang`, nil without one.
  private static func option(_ arguments: [String]) -> Language? {
    var found: Language?
    let words = arguments.prefix { $0 != "--" }
    for (index, word) in words.enumerated() {
      if word.hasPrefix("--lang=") {
        found = Language(rawValue: word.dropFirst(7).lowercased()) ?? found
      } else if word == "--lang", index + 1 < words.count {
        found = Language(rawValue: words[index + 1].lowercased()) ?? found
      }
    }
    return found
  }

  /// The first of `LC_ALL`, `LC_MESSAGES`, `LANG` that is set decides, as POSIX has it.
  private static func locale(_ environment: [String: String]) -> Language {
    let name = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    return name?.lowercased().hasPrefix("zh") == true ? .chinese : .english
  }
}
