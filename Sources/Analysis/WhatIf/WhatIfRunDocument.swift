import Coverage
import Export
import Geometry
import Layers
import Model

// What a page needs once: the run's settings and stations, its blocks, its streets.
extension WhatIfDocument {
  /// Settings, stations with all their attributes, and what was noticed on reading.
  public func run() -> String {
    let settings = model.settings
    let measures = settings.measures
    let engine = measures.engine
    let rules = engine.rules.map { "\($0.measureText)<\(BlockFlags.number($0.threshold))" }
    var members: [JSONValue.Member] = [
      .init("version", .string(ProductVersion.text)), .init("language", .string(language.rawValue)),
      .init("radius", .array(measures.radii.map { .number($0) })),
      .init("minutes", .array(measures.minutes.map { .number($0) })),
      .init("speed", .number(measures.speed)),
      .init("underserved", .string(rules.joined(separator: ","))),
      .init("where", settings.filter.map { .string($0) } ?? .null),
      .init("at", settings.moment.map { .string($0.description) } ?? .null),
      .init("walk_method", .string(model.inputs.streets == nil ? "detour" : "streets")),
      .init("attribution", attribution.map { .string($0) } ?? .null),
      .init("tiers", Self.choices(model.choices.tiers)),
      .init("services", Self.choices(model.choices.services)),
      .init("files", .array(files.map { .string($0) })),
      .init("population", .boolean(hasPopulation)),
    ]
    members.append(.init("notes", CoverageSummary.json(model.ledger, language)))
    let stations = model.stations.originals.map { station in
      let places = station.places.map {
        "[\(JSONText.shortest($0.longitude)),\(JSONText.shortest($0.latitude))]"
      }
      return "{\"id\":\(JSONText.quoted(station.id)),\"name\":"
        + (station.name.map(JSONText.quoted) ?? "null")
        + ",\"places\":[\(places.joined(separator: ","))],\"properties\":{\(Self.safe(station.properties))}}"
    }
    return JSONText.encode(.object(members)).dropLast()
      + ",\"stations\":[\(stations.joined(separator: ","))]}"
  }

  private static func choices(_ choices: [StationChoices.Choice]) -> JSONValue {
    .array(
      choices.map { choice in
        .object([
          .init("value", .string(choice.value)),
          .init("stations", .number(Double(choice.stations))),
          .init("where", .string(choice.condition)),
        ])
      })
  }

  /// JSON text that may also stand in a page: attributes are the file's own text.
  private static func safe(_ text: String) -> String {
    text.replacing("<", with: "\\u003c")
  }

  /// Whom a map with these streets must name; a saved graph is taken to be made of an extract.
  private var attribution: String? {
    let driver = model.inputs.streets?.source.driver
    return driver == "OSM" || driver == "LCG" ? "© OpenStreetMap contributors" : nil
  }

  /// Names of the files read, without folders.
  private var files: [String] {
    let paths = [model.request.blocks.layer.path] + model.request.stations.map(\.layer.path)
    return paths.map(PathName.last)
  }

  private var hasPopulation: Bool {
    model.inputs.blocks.population != nil || model.inputs.demand != nil
      || model.inputs.people.spread?.method == .raster
  }

  /// Blocks for a map: a feature a block in input order, with id, name and people, coordinates rounded the more the more
  /// there are.
  public func blocks() throws -> String {
    let blocks = model.inputs.blocks
    let columns = FieldColumns(layer: blocks.layer, threads: model.request.threads)
    let names = try blocks.nameField.map { try columns.texts($0) }
    let scale = Self.scale(coordinates: blocks.layer.coordinateCount)
    let parts = try Parallel.map(
      count: blocks.layer.chunks.count, threads: model.request.threads
    ) { number in
      let chunk = blocks.layer.chunks[number]
      return (0..<chunk.count).map { offset in
        let block = chunk.firstIndex + offset
        let people = blocks.population?[block] ?? model.inputs.demand?.people[block] ?? .nan
        return "{\"type\":\"Feature\",\"properties\":{\"id\":\(JSONText.quoted(blocks.ids[block])),"
          + "\"name\":\((names?[block]).map(JSONText.quoted) ?? "null"),"
          + "\"population\":\(people.isFinite ? JSONText.shortest(people) : "null")},\"geometry\":"
          + Outline(chunk.shapes, offset, scale).geoJSON + "}"
      }.joined(separator: ",\n")
    }
    return "{\"type\":\"FeatureCollection\",\"features\":[\n\(parts.joined(separator: ",\n"))\n]}\n"
  }

  /// Steps a degree: 0.1 m for a county, 1 m or 11 m where the map has more corners than a screen has points. Corners of
  /// neighbours are rounded alike, so no gap opens between them.
  private static func scale(coordinates: Int) -> Double {
    coordinates <= 400_000 ? 1e6 : coordinates <= 1_500_000 ? 1e5 : 1e4
  }

  /// Most places of streets that are sent for the map's background.
  private static let streetPlaces = 400_000

  /// Streets as one multiline; without any where there are none, or too many for a background.
  public func streets() -> String {
    var lines: [String] = []
    if let graph = model.inputs.streets?.graph,
      graph.shapePoints.count + 2 * graph.edgeCount <= Self.streetPlaces
    {
      lines.reserveCapacity(graph.edgeCount)
      for edge in 0..<graph.edgeCount {
        let places = graph.shape(of: edge).map { place in
          "[\(Self.degrees(place.longitude, 1e5)),\(Self.degrees(place.latitude, 1e5))]"
        }
        lines.append("[\(places.joined(separator: ","))]")
      }
    }
    return "{\"type\":\"MultiLineString\",\"coordinates\":[\(lines.joined(separator: ","))]}"
  }

  fileprivate static func degrees(_ value: Double, _ scale: Double) -> String {
    JSONText.shortest((value * scale).rounded() / scale)
  }

  /// One block's polygon with rounded corners.
  private struct Outline {
    let geoJSON: String

    init(_ shapes: ShapeColumn, _ feature: Int, _ scale: Double) {
      guard shapes.kinds[feature].isAreal else {
        geoJSON = "null"
        return
      }
      let parts = shapes.parts(at: feature).compactMap { rings -> String? in
        let kept = rings.compactMap { Self.ring($0, scale) }
        return kept.isEmpty ? nil : "[\(kept.joined(separator: ","))]"
      }
      geoJSON =
        "{\"type\":\"MultiPolygon\",\"coordinates\":[\(parts.joined(separator: ","))]}"
    }

    /// Nil where nothing of the ring is left.
    private static func ring(_ ring: [Coordinate], _ scale: Double) -> String? {
      var corners: [(x: Double, y: Double)] = []
      for place in ring {
        let corner = ((place.x * scale).rounded(), (place.y * scale).rounded())
        if let last = corners.last, last == corner { continue }
        corners.append(corner)
      }
      if corners.count < 4 { return nil }
      let texts = corners.map {
        "[\(JSONText.shortest($0.x / scale)),\(JSONText.shortest($0.y / scale))]"
      }
      return "[\(texts.joined(separator: ","))]"
    }
  }
}

extension UnderservedRule {
  /// `500m`, `15min`.
  fileprivate var measureText: String {
    switch measure {
    case .radius(let metres): "\(BlockFlags.number(metres))m"
    case .minutes(let time): "\(BlockFlags.number(time))min"
    }
  }
}

extension Layer {
  /// Corners of all features.
  fileprivate var coordinateCount: Int { chunks.reduce(0) { $0 + $1.shapes.coordinates.count } }
}
