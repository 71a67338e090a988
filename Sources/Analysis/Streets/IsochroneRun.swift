import Export
import Layers
import Model
import Streets

/// Walking-time polygons around stations: stations and streets in, one feature a station and limit out.
public struct IsochroneRun {
  private let request: IsochroneRequest
  private let language: Language
  private let progress: @Sendable (LocalizedText, Double) -> Void

  /// - Parameter progress: called with a stage and a fraction 0…1, from any thread.
  public init(
    _ request: IsochroneRequest, language: Language,
    progress: @escaping @Sendable (LocalizedText, Double) -> Void = { _, _ in }
  ) {
    self.request = request
    self.language = language
    self.progress = progress
  }

  /// Runs all stages and writes the output, or nothing.
  ///
  /// - Throws: `AnalysisError`; 65 when no station comes to a street.
  public func run() throws -> IsochroneOutcome {
    var ledger = Ledger()
    var times = StageTimes()
    var clock = Stopwatch()
    progress(Self.reading, 0)
    let digests = InputDigests(paths: request.inputPaths)
    let stations = try StationInput.read(
      request.stations, within: nil, extraField: request.stationExtraField,
      opening: request.opening, threads: request.threads, ledger: &ledger)
    if stations.places.isEmpty, let opening = request.opening {
      throw opening.nothingOpen(Subject(file: request.stations.first?.layer.path), stations)
    }
    let streets = try StreetInput.read(
      request.streets, threads: request.threads, ledger: &ledger)
    progress(Self.reading, 1)
    times.read = clock.lap()

    progress(Self.computing, 0)
    let index = StreetIndex(
      streets.graph, legBarriers: request.streets.legBarriers, threads: request.threads)
    let entrances = StationEntrances(
      stations, index: index, snapMetres: request.streets.snapMetres, speed: request.speed,
      dispatchMinutes: request.dispatchMinutes, ledger: &ledger)
    let joining = clock.lap()
    let drawing = try IsochroneDrawing(
      request, streets.graph, index, entrances, stations, ledger: &ledger)
    if drawing.rows.isEmpty { throw nothingReached(stations, entrances) }
    progress(Self.computing, 1)
    times.compute = joining + clock.lap()
    times.streets = joining + drawing.preparingSeconds

    progress(Self.writing, 0)
    if let path = request.output {
      try write(drawing, path, try inputs(stations, streets, digests), &ledger)
    }
    times.write = clock.lap()
    progress(Self.writing, 1)
    return IsochroneOutcome(
      ledger: ledger, rows: drawing.rows, stations: stations.ids.count,
      withoutStreet: entrances.reasons.count { $0 != nil }, fidelity: drawing.fidelity,
      times: times)
  }

  private static let reading = LocalizedText("reading", zh: "读取数据")
  private static let computing = LocalizedText("drawing isochrones", zh: "绘制等时圈")
  private static let writing = LocalizedText("writing", zh: "写出结果")

  private func inputs(
    _ stations: StationInput, _ streets: StreetInput, _ digests: InputDigests
  ) throws -> [(role: String, source: LayerSource, count: Int)] {
    var all = stations.sources.map { (role: "stations", source: $0.source, count: $0.count) }
    all += streets.sources
    for index in all.indices { try digests.fill(&all[index].source) }
    return all
  }

  private func write(
    _ drawing: IsochroneDrawing, _ path: String,
    _ inputs: [(role: String, source: LayerSource, count: Int)], _ ledger: inout Ledger
  ) throws {
    var options = ExportOptions()
    options.threads = request.threads
    options.language = language
    options.layerName = "isochrones"
    let request = request
    let fidelity = drawing.fidelity
    let cells = drawing.cells.used
    options.manifest = { ledger in
      IsochroneManifest(
        request: request, inputs: inputs, fidelity: fidelity, cells: cells, ledger: ledger
      ).json
    }
    try Exporter.write(
      drawing.table, to: OutputTarget(path), options: options, ledger: &ledger)
  }

  private func nothingReached(
    _ stations: StationInput, _ entrances: StationEntrances
  ) -> AnalysisError {
    let lost = entrances.reasons.compactMap { $0 }
    let subject = stations.subjects.first ?? .none
    if lost.isEmpty {
      return AnalysisError(
        .badData, subject,
        LocalizedText(
          "no station reaches its street within the minutes asked for", zh: "在给定时间内，所有站点都走不到道路"),
        hint: LocalizedText("give more --minutes", zh: "请增大 --minutes"))
    }
    let barred = lost.count { $0 == "barrier" }
    let metres = request.streets.snapMetres.formatted
    return AnalysisError(
      .badData, subject,
      LocalizedText(
        "none of \(lost.count) stations comes to a street within \(metres) m (\(barred) behind a barrier)",
        zh: "\(lost.count) 个站点在 \(metres) 米内均不能到达道路（其中 \(barred) 个被屏障阻挡）"),
      hint: LocalizedText(
        "do --stations and --streets lie in the same place; else raise --snap",
        zh: "请检查 --stations 与 --streets 是否在同一地区，或增大 --snap"))
  }
}

extension Double {
  /// Without a fraction that is zero.
  fileprivate var formatted: String { self == rounded() ? String(Int(self)) : String(self) }
}
