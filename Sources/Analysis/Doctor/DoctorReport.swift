import Layers
import Model

/// The outcome of an examination.
public struct DoctorReport: Sendable {
  /// In the order given.
  public var files: [DoctorFile]
  /// Findings about how the files fit together.
  public var together: [DoctorFinding]

  /// 0 when every file could be examined, whatever was found; else the exit code of the first that could not
  /// (65 content unusable, 66 cannot be opened).
  public var exitCode: Int32 { files.lazy.compactMap { $0.failure?.exitCode }.first ?? 0 }

  /// Findings of a severity, over all files.
  public func count(_ severity: DoctorFinding.Severity) -> Int {
    (files.flatMap(\.findings) + together).count { $0.severity == severity }
  }

  /// The coverage run these files are for, with every option found to be needed; nil without blocks and
  /// stations that can be used.
  public var commandLine: String? {
    let usable = files.filter { $0.failure == nil }
    guard let blocks = usable.first(where: { $0.role == .blocks }) else { return nil }
    let stations = usable.filter { $0.role == .stations }
    if stations.isEmpty { return nil }
    var words = ["lifecircle coverage", "--blocks \(ShellWord.quoted(blocks.path))"]
    var options = blocks.options
    for file in stations {
      words.append("--stations \(ShellWord.quoted(file.path))")
      options += file.options
    }
    if let demand = usable.first(where: { $0.role == .demand }) {
      words.append("--demand \(ShellWord.quoted(demand.path))")
      options += demand.options
    }
    var seen = Set<DoctorOption>()
    words += options.filter { seen.insert($0).inserted }.map(\.text)
    return (words + ["-o coverage.geojson"]).joined(separator: " ")
  }

  /// The report as JSON: `files` (`file`, `role`, `facts`, `findings`, `options`), `together`, `command`,
  /// `exit_code`; texts in one language.
  public func json(language: Language) -> JSONValue {
    .object([
      .init("files", .array(files.map { Self.json($0, language) })),
      .init("together", .array(together.map { Self.json($0, language) })),
      .init("problems", .integer(Int64(count(.problem)))),
      .init("warnings", .integer(Int64(count(.warning)))),
      .init("command", commandLine.map { .string($0) } ?? .null),
      .init("exit_code", .integer(Int64(exitCode))),
    ])
  }

  private static func json(_ file: DoctorFile, _ language: Language) -> JSONValue {
    .object([
      .init("file", .string(file.path)),
      .init("role", file.role.map { .string($0.rawValue) } ?? .null),
      .init("usable", .boolean(file.failure == nil)),
      .init(
        "facts", .object(file.facts.map { .init($0.key, .string($0.value[language])) })),
      .init("findings", .array(file.findings.map { json($0, language) })),
      .init("options", .array(file.options.map { .string($0.text) })),
    ])
  }

  private static func json(_ finding: DoctorFinding, _ language: Language) -> JSONValue {
    .object([
      .init("code", .string(finding.code)),
      .init("severity", .string(finding.severity.name)),
      .init("count", .integer(Int64(finding.count))),
      .init("message", .string(finding.what[language])),
      .init("examples", .array(finding.examples.map { json($0) })),
      .init("fix", .string(finding.fix[language])),
    ])
  }

  private static func json(_ example: LedgerExample) -> JSONValue {
    var members: [JSONValue.Member] = []
    if let row = example.subject.row { members.append(.init("row", .integer(Int64(row)))) }
    if let id = example.subject.id { members.append(.init("id", .string(id))) }
    if !example.detail.isEmpty { members.append(.init("detail", .string(example.detail))) }
    return .object(members)
  }
}
