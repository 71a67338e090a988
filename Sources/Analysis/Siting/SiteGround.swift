import Coverage
import Layers
import Model
import Streets

/// A siting run on the ground: what was read, and coverage as it is.
struct SiteGround: Sendable {
  let places: SitePlaces
  let inputs: CoverageInputs
  /// Values of the `--within` field by block; nil when not asked for.
  let within: [String?]?

  var coverage: CoverageRequest { places.coverage }

  /// Reads blocks, stations, people and streets; candidates are read or made when these are known.
  static func read(
    _ places: SitePlaces, _ request: SiteRequest, _ ledger: inout Ledger
  ) throws -> SiteGround {
    try places.coverage.settings.check()
    let inputs = try CoverageInputs.read(places.coverage, progress: { _ in }, &ledger)
    let within = try places.coverage.within.map { field in
      let layer = inputs.blocks.layer
      let chooser = FieldChooser(fields: layer.fields, path: layer.source.path)
      let name = try chooser.field(named: field, optionName: "--within")
      return try FieldColumns(layer: layer, threads: request.threads).texts(name)
    }
    return SiteGround(places: places, inputs: inputs, within: within)
  }

  /// Measures coverage as it is, finds whom every candidate reaches, and makes the instance.
  func prepared(
    _ request: SiteRequest, _ ledger: inout Ledger, _ times: inout StageTimes
  ) throws -> SitePrepared {
    let before = try CoverageFindings.find(
      coverage, inputs, &ledger, streetsDone: {}, progress: { _ in })
    let samples = try PeopleSamples.take(
      inputs.blocks.layer, demand: inputs.demand?.points, spread: inputs.people.spread,
      threads: request.threads)
    let demand = GroundDemand(samples) { before.table.population[$0] }
    if demand.count == 0 { throw nobody() }
    let candidates = try self.candidates(request, demand, before, &ledger)
    let reach = try GroundReach(
      self, request, before: before, demand: demand, candidates: candidates, ledger: &ledger)
    var sources = try inputs.sources(InputDigests(paths: []))
    if let source = candidates.source {
      sources.append(("candidates", source.source, source.count))
    }
    return SitePrepared(
      instance: try reach.instance(request), layer: candidates.layer,
      ownCost: candidates.ownCost, idField: candidates.idField, names: candidates.names,
      sources: sources, ground: reach)
  }

  private func nobody() -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: inputs.blocks.source.path),
      LocalizedText("the blocks have no people", zh: "网格没有人口"),
      hint: LocalizedText(
        "name their field: --population-field FIELD, or give --demand FILE",
        zh: "请用 --population-field 指定人口字段，或给出 --demand FILE"))
  }

  // MARK: Candidates

  private func candidates(
    _ request: SiteRequest, _ demand: GroundDemand, _ before: CoverageFindings,
    _ ledger: inout Ledger
  ) throws -> CandidateSet {
    if case .layer(let input, let costField) = places.candidates {
      let read = try CandidateSet.read(
        input, costField: costField, request, coverage, &ledger)
      recordOutside(read, &ledger)
      return read
    }
    let made = try makeCandidates(demand)
    if made.sites.isEmpty { throw noneMade() }
    ledger.record(
      .candidatesGenerated, .none, detail: "\(places.candidates.text): \(made.sites.count)")
    return made
  }

  private func makeCandidates(_ demand: GroundDemand) throws -> CandidateSet {
    let maker = CandidateMaker(blocks: inputs.blocks, within: within)
    switch places.candidates {
    case .layer: preconditionFailure("a layer is read")
    case .grid(let metres): return try maker.grid(metres: metres)
    case .blockCentres: return try maker.blockCentres()
    case .junctions:
      guard let streets = inputs.streets else {
        throw Self.usage(
          LocalizedText(
            "--candidates junctions needs --streets", zh: "--candidates junctions 须有 --streets"),
          LocalizedText("add --streets FILE", zh: "请补上 --streets FILE"))
      }
      return try maker.junctions(streets.graph)
    case .intersections:
      guard case .radius(let radius) = places.measure, demand.isExact else {
        throw Self.usage(
          LocalizedText(
            "--candidates intersections is for people at points within a radius",
            zh: "--candidates intersections 只用于人口点与直线半径"),
          LocalizedText(
            "give --demand FILE and --radius R, or use --candidates grid:100",
            zh: "请给出 --demand FILE 与 --radius R，或改用 --candidates grid:100"))
      }
      return try maker.intersections(demand.places, radius: radius)
    }
  }

  private static func usage(_ message: LocalizedText, _ hint: LocalizedText) -> AnalysisError {
    AnalysisError(.usage, .none, message, hint: hint)
  }

  private func noneMade() -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: inputs.blocks.source.path),
      LocalizedText(
        "--candidates \(places.candidates.text) makes no candidate inside the blocks",
        zh: "--candidates \(places.candidates.text) 在网格内没有产生候选点"),
      hint: LocalizedText("use a finer grid, or give a layer", zh: "请缩小间距，或给出候选点图层"))
  }

  private func recordOutside(_ candidates: CandidateSet, _ ledger: inout Ledger) {
    let locator = BlockLocator(inputs.blocks.layer)
    for (index, places) in candidates.places.enumerated()
    where !places.contains(where: { locator.block(at: $0) != nil }) {
      ledger.record(.candidateOutsideBlocks, candidates.sites[index].subject)
    }
  }
}
