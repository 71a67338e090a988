import Coverage
import Export
import Layers
import Model
import Streets

/// Reads a tile's bytes back: the inverse of `TileEncoding`.
struct TileDecoding {
  private let file: TileBytes
  private let path: String
  private let threads: Int
  private let members: [String: Range<Int>]
  private let record: TileRecord

  /// - Throws: 65 for what is no tile of this version.
  init(_ file: TileBytes, path: String, threads: Int) throws {
    self.file = file
    self.path = path
    self.threads = threads
    do {
      members = try StoredArchive.members(of: file.bytes)
    } catch .foreign {
      throw AnalysisError.damagedTile(
        path, LocalizedText("it is no tile, or cut off", zh: "不是分块文件，或不完整"))
    } catch .member(let name) {
      throw AnalysisError.damagedTile(
        path, LocalizedText("its \(name) is damaged (checksum)", zh: "其中 \(name) 已损坏（校验和不符）"))
    }
    guard let range = members["tile.json"] else {
      throw AnalysisError.damagedTile(
        path, LocalizedText("it is an archive without tile.json", zh: "压缩包中没有 tile.json"))
    }
    record = try TileRecord(
      text: String(decoding: file.bytes[range], as: UTF8.self), path: path)
    try Self.checkVersion(record, "tile")
  }

  /// Tiles and manifests are of one version of the program: others might measure otherwise.
  static func checkVersion(_ record: TileRecord, _ kind: String) throws {
    guard try record.text("lifecircle") == kind else {
      throw AnalysisError.damagedTile(
        record.path, LocalizedText("it is something else", zh: "不是所需的文件"))
    }
    let (version, product) = (try record.whole("version"), try record.text("product"))
    guard version == TileEncoding.version, product == ProductVersion.text else {
      throw AnalysisError.damagedTile(
        record.path,
        LocalizedText(
          "it was cut by lifecircle \(product), this is \(ProductVersion.text)",
          zh: "由 lifecircle \(product) 切分，本程序为 \(ProductVersion.text)"))
    }
  }

  func tile() throws -> Tile {
    let request = try RequestRecord.request(try record.record("request"))
    let blocks = try blockInput()
    let demand = try record.optional("demand").map { try demandInput($0, blocks.layer.count) }
    let stations = try stationInput(try record.record("stations"))
    let streets = try record.optional("streets").map(streetInput)
    let groups = try record.records("groups")
    guard groups.count == request.groups.count else { throw disagreement("groups") }
    return Tile(
      request: request,
      inputs: CoverageInputs(
        blocks: blocks, stations: stations, demand: demand, people: try peopleInput(),
        streets: streets, grouping: try GroupColumns(request.groupBy, blocks, threads: threads),
        groups: try zip(request.groups, groups).map { group, people in
          GroupPeople(name: group.name, speed: group.speed, people: try people.numbers())
        },
        communities: try record.optional("communities").map {
          let (_, source, count) = try SourceRecord.counted($0)
          return (source, count)
        },
        tile: try scope()))
  }

  private func disagreement(_ what: String) -> AnalysisError {
    .damagedTile(path, LocalizedText("its \(what) contradict each other", zh: "其 \(what) 自相矛盾"))
  }

  private func scope() throws -> TileScope {
    let stations = try record.record("stations")
    var scope = TileScope(
      name: try record.text("name"), value: try record.optionalText("value"),
      sha256: try InputDigest.sha256(file.bytes),
      rows: try record.record("blocks").wholes("index"),
      stationRows: try stations.wholes("index"), stationCount: try stations.whole("count"))
    guard let streets = record.optional("streets") else { return scope }
    scope.extraMinutes = try streets.numbers("extra_minutes")
    for beyond in try streets.records("beyond") {
      scope.beyond[try beyond.text("value")] = StreetsBeyond(
        components: try beyond.wholes("components").map { UInt32($0) },
        leastExtraMinutes: try beyond.number("least_extra_min"))
    }
    return scope
  }

  // MARK: Layers

  private func bytes(_ name: String) throws -> UnsafeRawBufferPointer {
    guard let range = members[name] else {
      throw AnalysisError.damagedTile(path, LocalizedText("it lacks \(name)", zh: "缺少 \(name)"))
    }
    return UnsafeRawBufferPointer(rebasing: file.bytes[range])
  }

  /// The features of one member; what there was to remark was remarked when the tile was cut.
  private func layer(_ name: String, _ role: LayerRequest.Role) throws -> Layer {
    let bytes = try bytes(name)
    // An empty list is no mistake here.
    if bytes.count < 64 { return Layer(source: LayerSource(path: path)) }
    var ledger = Ledger()
    return try GeoJSONReader.read(
      bytes: Array(bytes),
      LayerRequest(role: role, path: path, coordinateSystem: .wgs84, threads: threads),
      ledger: &ledger)
  }

  private func blockInput() throws -> BlockInput {
    let facts = try record.record("blocks")
    let (_, source, readCount) = try SourceRecord.counted(try facts.record("read"))
    var layer = try layer("blocks.geojson", .blocks)
    layer.source = source
    layer.source.coordinateSystem = .wgs84
    layer.fields = try facts.records("fields").map { field in
      guard case .array(let pair) = field.json, pair.count == 2, let name = pair[0].string,
        let type = pair[1].string.flatMap(FieldType.init)
      else { throw disagreement("fields") }
      return Field(name: name, type: type)
    }
    let rows = try facts.wholes("row")
    let population =
      facts.optional("population") == nil ? nil : try facts.numbers("population")
    guard rows.count == layer.count, population?.count ?? rows.count == rows.count,
      try facts.wholes("index").count == rows.count
    else { throw disagreement("blocks") }
    for index in layer.chunks.indices {
      let chunk = layer.chunks[index]
      layer.chunks[index].rows = rows[chunk.firstIndex..<(chunk.firstIndex + chunk.count)]
        .map { Int32($0) }
    }
    let id = try facts.optionalText("id_field")
    let ids = try FeatureIDs.read(layer, field: id, threads: threads)
    return BlockInput(
      layer: layer, source: source, idField: id, nameField: try facts.optionalText("name_field"),
      populationField: try facts.optionalText("population_field"), ids: ids,
      idsAreAscending: FeatureIDs.areAscendingNumbers(ids), population: population,
      readCount: readCount)
  }

  private func stationInput(_ facts: TileRecord) throws -> StationInput {
    let layer = try layer("stations.geojson", .stations)
    let columns = FieldColumns(layer: layer, threads: threads)
    let (ids, names) = (try columns.texts("id"), try columns.texts("name"))
    let (files, rows) = (try columns.texts("file"), try columns.texts("row"))
    guard try facts.wholes("index").count == layer.count, !ids.contains(nil) else {
      throw disagreement("stations")
    }
    return StationInput(
      places: (0..<layer.count).map { places(layer, $0) }, ids: ids.compactMap { $0 },
      names: names,
      subjects: ids.indices.map {
        Subject(file: files[$0], row: rows[$0].flatMap { Int($0) }, id: ids[$0])
      },
      groups: try facts.flag("within") ? try columns.texts("within") : nil,
      extraMinutes: try facts.flag("extra") ? try numbers(layer, "extra_min") : nil, hours: nil,
      closedCount: try facts.whole("closed"),
      sources: try facts.records("sources").map {
        let (_, source, count) = try SourceRecord.counted($0)
        return (source, count)
      })
  }

  private func places(_ layer: Layer, _ index: Int) -> [GeographicPoint] {
    let (chunk, offset) = layer.locate(index)
    let shapes = layer.chunks[chunk].shapes
    return shapes.coordinateRange(of: offset).map {
      GeographicPoint(longitude: shapes.coordinates[$0].x, latitude: shapes.coordinates[$0].y)
    }
  }

  private func numbers(_ layer: Layer, _ field: String) throws -> [Double] {
    let values = try layer.numbers(named: field, threads: threads).values
    guard values.count == layer.count, values.allSatisfy(\.isFinite) else {
      throw disagreement(field)
    }
    return values
  }

  private func demandInput(_ facts: TileRecord, _ blockCount: Int) throws -> DemandInput {
    let layer = try layer("demand.geojson", .demand)
    let (_, source, count) = try SourceRecord.counted(try facts.record("read"))
    let owners = try numbers(layer, "block")
    guard owners.allSatisfy({ $0 >= 0 && $0 < Double(blockCount) }),
      try facts.numbers("people").count == blockCount
    else { throw disagreement("demand") }
    guard case .array(let hasWeights)? = facts.json.member("group_weights") else {
      throw disagreement("demand")
    }
    return DemandInput(
      points: DemandPoints(
        blockCount: blockCount, blockOf: owners.map { Int32($0) },
        places: (0..<layer.count).map { places(layer, $0)[0] },
        weights: try numbers(layer, "people"),
        groupWeights: try hasWeights.enumerated().map { group, known in
          known == .boolean(true) ? try numbers(layer, "group\(group)") : nil
        }),
      people: try facts.numbers("people"), source: source, count: count,
      hasPeople: try facts.flag("has_people"),
      groupPeople: try facts.records("groups").map {
        $0.json == .null ? nil : try $0.numbers()
      })
  }

  // MARK: People and streets

  private func peopleInput() throws -> PeopleInput {
    let facts = try record.record("people")
    var people = PeopleInput()
    people.sources = try facts.records("sources").map(SourceRecord.counted)
    if members["mask.geojson"] != nil {
      people.spread = MaskSpread(try layer("mask.geojson", .mask))
    }
    if let raster = facts.optional("raster") { people.spread = try self.raster(raster) }
    return people
  }

  private func raster(_ facts: TileRecord) throws -> RasterSpread {
    let (width, height) = (try facts.whole("width"), try facts.whole("height"))
    let bytes = try bytes("raster.bin")
    let transform = try facts.numbers("transform")
    guard width >= 0, height >= 0, bytes.count == 4 * width * height, transform.count == 6 else {
      throw disagreement("raster")
    }
    let cells = (0..<(width * height)).map {
      Float(
        bitPattern: UInt32(
          littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
    }
    return RasterSpread(
      PopulationGrid(
        width: width, height: height, transform: transform, people: cells,
        coordinateSystem: try CoordinateSystem(facts), firstColumn: try facts.whole("column"),
        firstRow: try facts.whole("row")))
  }

  private func streetInput(_ facts: TileRecord) throws -> StreetInput {
    let (_, source, count) = try SourceRecord.counted(try facts.record("read"))
    return StreetInput(
      graph: try StreetGraph.open(
        bytes: try bytes("streets.lcg"), owner: file, path: path, threads: threads),
      source: source, count: count,
      sources: try facts.records("sources").map(SourceRecord.counted),
      knowsFootways: try facts.flag("knows_footways"))
  }
}
