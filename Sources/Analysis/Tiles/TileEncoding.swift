import Coverage
import Export
import Layers
import Model
import Streets

/// Makes the bytes of a tile: an archive of `tile.json`, `blocks.geojson`, `stations.geojson` and, where they matter,
/// `demand.geojson`, `mask.geojson`, `raster.bin` and `streets.lcg`. The same tile gives the same bytes.
struct TileEncoding {
  /// Grows when tiles of this version could not be read by others, or differently.
  static let version = 1

  let tile: Tile

  private var inputs: CoverageInputs { tile.inputs }

  /// - Throws: 65 when the tile is larger than an archive can be.
  func bytes() throws -> [UInt8] {
    var archive = StoredArchive()
    archive.add(Array((JSONText.encode(document) + "\n").utf8), name: "tile.json")
    archive.add(text(inputs.blocks.layer), name: "blocks.geojson")
    archive.add(stations(), name: "stations.geojson")
    if let demand = inputs.demand { archive.add(text(demand), name: "demand.geojson") }
    if let mask = inputs.people.spread as? MaskSpread {
      archive.add(text(mask.layer), name: "mask.geojson")
    }
    if let raster = inputs.people.spread as? RasterSpread {
      archive.add(cells(raster.grid), name: "raster.bin")
    }
    if let streets = inputs.streets {
      var bytes: [UInt8] = []
      try streets.graph.encoded { bytes.append(contentsOf: $0) }
      archive.add(bytes, name: "streets.lcg")
    }
    guard let bytes = archive.finished() else {
      throw AnalysisError(
        .badData, Subject(file: inputs.blocks.source.path, id: tile.scope.name),
        LocalizedText("a tile holds at most 4 GB", zh: "一个分块最多 4 GB"),
        hint: LocalizedText("cut smaller ones: --tile-blocks N", zh: "请用 --tile-blocks 切得更小"))
    }
    return bytes
  }

  // MARK: Layers

  private func text(_ layer: Layer) -> [UInt8] {
    var text = TileLayerText()
    for chunk in layer.chunks {
      for offset in 0..<chunk.count { text.append(chunk, offset) }
    }
    return text.finished
  }

  private func stations() -> [UInt8] {
    let stations = inputs.stations
    var text = TileLayerText()
    for index in stations.places.indices {
      let subject = stations.subjects[index]
      var members: [JSONValue.Member] = [
        .init("id", .string(stations.ids[index])),
        .init("name", .optional(stations.names[index])),
        .init("file", .optional(subject.file.map(PathName.last))),
        .init("row", subject.row.map { .integer(Int64($0)) } ?? .null),
      ]
      if let groups = stations.groups { members.append(.init("within", .optional(groups[index]))) }
      if let extra = stations.extraMinutes {
        members.append(.init("extra_min", .number(extra[index])))
      }
      text.append(stations.places[index], members)
    }
    return text.finished
  }

  /// Points in the order of their blocks.
  private func text(_ demand: DemandInput) -> [UInt8] {
    var text = TileLayerText()
    for block in 0..<inputs.blocks.layer.count {
      for point in demand.points.points(of: block) {
        var members: [JSONValue.Member] = [
          .init("block", .integer(Int64(block))),
          .init("people", .number(demand.points.weights[point])),
        ]
        for (group, weights) in demand.points.groupWeights.enumerated() {
          if let weights { members.append(.init("group\(group)", .number(weights[point]))) }
        }
        text.append([demand.points.places[point]], members)
      }
    }
    return text.finished
  }

  private func cells(_ grid: PopulationGrid) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * grid.people.count)
    for people in grid.people {
      withUnsafeBytes(of: people.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  // MARK: tile.json

  private var document: JSONValue {
    .object([
      .init("lifecircle", .string("tile")),
      .init("version", .integer(Int64(Self.version))),
      .init("product", .string(ProductVersion.text)),
      .init("name", .string(tile.scope.name)),
      .init("value", .optional(tile.scope.value)),
      .init("request", RequestRecord.json(tile.request)),
      .init("blocks", blocks),
      .init("stations", stationFacts),
      .init("demand", inputs.demand.map(demandFacts) ?? .null),
      .init("groups", .array(inputs.groups.map { .numbers($0.people) })),
      .init("people", people),
      .init(
        "communities",
        inputs.communities.map { SourceRecord.json($0.source, $0.count) } ?? .null),
      .init("streets", inputs.streets.map(streetFacts) ?? .null),
    ])
  }

  private var blocks: JSONValue {
    let blocks = inputs.blocks
    let layer = blocks.layer
    return .object([
      .init("read", SourceRecord.json(blocks.source, blocks.readCount, role: "blocks")),
      .init(
        "fields",
        .array(
          layer.fields.map { .array([.string($0.name), .string($0.type.rawValue)]) })),
      .init("id_field", .optional(blocks.idField)),
      .init("name_field", .optional(blocks.nameField)),
      .init("population_field", .optional(blocks.populationField)),
      .init("population", blocks.population.map { .numbers($0) } ?? .null),
      .init("index", .wholes(tile.scope.rows)),
      .init(
        "row", .wholes(layer.chunks.flatMap { chunk in (0..<chunk.count).map(chunk.row) })),
    ])
  }

  private var stationFacts: JSONValue {
    .object([
      .init(
        "sources",
        .array(
          inputs.stations.sources.map {
            SourceRecord.json($0.source, $0.count, role: "stations")
          })),
      .init("count", .integer(Int64(tile.scope.stationCount))),
      .init("index", .wholes(tile.scope.stationRows)),
      .init("closed", .integer(Int64(inputs.stations.closedCount))),
      .init("within", .boolean(inputs.stations.groups != nil)),
      .init("extra", .boolean(inputs.stations.extraMinutes != nil)),
    ])
  }

  private func demandFacts(_ demand: DemandInput) -> JSONValue {
    .object([
      .init("read", SourceRecord.json(demand.source, demand.count, role: "demand")),
      .init("has_people", .boolean(demand.hasPeople)),
      .init("people", .numbers(demand.people)),
      .init("groups", .array(demand.groupPeople.map { $0.map { .numbers($0) } ?? .null })),
      .init(
        "group_weights",
        .array(demand.points.groupWeights.map { .boolean($0 != nil) })),
    ])
  }

  private var people: JSONValue {
    var raster = JSONValue.null
    if let grid = (inputs.people.spread as? RasterSpread)?.grid {
      let (system, name) = grid.coordinateSystem.record
      raster = .object([
        .init("column", .integer(Int64(grid.firstColumn))),
        .init("row", .integer(Int64(grid.firstRow))),
        .init("width", .integer(Int64(grid.width))),
        .init("height", .integer(Int64(grid.height))),
        .init("transform", .numbers(grid.transform)),
        .init("crs", .string(system)), .init("crs_definition", .string(name)),
      ])
    }
    return .object([
      .init(
        "sources",
        .array(inputs.people.sources.map { SourceRecord.json($0.source, $0.count, role: $0.role) })
      ),
      .init("raster", raster),
    ])
  }

  private func streetFacts(_ streets: StreetInput) -> JSONValue {
    .object([
      .init("read", SourceRecord.json(streets.source, streets.count, role: "streets")),
      .init(
        "sources",
        .array(streets.sources.map { SourceRecord.json($0.source, $0.count, role: $0.role) })),
      .init("knows_footways", .boolean(streets.knowsFootways)),
      .init("extra_minutes", .numbers(tile.scope.extraMinutes)),
      .init(
        "beyond",
        .array(
          tile.scope.beyond.sorted { $0.key < $1.key }.map { value, beyond in
            .object([
              .init("value", .string(value)),
              .init("components", .wholes(beyond.components.map(Int.init))),
              .init("least_extra_min", .number(beyond.leastExtraMinutes)),
            ])
          })),
    ])
  }
}
