import Model
import Testing

@testable import CommandLineTool

struct HelpTests {
  @Test(arguments: CommandTable.commands, Language.allCases)
  func `Every option is on its command's page, within 80 columns`(
    command: CommandSpecification, language: Language
  ) {
    let page = HelpText(language).page(command)
    for option in command.options {
      #expect(page.contains(" --\(option.name)"), "\(option.name)")
    }
    let examples = command.examples.map { "  \($0.line)" }
    for line in page.split(separator: "\n") where !examples.contains(String(line)) {
      #expect(DisplayWidth.of(line) <= 80, "\(line)")
      #expect(line.last != " ")
    }
    #expect(command.deferred.allSatisfy { !page.contains("--\($0.name) ") })
  }

  @Test func `Names, short names and run file keys do not collide`() {
    for command in CommandTable.commands + [CommandTable.top] {
      let names =
        command.options.map(\.name) + command.options.compactMap { $0.short.map(String.init) }
        + command.operands.map { $0.name.lowercased() } + command.deferred.map(\.name)
      #expect(Set(names).count == names.count, "\(command.name)")
      for option in command.options {
        #expect(!option.help.english.isEmpty && !option.help.chinese.isEmpty)
        #expect(option.takesValue == !option.placeholder.isEmpty, "\(option.name)")
        #expect(option.help.english.last != "." && option.help.chinese.last != "。")
      }
    }
  }

  @Test(arguments: CommandTable.commands.flatMap(\.examples))
  func `Every example is a line that parses`(example: CommandExample) throws {
    let words = example.line.split(separator: " ").map(String.init)
    #expect(words.first == "lifecircle")
    if words.contains("help") {
      guard case .help = try ArgumentParser(Array(words.dropFirst().prefix { $0 != ">" })).parse()
      else {
        Issue.record("no help")
        return
      }
      return
    }
    guard case .command(let parsed) = try ArgumentParser(Array(words.dropFirst())).parse() else {
      Issue.record("no command")
      return
    }
    switch parsed.command.name {
    case "coverage":
      let arguments = try CoverageArguments(parsed)
      #expect(!arguments.stations.isEmpty || arguments.tile != nil)
    case "tile": #expect(try !TileArguments(parsed).folder.isEmpty)
    case "site": #expect(try SiteArguments(parsed).new != 0)
    case "check": #expect(try !CheckArguments(parsed).standard.isEmpty)
    case "report":
      let report = try ReportArguments(parsed)
      #expect(!report.files.isEmpty || report.map != nil)
    case "compare": #expect(try !CompareArguments(parsed).before.isEmpty)
    case "merge": #expect(try !MergeArguments(parsed).parts.isEmpty)
    case "isochrone": #expect(try !IsochroneArguments(parsed).minutes.isEmpty)
    case "network": #expect(try !NetworkArguments(parsed).streets.streets.path.isEmpty)
    case "convert": #expect(try !ConvertArguments(parsed).input.isEmpty)
    case "serve": #expect(try !ServeArguments(parsed).coverage.stations.isEmpty)
    default: #expect(try !DoctorArguments(parsed).files.isEmpty)
    }
  }

  @Test func `The defaults help shows are the defaults that hold`() throws {
    let arguments = try coverage(["--blocks", "b", "--stations", "s"])
    let command = CoverageOptions.specification
    func text(_ name: String) -> String? { command.option(named: name)?.defaultText.english }
    #expect(text("radius") == DecimalText.text(arguments.radii[0]))
    #expect(text("minutes") == DecimalText.text(arguments.minutes[0]))
    #expect(text("detour") == DecimalText.text(arguments.detour))
    #expect(text("max-minutes") == DecimalText.text(arguments.maxMinutes))
    #expect(text("profile") == arguments.profile)
    let rules = try coverage(
      ["--blocks", "b", "--stations", "s", "--underserved", text("underserved") ?? ""]
    ).rules
    #expect(rules == arguments.rules)
  }
}
