import Geometry
import Layers
import Model
import Streets

/// Streets from a layer of lines: joined at nodes where they meet on the same level.
struct StreetLayer {
  /// What `NetworkFacts.rules` says of a layer whose lines are all walked.
  static let everyLine = "every line"

  var segments: StreetSegments
  var source: LayerSource
  /// Features in the file, before the filter.
  var count: Int
  /// The layer says which lines are footways.
  var knowsFootways: Bool

  static func read(
    _ input: CoverageRequest.Input, rules: WalkRules, threads: Int, ledger: inout Ledger
  ) throws -> StreetLayer {
    var layer = try readLayer(input.layer, ledger: &ledger)
    let count = layer.count
    if let filter = input.filter {
      layer = try LayerFilter.apply(
        filter, to: layer, option: "--streets-where", code: .filteredStreets, ledger: &ledger)
    }
    let source = layer.source
    try requireLines(layer, ledger: &ledger)
    try layer.reprojectToWGS84(threads: threads)
    let walk = try LayerWalk(layer, rules, threads: threads, ledger: &ledger)
    let lines = try lines(layer, walk, &ledger)
    if lines.count == 0 { throw nothingWalkable(layer, lines) }
    var segments = try lines.segments(threads: threads)
    segments.facts.rules = walk.name
    segments.facts.source = PathName.last(source.path)
    record(lines, source, &ledger)
    return StreetLayer(
      segments: segments, source: source, count: count, knowsFootways: walk.knowsFootways)
  }

  private static func lines(
    _ layer: Layer, _ walk: LayerWalk, _ ledger: inout Ledger
  ) throws -> StreetLines {
    var lines = StreetLines()
    for chunk in layer.chunks {
      for offset in 0..<chunk.count where chunk.shapes.kinds[offset].isLineal {
        let subject = Subject(file: layer.source.path, row: chunk.row(offset))
        let way = walk.walk(chunk.firstIndex + offset)
        for part in chunk.shapes.parts(of: offset) {
          for ring in chunk.shapes.rings(of: part) {
            let range = chunk.shapes.coordinates(of: ring)
            try lines.append(
              coordinates: chunk.shapes.coordinates[range], walk: way, subject: subject)
          }
        }
      }
    }
    return lines
  }

  /// Streets may come in formats that no other layer has: the hint says so.
  private static func readLayer(_ request: LayerRequest, ledger: inout Ledger) throws -> Layer {
    do {
      return try LayerReader.read(request, ledger: &ledger)
    } catch var error as AnalysisError where error.hint == LayerReader.formatHint {
      error.hint = LocalizedText(
        "give .osm.pbf, .osm, .lcg, GeoJSON, Shapefile, GeoPackage, FlatGeobuf or KML",
        zh: "请用 .osm.pbf、.osm、.lcg、GeoJSON、Shapefile、GeoPackage、FlatGeobuf 或 KML")
      throw error
    }
  }

  private static func record(
    _ lines: StreetLines, _ source: LayerSource, _ ledger: inout Ledger
  ) {
    let subject = Subject(file: source.path)
    if lines.notWalked > 0 { ledger.record(.streetsNotWalked, count: lines.notWalked, subject) }
    if lines.withoutLength > 0 {
      ledger.record(.streetsWithoutLength, count: lines.withoutLength, subject)
    }
  }

  /// A layer without a single line is the wrong file; other shapes among lines are counted.
  private static func requireLines(_ layer: Layer, ledger: inout Ledger) throws {
    if layer.count == 0 {
      throw AnalysisError(
        .badData, Subject(file: layer.source.path),
        LocalizedText("the layer has no features", zh: "图层中没有任何要素"),
        hint: LocalizedText("give a file with streets", zh: "请提供包含道路的文件"))
    }
    let seen = try ShapeKinds.require(
      layer, LocalizedText("streets must be lines", zh: "道路必须是线"),
      hint: LocalizedText(
        "give an .osm.pbf extract or a layer of street lines", zh: "请提供 .osm.pbf 路网文件或道路线图层")
    ) { $0.isLineal }
    seen.record(.streetNotLine, in: &ledger)
  }

  private static func nothingWalkable(_ layer: Layer, _ lines: StreetLines) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: layer.source.path),
      LocalizedText(
        "none of its \(lines.given) lines is a walkable street",
        zh: "其中 \(lines.given) 条线均非可步行的道路"),
      hint: LocalizedText(
        "see --walk-rules and --private for what counts as walkable",
        zh: "可步行的判定见 --walk-rules 和 --private"))
  }
}

/// How the lines of one layer are walked: by its tags, or all alike where it has none.
private struct LayerWalk {
  private let tags: StreetTags
  private let rules: WalkRulesForLines
  /// The layer tells what kind of street a line is.
  let knowsFootways: Bool

  init(_ layer: Layer, _ rules: WalkRules, threads: Int, ledger: inout Ledger) throws {
    self.rules = WalkRulesForLines(rules: rules)
    tags = try StreetTags(layer, keys: self.rules.keys, threads: threads)
    knowsFootways = tags.known.contains("highway")
    let subject = Subject(file: layer.source.path)
    if knowsFootways {
      ledger.record(
        .streetTagsFound, subject, detail: tags.origins.joined(separator: ", "))
    } else {
      ledger.record(.everyLineWalked, subject, detail: "\(layer.count)")
    }
  }

  /// What `NetworkFacts.rules` says.
  var name: String { knowsFootways ? rules.rules.name : StreetLayer.everyLine }

  func walk(_ index: Int) -> LineWalk? {
    let own = tags.tags(index)
    return knowsFootways ? rules.walk(own) : EveryLineWalks().walk { own[$0] }
  }
}
