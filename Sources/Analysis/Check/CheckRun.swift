import Coverage
import Export
import Layers
import Model
import Standards

/// What a check found.
public struct CheckOutcome: Sendable {
  public var ledger: Ledger
  public var findings: CheckFindings
  public var times: StageTimes
}

/// A place and a standard in, verdicts out.
public struct CheckRun {
  private let request: CheckRequest
  private let language: Language
  private let progress: @Sendable (LocalizedText, Double) -> Void

  /// - Parameter progress: called with a stage and a fraction 0…1, from any thread.
  public init(
    _ request: CheckRequest, language: Language,
    progress: @escaping @Sendable (LocalizedText, Double) -> Void = { _, _ in }
  ) {
    self.request = request
    self.language = language
    self.progress = progress
  }

  /// Runs all stages and writes all outputs, or none.
  ///
  /// - Throws: `AnalysisError`, see its kinds. An unmet target is no error: see `CheckFindings.met`.
  public func run() throws -> CheckOutcome {
    var ledger = Ledger()
    var times = StageTimes()
    try refuseInputsAsOutputs()
    let request = request.completed
    try request.place.settings.check()
    for name in request.points.keys.sorted()
    where !request.standard.rules.contains(where: { $0.who == .points(name) }) {
      ledger.record(
        .pointsUnused, Subject(file: request.points[name]?.layer.path), detail: name)
    }
    progress(Self.reading, 0)
    var clock = Stopwatch()
    let digests = InputDigests(paths: request.inputPaths)
    let inputs = try CoverageInputs.read(
      request.place, mayLackGroups: true, progress: { progress(Self.reading, $0) }, &ledger)
    times.read = clock.lap()

    progress(Self.checking, 0)
    let place = try CheckPlaceReader(request, inputs).read(&ledger)
    let findings = try CheckFindings.find(
      request, place, progress: { [progress] in progress(Self.checking, $0) }, &ledger)
    times.compute = clock.lap()

    progress(Self.writing, 0)
    var written = findings
    try CheckOutputs(request: request, language: language, place: place)
      .write(&written, sources: sources(inputs, place, digests), &ledger)
    times.write = clock.lap()
    progress(Self.writing, 1)
    return CheckOutcome(ledger: ledger, findings: written, times: times)
  }

  /// What the manifest says of every input, the standard's own file included.
  private func sources(
    _ inputs: CoverageInputs, _ place: CheckPlace, _ digests: InputDigests
  ) throws -> [(role: String, source: LayerSource, count: Int)] {
    var all = try inputs.sources(digests)
    var further = place.pointSources.map { (role: "points", source: $0.source, count: $0.count) }
    if let path = request.standardPath {
      further.append(
        ("standard", LayerSource(path: path, driver: "JSON5"), request.standard.rules.count))
    }
    for index in further.indices { try digests.fill(&further[index].source) }
    all += further
    return all
  }

  private static let reading = LocalizedText("reading", zh: "读取数据")
  private static let checking = LocalizedText("checking rules", zh: "逐条核对")
  private static let writing = LocalizedText("writing", zh: "写出结果")

  private func refuseInputsAsOutputs() throws {
    let inputs = request.inputPaths.compactMap { try? LayerPlace($0).path }
    for path in [request.outputs.blocks, request.outputs.stations].compactMap({ $0 })
    where path != "-" { try OutputTarget(path).refuse(inputs: inputs) }
    for path in [request.outputs.summary, request.outputs.timings].compactMap({ $0 }) {
      try OutputTarget(format: .geoJSON, path: path).refuse(inputs: inputs)
    }
  }
}

extension CheckRequest {
  /// With the groups of the standard's rules among the people read, and hours where they are asked for.
  fileprivate var completed: CheckRequest {
    var request = self
    let used = standard.rules.compactMap { rule -> String? in
      if case .group(let id) = rule.who { id } else { nil }
    }
    request.place.groups = standard.groups.filter { used.contains($0.id) }.map {
      PeopleGroup(
        name: $0.id, field: $0.field, profile: "custom",
        speed: $0.speed ?? place.settings.speed)
    }
    if place.opening?.moment == nil {
      request.place.opening =
        standard.asksForHours ? place.opening ?? OpeningRequest(at: nil) : nil
    }
    return request
  }
}

/// Makes a `CheckPlace` of what was read.
struct CheckPlaceReader {
  let request: CheckRequest
  let inputs: CoverageInputs

  init(_ request: CheckRequest, _ inputs: CoverageInputs) {
    self.request = request
    self.inputs = inputs
  }

  func read(_ ledger: inout Ledger) throws -> CheckPlace {
    let overview = try CoverageFindings.find(
      request.place, inputs, &ledger, streetsDone: {}, progress: { _ in })
    let population = Array(overview.table.population)
    let catalog = try StationCatalog(
      inputs.stations, request.stationFields, opening: request.place.opening,
      threads: request.threads, ledger: &ledger)
    let scope = try BlockScope(
      request.standard.exclusions, inputs.blocks, population: population,
      standard: request.standardName, threads: request.threads)
    let people = try RulePeopleSource(
      request, inputs, population: population, ledger: &ledger)
    recordAliases(scope, &ledger)
    return CheckPlace(
      request: request.place, inputs: inputs, catalog: catalog, scope: scope, people: people,
      overview: overview, fields: try fields(catalog, scope, &ledger))
  }

  /// Notes the standard's field names that the blocks have under another common name.
  private func recordAliases(_ scope: BlockScope, _ ledger: inout Ledger) {
    var names = request.standard.levels.map(\.field) + request.standard.groups.map(\.field)
    for rule in request.standard.rules {
      if case .field(let field) = rule.within { names.append(field) }
      if case .areas(let field, _) = rule.counted { names.append(field) }
    }
    for name in Set(names).sorted() {
      if let found = scope.found(name), found != name {
        ledger.record(
          .fieldChosen, Subject(file: inputs.blocks.source.path), detail: "\(name): \(found)")
      }
    }
  }

  /// Values of every field that limits who serves whom.
  private func fields(
    _ catalog: StationCatalog, _ scope: BlockScope, _ ledger: inout Ledger
  ) throws -> [String: CheckPlace.FieldPair] {
    var wanted: [(field: String, rule: String, isOptional: Bool)] = []
    for rule in request.standard.rules {
      if case .field(let field) = rule.within { wanted.append((field, rule.id, rule.isOptional)) }
    }
    if let sharing = request.standard.analyses.sharing {
      wanted += [sharing.ownField, sharing.clusterField].map { ($0, "sharing", true) }
    }
    var pairs: [String: CheckPlace.FieldPair] = [:]
    for (field, id, isOptional) in wanted where pairs[field] == nil {
      let rule = RuleName(standard: request.standardName, id: id)
      do {
        pairs[field] = try pair(field, rule, catalog, scope, &ledger)
      } catch let error as AnalysisError where isOptional && error.kind == .badData { continue }
    }
    return pairs
  }

  private func pair(
    _ field: String, _ rule: RuleName, _ catalog: StationCatalog, _ scope: BlockScope,
    _ ledger: inout Ledger
  ) throws -> CheckPlace.FieldPair {
    let blocks = try scope.texts(field, rule)
    var stations = (try? catalog.texts(field, rule)) ?? inputs.stations.ids.map { _ in nil }
    let locator = BlockLocator(inputs.blocks.layer)
    for (station, places) in inputs.stations.places.enumerated() where stations[station] == nil {
      guard let block = places.lazy.compactMap({ locator.block(at: $0) }).first else { continue }
      stations[station] = blocks[Int(block)]
      ledger.record(
        .stationAreaFromBlock, inputs.stations.subjects[station], detail: field)
    }
    return CheckPlace.FieldPair(blocks: blocks, stations: stations)
  }
}
