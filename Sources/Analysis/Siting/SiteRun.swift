import Export
import Layers
import Model
import Siting

/// What a siting run found.
public struct SiteOutcome: Sendable {
  public var ledger: Ledger
  public var overview: SiteOverview
  public var times: StageTimes
  /// Why nothing could be chosen; the summary is written all the same.
  public var failure: AnalysisError?
  /// Where each chosen site stands, by rank, WGS 84 degrees; nil without geometry.
  var places: [Coordinate?] = []
  /// The answer on the ground; nil for ready costs and where nothing could be chosen.
  var chosen: Chosen?

  /// An answer with the candidates it is about.
  struct Chosen: Sendable {
    var answer: SiteAnswer
    var candidates: CandidateSet
  }
}

/// People, places and candidates in; chosen sites, a bound and a recount out.
public struct SiteRun {
  private let request: SiteRequest
  private let language: Language
  private let progress: @Sendable (LocalizedText, Double) -> Void

  /// - Parameter progress: called with a stage and a fraction 0…1, from any thread.
  public init(
    _ request: SiteRequest, language: Language,
    progress: @escaping @Sendable (LocalizedText, Double) -> Void = { _, _ in }
  ) {
    self.request = request
    self.language = language
    self.progress = progress
  }

  /// Runs all stages and writes all outputs, or none.
  ///
  /// - Throws: `AnalysisError`, see its kinds. Where no choice satisfies the model nothing is thrown: the outcome's
  ///   `failure` says why, and only the summary is written.
  public func run() throws -> SiteOutcome {
    var ledger = Ledger()
    var times = StageTimes()
    try refuseInputsAsOutputs()
    let digests = InputDigests(paths: request.inputPaths)
    var clock = Stopwatch()
    var prepared = try prepare(&ledger, &times)
    for index in prepared.sources.indices { try digests.fill(&prepared.sources[index].source) }
    _ = clock.lap()

    for subject in prepared.instance.existingUnlimited {
      ledger.record(.existingUnlimited, subject)
    }
    progress(Self.solving, 0)
    let solving = try SiteSolving(request, prepared.instance)
    let answer = try solving.run()
    Self.record(answer, request, &ledger)
    var summary = SiteSummary(request: request, instance: prepared.instance, answer: answer)
    if answer.failure == nil {
      summary.recount = try prepared.ground?.recount(answer, ledger: &ledger)
    }
    progress(Self.solving, 1)
    times.compute += clock.lap()

    progress(Self.writing, 0)
    try SiteOutputs(request: request, language: language, prepared: prepared)
      .write(&summary, &ledger)
    times.write = clock.lap()
    progress(Self.writing, 1)
    return SiteOutcome(
      ledger: ledger, overview: SiteOverview(summary, names: prepared.names), times: times,
      failure: answer.failure, places: answer.ranked.map { prepared.layer.place(of: $0.site) },
      chosen: answer.failure == nil
        ? prepared.ground.map { .init(answer: answer, candidates: $0.candidates) } : nil)
  }

  private static let reading = LocalizedText("reading", zh: "读取数据")
  private static let reaching = LocalizedText("finding who is reached", zh: "计算可达范围")
  private static let solving = LocalizedText("solving", zh: "求解")
  private static let writing = LocalizedText("writing", zh: "写出结果")

  private func prepare(
    _ ledger: inout Ledger, _ times: inout StageTimes
  ) throws -> SitePrepared {
    progress(Self.reading, 0)
    var clock = Stopwatch()
    switch request.input {
    case .matrix(let matrix):
      let input = try MatrixInput.read(matrix, threads: request.threads, ledger: &ledger)
      let prepared = try input.prepared(request, matrix, &ledger)
      times.read = clock.lap()
      return prepared
    case .places(let places):
      let ground = try SiteGround.read(places, request, &ledger)
      times.read = clock.lap()
      progress(Self.reaching, 0)
      let prepared = try ground.prepared(request, &ledger, &times)
      times.compute = clock.lap()
      return prepared
    }
  }

  /// What the user should know of the answer.
  private static func record(
    _ answer: SiteAnswer, _ request: SiteRequest, _ ledger: inout Ledger
  ) {
    if answer.failure != nil { return }
    if answer.solution.status == .feasible {
      ledger.record(
        .notProvenOptimal, .none,
        detail: "\(rounded(answer.solution.objective)) / \(rounded(answer.solution.bound))")
    }
    if let new = request.new, request.budget == nil, answer.ranked.count < new {
      ledger.record(.fewerStationsSuffice, .none, detail: "\(answer.ranked.count) / \(new)")
    }
  }

  /// At most two decimals, for people to read.
  static func rounded(_ value: Double) -> String {
    MatrixFailure.plain((value * 100).rounded() / 100)
  }

  private func refuseInputsAsOutputs() throws {
    let inputs = request.inputPaths.compactMap { try? LayerPlace($0).path }
    if let path = request.outputs.sites, path != "-" {
      try OutputTarget(path).refuse(inputs: inputs)
    }
    for path in [request.outputs.summary, request.outputs.timings].compactMap({ $0 }) {
      try OutputTarget(format: .geoJSON, path: path).refuse(inputs: inputs)
    }
  }
}
