import Coverage
import Layers
import Model
import Schedules
import Synchronization

/// A run whose inputs stay in memory, to be asked again with other stations and settings.
///
/// Every answer is that of `coverage` on the saved scenario: the same reading of stations, the same engine, the same
/// columns. Only what neither stations nor settings change is kept between answers: blocks, people, the street index.
/// Answers may be asked for from any thread; they are computed one after another, each on all threads of the run.
public final class WhatIfModel: Sendable {
  public let request: CoverageRequest
  let inputs: CoverageInputs
  let stations: ScenarioStations
  /// What was noticed while the inputs were read, and of the run as it is.
  public let ledger: Ledger
  /// Tiers and services of the stations.
  public var choices: StationChoices { stations.choices }
  /// The settings of the command line.
  public let settings: ScenarioSettings
  /// Seconds of reading, and of computing the run as it is.
  public let times: StageTimes
  private let memory: Mutex<Memory>
  /// Whole results are written one at a time: each is a run of its own.
  let writing = Mutex(())

  /// What earlier answers left behind.
  private struct Memory: Sendable {
    /// Of the run's own stations, by settings, the latest last.
    var originals: [(settings: ScenarioSettings, answer: WhatIfAnswer)] = []
    /// Whatever answer was first: for what depends on blocks and streets alone.
    var first: CoverageFindings?
  }

  /// Answers of the run's own stations that are kept.
  private static let keptOriginals = 6

  /// Reads all inputs and computes the run as it is.
  ///
  /// - Throws: `AnalysisError`, as `CoverageRun`.
  public init(_ request: CoverageRequest, progress: (Double) -> Void = { _ in }) throws {
    try request.settings.check()
    var ledger = Ledger()
    var clock = Stopwatch()
    var times = StageTimes()
    // Filters and times are settings here: every station is read.
    var whole = request
    for index in whole.stations.indices { whole.stations[index].filter = nil }
    whole.opening = nil
    let inputs = try CoverageInputs.read(whole, progress: progress, &ledger)
    times.read = clock.lap()
    let filters = Set(request.stations.map(\.filter))
    self.request = request
    self.inputs = inputs
    stations = try ScenarioStations(
      inputs.stations, blocks: inputs.blocks, within: request.within, threads: request.threads,
      ledger: &ledger)
    settings = ScenarioSettings(
      measures: request.settings, filter: filters.first ?? nil, moment: request.opening?.moment)
    var first = Memory()
    let (answer, found) = try Self.compute(
      Scenario(), settings, request, inputs, stations, reusing: nil, &ledger)
    first.originals = [(settings, answer)]
    first.first = found
    memory = Mutex(first)
    self.ledger = ledger
    times.compute = clock.lap()
    self.times = times
  }

  /// The answer for the run's own stations under some settings.
  ///
  /// - Throws: `AnalysisError` of kind 64 or 65 for settings or stations that `coverage` would refuse.
  public func original(_ settings: ScenarioSettings) throws -> WhatIfAnswer {
    try memory.withLock { memory in try original(settings, &memory) }
  }

  /// The answer for a scenario, with that for the run's own stations under the same settings.
  ///
  /// - Throws: as `original`, and 64 for a station that the run does not have.
  public func answer(
    _ scenario: Scenario, _ settings: ScenarioSettings
  ) throws -> (now: WhatIfAnswer, before: WhatIfAnswer) {
    try memory.withLock { memory in
      let before = try original(settings, &memory)
      if scenario.isEmpty { return (before, before) }
      return (try compute(scenario, settings, &memory), before)
    }
  }

  private func original(
    _ settings: ScenarioSettings, _ memory: inout Memory
  ) throws -> WhatIfAnswer {
    if let known = memory.originals.firstIndex(where: { $0.settings == settings }) {
      let entry = memory.originals.remove(at: known)
      memory.originals.append(entry)
      return entry.answer
    }
    let answer = try compute(Scenario(), settings, &memory)
    if memory.originals.count == Self.keptOriginals { memory.originals.removeFirst() }
    memory.originals.append((settings, answer))
    return answer
  }

  private func compute(
    _ scenario: Scenario, _ settings: ScenarioSettings, _ memory: inout Memory
  ) throws -> WhatIfAnswer {
    try settings.measures.check()
    var ledger = Ledger()
    let (answer, found) = try Self.compute(
      scenario, settings, request, inputs, stations, reusing: memory.first, &ledger)
    // A run begun without times has not walked yet.
    if memory.first?.streets == nil, found.streets != nil { memory.first = found }
    return answer
  }

  /// The stations of a scenario as the file it is saved as.
  ///
  /// - Throws: 64 for a station that the run does not have.
  public func stationsGeoJSON(_ scenario: Scenario) throws -> String {
    try stations.geoJSON(scenario)
  }

  private static func compute(
    _ scenario: Scenario, _ settings: ScenarioSettings, _ request: CoverageRequest,
    _ inputs: CoverageInputs, _ stations: ScenarioStations, reusing first: CoverageFindings?,
    _ ledger: inout Ledger
  ) throws -> (answer: WhatIfAnswer, found: CoverageFindings) {
    let (asked, layer) = try Self.asked(scenario, settings, request, stations, &ledger)
    var inputs = inputs
    inputs.stations = try StationInput.read(
      layer, asked.stations[0], within: asked.within, extraField: asked.stationExtraField,
      opening: asked.opening, threads: asked.threads, ledger: &ledger)
    let found = try CoverageFindings.find(asked, inputs, reusing: first, &ledger)
    return (WhatIfAnswer(found, inputs, ledger), found)
  }

  /// The run on the saved scenario, and the layer its stations are.
  private static func asked(
    _ scenario: Scenario, _ settings: ScenarioSettings, _ request: CoverageRequest,
    _ stations: ScenarioStations, _ ledger: inout Ledger
  ) throws -> (CoverageRequest, Layer) {
    let text = try stations.geoJSON(scenario)
    if stations.originals.count == scenario.removed.count && scenario.added.isEmpty {
      throw AnalysisError(
        .badData, .none, LocalizedText("no station is left", zh: "没有剩下任何站点"),
        hint: LocalizedText("add one", zh: "请添加站点"))
    }
    let asked = asked(settings, of: request, stationsAt: ScenarioStations.fileName)
    let layer = try GeoJSONReader.read(
      bytes: Array(text.utf8), asked.stations[0].layer, ledger: &ledger)
    return (asked, layer)
  }

  /// The run as it would be asked for on the command line with the scenario's file.
  static func asked(
    _ settings: ScenarioSettings, of request: CoverageRequest, stationsAt path: String
  ) -> CoverageRequest {
    var asked = request
    let file = LayerRequest(role: .stations, path: path, threads: request.threads)
    asked.stations = [
      CoverageRequest.Input(file, filter: settings.filter)
    ]
    asked.settings = settings.measures
    asked.opening = settings.moment.map {
      OpeningRequest(at: $0, field: request.opening?.field, unknown: request.opening?.unknown)
    }
    asked.outputs = CoverageRequest.Outputs()
    return asked
  }
}
