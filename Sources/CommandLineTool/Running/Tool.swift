import Export
import Model

/// The command-line tool as a whole: words in, exit code out.
public enum Tool {
  /// Runs one command line.
  ///
  /// - Parameter arguments: the words after the program's name.
  /// - Returns: the exit code.
  public static func run(arguments: [String], environment: [String: String]) -> Int32 {
    AtomicFile.prepare()
    let language = LanguageChoice.find(arguments: arguments, environment: environment)
    return ending(Console(language: language)) {
      try answer(arguments, language: language)
    }
  }

  /// Turns what `body` throws into one line and an exit code.
  static func ending(_ console: Console, _ body: () throws -> Int32) -> Int32 {
    do {
      return try body()
    } catch is ClosedPipe {
      return 0
    } catch let error as AnalysisError {
      console.failure(error)
      return error.exitCode
    } catch {
      let defect = AnalysisError(
        .defect, .none,
        LocalizedText("unexpected failure: \(error)", zh: "意外错误：\(error)"),
        hint: LocalizedText(
          "this is a defect; please report the command line and this message",
          zh: "这是程序缺陷；请连同命令行一并反馈"))
      console.failure(defect)
      return defect.exitCode
    }
  }

  private static func answer(_ arguments: [String], language: Language) throws -> Int32 {
    let console = Console(language: language)
    switch try ArgumentParser(arguments).parse() {
    case .version: try console.output("lifecircle \(ProductVersion.text)\n")
    case .help(let command, let format):
      try console.output(format.document(of: command, language, width: Console.width))
    case .command(let parsed): return try perform(parsed, language: language)
    }
    return 0
  }

  private static func perform(_ parsed: ParsedCommand, language: Language) throws -> Int32 {
    let language = parsed.text("lang").flatMap(Language.init(rawValue:)) ?? language
    let common = CommonArguments(parsed)
    let console = Console(
      language: language, isQuiet: common.isQuiet, forcesProgress: common.forcesProgress)
    Interruption.watch(
      message: CommandRegistry.interruptionMessage(parsed)[language],
      removeUnfinished: CommandRegistry.removeUnfinished)
    return ending(console) {
      let outcome = try CommandRegistry.perform(parsed, console: console)
      console.endProgress()
      console.ledger(outcome.ledger)
      return outcome.isUnmet || common.isStrict && outcome.ledger.warningCount > 0 ? 1 : 0
    }
  }
}

/// What a command leaves behind besides its outputs.
package struct Outcome: Sendable {
  /// Everything that was dropped, repaired, guessed or doubtful.
  package var ledger: Ledger
  /// A check's targets are not met: the program ends with 1.
  package var isUnmet: Bool

  package init(ledger: Ledger = Ledger(), isUnmet: Bool = false) {
    self.ledger = ledger
    self.isUnmet = isUnmet
  }
}
