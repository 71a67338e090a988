import Model

/// All commands of this version: the single source of parsing, help, completion and documentation.
package enum CommandTable {
  /// In the order of help.
  package static let commands = [
    CoverageOptions.specification, SiteOptions.specification, CheckOptions.specification,
    ReportOptions.specification, CompareOptions.specification, IsochroneOptions.specification,
    NetworkOptions.specification, ConvertOptions.specification, DoctorOptions.specification,
    helpCommand,
  ]

  /// `lifecircle help [COMMAND]`.
  package static let helpCommand = CommandSpecification(
    name: "help",
    summary: LocalizedText("this page, or a command's own", zh: "显示本页或某个命令的说明"),
    description: LocalizedText(
      "Shows the list of commands, or the page of one.", zh: "显示命令列表，或某个命令的说明。"),
    operands: [
      OperandSpecification(
        name: "COMMAND", kind: .text, isRepeatable: false, isRequired: false,
        help: LocalizedText("The command to explain", zh: "要说明的命令"))
    ],
    groups: [CommonOptions.running])

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
