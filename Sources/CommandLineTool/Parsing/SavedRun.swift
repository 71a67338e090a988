import Export
import Model

/// The run file of `--save-run`: every option given, then the defaults in effect, so that `--run` gives the same
/// results, also in a later version with other defaults.
///
/// Input paths are written as the file's folder sees them. Outputs outside that folder, which a run file may not
/// name, are left out with a word in the file and in the ledger.
struct SavedRun {
  private let parsed: ParsedCommand
  private let defaults: [String: String]
  private let language: Language

  /// - Parameter defaults: what holds for options that were left out, as it would be typed, by long name.
  init(_ parsed: ParsedCommand, defaults: [String: String], language: Language) {
    self.parsed = parsed
    self.defaults = defaults.merging(["lang": language.rawValue]) { given, _ in given }
    self.language = language
  }

  /// One line of the file, or an output that cannot be in it.
  private enum Line {
    case entry(String)
    case leftOut(option: String, path: String)
  }

  /// Writes the file at `path`; outputs left out are recorded.
  ///
  /// - Throws: 73 or 74.
  func write(to path: String, _ ledger: inout Ledger) throws {
    let folder = PathText.folder(of: path)
    let lines = given(folder)
    for case .leftOut(let option, let output) in lines {
      ledger.record(.runOutputLeftOut, Subject(file: output), detail: option)
    }
    try OutputTransaction.single(text(lines), to: path)
  }

  private func text(_ lines: [Line]) -> String {
    let name = parsed.command.name
    let entries = lines.compactMap { if case .entry(let text) = $0 { text } else { nil } }
    let missing = lines.compactMap { line in
      if case .leftOut(let option, _) = line { option } else { nil }
    }
    var text = comment(
      "made by lifecircle \(ProductVersion.text); replay: lifecircle \(name) --run THIS_FILE",
      "由 lifecircle \(ProductVersion.text) 生成；重放：lifecircle \(name) --run 本文件")
    text += comment(
      "paths are relative to this file's folder", "路径相对于本文件所在文件夹")
    if !missing.isEmpty {
      let list = missing.joined(separator: " ")
      text += comment(
        "outside this folder, so give again on the command line: \(list)",
        "位于本文件夹之外，请在命令行再次给出：\(list)")
    }
    text += "{\n  command: \(AttributeText.quoted(name)),\n" + entries.joined()
    let rest = parsed.command.options.filter { !parsed.has($0.name) && defaults[$0.name] != nil }
    if !rest.isEmpty {
      text += "\n  " + comment("defaults in effect", "未给出、按默认值的选项")
      for option in rest {
        text += entry(
          option.name, value([defaults[option.name]!], option.kind, isRepeatable: false))
      }
    }
    return text + "}\n"
  }

  private func comment(_ english: String, _ chinese: String) -> String {
    "// " + LocalizedText(english, zh: chinese)[language] + "\n"
  }

  private func entry(_ name: String, _ value: String) -> String {
    "  \(name.replacing("-", with: "_")): \(value),\n"
  }

  /// Operands, then options in the order of help.
  private func given(_ folder: String) -> [Line] {
    let operands = parsed.command.operands.map {
      ($0.name.lowercased(), $0.name, $0.kind, $0.isRepeatable)
    }
    let options = parsed.command.options.filter(\.allowedInRunFile).map {
      ($0.name, "--\($0.name)", $0.kind, $0.isRepeatable)
    }
    return (operands + options).filter { parsed.has($0.0) }.flatMap {
      name, title, kind, isRepeatable -> [Line] in
      let typed = parsed.typed(name)
      if kind == .outputPath || kind == .outputFolder {
        return outputs(typed, name, title, folder, isRepeatable: isRepeatable)
      }
      let texts = typed.map { located($0, kind, folder) }
      return [.entry(entry(name, value(texts, kind, isRepeatable: isRepeatable)))]
    }
  }

  /// The outputs under the folder as one entry; the others cannot be in the file.
  private func outputs(
    _ typed: [String], _ name: String, _ title: String, _ folder: String, isRepeatable: Bool
  ) -> [Line] {
    var seen: [String] = []
    var lines: [Line] = []
    for path in typed {
      if let text = PathText.output(path, seenFrom: folder) {
        seen.append(text)
      } else {
        lines.append(.leftOut(option: title, path: path))
      }
    }
    if !seen.isEmpty {
      lines.append(.entry(entry(name, value(seen, .outputPath, isRepeatable: isRepeatable))))
    }
    return lines
  }

  private func located(_ text: String, _ kind: ValueKind, _ folder: String) -> String {
    switch kind {
    case .inputPath: return PathText.input(text, seenFrom: folder)
    case .candidates where CandidateText.isPath(text):
      let seen = PathText.input(text, seenFrom: folder)
      return CandidateText.isPath(seen) ? seen : "./" + seen
    case .standard where kind.inputPath(in: text) != nil:
      let seen = PathText.input(text, seenFrom: folder)
      return kind.inputPath(in: seen) != nil ? seen : "./" + seen
    case .namedInput:
      let (name, path) = NamedInput.parts(of: text)
      return "\(name)=\(PathText.input(path, seenFrom: folder))"
    default: return text
    }
  }

  // MARK: Values

  private func value(_ texts: [String], _ kind: ValueKind, isRepeatable: Bool) -> String {
    if kind == .flag { return "true" }
    if isRepeatable { return list(texts.map { AttributeText.quoted($0) }) }
    let text = texts.first ?? ""
    switch kind {
    case .integer, .number, .numberOrAuto: return Self.number(text)
    case .numbers where text.lowercased() != "none": return list(Self.parts(text).map(Self.number))
    case .fields, .columnPair: return list(Self.parts(text).map { AttributeText.quoted($0) })
    default: return AttributeText.quoted(text)
    }
  }

  private func list(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }

  private static func parts(_ text: String) -> [String] {
    text.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "，" }
      .map { String($0.trimmed) }
  }

  /// A number as such where JSON5 has a word for it, else its text in quotes.
  private static func number(_ text: String) -> String {
    let isPlain = text.utf8.first.map { (0x30...0x39).contains($0) || $0 == 0x2D } ?? false
    return isPlain && DecimalText.number(text) != nil ? text : AttributeText.quoted(text)
  }
}

extension LedgerCode {
  static let runOutputLeftOut = LedgerCode(
    "run_output_left_out", .note,
    LocalizedText(
      "outputs outside the folder of the saved run are not in it",
      zh: "位于所存运行文件所在文件夹之外的输出未写入该文件"))
}
