import Model

/// Binds scanned words and a run file's entries to a command's options and operands.
struct CommandBinder {
  private let command: CommandSpecification

  init(_ command: CommandSpecification) { self.command = command }

  /// The checked command.
  func bind(_ words: [OptionScanner.Word], runFile: RunFile?) throws -> ParsedCommand {
    var given: [String: [GivenValue]] = [:]
    var operands: [String] = []
    for word in words {
      switch word {
      case .operand(let text): operands.append(text)
      case .option(let name, let value): try add(name, value, to: &given)
      }
    }
    try bindOperands(operands, to: &given)
    if let runFile { try fill(&given, from: runFile) }
    try requireComplete(given)
    var parsed = ParsedCommand(command)
    for (name, values) in given { parsed.set(name, values) }
    return parsed
  }

  private func add(
    _ name: String, _ text: String?, to given: inout [String: [GivenValue]]
  ) throws {
    guard let option = command.option(named: name) else { return }
    if given[name] != nil, !option.isRepeatable {
      throw AnalysisError(
        .usage, .none,
        LocalizedText("--\(name) is given twice", zh: "--\(name) 给了两次"),
        hint: LocalizedText("keep one of them", zh: "只保留一个"))
    }
    let value = try ValueReader(name: "--\(name)", kind: option.kind).value(of: text ?? "")
    given[name, default: []].append(GivenValue(value: value, text: text ?? ""))
  }

  // MARK: Operands

  private func bindOperands(
    _ operands: [String], to given: inout [String: [GivenValue]]
  ) throws {
    var remaining = operands[...]
    for place in command.operands {
      let taken = place.isRepeatable ? remaining : remaining.prefix(1)
      if taken.isEmpty { continue }
      remaining = remaining.dropFirst(taken.count)
      given[place.name.lowercased()] = try taken.map {
        GivenValue(
          value: try ValueReader(name: place.name, kind: place.kind).value(of: $0), text: $0)
      }
    }
    if let extra = remaining.first { throw unexpected(extra) }
  }

  private func unexpected(_ text: String) -> AnalysisError {
    // Word processors turn two hyphens into one dash.
    let isDashed = ["–", "—", "−", "－"].contains { text.hasPrefix($0) }
    let bare = text.drop { "–—−－-".contains($0) }
    return AnalysisError(
      .usage, .none,
      LocalizedText("unexpected “\(text)”", zh: "多余的“\(text)”"),
      hint: isDashed
        ? LocalizedText("type two plain hyphens: --\(bare)", zh: "请用两个半角连字符：--\(bare)")
        : fileHint ?? UsageHint.seeHelp(command))
  }

  /// Where files go in a command that takes them by options only.
  private var fileHint: LocalizedText? {
    let files = command.options.filter { $0.isRequired && $0.kind == .inputPath }
    guard command.operands.isEmpty, !files.isEmpty else { return nil }
    let line = files.map { "--\($0.name) \($0.placeholder)" }.joined(separator: " ")
    return LocalizedText(
      "every file follows its option: lifecircle \(command.name) \(line)",
      zh: "每个文件写在其选项之后：lifecircle \(command.name) \(line)")
  }

  // MARK: Run file

  private func fill(_ given: inout [String: [GivenValue]], from runFile: RunFile) throws {
    for entry in runFile.entries {
      let subject = Subject(file: runFile.path, row: entry.line)
      guard let (name, kind, isRepeatable) = place(entry.name) else {
        throw unknown(entry, subject: subject)
      }
      let texts = try runFile.texts(of: entry, kind: kind, isRepeatable: isRepeatable)
      guard given[name] == nil, let texts, !texts.isEmpty else { continue }
      given[name] = try texts.map { text in
        let path = try located(text, kind: kind, name: name, runFile: runFile, subject)
        let value = try ValueReader(name: name, kind: kind, subject: subject).value(of: path)
        return GivenValue(value: value, text: path)
      }
    }
  }

  /// The option of this long or short name, or the operand.
  private func place(_ name: String) -> (name: String, kind: ValueKind, isRepeatable: Bool)? {
    let option = command.options.first { $0.name == name || $0.short.map(String.init) == name }
    if let option, option.allowedInRunFile {
      return (option.name, option.kind, option.isRepeatable)
    }
    if let operand = command.operands.first(where: { $0.name.lowercased() == name }) {
      return (name, operand.kind, operand.isRepeatable)
    }
    return nil
  }

  /// Paths of a run file are relative to its folder; outputs stay under it.
  private func located(
    _ text: String, kind: ValueKind, name: String, runFile: RunFile, _ subject: Subject
  ) throws -> String {
    if kind == .namedInput {
      let (name, path) = NamedInput.parts(of: text)
      return path.isEmpty ? text : "\(name)=\(PathText.join(runFile.folder, path))"
    }
    let isInput = kind.inputPath(in: text) != nil
    let isOutput = kind == .outputPath || kind == .outputFolder
    guard isInput || isOutput, !text.isEmpty else { return text }
    if isOutput {
      let isOperand = command.option(named: name) == nil
      try PathText.requireUnder(
        runFile.folder, text, option: isOperand ? name.uppercased() : "--\(name)",
        subject: subject)
    }
    return PathText.join(runFile.folder, text)
  }

  private func unknown(_ entry: RunFile.Entry, subject: Subject) -> AnalysisError {
    if let deferred = command.deferred.first(where: { $0.name == entry.name }) {
      return AnalysisError(
        .usage, subject,
        LocalizedText(
          "\(entry.name): \(deferred.message.english)",
          zh: "\(entry.name)：\(deferred.message.chinese)"),
        hint: deferred.hint)
    }
    let names =
      command.options.filter(\.allowedInRunFile).map(\.name)
      + command.operands.map { $0.name.lowercased() }
    return AnalysisError(
      .usage, subject,
      LocalizedText("unknown option “\(entry.name)”", zh: "未知选项“\(entry.name)”"),
      hint: UsageHint.nearest(for: entry.name, among: names, prefix: "", command: command))
  }

  // MARK: Completeness

  private func requireComplete(_ given: [String: [GivenValue]]) throws {
    let operands = command.operands.filter {
      $0.isRequired && given[$0.name.lowercased()] == nil
    }
    let options = command.options.filter { option in
      option.isRequired && given[option.name] == nil
        && option.replacement.map { given[$0] == nil } ?? true
    }
    let missing =
      operands.map(described) + options.map { "--\($0.name) \($0.placeholder)" }
    if missing.isEmpty { return }
    throw AnalysisError(
      .usage, .none,
      LocalizedText(
        "\(command.name) needs \(missing.joined(separator: " and "))",
        zh: "\(command.name) 缺少 \(missing.joined(separator: "、"))"),
      hint: UsageHint.seeHelp(command))
  }

  /// The operand's name, with its words where it is one of few.
  private func described(_ operand: OperandSpecification) -> String {
    guard case .choice(let words) = operand.kind else { return operand.name }
    return "\(operand.name) (\(words.joined(separator: "|")))"
  }
}
