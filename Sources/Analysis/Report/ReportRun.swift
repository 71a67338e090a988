import Coverage
import Export
import Layers
import Model
import Report

/// What a report run leaves behind besides its files.
public struct ReportOutcome: Sendable {
  public var ledger: Ledger
  public var times: StageTimes
  /// Why no site could be chosen; the report is written all the same and says so.
  public var failure: AnalysisError?
}

/// A place in, a report out: coverage, and where asked for a check and siting, each by its own run; the report takes their
/// results as they are.
public struct ReportRun {
  private let request: ReportRequest
  private let language: Language
  private let progress: @Sendable (LocalizedText, Double) -> Void

  /// - Parameter progress: called with a stage and a fraction 0…1, from any thread.
  public init(
    _ request: ReportRequest, language: Language,
    progress: @escaping @Sendable (LocalizedText, Double) -> Void = { _, _ in }
  ) {
    self.request = request
    self.language = language
    self.progress = progress
  }

  /// Runs all stages and writes all files, or none.
  ///
  /// - Throws: `AnalysisError`, see its kinds; 66 before anything is read when a format needs what is not installed.
  public func run() throws -> ReportOutcome {
    let files = try ReportFiles(request.files)
    for path in request.map?.files ?? [] { _ = try MapFiles.format(path) }
    try refuseInputsAsOutputs()
    var times = StageTimes()
    var clock = Stopwatch()
    var findings = try coverage(&times, &clock)
    findings.check = try request.check.map {
      try CheckRun($0, language: language, progress: progress).run()
    }
    findings.site = try request.site.map {
      try SiteRun($0, language: language, progress: progress).run()
    }
    try addMapped(&findings)
    times.compute += clock.lap()

    progress(CoverageRun.writing, 0)
    var ledger = findings.ledger
    let transaction = OutputTransaction()
    let figures = MapFigures(request, findings, language)
    if let map = request.map {
      try MapFiles(request: map)
        .write(figures.scenes(map.kind, page: map.page), in: transaction)
    } else {
      let document = try ReportAssembly(
        request, findings, language, figures: figures.figures()
      ).document()
      try files.write(document, in: transaction, ledger: &ledger)
    }
    try transaction.commit()
    times.write = clock.lap()
    progress(CoverageRun.writing, 1)
    return ReportOutcome(ledger: ledger, times: times, failure: findings.site?.failure)
  }

  private func coverage(
    _ times: inout StageTimes, _ clock: inout Stopwatch
  ) throws -> ReportFindings {
    var request = self.request.coverage
    request.wantsSensitivity = true
    try request.settings.check()
    var ledger = Ledger()
    progress(CoverageRun.reading, 0)
    let digests = InputDigests(request)
    let inputs = try CoverageInputs.read(
      request, progress: { [progress] in progress(CoverageRun.reading, $0) }, &ledger)
    times.read = clock.lap()
    let found = try CoverageFindings.find(
      request, inputs, &ledger, streetsDone: {},
      progress: { [progress] in progress(CoverageRun.computing, $0) })
    times.compute = clock.lap()
    return ReportFindings(
      inputs: inputs, found: found, summary: CoverageSummary(inputs, found, ledger),
      sensitivity: SensitivityCurve(found.table, found.settings, found.extras),
      sources: try inputs.sources(digests))
  }

  /// Blocks up to which gaps are drawn: more would not be seen on a page.
  private static let gapLimit = 20_000

  /// Adds what maps show: of a report all of them, else that of its kind.
  private func addMapped(_ findings: inout ReportFindings) throws {
    let extras = ReportExtras(request: request.coverage, findings: findings)
    let kind = request.map?.kind
    if let chosen = findings.site?.chosen {
      findings.sites = MapSite.ranked(chosen.answer, of: chosen.candidates)
      if kind == nil || kind == .beforeAfter { findings.after = try extras.after(chosen) }
    }
    if kind == .gaps || kind == nil && findings.table.count <= Self.gapLimit {
      findings.gaps = try extras.gaps()
    }
    if kind == .isochrones || kind == nil { findings.isochrones = try extras.isochrones() }
  }

  private func refuseInputsAsOutputs() throws {
    let inputs = request.inputPaths.compactMap { try? LayerPlace($0).path }
    for path in request.outputPaths {
      try OutputTarget(format: .geoJSON, path: path).refuse(inputs: inputs)
    }
  }
}

/// Everything a report is made from: the results of each run as they are.
struct ReportFindings: Sendable {
  var inputs: CoverageInputs
  var found: CoverageFindings
  var summary: CoverageSummary
  var sensitivity: SensitivityCurve
  var sources: [(role: String, source: LayerSource, count: Int)]
  var check: CheckOutcome?
  var site: SiteOutcome?
  /// Coverage with the chosen sites.
  var after: CoverageFindings?
  /// The chosen sites by rank.
  var sites: [MapSite] = []
  var gaps: FeatureTable?
  var isochrones: MapIsochrones?

  var table: CoverageTable { found.table }
  var flags: BlockFlags { found.flags }
  var settings: CoverageSettings { found.settings }

  /// Remarks of all runs. What several runs noticed of the same inputs counts once.
  var ledger: Ledger {
    var ledger = summary.ledger
    for other in [check?.ledger, site?.ledger].compactMap({ $0 }) { ledger.join(other) }
    return ledger
  }
}

extension Ledger {
  /// Adds what `other` noticed and this one did not: of a code that both have, only the occurrences it has more.
  mutating func join(_ other: Ledger) {
    for entry in other.entries {
      let known = entries.first { $0.code == entry.code }
      let more = entry.count - (known?.count ?? 0)
      guard more > 0 else { continue }
      let examples = entry.examples.filter { known?.examples.contains($0) != true }
      add(
        LedgerCode(entry.code, entry.severity, entry.message), count: more, examples: examples)
    }
  }
}
