import Model

/// The zsh completion of the whole tool, from the option table: a file `_lifecircle` on `fpath`.
package struct ZshCompletion {
  private let language: Language

  package init(_ language: Language) { self.language = language }

  package var text: String {
    """
    #compdef lifecircle
    # zsh completion of lifecircle \(ProductVersion.text); made by: lifecircle help --format zsh

    _lifecircle_either() { # words, pattern of files
      _alternative "words:word:($1)" "files:file:_files -g \\"$2\\""
    }

    _lifecircle() {
      local curcontext=$curcontext state line
      local -a commands
      commands=(
    \(commandList)
      )
      _arguments -C -s -S \\
    \(arguments(CommandTable.top.options, "    ")) \\
        '1:\(quoted(LocalizedText("command", zh: "命令")[language])):->command' \\
        '*::arguments:->arguments'
      case $state in
        command) _describe -t commands lifecircle commands ;;
        arguments)
          curcontext=${curcontext%:*:*}:lifecircle-$line[1]:
          case $line[1] in
    \(CommandTable.commands.map(arm).joined(separator: "\n"))
          esac
          ;;
      esac
    }

    if [[ $funcstack[1] == _lifecircle ]]; then
      _lifecircle "$@"
    else
      compdef _lifecircle lifecircle
    fi

    """
  }

  // MARK: Parts

  private var commandList: String {
    CommandTable.commands.map { "    '\($0.name):\(quoted($0.summary[language]))'" }
      .joined(separator: "\n")
  }

  private func arm(_ command: CommandSpecification) -> String {
    let operands = command.operands.enumerated().map { place, operand in
      let number = operand.isRepeatable ? "*" : String(place + 1)
      return
        "            '\(number):\(quoted(operand.name)):\(action(CompletionOffer(operand, of: command)))'"
    }
    let lines = [arguments(command.options, "            ")] + operands
    return "        \(command.name))\n          _arguments -s -S \\\n"
      + lines.joined(separator: " \\\n") + "\n          ;;"
  }

  private func arguments(_ options: [OptionSpecification], _ indent: String) -> String {
    options.flatMap(specifications).map { indent + $0 }.joined(separator: " \\\n")
  }

  /// One for each spelling; giving one spelling takes the other off the list.
  private func specifications(_ option: OptionSpecification) -> [String] {
    let spellings = ["--\(option.name)"] + (option.short.map { ["-\($0)"] } ?? [])
    return spellings.map { spelling in
      let repeats =
        option.isRepeatable
        ? "*" : spellings.count > 1 ? "(\(spellings.joined(separator: " ")))" : ""
      let sign = !option.takesValue ? "" : spelling.hasPrefix("--") ? "=" : "+"
      let value =
        option.takesValue
        ? ":\(quoted(option.placeholder)):\(action(CompletionOffer(option)))" : ""
      return "'\(repeats)\(spelling)\(sign)[\(quoted(option.help[language]))]\(value)'"
    }
  }

  /// A blank in front: zsh adds no arguments of its own.
  private func action(_ offer: CompletionOffer) -> String {
    let words = offer.words.map { $0.replacing(":", with: "\\:") }.joined(separator: " ")
    let pattern = "\"*.(#i)(\(offer.endings.joined(separator: "|")))(-.)\""
    if offer.endings.isEmpty { return words.isEmpty ? " " : "(\(words))" }
    return words.isEmpty ? "_files -g \(pattern)" : " _lifecircle_either \"\(words)\" \(pattern)"
  }

  /// Text inside a specification in single quotes: `[`, `]` and `:` end its parts.
  private func quoted(_ text: String) -> String {
    var result = ""
    for character in text {
      if "[]:\\".contains(character) { result += "\\" }
      result += character == "'" ? "'\\''" : String(character)
    }
    return result
  }
}
