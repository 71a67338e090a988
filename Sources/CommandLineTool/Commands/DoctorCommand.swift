import Model

/// `lifecircle doctor`.
enum DoctorCommand {
  /// Checks the files and prints what was found.
  static func run(_ arguments: DoctorArguments, console: Console) throws -> Outcome {
    throw AnalysisError(
      .defect, .none, LocalizedText("doctor is not joined to its checks", zh: "doctor 尚未接入分析"))
  }
}
