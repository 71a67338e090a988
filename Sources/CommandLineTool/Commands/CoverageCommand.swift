import Analysis
import Export
import Layers
import Model

/// `lifecircle coverage`.
enum CoverageCommand {
  /// Runs the analysis, writes its outputs, and prints totals when no `-o` is given.
  static func run(_ arguments: CoverageArguments, console: Console) throws -> Outcome {
    var timings = Timings()
    let request = try CoverageRequest(arguments)
    let outcome =
      if let tile = arguments.tile {
        try CoverageRun.run(
          tile: tile, outputs: request.outputs, threads: request.threads,
          language: console.language, progress: { console.progress($0, $1) })
      } else {
        try CoverageRun(
          request, language: console.language,
          progress: { console.progress($0, $1) }
        ).run()
      }
    for note in outcome.notes { console.note(note) }
    timings.set(outcome.times)
    if let path = arguments.common.timings {
      try OutputTransaction.single(JSONText.encode(timings.json) + "\n", to: path)
    }
    if arguments.output == nil {
      try console.output(OverviewText(outcome.overview, console.language).text)
    }
    return Outcome(ledger: outcome.ledger)
  }
}

extension CoverageRequest {
  /// The request a checked command line stands for.
  init(_ arguments: CoverageArguments) throws {
    let threads = arguments.common.threads
    func input(_ layer: LayerArguments, _ role: LayerRequest.Role) -> Input {
      Input(
        LayerRequest(
          role: role, path: layer.path, coordinateSystem: layer.coordinateSystem,
          acceptsOldDatum: arguments.acceptsOldDatum, encoding: layer.encoding,
          coordinateColumns: layer.coordinateColumns.map { .init(x: $0.x, y: $0.y) },
          threads: threads),
        fields: Fields(
          id: layer.idField, name: layer.nameField, population: layer.populationField,
          block: layer.blockField),
        filter: layer.filter)
    }
    self.init(
      blocks: input(arguments.blocks, .blocks),
      stations: arguments.stations.map { input($0, .stations) },
      demand: arguments.demand.map { input($0, .demand) },
      mask: arguments.mask.map { input($0, .mask) }, raster: arguments.raster,
      settings: MeasureSettings(
        radii: arguments.radii, minutes: arguments.minutes, speed: arguments.speed,
        detour: arguments.detour, maximumMinutes: arguments.maxMinutes,
        rules: arguments.rules),
      within: arguments.within, groupBy: arguments.groupBy,
      outputs: Outputs(
        blocks: arguments.output, summary: arguments.summary, uncovered: arguments.uncovered,
        timings: arguments.common.timings, datum: arguments.datum,
        byteOrderMark: arguments.byteOrderMark, encoding: arguments.outputEncoding,
        sensitivity: arguments.sensitivity),
      threads: threads,
      streets: try arguments.streets.map { try StreetRequest($0, threads: threads) },
      reverse: arguments.streets?.reverse ?? false,
      dispatchMinutes: arguments.streets?.dispatchMinutes ?? 0,
      stationExtraField: arguments.streets?.stationExtraField, groups: arguments.groups,
      opening: arguments.opening)
    bounded = arguments.bounded
    buildings = arguments.buildings.map { input($0, .mask) }
    if arguments.communityPeople != nil || arguments.householdSize != nil {
      communityPeople = CommunityPeopleRequest(
        table: arguments.communityPeople.map { input(LayerArguments(path: $0), .table) },
        blockField: arguments.communityField, householdSize: arguments.householdSize)
    }
  }
}
