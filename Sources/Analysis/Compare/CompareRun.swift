import Export
import Layers
import Model

/// What a comparison leaves behind besides its files.
public struct CompareOutcome: Sendable {
  /// What was compared.
  public enum Findings: Sendable {
    /// Two results of `coverage`.
    case coverage(CompareReport)
    /// Two summaries of `check`.
    case check(CheckComparison)
  }

  public var ledger: Ledger
  public var findings: Findings
  public var times: StageTimes
}

/// Two results of `coverage`, or two summaries of `check`, in; who gained and who lost out.
public struct CompareRun {
  private let request: CompareRequest
  private let language: Language
  private let progress: @Sendable (LocalizedText, Double) -> Void

  /// - Parameter progress: called with a stage and a fraction 0…1.
  public init(
    _ request: CompareRequest, language: Language,
    progress: @escaping @Sendable (LocalizedText, Double) -> Void = { _, _ in }
  ) {
    self.request = request
    self.language = language
    self.progress = progress
  }

  /// Reads, matches, compares and writes all outputs, or none.
  ///
  /// - Throws: `AnalysisError`: 65 when the results are not comparable, no block or measure is in common, an id stands
  ///   twice, or a file is no result of `coverage`; see its kinds for the rest.
  public func run() throws -> CompareOutcome {
    var ledger = Ledger()
    var times = StageTimes()
    // Before anything is read: an ending no format has.
    if let output = request.outputs.blocks { _ = try OutputTarget(output) }
    progress(Self.reading, 0)
    var clock = Stopwatch()
    if let checks = try CheckSummaryCompareRun(request, language).run() { return checks }
    let digests = InputDigests(paths: [request.before, request.after])
    var before = try read(request.before, &ledger)
    progress(Self.reading, 0.5)
    var after = try read(request.after, &ledger)
    try digests.fill(&before.source)
    try digests.fill(&after.source)
    times.read = clock.lap()

    progress(Self.comparing, 0)
    let match = BlockMatch(before.ids, after.ids)
    let measures = try commonMeasures(before, after, match, &ledger)
    let judgement = Comparability(before: before, after: after, match: match)
    let conflicts = try judge(judgement, &ledger)
    let changes = try BlockChanges(
      before, after, match, measures, flagsAreComparable: judgement.flagsAreComparable)
    try record(changes, before, after, &ledger)
    let report = try CompareReport(
      changes, before, after, groupBy: request.groupBy, conflicts: conflicts)
    times.compute = clock.lap()

    progress(Self.writing, 0)
    var summary = CompareSummary(report: report, before: before, after: after)
    try CompareOutputs(request: request, language: language).write(
      &summary,
      columns: {
        try CompareColumns(changes: changes, before: before, after: after).columns(
          walks: judgement.walks)
      },
      layer: { CompareLayer.make(before, after, match) }, ledger: &ledger)
    times.write = clock.lap()
    progress(Self.writing, 1)
    return CompareOutcome(ledger: ledger, findings: .coverage(report), times: times)
  }

  private static let reading = LocalizedText("reading", zh: "读取数据")
  private static let comparing = LocalizedText("comparing", zh: "比较")
  private static let writing = LocalizedText("writing", zh: "写出结果")

  private func read(_ path: String, _ ledger: inout Ledger) throws -> ResultLayer {
    try ResultLayer.read(
      path, idField: request.idField, threads: request.threads, ledger: &ledger)
  }

  /// What both results measure; others are recorded.
  private func commonMeasures(
    _ before: ResultLayer, _ after: ResultLayer, _ match: BlockMatch, _ ledger: inout Ledger
  ) throws -> [CompareMeasure] {
    if match.matched.isEmpty { throw CompareFailure.noCommonBlock(before, after) }
    let common = before.measures.filter(after.measures.contains)
    if common.isEmpty { throw CompareFailure.noCommonMeasure(before, after) }
    for result in [before, after] {
      for measure in result.measures where !common.contains(measure) {
        ledger.record(
          .compareMeasureSkipped, Subject(file: result.source.path), detail: measure.label)
      }
    }
    return common
  }

  /// Refuses what is not comparable, or records it with `--anyway`.
  private func judge(
    _ judgement: Comparability, _ ledger: inout Ledger
  ) throws -> [Comparability.Conflict] {
    let conflicts = try judgement.conflicts()
    if !conflicts.isEmpty, !request.anyway {
      throw CompareFailure.notComparable(conflicts, path: judgement.after.source.path)
    }
    for conflict in conflicts {
      ledger.record(
        .compareNotComparable, Subject(file: judgement.after.source.path),
        detail: conflict.text[language])
    }
    if !judgement.flagsAreComparable {
      let tests = [judgement.before, judgement.after].map {
        Comparability.text($0.manifest?.value("parameters", "underserved"))
      }
      ledger.record(
        .compareFlagsSkipped, Subject(file: judgement.after.source.path),
        detail: tests.joined(separator: " | "))
    }
    return conflicts
  }

  /// Blocks of one file only, and blocks whose boundary moved.
  private func record(
    _ changes: BlockChanges, _ before: ResultLayer, _ after: ResultLayer, _ ledger: inout Ledger
  ) throws {
    for row in changes.match.appeared {
      ledger.record(
        .compareBlockAppeared,
        FeatureIDs.subject(Int(changes.match.after[row]), changes.ids[row], after.layer))
    }
    for row in changes.match.gone {
      ledger.record(
        .compareBlockGone,
        FeatureIDs.subject(Int(changes.match.before[row]), changes.ids[row], before.layer))
    }
    let areas = changes.match.rows(
      try before.numbers("area_m2", "area_m2"), try after.numbers("area_m2", "area_m2"), none: .nan)
    for row in changes.match.matched {
      let (a, b) = (areas.before[row], areas.after[row])
      guard abs(a - b) > 0.01 * max(a, b) else { continue }
      ledger.record(
        .compareAreaDiffers,
        FeatureIDs.subject(Int(changes.match.after[row]), changes.ids[row], after.layer),
        detail: "\(DecimalText.text(a.rounded())) → \(DecimalText.text(b.rounded())) m²")
    }
  }
}
