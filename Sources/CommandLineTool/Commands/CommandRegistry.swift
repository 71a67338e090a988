import Export
import Model

/// From a checked command line to the function that does the work.
enum CommandRegistry {
  /// What an interruption does before the process ends.
  static let removeUnfinished: @Sendable () -> Void = { AtomicFile.removeAllPending() }

  /// What an interruption says.
  static func interruptionMessage(_ parsed: ParsedCommand) -> LocalizedText {
    parsed.command.name == "serve"
      ? LocalizedText("stopped", zh: "已停止")
      : LocalizedText("interrupted, no result was written", zh: "已中断，没有写出结果")
  }

  /// Runs the command `parsed` names.
  static func perform(_ parsed: ParsedCommand, console: Console) throws -> Outcome {
    let start: () throws -> Outcome
    var defaults: [String: String] = [:]
    switch parsed.command.name {
    case "coverage":
      let arguments = try CoverageArguments(parsed)
      defaults = arguments.defaultsInEffect
      start = { try CoverageCommand.run(arguments, console: console) }
    case "tile":
      let arguments = try TileArguments(parsed)
      defaults = arguments.coverage.defaultsInEffect
      start = { try TileCommand.run(arguments, console: console) }
    case "site":
      let arguments = try SiteArguments(parsed)
      defaults = arguments.defaultsInEffect
      start = { try SiteCommand.run(arguments, console: console) }
    case "check":
      let arguments = try CheckArguments(parsed)
      defaults = arguments.place.paceInEffect
      start = { try CheckCommand.run(arguments, console: console) }
    case "report":
      let arguments = try ReportArguments(parsed)
      defaults = arguments.coverage.defaultsInEffect
      start = { try ReportCommand.run(arguments, console: console) }
    case "compare":
      let arguments = try CompareArguments(parsed)
      start = { try CompareCommand.run(arguments, console: console) }
    case "merge":
      let arguments = try MergeArguments(parsed)
      start = { try MergeCommand.run(arguments, console: console) }
    case "isochrone":
      let arguments = try IsochroneArguments(parsed)
      start = { try IsochroneCommand.run(arguments, console: console) }
    case "network":
      let arguments = try NetworkArguments(parsed)
      start = { try NetworkCommand.run(arguments, console: console) }
    case "convert":
      let arguments = try ConvertArguments(parsed)
      start = { try ConvertCommand.run(arguments, console: console) }
    case "doctor":
      let arguments = try DoctorArguments(parsed)
      start = { try DoctorCommand.run(arguments, console: console) }
    case "serve":
      let arguments = try ServeArguments(parsed)
      start = { try ServeCommand.run(arguments, console: console) }
    default: preconditionFailure("the table names a command nothing performs")
    }
    // All values are good: look at the paths before any work begins.
    let inputs = parsed.inputPaths
    let outputs = parsed.paths { $0 == .outputPath }
    try InputPaths.requireDistinct(inputs: inputs, outputs: outputs)
    // The doctor's findings include files that cannot be opened; a merge takes folders too and looks itself.
    if !["doctor", "merge"].contains(parsed.command.name) { try inputs.forEach(InputPaths.requireReadable) }
    try outputs.forEach(InputPaths.requireWritable)
    do {
      var outcome = try start()
      if let path = parsed.text("save-run") {
        try SavedRun(parsed, defaults: defaults, language: console.language)
          .write(to: path, &outcome.ledger)
      }
      return outcome
    } catch let error as AnalysisError
      where error.kind == .inputOutput && outputs == ["-"] && Console.isReaderGone
    {
      // Nothing else was to be written: the reader had all it wanted.
      throw ClosedPipe()
    }
  }
}
