import Model

/// Renders help from the option table.
package struct HelpText {
  private let language: Language
  private let width: Int

  /// - Parameter width: columns of the terminal, 80 where there is none.
  package init(_ language: Language, width: Int = 80) {
    self.language = language
    self.width = max(40, min(width, 100))
  }

  /// The list of commands.
  package func overview() -> String {
    var text = paragraph(
      LocalizedText(
        "lifecircle \(ProductVersion.text): \(Self.purpose.english).",
        zh: "lifecircle \(ProductVersion.text)：\(Self.purpose.chinese)。"))
    text += "\n" + heading(LocalizedText("Usage", zh: "用法"))
    text += "  lifecircle \(language == .chinese ? "命令 [选项]" : "COMMAND [OPTIONS]")\n"
    let command = language == .chinese ? "命令" : "COMMAND"
    text += entry(
      "  lifecircle help \(command)",
      LocalizedText("options and examples of a command", zh: "某个命令的选项和示例")[language],
      column: Self.column)
    text += "\n" + heading(LocalizedText("Commands", zh: "命令"))
    let commands = CommandTable.commands
    let column = (commands.map { DisplayWidth.of($0.name) }.max() ?? 0) + 4
    for command in commands {
      text += entry("  " + command.name, command.summary[language], column: column)
    }
    text += "\n" + options(CommandTable.top.groups)
    text += "\n" + heading(LocalizedText("Examples", zh: "示例"))
    text += examples(commands.compactMap(\.examples.first))
    text += "\n" + heading(LocalizedText("Exit codes", zh: "退出码"))
    return text + exitCodes()
  }

  /// One command's page.
  package func page(_ command: CommandSpecification) -> String {
    var text = paragraph(command.description)
    text += "\n" + heading(LocalizedText("Usage", zh: "用法"))
    text += usage(command)
    if !command.operands.isEmpty {
      text += "\n" + heading(LocalizedText("Operands", zh: "参数"))
      for operand in command.operands {
        text += entry("  " + operand.name, operand.help[language], column: Self.column)
      }
    }
    text += "\n" + options(command.groups)
    if !command.examples.isEmpty {
      text += "\n" + heading(LocalizedText("Examples", zh: "示例")) + examples(command.examples)
    }
    return text
  }

  // MARK: Words manual pages share

  /// What the tool is for, half a sentence.
  static let purpose = LocalizedText(
    "who is not yet within 500 metres and a 15-minute walk of a station",
    zh: "哪些人还不在服务站 500 米、步行 15 分钟之内")

  /// What the tool does, a paragraph.
  static let scope = LocalizedText(
    "Reads block polygons and service stations, measures which part of every block's area and people is within "
      + "reach, straight and along streets, flags underserved blocks with their reasons, says where new stations "
      + "reach most people, and holds a place against a standard. Results go to standard output or files, "
      + "everything else to standard error. Options are not abbreviated and may follow the files.",
    zh:
      "读入网格面与服务站点，按直线和沿街道计算每个网格的面积与人口有多少在服务范围内，标出服务不足的网格及原因，推荐新站址，并按标准核对。结果写到标准输出或文件，其余信息写到标准错误。选项不可缩写，可写在文件之后。"
  )

  /// “ (required)”, “ (default: …)” or nothing, to follow an option's help.
  static func note(on option: OptionSpecification) -> LocalizedText {
    if option.isRequired { return LocalizedText(" (required)", zh: "（必需）") }
    let text = option.defaultText
    return LocalizedText(
      text.english.isEmpty ? "" : " (default: \(text.english))",
      zh: text.chinese.isEmpty ? "" : "（默认：\(text.chinese)）")
  }

  // MARK: Parts

  /// Where help texts begin.
  private static let column = 28

  private func paragraph(_ text: LocalizedText) -> String {
    TextWrap.lines(text[language], width: width).map { $0 + "\n" }.joined()
  }

  private func heading(_ title: LocalizedText) -> String {
    title[language] + (language == .chinese ? "：" : ":") + "\n"
  }

  private func usage(_ command: CommandSpecification) -> String {
    var words = ["lifecircle", command.name]
    words += command.operands.map { operand in
      let name = operand.name + (operand.isRepeatable ? "…" : "")
      return operand.isRequired ? name : "[\(name)]"
    }
    words += command.options.filter(\.isRequired).map { "--\($0.name) \($0.placeholder)" }
    words.append(language == .chinese ? "[选项]" : "[OPTIONS]")
    let lines = TextWrap.lines(words.joined(separator: " "), width: width - 6)
    return lines.enumerated().map { ($0.offset == 0 ? "  " : "      ") + $0.element + "\n" }
      .joined()
  }

  private func options(_ groups: [OptionGroup]) -> String {
    groups.map { heading($0.title) + $0.options.map(option).joined() }.joined(separator: "\n")
  }

  private func option(_ option: OptionSpecification) -> String {
    let short = option.short.map { "-\($0), " } ?? "    "
    let value = option.takesValue ? " " + option.placeholder : ""
    let help = option.help[language] + Self.note(on: option)[language]
    return entry("  \(short)--\(option.name)\(value)", help, column: Self.column)
  }

  /// A name in front of wrapped text; a long name stands on its own line.
  private func entry(_ name: String, _ help: String, column: Int) -> String {
    let indent = String(repeating: " ", count: column)
    let lines = TextWrap.lines(help, width: width - column)
    guard DisplayWidth.of(name) + 2 <= column else {
      return ([name] + lines.map { indent + $0 }).map { $0 + "\n" }.joined()
    }
    let first = DisplayWidth.pad(name, to: column) + (lines.first ?? "")
    return ([first] + lines.dropFirst().map { indent + $0 }).map { $0 + "\n" }.joined()
  }

  /// Lines to copy are never wrapped.
  private func examples(_ examples: [CommandExample]) -> String {
    examples.map { "  # \($0.explanation[language])\n  \($0.line)\n" }.joined()
  }

  private func exitCodes() -> String {
    ExitCode.meanings.map { code, meaning in
      entry("  \(code)", meaning[language], column: 8)
    }.joined()
  }
}

/// What the exit codes mean.
package enum ExitCode {
  package static let meanings: [(Int32, LocalizedText)] = [
    (0, LocalizedText("done", zh: "完成")),
    (
      1,
      LocalizedText(
        "a target of check is not met, or there were warnings under --strict",
        zh: "check 有目标未达到，或 --strict 时有警告")
    ),
    (64, LocalizedText("the command line is wrong", zh: "命令行有误")),
    (65, LocalizedText("a file opened but its content is unusable", zh: "文件能打开但内容不可用")),
    (66, LocalizedText("a file cannot be opened", zh: "文件打不开")),
    (69, LocalizedText("no solution exists", zh: "无解")),
    (70, LocalizedText("a defect of the program", zh: "程序缺陷")),
    (73, LocalizedText("the output cannot be written", zh: "输出无法写入")),
    (74, LocalizedText("reading or writing failed half-way", zh: "读写中途出错")),
    (130, LocalizedText("interrupted", zh: "被中断")),
  ]
}
