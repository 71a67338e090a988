import Model
import Testing

@testable import CommandLineTool

/// Manual pages and completions; `Scripts/check-help` drives them in the shells themselves.
struct GeneratedHelpTests {
  @Test(arguments: CommandTable.commands, Language.allCases)
  func `Every option is on its command's manual page`(
    command: CommandSpecification, language: Language
  ) {
    // Without the marks where Chinese may break.
    let page = ManualText(language).page(command).replacing("\\:", with: "")
    for option in command.options {
      #expect(page.contains("\\fB\(Roff.text("--\(option.name)"))\\fR"), "\(option.name)")
      #expect(page.contains(Roff.text(option.help[language])), "\(option.name)")
    }
    for operand in command.operands { #expect(page.contains(".TP\n\\fI\(operand.name)\\fR\n")) }
  }

  @Test(arguments: Language.allCases)
  func `The manual names every command, exit code and common option`(language: Language) {
    let page = ManualText(language).overview()
    for command in CommandTable.commands {
      #expect(page.contains("\\fBlifecircle\\-\(command.name)\\fR(1)"))
    }
    for option in CommandTable.top.options { #expect(page.contains("\\-\\-\(option.name)")) }
    for (code, _) in ExitCode.meanings { #expect(page.contains(".TP\n\\fB\(code)\\fR\n")) }
  }

  @Test(arguments: CommandTable.commands, Language.allCases)
  func `Lines of a manual page that begin with a dot or a quote are requests`(
    command: CommandSpecification, language: Language
  ) {
    let known = [
      ".TH", ".SH", ".SS", ".TP", ".PP", ".RS", ".RE", ".nf", ".fi", ".ad", ".nh", ".br", ".\\\"",
    ]
    for line in ManualText(language).page(command).split(separator: "\n") {
      guard line.hasPrefix(".") || line.hasPrefix("'") else { continue }
      #expect(known.contains { line == $0 || line.hasPrefix($0 + " ") }, "\(line)")
    }
  }

  @Test func `Text that roff would read as its own is escaped`() {
    #expect(Roff.line(".hidden 'x' a\\b -1") == "\\&.hidden \\(aqx\\(aq a\\eb \\-1\n")
    #expect(Roff.line("网格。CSV 表") == "网\\:格。\\:CSV 表\n")
    #expect(Roff.quoted("say \"^~`\"") == "\"say \\(dq\\(ha\\(ti\\(ga\\(dq\"")
  }

  @Test(arguments: CommandTable.commands + [CommandTable.top])
  func `Every option is in every shell's completion`(command: CommandSpecification) {
    let bash = BashCompletion.text
    let zsh = ZshCompletion(.chinese).text
    let fish = FishCompletion(.chinese).text
    let all = command.options.flatMap { ["--\($0.name)"] + ($0.short.map { ["-\($0)"] } ?? []) }
    #expect(bash.contains("\"\(command.name)\")\n      all='\(all.joined(separator: " "))'\n"))
    let arm =
      command.name.isEmpty
      ? Substring(zsh) : zsh.components(between: "    \(command.name))\n", ";;")
    let condition = command.name.isEmpty ? "__lifecircle_at" : "'__lifecircle_at \(command.name)'"
    for option in command.options {
      let sign = option.takesValue ? "=[" : "["
      #expect(arm.contains("--\(option.name)\(sign)"), "\(option.name)")
      let short = option.short.map { " -s \($0)" } ?? ""
      #expect(
        fish.contains("complete -c lifecircle -n \(condition)\(short) -l \(option.name) "),
        "\(option.name)")
    }
  }

  @Test func `Words of choices are offered, and the endings help names`() throws {
    let coverage = CoverageOptions.specification
    let profile = try #require(coverage.option(named: "profile"))
    #expect(CompletionOffer(profile).words == ["adult", "elderly", "brisk"])
    let standard = try #require(CheckOptions.specification.option(named: "standard"))
    #expect(CompletionOffer(standard).words.contains("life-circle-15min"))
    #expect(CompletionOffer(standard).endings == ["json5", "json"])
    let raster = try #require(coverage.option(named: "raster"))
    #expect(CompletionOffer(raster).endings == ["tif", "tiff"])
    let summary = try #require(coverage.option(named: "summary"))
    #expect(summary.fileEndings == ["json"])
    #expect(try #require(coverage.option(named: "radius")).fileEndings.isEmpty)
  }

  @Test(arguments: CommandTable.commands)
  func `The endings an option's help names are among those a shell offers`(
    command: CommandSpecification
  ) {
    for option in command.options where !option.fileEndings.isEmpty {
      for match in option.help.english.matches(of: #/[ (]\.([a-z0-9]+(?:\.[a-z0-9]+)*)/#) {
        let ending = String(match.1)
        #expect(
          option.fileEndings.contains { $0 == ending || $0.hasSuffix(".\(ending)") },
          "\(option.name): \(ending)")
      }
    }
  }

  @Test func `Words that stand bare in a shell need no quotes`() {
    for command in CommandTable.commands {
      let offers =
        command.options.map { CompletionOffer($0) }
        + command.operands.map { CompletionOffer($0, of: command) }
      for word in offers.flatMap({ $0.words + $0.endings }) {
        #expect(word.wholeMatch(of: #/[A-Za-z0-9.:_-]+/#) != nil, "\(word)")
      }
    }
  }

  @Test(arguments: [
    (["help", "--format", "man"], "lifecircle \\- "),
    (["help", "coverage", "--format", "man"], "lifecircle\\-coverage \\- "),
    (["help", "--format", "bash"], "complete -F _lifecircle lifecircle"),
    (["help", "--format=zsh"], "#compdef lifecircle"),
    (["help", "--format", "fish"], "complete -c lifecircle"),
    (["help", "--format", "text", "coverage"], "lifecircle coverage --blocks FILE"),
  ])
  func `The form of help is chosen`(words: [String], says: String) throws {
    guard case .help(let command, let format) = try ArgumentParser(words).parse() else {
      Issue.record("no help")
      return
    }
    #expect(format.document(of: command, .english, width: 80).contains(says))
  }
}

extension String {
  /// What stands between the first `start` and the next `end`; empty when they do not occur.
  fileprivate func components(between start: String, _ end: String) -> Substring {
    guard let first = firstRange(of: start) else { return "" }
    let rest = self[first.upperBound...]
    return rest[..<(rest.firstRange(of: end)?.lowerBound ?? rest.endIndex)]
  }
}
