import Model

/// The fish completion of the whole tool, from the option table.
package struct FishCompletion {
  private let language: Language

  package init(_ language: Language) { self.language = language }

  package var text: String {
    """
    # fish completion of lifecircle \(ProductVersion.text); made by: lifecircle help --format fish

    # True when the command on the line is the one named; without a name, when there is none yet.
    function __lifecircle_at
        for word in (commandline -opc)[2..]
            if contains -- $word \(CommandTable.names.joined(separator: " "))
                test "$word" = "$argv[1]"
                return
            end
        end
        test -z "$argv[1]"
    end

    complete -c lifecircle -f
    \(commandList)

    \(lines(CommandTable.top, condition: "__lifecircle_at"))
    \(CommandTable.commands.map(section).joined(separator: "\n"))

    """
  }

  // MARK: Parts

  private var commandList: String {
    CommandTable.commands.map {
      "complete -c lifecircle -n __lifecircle_at -a \($0.name) -d '\(quoted($0.summary[language]))'"
    }.joined(separator: "\n")
  }

  private func section(_ command: CommandSpecification) -> String {
    let condition = "'__lifecircle_at \(command.name)'"
    let operands = command.operands.compactMap { operand -> String? in
      let offer = CompletionOffer(operand, of: command)
      return offer.isEmpty
        ? nil
        : "complete -c lifecircle -n \(condition)\(values(offer)) -d '\(quoted(operand.name))'"
    }
    return ([lines(command, condition: condition)] + operands).joined(separator: "\n")
  }

  private func lines(_ command: CommandSpecification, condition: String) -> String {
    command.options.map { option in
      let short = option.short.map { " -s \($0)" } ?? ""
      let offer = CompletionOffer(option)
      let value = !option.takesValue ? "" : " -x" + (offer.isEmpty ? "" : values(offer))
      return "complete -c lifecircle -n \(condition)\(short) -l \(option.name)\(value)"
        + " -d '\(quoted(option.help[language]))'"
    }.joined(separator: "\n")
  }

  /// Files with the endings come first, folders and others after them, as fish does it.
  private func values(_ offer: CompletionOffer) -> String {
    let suffixes = offer.endings.map { ".\($0)" }.joined(separator: " ")
    let files = suffixes.isEmpty ? "" : "(__fish_complete_suffix \(suffixes))"
    return " -k -a '\((offer.words + [files]).filter { !$0.isEmpty }.joined(separator: " "))'"
  }

  private func quoted(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
  }
}
