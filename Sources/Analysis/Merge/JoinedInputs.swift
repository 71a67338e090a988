import Coverage
import Layers
import Model

/// The whole run's inputs, put together from its tiles as far as the last step and the outputs need them: blocks in
/// input order, demand points, and the stations that some tile has.
struct JoinedInputs {
  private let set: TileManifest
  private let folder: String
  private let threads: Int
  private var layers: [Layer] = []
  /// By block of the whole run: its tile and its index there.
  private var places: [(tile: Int32, block: Int32)]
  private var population: [Double]?
  private var stations: StationInput?
  private var demand: (input: DemandInput, owners: [Int32], places: [GeographicPoint])?
  private var groups: [GroupPeople] = []
  private var first: CoverageInputs?

  init(_ set: TileManifest, folder: String, threads: Int) {
    self.set = set
    self.folder = folder
    self.threads = threads
    places = Array(repeating: (-1, -1), count: set.blocks)
  }

  /// Opens the tiles one after the other and takes from each what is needed.
  ///
  /// - Parameter groupBy: fields whose values the summary is to total by.
  /// - Throws: 66 or 65 for a tile that is missing, damaged, or not the one of the manifest.
  mutating func inputs(
    groupBy: [String], each: (Int, TileScope) throws -> Void
  ) throws -> CoverageInputs {
    for index in set.tiles.indices {
      let path = folder + "/" + set.tiles[index].file
      let tile = try Tile.open(path, threads: threads)
      guard tile.scope.sha256 == set.tiles[index].sha256,
        tile.scope.stationCount == set.stations
      else { throw foreign(path) }
      try take(tile, index, path)
      try each(index, tile.scope)
    }
    guard let first, !places.contains(where: { $0.tile < 0 }) else {
      throw foreign(folder + "/" + TileManifest.fileName)
    }
    let blocks = try joinedBlocks(first.blocks)
    return CoverageInputs(
      blocks: blocks, stations: stations ?? first.stations, demand: joinedDemand(),
      people: first.people, streets: nil,
      grouping: try GroupColumns(groupBy, blocks, threads: threads), groups: groups,
      communities: first.communities)
  }

  private func foreign(_ path: String) -> AnalysisError {
    .damagedTile(
      path, LocalizedText("it is not the one that tiles.json names", zh: "与 tiles.json 所列不符"))
  }

  // MARK: Taking a tile

  private mutating func take(_ tile: Tile, _ index: Int, _ path: String) throws {
    let (inputs, rows) = (tile.inputs, tile.scope.rows)
    guard rows.count == inputs.blocks.layer.count, (rows.last ?? 0) < set.blocks else {
      throw foreign(path)
    }
    if first == nil { begin(inputs) }
    layers.append(inputs.blocks.layer)
    for (block, row) in rows.enumerated() {
      guard places[row].tile < 0 else { throw foreign(path) }
      places[row] = (Int32(index), Int32(block))
      if let own = inputs.blocks.population { population?[row] = own[block] }
      for group in groups.indices { groups[group].people[row] = inputs.groups[group].people[block] }
    }
    for (station, number) in tile.scope.stationRows.enumerated() {
      stations?.take(station, of: inputs.stations, as: number)
    }
    takeDemand(inputs.demand, rows)
  }

  private mutating func begin(_ inputs: CoverageInputs) {
    let unknown = [Double](repeating: .nan, count: set.blocks)
    first = inputs
    first?.streets = nil
    if inputs.blocks.population != nil { population = unknown }
    stations = StationInput(unknown: set.stations, like: inputs.stations)
    groups = inputs.groups.map { GroupPeople(name: $0.name, speed: $0.speed, people: unknown) }
    demand = inputs.demand.map {
      var input = $0
      input.people = [Double](repeating: 0, count: set.blocks)
      return (input, [], [])
    }
  }

  private mutating func takeDemand(_ own: DemandInput?, _ rows: [Int]) {
    guard let own, demand != nil else { return }
    for (block, row) in rows.enumerated() {
      demand?.input.people[row] = own.people[block]
      // One point says that there are some; where they stand no longer matters.
      if let point = own.points.points(of: block).first {
        demand?.owners.append(Int32(row))
        demand?.places.append(own.points.places[point])
      }
    }
  }

  // MARK: Putting together

  /// Blocks a chunk.
  private static let chunkSize = 4_096

  private func joinedBlocks(_ first: BlockInput) throws -> BlockInput {
    var joined = first
    let starts = Array(stride(from: 0, to: places.count, by: Self.chunkSize))
    joined.layer.chunks = try Parallel.map(count: starts.count, threads: threads) { part in
      chunk(starts[part]..<min(starts[part] + Self.chunkSize, places.count))
    }
    joined.population = population
    joined.ids = try FeatureIDs.read(joined.layer, field: joined.idField, threads: threads)
    joined.idsAreAscending = FeatureIDs.areAscendingNumbers(joined.ids)
    return joined
  }

  private func chunk(_ rows: Range<Int>) -> FeatureChunk {
    var chunk = FeatureChunk(firstIndex: rows.lowerBound, rows: [])
    for row in rows {
      let place = places[row]
      let layer = layers[Int(place.tile)]
      let (index, offset) = layer.locate(Int(place.block))
      chunk.append(offset, of: layer.chunks[index])
    }
    return chunk
  }

  private func joinedDemand() -> DemandInput? {
    guard let (input, owners, places) = demand else { return nil }
    var joined = input
    joined.points = DemandPoints(
      blockCount: set.blocks, blockOf: owners, places: places,
      weights: [Double](repeating: 1, count: owners.count), groupWeights: [])
    return joined
  }
}

extension StationInput {
  /// Stations of which nothing is known yet, with the sources and kinds of columns of others.
  init(unknown count: Int, like other: StationInput) {
    self.init(
      places: Array(repeating: [], count: count), ids: Array(repeating: "", count: count),
      names: Array(repeating: nil, count: count),
      subjects: Array(repeating: Subject(file: other.sources.first?.source.path), count: count),
      groups: other.groups == nil ? nil : Array(repeating: nil, count: count), extraMinutes: nil,
      hours: nil, closedCount: other.closedCount, sources: other.sources)
  }

  /// Takes station `index` of another run as station `number` of this one.
  fileprivate mutating func take(_ index: Int, of other: StationInput, as number: Int) {
    places[number] = other.places[index]
    ids[number] = other.ids[index]
    names[number] = other.names[index]
    subjects[number] = other.subjects[index]
    if let values = other.groups { groups?[number] = values[index] }
  }
}
