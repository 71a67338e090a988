import Model

/// `lifecircle coverage`.
enum CoverageCommand {
  /// Runs the analysis, writes its outputs, and prints totals when no `-o` is given.
  static func run(_ arguments: CoverageArguments, console: Console) throws -> Outcome {
    throw AnalysisError(
      .defect, .none, LocalizedText("coverage is not joined to the analysis", zh: "coverage 尚未接入分析")
    )
  }
}
