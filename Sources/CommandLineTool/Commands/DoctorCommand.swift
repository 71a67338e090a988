import Analysis
import Export
import Layers
import Model

/// `lifecircle doctor`.
enum DoctorCommand {
  /// Checks the files and prints what was found; `-o` also writes it as JSON.
  ///
  /// - Throws: after the report, the error of the first file that could not be used (65, 66). Whatever else
  ///   was found, the command succeeds; with `--strict`, problems and warnings make the exit code 1.
  static func run(_ arguments: DoctorArguments, console: Console) throws -> Outcome {
    var timings = Timings()
    let doctor = Doctor(
      inputs(arguments), acceptsOldDatum: arguments.acceptsOldDatum,
      threads: arguments.common.threads)
    let report = try timings.measure(.compute) {
      try doctor.examine { console.progress($0, $1) }
    }
    console.endProgress()
    if let path = arguments.report {
      let text = JSONText.encode(report.json(language: console.language), indented: true) + "\n"
      try OutputTransaction.single(text, to: path)
    }
    if let path = arguments.common.timings {
      try OutputTransaction.single(JSONText.encode(timings.json) + "\n", to: path)
    }
    if arguments.report != "-" {
      try console.output(DoctorReportText(console.language, width: Console.width).text(report))
    }
    if let failure = report.files.lazy.compactMap(\.failure).first { throw failure }
    return Outcome(ledger: ledger(report, isStrict: arguments.common.isStrict))
  }

  private static func inputs(_ arguments: DoctorArguments) -> [Doctor.Input] {
    func input(_ layer: LayerArguments, _ role: LayerRequest.Role?) -> Doctor.Input {
      Doctor.Input(path: layer.path, role: role, coordinateSystem: layer.coordinateSystem)
    }
    return (arguments.blocks.map { [input($0, .blocks)] } ?? [])
      + arguments.stations.map { input($0, .stations) }
      + (arguments.streets.map { [input($0, .streets)] } ?? [])
      + arguments.files.map { input($0, nil) }
  }

  /// Findings as one warning, for `--strict`; they were printed already.
  private static func ledger(_ report: DoctorReport, isStrict: Bool) -> Ledger {
    var ledger = Ledger()
    let count = report.count(.problem) + report.count(.warning)
    if isStrict, count > 0 {
      ledger.record(
        LedgerCode(
          "doctor_findings", .warning,
          LocalizedText("the examination found problems or warnings", zh: "检查发现问题或警告")),
        count: count, .none)
    }
    return ledger
  }
}
