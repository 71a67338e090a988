import Layers
import Model
import Streets

/// The streets of a run as a graph: read, cut at barriers, given their slope.
struct StreetInput: Sendable {
  let graph: StreetGraph
  /// The streets' file; its digest is filled in like that of every input.
  let source: LayerSource
  /// Ways or lines in the file.
  let count: Int
  /// All files read, the streets first, as the manifest lists them.
  let sources: [(role: String, source: LayerSource, count: Int)]
  /// False where footways and roads look alike: a line layer without `highway`.
  let knowsFootways: Bool

  /// Reads the streets and all that changes them. The result does not depend on `threads`.
  ///
  /// - Throws: 64 for options a saved graph or an extract cannot follow, 65 for content that is unusable (no walkable
  ///   street, damage, another geometry), 66 for a path that cannot be opened.
  static func read(
    _ request: StreetRequest, threads: Int, ledger: inout Ledger
  ) throws -> StreetInput {
    try LargeBlocks.reusing { try readAnew(request, threads, &ledger) }
  }

  private static func readAnew(
    _ request: StreetRequest, _ threads: Int, _ ledger: inout Ledger
  ) throws -> StreetInput {
    let path = request.streets.layer.path
    let kind = StreetFileKind.of(path)
    try refuseIdleOptions(request, kind)
    let barriers = try BarrierInput.read(request, threads: threads, ledger: &ledger)
    if kind == .graph { return try open(request, barriers, threads, &ledger) }
    var (segments, source, count, knows) = try segments(request, kind, threads, &ledger)
    let subject = Subject(file: source.path)
    var sources = [(role: "streets", source: source, count: count)] + barriers.sources
    if let rules = request.walkRulesPath {
      sources.append(("walk-rules", LayerSource(path: rules, driver: "JSON5"), 1))
    }
    if let elevation = request.elevation {
      let input = try ElevationInput(elevation)
      sources.append(input.source)
      input.apply(to: &segments, subject, ledger: &ledger)
    }
    barriers.cut(&segments, subject, ledger: &ledger)
    let graph = StreetGraphBuilder.build(consume segments, threads: threads)
    let input = StreetInput(
      graph: graph, source: source, count: count, sources: sources, knowsFootways: knows)
    input.record(&ledger)
    return input
  }

  private static func segments(
    _ request: StreetRequest, _ kind: StreetFileKind, _ threads: Int, _ ledger: inout Ledger
  ) throws -> (StreetSegments, LayerSource, Int, Bool) {
    let path = request.streets.layer.path
    if kind == .layer {
      let layer = try StreetLayer.read(
        request.streets, rules: request.rules, threads: threads, ledger: &ledger)
      return (layer.segments, layer.source, layer.count, layer.knowsFootways)
    }
    let extract = try StreetExtract.read(path: path, rules: request.rules, threads: threads)
    ledger.merge(extract.ledger)
    let source = LayerSource(
      path: path, layerName: "ways", driver: "OSM", coordinateSystemChoice: .file)
    return (extract.segments, source, extract.segments.facts.ways, true)
  }

  /// A saved graph; barriers and gates can still cut it.
  private static func open(
    _ request: StreetRequest, _ barriers: BarrierInput, _ threads: Int, _ ledger: inout Ledger
  ) throws -> StreetInput {
    let path = request.streets.layer.path
    var graph = try StreetGraph.open(path, threads: threads)
    if !barriers.isEmpty {
      var segments = StreetSegments(graph)
      barriers.cut(&segments, Subject(file: path), ledger: &ledger)
      graph = StreetGraphBuilder.build(consume segments, threads: threads)
    }
    let source = LayerSource(
      path: path, layerName: "graph", driver: "LCG", encoding: "",
      coordinateSystemChoice: .file)
    let input = StreetInput(
      graph: graph, source: source, count: graph.facts.ways,
      sources: [("streets", source, graph.facts.ways)] + barriers.sources,
      knowsFootways: graph.facts.rules != StreetLayer.everyLine)
    input.record(&ledger)
    return input
  }

  /// Options that would be passed over are refused: each says something the result would not follow.
  private static func refuseIdleOptions(
    _ request: StreetRequest, _ kind: StreetFileKind
  ) throws {
    let layer = request.streets.layer
    var idle: [String] = []
    if kind == .graph {
      if !request.keepsPrivate { idle.append("--private no") }
      if request.walkRulesPath != nil { idle.append("--walk-rules") }
      if request.elevation != nil { idle.append("--elevation") }
      if let first = idle.first { throw builtIn(first, layer.path) }
    }
    if kind == .layer { return }
    if layer.coordinateSystem != nil { idle.append("--streets-crs") }
    if layer.encoding != nil { idle.append("--streets-encoding") }
    if request.streets.filter != nil { idle.append("--streets-where") }
    guard let first = idle.first else { return }
    throw AnalysisError(
      .usage, Subject(file: layer.path),
      LocalizedText("\(first) is only for layers of lines", zh: "\(first) 只适用于线图层"),
      hint: LocalizedText("leave it out", zh: "请去掉该选项"))
  }

  private static func builtIn(_ option: String, _ path: String) -> AnalysisError {
    AnalysisError(
      .usage, Subject(file: path),
      LocalizedText(
        "\(option) comes too late for a graph that is already built",
        zh: "路网已预先构建，\(option) 不再起作用"),
      hint: LocalizedText(
        "build it so: lifecircle network build STREETS \(option) … -o \(PathName.last(path))",
        zh: "请在构建时给出：lifecircle network build 路网文件 \(option) … -o \(PathName.last(path))"))
  }
}

extension StreetInput {
  /// Below this share of footway the source holds motor roads only.
  private static let leastFootwayShare = 0.01

  /// What the finished network is like.
  private func record(_ ledger: inout Ledger) {
    let subject = Subject(file: source.path)
    let facts = graph.facts
    ledger.record(
      .streetsRead, subject,
      detail: LocalizedText(
        "\(facts.walkableWays) of \(facts.ways) ways walkable, "
          + "\(Self.whole(facts.metres)) m, \(graph.nodeCount) nodes, \(graph.edgeCount) edges",
        zh: "\(facts.ways) 条道路中 \(facts.walkableWays) 条可步行，"
          + "共 \(Self.whole(facts.metres)) 米，\(graph.nodeCount) 个节点，\(graph.edgeCount) 条边"))
    let stubs = unusableComponents
    if stubs.count > 0 {
      ledger.record(
        .streetsNotConnected, count: stubs.count, subject,
        detail: LocalizedText(
          "\(Self.whole(stubs.metres)) m in all", zh: "共 \(Self.whole(stubs.metres)) 米"))
    }
    if knowsFootways, facts.footwayMetres < Self.leastFootwayShare * facts.metres {
      ledger.record(
        .networkWithoutFootways, subject,
        detail: LocalizedText(
          "\(Self.whole(facts.footwayMetres)) m of \(Self.whole(facts.metres)) m",
          zh: "\(Self.whole(facts.metres)) 米中仅 \(Self.whole(facts.footwayMetres)) 米"))
    }
    if facts.frame == nil { ledger.record(.networkFrameUnknown, subject) }
  }

  /// Components too small to be used: how many, and the length of their streets.
  var unusableComponents: (count: Int, metres: Double) {
    let unusable = graph.componentMetres.indices.filter {
      !graph.isUsable(component: UInt32($0))
    }
    return (unusable.count, unusable.reduce(0) { $0 + graph.componentMetres[$1] })
  }

  private static func whole(_ metres: Double) -> String { String(Int64(metres.rounded())) }
}
