import Model

/// All commands of this version: the single source of parsing, help, completion and documentation.
package enum CommandTable {
  /// In the order of help.
  package static let commands = [
    CoverageOptions.specification, SiteOptions.specification, CheckOptions.specification,
    ReportOptions.specification, CompareOptions.specification, IsochroneOptions.specification,
    NetworkOptions.specification, ConvertOptions.specification, DoctorOptions.specification,
    ServeOptions.specification, TileOptions.specification, MergeOptions.specification,
    helpCommand,
  ]

  /// `lifecircle help [COMMAND]`; also what manual pages and completions are made by.
  package static let helpCommand = CommandSpecification(
    name: "help",
    summary: LocalizedText("this page, or a command's own", zh: "显示本页或某个命令的说明"),
    description: LocalizedText(
      "Shows the list of commands, or the page of one. Manual pages and completions for shells come from the "
        + "same table of options.",
      zh: "显示命令列表，或某个命令的说明。手册页和命令补全脚本也由同一选项表生成。"),
    operands: [
      OperandSpecification(
        name: "COMMAND", kind: .text, isRepeatable: false, isRequired: false,
        help: LocalizedText("The command to explain", zh: "要说明的命令"))
    ],
    groups: [
      OptionGroup(
        LocalizedText("Form", zh: "形式"),
        [
          OptionSpecification(
            "format", "FORM", .choice(HelpFormat.allCases.map(\.rawValue)),
            default: LocalizedText("text", zh: "text"), runFile: false,
            LocalizedText(
              "text, man (a manual page), or the completions of all commands for bash, zsh or fish",
              zh: "text 文本、man 手册页，或 bash、zsh、fish 的命令补全脚本（含全部命令）"))
        ]),
      CommonOptions.running,
    ],
    examples: [
      CommandExample(
        line: "lifecircle help coverage",
        explanation: LocalizedText("the page of a command", zh: "某个命令的说明")),
      CommandExample(
        line:
          "lifecircle help --format bash > ~/.local/share/bash-completion/completions/lifecircle",
        explanation: LocalizedText("completions for bash", zh: "bash 命令补全")),
    ])

  /// What may stand before the command: the common options and `--version`.
  package static let top = CommandSpecification(
    name: "", summary: .empty, description: .empty,
    groups: [
      OptionGroup(
        LocalizedText("Options of all commands", zh: "通用选项"),
        CommonOptions.running.options + [CommonOptions.version])
    ])

  /// The command with this name.
  package static func command(named name: String) -> CommandSpecification? {
    commands.first { $0.name == name }
  }

  /// All command names in the order of help.
  package static var names: [String] { commands.map(\.name) }
}
