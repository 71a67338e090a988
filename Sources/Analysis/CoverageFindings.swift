import Coverage
import Model
import Streets

/// Everything a coverage run computes.
struct CoverageFindings: Sendable {
  var settings: CoverageSettings
  var services: ServiceGroups
  var measured: CoverageEngine.Outcome
  var flags: BlockFlags
  var streets: StreetWalks?
  var groups: [GroupPeople]
  var extras: ExtraMeasures
  /// Times are walked along streets, not estimated.
  var walksStreets: Bool

  var table: CoverageTable { measured.table }

  /// - Parameters:
  ///   - before: findings of the same inputs and leg rules with other stations; what depends on the blocks and streets
  ///     alone is taken from them, and not noted in the ledger again.
  ///   - streetsDone: called when stations have been joined to the streets and searched from.
  static func find(
    _ request: CoverageRequest, _ inputs: CoverageInputs, reusing before: CoverageFindings? = nil,
    _ ledger: inout Ledger, streetsDone: () -> Void = {},
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) throws -> CoverageFindings {
    let (blocks, stations, threads) = (inputs.blocks, inputs.stations, request.threads)
    var settings = request.settings.engine
    let extras = ExtraMeasures(
      settings, groupSpeeds: inputs.groups.map(\.speed),
      wantsSensitivity: request.wantsSensitivity || request.outputs.sensitivity != nil)
    settings.extraShares = extras.shares
    let services = try ServiceGroups(
      stations, blocks: blocks, within: request.within, reach: CoverageEngine.reach(settings),
      threads: threads, ledger: &ledger)
    let streets = try walks(request, inputs, settings, services, reusing: before?.streets)
    streetsDone()
    let engine = CoverageEngine(
      settings: settings, stationCount: stations.ids.count, stationsByGroup: services.indexes,
      groupOf: services.groupOf, demand: inputs.demand?.points, spread: inputs.people.spread,
      streets: streets)
    let measured = try measure(engine, blocks, threads, progress)
    let flags = try conclude(
      measured.table, settings, inputs, walksStreets: streets != nil, threads: threads,
      RunRemarks(
        stations: { StationFindings.record(measured, stations, blocks, services, &$0) },
        walks: { WalkFindings.record(streets?.stationFailures ?? [], stations, &$0) },
        overlaps: {
          if before == nil { try BlockFindings.recordOverlaps(blocks, threads: threads, &$0) }
        }),
      &ledger)
    return CoverageFindings(
      settings: settings, services: services, measured: measured, flags: flags, streets: streets,
      groups: inputs.groups, extras: extras, walksStreets: streets != nil)
  }

  /// The last step of a run, whether its table was measured at once or put together from parts: people, flags, and
  /// what the table tells for the ledger.
  ///
  /// Of `inputs` only blocks, demand points and the way people are spread matter.
  static func conclude(
    _ table: CoverageTable, _ settings: CoverageSettings, _ inputs: CoverageInputs,
    walksStreets: Bool, threads: Int, _ remarks: RunRemarks, _ ledger: inout Ledger
  ) throws -> BlockFlags {
    let blocks = inputs.blocks
    // Of a tile only what concerns its own blocks: stations, network and overlaps were looked at when it was cut.
    let isWhole = inputs.tile == nil
    Population.assign(to: table, blocks, inputs.demand, inputs.people.method, &ledger)
    if !isWhole { ledger = ledger.without(.noPopulationField) }
    let flags = try BlockFlags(
      table, settings, threads: threads,
      precedes: FeatureIDs.order(blocks.ids, areAscendingNumbers: blocks.idsAreAscending))
    if isWhole { remarks.stations(&ledger) }
    if walksStreets {
      if isWhole { remarks.walks(&ledger) }
      WalkFindings.record(table, flags, blocks, isWhole: isWhole, &ledger)
    }
    BlockFindings.record(table, blocks, inputs.demand, inputs.people.method, &ledger)
    if isWhole { try remarks.overlaps(&ledger) }
    return flags
  }

  private static func walks(
    _ request: CoverageRequest, _ inputs: CoverageInputs, _ settings: CoverageSettings,
    _ services: ServiceGroups, reusing before: StreetWalks?
  ) throws -> StreetWalks? {
    guard let wanted = request.streets, let streets = inputs.streets, !settings.minutes.isEmpty
    else { return nil }
    return try StreetWalks(
      streets.graph, rules: request.walkRules(wanted), settings: settings,
      stations: inputs.stations.walkingStations,
      groups: services.members, straight: services.indexes, reusing: before,
      beyond: inputs.tile?.beyond(services),
      threads: request.threads)
  }

  private static func measure(
    _ engine: CoverageEngine, _ blocks: BlockInput, _ threads: Int,
    _ progress: @escaping @Sendable (Double) -> Void
  ) throws -> CoverageEngine.Outcome {
    let total = Double(max(1, blocks.layer.count))
    let done = ProgressCounter()
    progress(0)
    return try engine.run(blocks.layer, threads: threads) { count in
      progress(Double(done.add(count)) / total)
    }
  }
}

/// What a run notices that its table does not tell, by its place in the ledger.
struct RunRemarks {
  /// Stations that lie in no block, or that are far from all.
  var stations: (inout Ledger) -> Void
  /// Stations that no street reaches.
  var walks: (inout Ledger) -> Void
  /// Blocks that overlap.
  var overlaps: (inout Ledger) throws -> Void
}

extension CoverageRequest {
  /// How people walk and join the streets.
  func walkRules(_ streets: StreetRequest) -> StreetWalks.Rules {
    StreetWalks.Rules(
      snapMetres: streets.snapMetres, legBarriers: streets.legBarriers,
      direction: reverse ? .fromStations : .towardsStations, dispatchMinutes: dispatchMinutes)
  }
}

extension StationInput {
  /// The stations as the streets see them.
  var walkingStations: [StreetWalks.Station] {
    places.indices.map {
      StreetWalks.Station(places: places[$0], extraMinutes: extraMinutes?[$0] ?? 0)
    }
  }
}

/// What a run notices about walking.
enum WalkFindings {
  /// Records stations that join no street.
  ///
  /// - Parameter failures: by station.
  static func record(
    _ failures: [SnapResult?], _ stations: StationInput, _ ledger: inout Ledger
  ) {
    for (index, failure) in failures.enumerated() {
      guard let failure else { continue }
      ledger.record(
        failure == .behindBarrier ? .stationBehindBarrier : .stationNotOnStreets,
        stations.subjects[index])
    }
  }

  /// Records why people are late or never arrive; of a whole run also that streets and blocks are of different places.
  static func record(
    _ table: CoverageTable, _ flags: BlockFlags, _ blocks: BlockInput, isWhole: Bool,
    _ ledger: inout Ledger
  ) {
    recordCauses(flags, blocks, &ledger)
    if !isWhole { return }
    // Streets of another place: everybody of every block that has stations is far from all of them.
    let measured = (0..<table.count).filter {
      table.isUsable($0) && table.withoutOwnStation[$0] == 0
    }
    let isNowhere = measured.allSatisfy { block in
      table.unreachableShare[block] == 1
        && WalkCauses(rawValue: table.walkCauses[block]).subtracting(.edgeOfNetwork)
          == .noStreetNearby
    }
    if isNowhere && !measured.isEmpty {
      ledger.record(.streetsFarAway, Subject(file: blocks.layer.source.path))
    }
  }

  /// Counts the blocks whose `reasons` name a cause, so that the ledger can be checked against the table.
  private static func recordCauses(
    _ flags: BlockFlags, _ blocks: BlockInput, _ ledger: inout Ledger
  ) {
    let codes: [WalkCauses: LedgerCode] = [
      .noStreetNearby: .blocksWithoutStreet, .cutOff: .blocksCutOff, .barrier: .blocksBehindBarrier,
      .edgeOfNetwork: .blocksAtEdge,
    ]
    let told = flags.reasonTexts.map { text in
      let words = text.split(separator: ";")
      return WalkCauses.names.filter { name in words.contains { $0 == name.code } }
        .compactMap { codes[$0.cause] }
    }
    for block in flags.reasons.indices {
      for code in told[Int(flags.reasons[block])] {
        ledger.record(code, FeatureIDs.subject(block, blocks.ids[block], blocks.layer))
      }
    }
  }
}
