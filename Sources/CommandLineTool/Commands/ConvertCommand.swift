import Model

/// `lifecircle convert`.
enum ConvertCommand {
  /// Converts the input and writes the output.
  static func run(_ arguments: ConvertArguments, console: Console) throws -> Outcome {
    throw AnalysisError(
      .defect, .none, LocalizedText("coverage is not joined to the analysis", zh: "coverage 尚未接入分析")
    )
  }
}
