import Model

/// Renders manual pages in roff (the `man` macros) from the option table: `lifecircle(1)` and one a command.
package struct ManualText {
  private let language: Language

  package init(_ language: Language) { self.language = language }

  /// `lifecircle(1)`.
  package func overview() -> String {
    let names = CommandTable.names
    var text = header("lifecircle")
    text += name("lifecircle", HelpText.purpose)
    text += section("SYNOPSIS", "概要")
    text +=
      "\(bold("lifecircle")) \(italic(word("COMMAND", "命令"))) [\(italic(word("OPTIONS", "选项")))]\n.br\n"
    text += "\(bold("lifecircle help")) [\(italic(word("COMMAND", "命令")))]\n"
    text += section("DESCRIPTION", "描述") + Roff.line(HelpText.scope[language])
    text += section("COMMANDS", "命令")
    for command in CommandTable.commands {
      text += ".TP\n\(reference(page(of: command)))\n\(Roff.line(command.summary[language]))"
    }
    text += section("OPTIONS", "选项") + CommandTable.top.options.map(option).joined()
    text += exitCodes + environment
    text += examples(CommandTable.commands.compactMap(\.examples.first))
    return text + seeAlso(names.map { "lifecircle-\($0)" })
  }

  /// `lifecircle-COMMAND(1)`.
  package func page(_ command: CommandSpecification) -> String {
    let title = page(of: command)
    var text = header(title) + name(title, command.summary)
    text += section("SYNOPSIS", "概要") + synopsis(command)
    text += section("DESCRIPTION", "描述") + Roff.line(command.description[language])
    if !command.operands.isEmpty {
      text += section("OPERANDS", "参数")
      for operand in command.operands {
        text += ".TP\n\(italic(operand.name))\n\(Roff.line(operand.help[language]))"
      }
    }
    text += section("OPTIONS", "选项")
    for group in command.groups {
      text += ".SS \(Roff.quoted(group.title[language]))\n" + group.options.map(option).joined()
    }
    text += exitCodes + examples(command.examples)
    return text + seeAlso(["lifecircle"])
  }

  // MARK: Parts

  private func word(_ english: String, _ chinese: String) -> String {
    LocalizedText(english, zh: chinese)[language]
  }

  private func page(of command: CommandSpecification) -> String { "lifecircle-\(command.name)" }

  private func header(_ title: String) -> String {
    let comment = "made by: lifecircle help --format man"
    return ".\\\" \(comment)\n.TH \(Roff.quoted(title.uppercased())) 1 \(ProductVersion.date) "
      + "\"lifecircle \(ProductVersion.text)\" \(Roff.quoted(word("lifecircle manual", "lifecircle 手册")))\n"
      // Words of two languages and long options leave wide gaps otherwise.
      + ".ad l\n.nh\n"
  }

  private func name(_ title: String, _ summary: LocalizedText) -> String {
    section("NAME", "名称") + "\(Roff.text(title)) \\- \(Roff.text(summary[language]))\n"
  }

  private func section(_ english: String, _ chinese: String) -> String {
    ".SH \(Roff.quoted(word(english, chinese)))\n"
  }

  private func bold(_ text: String) -> String { "\\fB\(Roff.text(text))\\fR" }
  private func italic(_ text: String) -> String { "\\fI\(Roff.text(text))\\fR" }
  private func reference(_ page: String) -> String { "\(bold(page))(1)" }

  private func synopsis(_ command: CommandSpecification) -> String {
    var words = [bold("lifecircle \(command.name)")]
    words += command.operands.map { operand in
      let name = italic(operand.name) + (operand.isRepeatable ? "…" : "")
      return operand.isRequired ? name : "[\(name)]"
    }
    words += command.options.filter(\.isRequired).map {
      "\(bold("--\($0.name)"))\\ \(italic($0.placeholder))"
    }
    return (words + ["[\(italic(word("OPTIONS", "选项")))]"]).joined(separator: "\n") + "\n"
  }

  private func option(_ option: OptionSpecification) -> String {
    let short = option.short.map { bold("-\($0)") + ", " } ?? ""
    let value = option.takesValue ? " " + italic(option.placeholder) : ""
    let note = HelpText.note(on: option)[language]
    return ".TP\n\(short)\(bold("--\(option.name)"))\(value)\n"
      + Roff.line(option.help[language] + note)
  }

  private var exitCodes: String {
    section("EXIT STATUS", "退出码")
      + ExitCode.meanings.map { ".TP\n\(bold(String($0.0)))\n\(Roff.line($0.1[language]))" }
      .joined()
  }

  private var environment: String {
    let meaning = LocalizedText(
      "The first that is set says the language, Chinese for zh…, else English; --lang wins.",
      zh: "其中第一个已设置者决定语言：以 zh 开头为中文，否则为英文；--lang 优先。")
    return section("ENVIRONMENT", "环境变量")
      + ".TP\n\(["LC_ALL", "LC_MESSAGES", "LANG"].map(bold).joined(separator: ", "))\n"
      + Roff.line(meaning[language])
  }

  private func examples(_ examples: [CommandExample]) -> String {
    if examples.isEmpty { return "" }
    return section("EXAMPLES", "示例")
      + examples.map {
        "\(Roff.line($0.explanation[language])).PP\n.nf\n.RS 4\n\(Roff.example($0.line)).RE\n.fi\n"
      }.joined(separator: ".PP\n")
  }

  private func seeAlso(_ pages: [String]) -> String {
    section("SEE ALSO", "参见") + pages.map(reference).joined(separator: ",\n") + "\n"
  }
}

/// Text as roff takes it.
enum Roff {
  /// `text` with everything roff would read as a request or turn into another character escaped.
  static func text(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case "\"": result += "\\(dq"
      default: result.append(character)
      }
    }
    return result
  }

  /// A paragraph on a line of its own: roff would put blanks between joined Chinese lines. `\\:` marks where a line
  /// may end between Chinese characters, which roff does not know.
  static func line(_ text: String) -> String {
    let pieces = TextWrap.pieces(text).enumerated().map { index, piece in
      (index == 0 ? "" : piece.followsBlank ? " " : "\\:") + Roff.text(piece.text)
    }
    return guarded(pieces.joined())
  }

  /// A line to copy, for `.nf`.
  static func example(_ text: String) -> String { guarded(Roff.text(text)) }

  /// A full stop at the beginning would be a request; `Roff.text` has taken care of quotes.
  private static func guarded(_ line: String) -> String {
    (line.hasPrefix(".") ? "\\&" : "") + line + "\n"
  }

  /// The argument of a macro.
  static func quoted(_ text: String) -> String { "\"\(Roff.text(text))\"" }
}
