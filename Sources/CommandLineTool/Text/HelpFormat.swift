import Model

/// The forms `lifecircle help` comes in.
package enum HelpFormat: String, Sendable, Hashable, CaseIterable {
  /// For a terminal.
  case text
  /// A manual page in roff.
  case man
  /// Completion scripts of the whole tool.
  case bash, zsh, fish

  /// True for the forms that are of all commands together.
  package var isCompletion: Bool { self == .bash || self == .zsh || self == .fish }

  /// The page of `command`, or of the tool.
  package func document(
    of command: CommandSpecification?, _ language: Language, width: Int
  ) -> String {
    switch self {
    case .text:
      let help = HelpText(language, width: width)
      return command.map(help.page) ?? help.overview()
    case .man:
      let manual = ManualText(language)
      return command.map(manual.page) ?? manual.overview()
    case .bash: return BashCompletion.text
    case .zsh: return ZshCompletion(language).text
    case .fish: return FishCompletion(language).text
    }
  }
}
