import Layers
import Maps
import Model
import Streets

/// What lies under the results: streets, railways and water, WGS 84 degrees.
struct BaseMap: Sendable {
  private var streets: [(shape: [Coordinate], street: StreetClass)] = []
  private var rivers: [(shape: [Coordinate], isStream: Bool)] = []
  private var water = ShapeColumn()
  /// A saved graph knows neither water nor railways.
  private var isGraph = false
  /// To be printed on every map that shows it.
  private(set) var attributions: [String] = []

  /// Reads an extract (`.osm.pbf`, `.osm`) with streets, railways and water, or a saved graph (`.lcg`), which has
  /// streets only and knows footways from other streets but no further classes.
  ///
  /// - Parameter blocks: what the map shows; the base reaches as far again on every side, since frames are wider
  ///   than what they must show.
  /// - Throws: 64 for another kind of file, 65 and 66 as its reader does.
  static func read(_ path: String, around blocks: Layer, threads: Int) throws -> BaseMap {
    let box = BoundingBox.around(blocks, 0..<blocks.count)
    let side = max(box.maxX - box.minX, box.maxY - box.minY, 0.01)
    let wide = BoundingBox(
      minX: box.minX - side, minY: box.minY - side, maxX: box.maxX + side, maxY: box.maxY + side)
    switch StreetFileKind.of(path) {
    case .extract: return BaseMap(try ExtractBase(path: path, within: wide))
    case .graph: return BaseMap(try StreetGraph.open(path, threads: threads), within: wide)
    case .layer:
      throw AnalysisError(
        .usage, Subject(file: path),
        LocalizedText(
          "a base map is read from an extract or a saved graph", zh: "底图须来自 OSM 数据或已保存的路网"),
        hint: LocalizedText("give .osm.pbf, .osm or .lcg", zh: "请用 .osm.pbf、.osm 或 .lcg"))
    }
  }

  private init(_ extract: ExtractBase) {
    attributions = [MapScene.openStreetMap]
    water = extract.water
    for (index, kind) in extract.kinds.enumerated() {
      let shape = extract.lines.coordinateRange(of: index).map { extract.lines.coordinates[$0] }
      switch kind {
      case .street(let highway):
        if let street = StreetClass(highway: highway) { streets.append((shape, street)) }
      case .rail: streets.append((shape, .rail))
      case .river: rivers.append((shape, false))
      case .stream: rivers.append((shape, true))
      }
    }
  }

  /// The streets of a graph whose ends lie in a box.
  init(_ graph: StreetGraph, within box: BoundingBox) {
    isGraph = true
    // The graph's file says where it came from; only a layer of lines is surely not OpenStreetMap's.
    if StreetFileKind.of(graph.facts.source) != .layer || graph.facts.rules != StreetLayer.everyLine
    {
      attributions = [MapScene.openStreetMap]
    }
    for edge in 0..<graph.edgeCount {
      let shape = graph.shape(of: edge).map { Coordinate(x: $0.longitude, y: $0.latitude) }
      var own = BoundingBox.empty
      for place in shape { own.extend(x: place.x, y: place.y) }
      if !own.intersects(box) { continue }
      let isFootway = graph.edgeTraits[edge].intersection([.footway, .steps]).isEmpty == false
      streets.append((shape, isFootway ? .footway : .residential))
    }
  }

  // MARK: Layers

  private static let waterFill = MapColour(0xD5E5F0)
  private static let waterEdge = MapColour(0x6F9DC2)

  private static let waterStyle = MapStyle(fill: waterFill, stroke: waterEdge, strokeWidth: 0.12)
  private static let riverStyles = [
    MapStyle(
      stroke: waterFill, strokeWidth: 0.45,
      casing: MapStyle.Casing(colour: waterEdge, width: 0.6)),
    MapStyle(stroke: waterEdge, strokeWidth: 0.2),
  ]

  /// Water and streets in the plane of a map, lowest first.
  func layers(_ plane: MapPlane) -> [MapLayer] {
    let lines = rivers.map { river in
      MapLine(points: river.shape.map(plane.point), style: river.isStream ? 1 : 0)
    }
    let areas = (0..<water.count).map { MapArea(rings: plane.rings(water, $0), style: 0) }
    let roads = streets.map {
      MapStreet(points: $0.shape.map(plane.point), street: $0.street)
    }
    return [
      .lines(lines, styles: Self.riverStyles), .areas(areas, styles: [Self.waterStyle]),
      .streets(roads),
    ]
  }

  /// What a reader might miss on the map, and would take for not being there; nil: nothing.
  func gap(_ language: Language) -> String? {
    if !isGraph { return nil }
    return LocalizedText(
      "Base map: streets of a saved graph, which holds no water and no railways.",
      zh: "底图：取自已保存的路网，只有道路，不含水域与铁路。")[language]
  }

  /// What the base adds to the legend.
  func legend(_ language: Language) -> [LegendEntry] {
    var entries: [LegendEntry] = []
    func add(_ entry: (String) -> LegendEntry, _ text: LocalizedText) {
      entries.append(entry(text[language]))
    }
    if streets.contains(where: { $0.street != .rail }) {
      let style = MapStyle(
        stroke: .white, strokeWidth: 0.7, casing: .init(colour: MapColour(0x8C8C8C), width: 0.9))
      add({ .line(style, $0) }, LocalizedText("street", zh: "道路"))
    }
    if streets.contains(where: { $0.street == .rail }) {
      let style = MapStyle(
        stroke: .white, strokeWidth: 0.35, dashes: [1.6, 1.6],
        casing: .init(colour: MapColour(0x5A5A5A), width: 0.6))
      add({ .line(style, $0) }, LocalizedText("railway", zh: "铁路"))
    }
    if water.count > 0 || !rivers.isEmpty {
      add({ .area(Self.waterStyle, $0) }, LocalizedText("water", zh: "水域"))
    }
    return entries
  }
}
