import Coverage
import Export
import Model

/// Writes what a bounded run found: the blocks are read once more, beside the parts, and written as they come.
struct BoundedResults {
  let request: CoverageRequest
  let language: Language
  let inputs: BoundedInputs
  let ground: BoundedGround
  let findings: BoundedFindings
  let folder: PartFolder
  let progress: (Double) -> Void

  func write(_ digests: InputDigests, _ staged: StagedLedger) throws -> CoverageOutcome {
    var ledger = staged.merged
    let summary = try CoverageOutputs(request: request, language: language).write(
      summary: findings.summary(inputs, walksStreets: ground.streets != nil, ledger),
      inputs: inputs.sources(digests), populationField: inputs.blocks.frame.populationField,
      blocks: { .stream(try blocks()) }, uncovered: { _ in .stream(try uncovered()) },
      sensitivity: { findings.curve }, ledger: &ledger)
    return CoverageOutcome(
      ledger: ledger, summary: summary.json(language: language),
      overview: CoverageOverview(
        summary, borderline: findings.borderline, flagged: try mostUrgent(),
        files: request.outputs.files),
      times: StageTimes())
  }

  /// A batch as it was measured, with the flags of the whole run.
  private struct Measured {
    var inputs: CoverageInputs
    var table: CoverageTable
    var flags: BlockFlags
    var services: ServiceGroups
  }

  private func measured(_ index: Int) throws -> Measured {
    let batch = folder.plan.batches[index]
    var known = StagedLedger()
    let own = try inputs.batch(batch, ledger: &known)
    let table = try folder.part(index).table
    Population.assign(to: table, own.blocks, own.demand, own.people.method, &known[.assigning])
    var flags = try BlockFlags(table, ground.settings, threads: request.threads) { $0 < $1 }
    flags.priority = findings.ranks[batch.blocks].map { $0 == 0 ? .min : Int64($0) }
    var services = ground.services
    try services.assign(
      own.blocks, within: request.within, threads: request.threads, ledger: &known[.within])
    return Measured(inputs: own, table: table, flags: flags, services: services)
  }

  // MARK: tables

  private func columns(
    _ table: CoverageTable, _ flags: BlockFlags, _ groups: [GroupPeople]
  ) -> [ResultColumn] {
    ResultColumns(
      table: table, settings: ground.settings, flags: flags,
      stationIDs: inputs.frame.stations.ids, walksStreets: ground.streets != nil, groups: groups,
      extras: ground.extras
    ).columns()
  }

  private var empty: CoverageTable {
    CoverageTable(
      count: 0, reachCount: ground.settings.reaches.count,
      extraCount: ground.settings.extraShares.count)
  }

  private func blocks() throws -> TableStream {
    let flags = try BlockFlags(empty, ground.settings) { $0 < $1 }
    let frame = inputs.frame.blocks
    let count = folder.plan.batches.count
    func table(_ blocks: BlockInput, _ columns: [ResultColumn]) -> FeatureTable {
      FeatureTable(
        layer: blocks.layer, results: columns, populationField: blocks.populationField,
        idField: blocks.idField)
    }
    return TableStream(
      frame: table(frame, columns(empty, flags, inputs.frame.groups)),
      hasIdentifiers: findings.hasIdentifiers, count: count
    ) { index, _ in
      progress(Double(index) / Double(count))
      let batch = try measured(index)
      return table(batch.inputs.blocks, columns(batch.table, batch.flags, batch.inputs.groups))
    }
  }

  private func uncovered() throws -> TableStream {
    let outlines = try UncoveredLayer.outlines(
      ground.streets, ground.settings, threads: request.threads)
    func gaps(
      _ blocks: BlockInput, _ services: ServiceGroups, _ table: CoverageTable,
      _ ledger: inout Ledger
    ) throws -> FeatureTable {
      try UncoveredLayer(
        blocks: blocks, services: services, table: table, settings: ground.settings,
        streets: ground.streets
      ).make(outlines, threads: request.threads, ledger: &ledger)
    }
    var unused = Ledger()
    return TableStream(
      frame: try gaps(inputs.frame.blocks, ground.services, empty, &unused),
      hasIdentifiers: false, count: folder.plan.batches.count
    ) { index, ledger in
      let batch = try measured(index)
      return try gaps(batch.inputs.blocks, batch.services, batch.table, &ledger)
    }
  }

  /// The ten most urgent blocks of the run.
  private func mostUrgent() throws -> [CoverageOverview.Flagged] {
    var flagged: [CoverageOverview.Flagged] = []
    for (index, batch) in folder.plan.batches.enumerated()
    where findings.ranks[batch.blocks].contains(where: { $0 >= 1 && $0 <= 10 }) {
      let batch = try measured(index)
      flagged += CoverageOverview.mostUrgent(
        batch.flags, batch.table, batch.inputs.blocks, inputs.frame.stations.ids)
    }
    return flagged.sorted { $0.priority < $1.priority }
  }
}
