import Coverage
import Model

/// A checked value with the text it was read from.
struct GivenValue: Sendable {
  var value: OptionValue
  var text: String
}

/// A command line, or a run file with one, after every value was read and checked.
package struct ParsedCommand: Sendable {
  package var command: CommandSpecification
  private var values: [String: [GivenValue]] = [:]

  init(_ command: CommandSpecification) { self.command = command }

  mutating func set(_ name: String, _ value: [GivenValue]) { values[name] = value }

  /// True when the option or operand was given.
  package func has(_ name: String) -> Bool { values[name] != nil }

  package func flag(_ name: String) -> Bool { has(name) }

  /// The only value of a text, path, field, choice or encoding option.
  package func text(_ name: String) -> String? { texts(name).first }

  /// All values of a repeatable option, in order.
  package func texts(_ name: String) -> [String] {
    all(name).compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  package func integer(_ name: String) -> Int? {
    if case .integer(let value)? = all(name).first { value } else { nil }
  }

  package func number(_ name: String) -> Double? {
    if case .number(let value)? = all(name).first { value } else { nil }
  }

  package func numbers(_ name: String) -> [Double]? {
    if case .numbers(let values)? = all(name).first { values } else { nil }
  }

  package func names(_ name: String) -> [String]? {
    if case .names(let names)? = all(name).first { names } else { nil }
  }

  package func coordinateSystem(_ name: String) -> CoordinateSystem? {
    if case .coordinateSystem(let system)? = all(name).first { system } else { nil }
  }

  package func rules(_ name: String) -> [UnderservedRule]? {
    if case .rules(let rules)? = all(name).first { rules } else { nil }
  }

  /// What was typed for an option or operand, every time it was given; paths of a run file are seen from here.
  package func typed(_ name: String) -> [String] { values[name]?.map(\.text) ?? [] }

  private func all(_ name: String) -> [OptionValue] { values[name]?.map(\.value) ?? [] }

  /// Every given value of the kinds `isWanted` accepts, in the order of help.
  package func paths(where isWanted: (ValueKind) -> Bool) -> [String] {
    let named =
      command.operands.map { ($0.name.lowercased(), $0.kind) }
      + command.options.map { ($0.name, $0.kind) }
    return named.filter { isWanted($0.1) }.flatMap { texts($0.0) }
  }

  /// Every file the values name as an input, in the order of help.
  package var inputPaths: [String] {
    let named =
      command.operands.map { ($0.name.lowercased(), $0.kind) }
      + command.options.map { ($0.name, $0.kind) }
    return named.flatMap { name, kind in texts(name).compactMap { kind.inputPath(in: $0) } }
  }
}

/// Turns command-line words into a checked command; the command line wins over a run file.
package struct ArgumentParser {
  /// What the words ask for.
  package enum Request {
    case version
    /// A command's page, or the list of commands.
    case help(CommandSpecification?, HelpFormat)
    case command(ParsedCommand)
  }

  private let arguments: [String]

  /// `arguments` without the program's name.
  package init(_ arguments: [String]) { self.arguments = arguments }

  /// What `arguments` ask for.
  ///
  /// - Throws: `AnalysisError`: usage for the line itself, 65 or 66 for a run file.
  package func parse() throws -> Request {
    let (before, used) = try scanBeforeCommand()
    if before.contains(.option("version", value: nil)) { return .version }
    if before.contains(.option("help", value: nil)) { return .help(nil, .text) }
    var rest = Array(arguments[used...])
    let named: String? = rest.isEmpty ? nil : rest.removeFirst()
    let runFile = try runFilePath(before).map(RunFile.init(path:))
    guard let name = named ?? runFile?.command else { throw Self.noCommand }
    let command = try Self.command(name, inRunFile: named == nil ? runFile : nil)
    let words = before + (try OptionScanner(command).scan(rest).words)
    if words.contains(.option("help", value: nil)) { return .help(command, .text) }
    if command.name == "help" { return try help(words) }
    let lateFile = try runFile ?? runFilePath(words).map(RunFile.init(path:))
    if let wanted = lateFile?.command, wanted != command.name, let lateFile {
      throw AnalysisError(
        .usage, Subject(file: lateFile.path),
        LocalizedText(
          "the run file is for “\(wanted)”, not “\(command.name)”",
          zh: "该运行文件用于“\(wanted)”，不是“\(command.name)”"))
    }
    return .command(try CommandBinder(command).bind(words, runFile: lateFile))
  }

  /// Options in front of the command. An option that is not common gets a hint to follow the command.
  private func scanBeforeCommand() throws -> (words: [OptionScanner.Word], used: Int) {
    do {
      return try OptionScanner(CommandTable.top).scan(arguments, extent: .beforeFirstOperand)
    } catch let error as AnalysisError {
      guard let element = arguments.first(where: isCommandOption) else { throw error }
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "\(element) stands before a command", zh: "\(element) 之前没有命令"),
        hint: LocalizedText(
          "name the command first: lifecircle coverage \(element) …",
          zh: "先写命令：lifecircle coverage \(element) …"))
    }
  }

  private func isCommandOption(_ text: String) -> Bool {
    guard text.hasPrefix("--") else { return false }
    let name = String(text.dropFirst(2).prefix { $0 != "=" })
    return CommandTable.top.option(named: name) == nil
      && CommandTable.commands.contains { $0.option(named: name) != nil }
  }

  private func runFilePath(_ words: [OptionScanner.Word]) -> String? {
    for case .option("run", let path?) in words { return path }
    return nil
  }

  private static let noCommand = AnalysisError(
    .usage, .none, LocalizedText("no command is given", zh: "没有给出命令"), hint: commandList)

  private func help(_ words: [OptionScanner.Word]) throws -> Request {
    var names: [String] = []
    for case .operand(let name) in words { names.append(name) }
    guard names.count < 2 else {
      throw AnalysisError(
        .usage, .none,
        LocalizedText("help explains one command: “\(names[1])”", zh: "help 只说明一个命令：“\(names[1])”"))
    }
    let bound = try CommandBinder(CommandTable.helpCommand).bind(words, runFile: nil)
    let format = bound.text("format").flatMap(HelpFormat.init(rawValue:)) ?? .text
    let command = try names.first.map { try Self.command($0, inRunFile: nil) }
    if let command, format.isCompletion {
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "help --format \(format.rawValue) is for all commands together",
          zh: "help --format \(format.rawValue) 针对全部命令"),
        hint: LocalizedText("leave out “\(command.name)”", zh: "请去掉“\(command.name)”"))
    }
    return .help(command, format)
  }

  /// The command `name`.
  private static func command(
    _ name: String, inRunFile runFile: RunFile?
  ) throws -> CommandSpecification {
    if let command = CommandTable.command(named: name) { return command }
    let nearest =
      CommandTable.top.option(named: name).map { ["--\($0.name)"] }
      ?? NameMatching.suggestions(for: name, among: CommandTable.names)
    let hint =
      nearest.isEmpty
      ? commandList
      : LocalizedText(
        "did you mean \(nearest.joined(separator: ", "))? \(commandList.english)",
        zh: "是否想写 \(nearest.joined(separator: "、"))？\(commandList.chinese)")
    throw AnalysisError(
      .usage, Subject(file: runFile?.path),
      LocalizedText(
        "there is no command “\(name)” in this version", zh: "此版本没有命令“\(name)”"),
      hint: hint)
  }

  private static let commandList = LocalizedText(
    "commands: \(CommandTable.names.joined(separator: ", ")); see: lifecircle help",
    zh: "可用命令：\(CommandTable.names.joined(separator: "、"))；参见：lifecircle help")
}
