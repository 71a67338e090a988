import Coverage
import Geometry
import Model

/// What the batches of a run tell together: totals, the order of priorities, and what is to be remarked once all have
/// been measured.
struct BoundedFindings {
  private let request: CoverageRequest
  private let settings: CoverageSettings
  private let extras: ExtraMeasures
  private var totals: RunTotals
  private var groups: [GroupTotals] = []
  private var sensitivity: SensitivityTotals
  private var ranking = UrgencyRanking()
  private var ids = BlockIDs()
  private var places: StationFindings
  private var isNowhere: Bool?
  private(set) var borderline = 0
  /// Some block has a GeoJSON Feature id.
  private(set) var hasIdentifiers = false
  /// By block: its priority, 0 for blocks that are not flagged; known at the end.
  private(set) var ranks: [Int32] = []

  init(_ request: CoverageRequest, _ inputs: BoundedInputs, _ ground: BoundedGround) {
    self.request = request
    settings = ground.settings
    extras = ground.extras
    totals = RunTotals(reachCount: ground.settings.reaches.count)
    sensitivity = SensitivityTotals(ground.settings, ground.extras)
    places = StationFindings(stationCount: inputs.frame.stations.ids.count)
  }

  /// Adds a batch; batches come in input order.
  ///
  /// - Parameter first: position of its first block in the run.
  mutating func add(
    _ part: CoveragePart, _ inputs: CoverageInputs, _ ground: BoundedGround, first: Int,
    _ ledger: inout StagedLedger
  ) throws {
    let (table, blocks) = (part.table, inputs.blocks)
    var assigning = Ledger()
    Population.assign(to: table, blocks, inputs.demand, inputs.people.method, &assigning)
    ledger[.assigning].merge(first == 0 ? assigning : assigning.without(.noPopulationField))
    let flags = try BlockFlags(table, settings, threads: request.threads) { $0 < $1 }
    var inside = [Bool](repeating: false, count: part.stationCount)
    part.mark(&inside)
    places.add(table, inside, inputs.stations, blocks, ground.services)
    if ground.streets != nil {
      WalkFindings.recordCauses(flags, blocks, &ledger[.causes])
      if let nowhere = WalkFindings.isNowhere(table) { isNowhere = nowhere && isNowhere ?? true }
    }
    BlockFindings.record(table, blocks, inputs.demand, inputs.people.method, &ledger[.blocks])
    totals.add(table, flags, inputs.grouping)
    GroupTotals.add(inputs.groups, table, extras, to: &groups)
    sensitivity.add(table)
    ranking.add(table, settings, first: first)
    ids.look(blocks.ids)
    borderline += CoverageOverview.borderline(table)
    hasIdentifiers =
      hasIdentifiers || blocks.layer.chunks.contains { !$0.identifiers.bytes.isEmpty }
  }

  /// What only all batches tell: the order of priorities, repeated ids, stations outside every block, overlaps.
  mutating func finish(
    _ inputs: BoundedInputs, _ ground: BoundedGround, _ plan: BatchPlan, _ limits: BoundedMemory,
    _ ledger: inout StagedLedger
  ) throws {
    if !ids.areAscending { try keepIDs(inputs, plan, limits, &ledger[.ids]) }
    let ids = self.ids
    ranks = ranking.ranks(count: plan.count) { ids.precedes($0, $1) }
    ranking = UrgencyRanking()
    self.ids = BlockIDs()
    let stations = inputs.frame.stations
    places.record(stations, &ledger[.stationPlaces])
    if let streets = ground.streets {
      WalkFindings.record(streets.stationFailures, stations, &ledger[.stationWalks])
      if isNowhere == true {
        ledger[.nowhere].record(
          .streetsFarAway, Subject(file: inputs.blocks.frame.layer.source.path))
      }
    }
    try recordOverlaps(inputs, plan, limits, &ledger[.overlaps])
  }

  private mutating func keepIDs(
    _ inputs: BoundedInputs, _ plan: BatchPlan, _ limits: BoundedMemory, _ ledger: inout Ledger
  ) throws {
    for batch in plan.batches {
      ids.keep(try inputs.blocks.features(batch.pieces).ids)
      // The rest will be about as long as those so far.
      let needed =
        MemoryNeeds.resident() + ids.bytes(of: plan.count) - ids.bytes(of: batch.blocks.upperBound)
      guard needed <= limits.limit else { throw limits.refusal(needed: needed) }
    }
    let repeated = ids.repeated()
    var examples: [LedgerExample] = []
    for block in repeated.prefix(Ledger.exampleLimit) {
      guard let batch = plan.batches.first(where: { $0.blocks.contains(block) }) else { continue }
      let blocks = try inputs.blocks.features(batch.pieces)
      let index = block - batch.blocks.lowerBound
      examples.append(LedgerExample(FeatureIDs.subject(index, blocks.ids[index], blocks.layer)))
    }
    if !repeated.isEmpty {
      ledger.add(.duplicateBlockID, count: repeated.count, examples: examples)
    }
  }

  /// The check takes the outlines of all blocks at once: it is left out, and said so, where they do not fit.
  private func recordOverlaps(
    _ inputs: BoundedInputs, _ plan: BatchPlan, _ limits: BoundedMemory, _ ledger: inout Ledger
  ) throws {
    var whole = inputs.blocks.frame
    let bytes = inputs.blocks.counts.indices.reduce(0) { $0 + inputs.blocks.bytes(of: $1) }
    let fits = MemoryNeeds.resident() + bytes * MemoryNeeds.copies <= limits.limit
    guard fits, plan.count <= BlockFindings.overlapLimit else {
      ledger.record(
        .overlapsNotChecked, Subject(file: whole.source.path), detail: "\(plan.count)")
      return
    }
    var unused = StagedLedger()
    var first = 0
    for batch in plan.batches {
      let part = try inputs.blocks.batch(batch.pieces, ledger: &unused)
      whole.layer.source = part.layer.source
      whole.ids += part.ids
      for chunk in part.layer.chunks {
        whole.layer.chunks.append(
          FeatureChunk(
            firstIndex: first + chunk.firstIndex, shapes: chunk.shapes,
            identifiers: chunk.identifiers, rows: chunk.rows))
      }
      first += part.layer.count
    }
    try BlockFindings.recordOverlaps(whole, threads: request.threads, &ledger)
  }

  // MARK: results

  func summary(_ inputs: BoundedInputs, walksStreets: Bool, _ ledger: Ledger) -> CoverageSummary {
    var summary = totals.summary(
      settings, stationCount: inputs.frame.stations.ids.count, ledger: ledger)
    summary.walksStreets = walksStreets
    summary.people = groups
    return summary
  }

  var curve: SensitivityCurve { sensitivity.curve }
}
