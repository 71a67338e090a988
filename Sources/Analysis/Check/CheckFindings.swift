import Coverage
import Model
import Standards

/// Everything a check found.
public struct CheckFindings: Sendable {
  public var standard: Standard
  /// Rules first, in the order of the standard, each for the whole and for every area of every level; then combinations.
  public var results: [CheckResult]
  public var skipped: [SkippedRule]
  public var certificates: [CoverageCertificate]
  public var analyses: CheckAnalyses
  /// Blocks left out of every rule, by reason.
  public var omissions: [(name: LocalizedText, count: Int)]
  public var blocks: Int
  public var stations: Int
  /// How walking was measured: `streets`, `detour`; nil where no rule walks.
  public var walkMethod: String?
  /// At the end of the run.
  public var ledger = Ledger()
  var outcomes: [RuleOutcome]

  /// Whether every target of the whole area that could be judged is met; nil where there was none. Rules that were
  /// skipped do not count: with a target they are skipped only where the standard says so.
  public var met: Bool? {
    let verdicts = results.filter { $0.level == "all" }.compactMap(\.met)
    return verdicts.isEmpty ? nil : verdicts.allSatisfy { $0 }
  }

  static func find(
    _ request: CheckRequest, _ place: CheckPlace, progress: (Double) -> Void,
    _ ledger: inout Ledger
  ) throws -> CheckFindings {
    let evaluator = RuleEvaluator(request, place)
    let (outcomes, skipped, prepared) = try evaluator.run(progress: { progress(0.8 * $0) })
    for rule in skipped {
      ledger.record(.ruleSkipped, Subject(id: rule.id), detail: rule.reason)
    }
    for outcome in outcomes where outcome.stationCount == 0 {
      ledger.record(.ruleWithoutStations, Subject(id: outcome.id))
    }
    let quoted =
      outcomes.map { ($0.id, $0.provenance) }
      + request.standard.figures.map { ($0.id, $0.provenance) }
    for (id, source) in quoted where source.confidence == .unverified {
      ledger.record(
        .unverifiedRule, Subject(id: id), detail: "\(source.document) \(source.clause)".trimmed)
    }
    place.catalog.hours.recordDates(
      request.standard, place.inputs.stations.subjects, &ledger)
    let levels = try CheckLevels(
      request, place.scope, blockCount: place.blocks.layer.count, ledger: &ledger)
    let analyses = try CheckAnalyst(
      request: request, place: place, evaluator: evaluator, prepared: prepared,
      outcomes: outcomes, levels: levels
    ).run(&ledger)
    progress(1)
    let names = try place.blockNames()
    let walks = request.standard.rules.contains { rule in
      if case .straightMetres? = rule.reach { false } else { rule.reach != nil }
    }
    return CheckFindings(
      standard: request.standard,
      results: outcomes.flatMap { outcome in
        levels.areas.map { CheckResult(outcome, $0, place.scope) }
      },
      skipped: skipped,
      certificates: outcomes.compactMap { CoverageCertificate($0, place, names: names) },
      analyses: analyses, omissions: place.scope.omissions.map { ($0.name, $0.count) },
      blocks: place.blocks.layer.count, stations: place.stationCount,
      walkMethod: walks ? (place.walksStreets ? "streets" : "detour") : nil,
      outcomes: outcomes)
  }
}
