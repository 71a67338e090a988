import Export
import Foundation
import Layers
import Model
import Testing

@testable import Analysis

/// Tiles as files: what is damaged is refused, what is sound is read as it was written.
@Suite struct TileFileTests {
  /// The first of two tiles of a small world.
  private static func tile(_ world: TileWorld) throws -> [UInt8] {
    let request = CoverageRequest(
      blocks: .init(LayerRequest(role: .blocks, path: try world.blocks(8))),
      stations: [.init(LayerRequest(role: .stations, path: try world.stations(3)))])
    var ledger = Ledger()
    let inputs = try CoverageInputs.read(request, progress: { _ in }, &ledger)
    let ground = try TileGround(request, inputs, reading: ledger)
    let groups = TilePartition(inputs.blocks.layer).groups(values: nil, limit: 4)
    return try TileEncoding(tile: try ground.cutter.tile(groups[0], name: "0001")).bytes()
  }

  private static func failure(_ bytes: [UInt8], in world: TileWorld) throws -> AnalysisError? {
    let file = world.folder.appendingPathComponent("damaged.lct")
    try Data(bytes).write(to: file)
    return #expect(throws: AnalysisError.self) { _ = try Tile.open(file.path, threads: 1) }
  }

  @Test func `A changed byte of any member is noticed`() throws {
    let world = try TileWorld(seed: 1)
    let bytes = try Self.tile(world)
    let members = try bytes.withUnsafeBytes { try StoredArchive.members(of: $0) }
    #expect(Set(members.keys) == ["tile.json", "blocks.geojson", "stations.geojson"])
    for (name, range) in members {
      #expect(range.lowerBound.isMultiple(of: 64), "\(name)")
      for place in stride(from: range.lowerBound, to: range.upperBound, by: 97) {
        var damaged = bytes
        damaged[place] ^= 0x20
        let error = try Self.failure(damaged, in: world)
        #expect(error?.kind == .badData && error?.message.english.contains(name) == true)
      }
    }
  }

  @Test(arguments: [0, 1, 21, 22, 500, 4_000])
  func `A tile that is cut off is none`(length: Int) throws {
    let world = try TileWorld(seed: 2)
    let error = try Self.failure(Array(try Self.tile(world).prefix(length)), in: world)
    #expect(error?.kind == .badData)
    #expect(error?.message.english == "unusable tile: it is no tile, or cut off")
  }

  @Test func `A tile of another version of the program is refused by name`() throws {
    let world = try TileWorld(seed: 3)
    var archive = StoredArchive()
    let text = #"{"lifecircle":"tile","version":1,"product":"0.0.7"}"#
    archive.add(Array(text.utf8), name: "tile.json")
    let error = try Self.failure(archive.finished() ?? [], in: world)
    #expect(error?.kind == .badData)
    #expect(error?.message.english.contains("cut by lifecircle 0.0.7") == true)
  }

  @Test func `Numbers, texts and bytes of a request come back as they were`() throws {
    var request = CoverageRequest(
      blocks: .init(LayerRequest(role: .blocks, path: "a/b.shp"), filter: "a > 0.1"),
      stations: [.init(LayerRequest(role: .stations, path: "s.csv"), filter: "甲 = '乙'")],
      demand: .init(LayerRequest(role: .demand, path: "d.csv"), filter: "p > 1"),
      settings: MeasureSettings(
        radii: [0.1 + 0.2, 500], minutes: [1.0 / 3], speed: 2.9, detour: 1.3,
        maximumMinutes: 60,
        rules: [.init(.radius(0.1 + 0.2), below: 1.0 / 7), .init(.minutes(1.0 / 3), below: 0.95)]),
      within: "社区", groupBy: ["街道", "社区"], reverse: true, dispatchMinutes: 2.5,
      stationExtraField: "wait",
      groups: [PeopleGroup(name: "old", field: "老人", profile: "elderly", speed: 2.9)],
      opening: OpeningRequest(at: nil, field: "hours", unknown: .closed))
    request.communityPeople = CommunityPeopleRequest(blockField: "社区", householdSize: 2.7)
    request.streets = StreetRequest(
      streets: .init(LayerRequest(role: .streets, path: "x/s.osm.pbf")),
      walkRulesPath: "rules.json5",
      keepsPrivate: false, snapMetres: 123.4, legBarriers: false)
    let text = JSONText.encode(RequestRecord.json(request))
    let read = try RequestRecord.request(try TileRecord(text: text, path: "t"))
    #expect(read.settings == request.settings)
    #expect(read.groups == request.groups && read.opening == request.opening)
    #expect(read.groupBy == request.groupBy && read.within == request.within)
    #expect(read.blocks.filter == "a > 0.1" && read.demand?.filter == "p > 1")
    #expect(read.stations[0].filter == "甲 = '乙'" && read.reverse && read.dispatchMinutes == 2.5)
    #expect(read.streets?.snapMetres == 123.4 && read.streets?.keepsPrivate == false)
    #expect(read.communityPeople?.householdSize == 2.7)
    #expect(JSONText.encode(RequestRecord.json(read)) == text)
  }

  @Test func `A ledger keeps both languages, counts and examples`() throws {
    var ledger = Ledger()
    ledger.record(
      LedgerCode("odd_code", .warning, LocalizedText("odd", zh: "怪")), count: 7,
      Subject(file: "/a/b/c.shp", row: 12, id: "007"), detail: "“x”")
    ledger.record(
      LedgerCode("note", .note, LocalizedText("n", zh: "注")), .none,
      detail: LocalizedText("2 gates", zh: "门 2 处"))
    let text = JSONText.encode(.array(LedgerRecord.json(ledger)))
    let records = try TileRecord(text: "{\"all\":\(text)}", path: "t").records("all")
    let read = try LedgerRecord.ledger(records)
    var expected = ledger
    expected = Ledger()
    expected.record(
      LedgerCode("odd_code", .warning, LocalizedText("odd", zh: "怪")), count: 7,
      Subject(file: "c.shp", row: 12, id: "007"), detail: "“x”")
    expected.record(
      LedgerCode("note", .note, LocalizedText("n", zh: "注")), .none,
      detail: LocalizedText("2 gates", zh: "门 2 处"))
    #expect(read == expected)
    #expect(read.entries[1].examples[0].detail(in: .chinese) == "门 2 处")
  }
}

/// How blocks are shared out.
@Suite struct TilePartitionTests {
  /// Points as tiny squares; nil has no geometry.
  private static func layer(_ places: [(Double, Double)?]) -> Layer {
    var chunk = FeatureChunk(firstIndex: 0)
    for place in places {
      if let (x, y) = place {
        let ring = [(0.0, 0.0), (1e-6, 0), (1e-6, 1e-6), (0, 1e-6), (0, 0)].map {
          Coordinate(x: x + $0.0, y: y + $0.1)
        }
        chunk.shapes.append(.polygon, parts: [[ring]])
      } else {
        chunk.shapes.append(.none, parts: [])
      }
      chunk.attributes.append(EmptyCollection())
      chunk.identifiers.append(EmptyCollection())
    }
    return Layer(source: LayerSource(path: "b"), chunks: [chunk])
  }

  @Test func `Quarters follow each other round the square, and crowded ones are cut again`() {
    let partition = TilePartition(
      Self.layer([(0, 0), (0, 4), (4, 4), (4, 0), (3.9, 0.1), (0.1, 3.9), (1.9, 0)]))
    #expect(partition.groups(values: nil, limit: 7).map(\.blocks) == [[0, 1, 2, 3, 4, 5, 6]])
    #expect(
      partition.groups(values: nil, limit: 2).map(\.blocks) == [[0, 6], [1, 5], [2], [3, 4]])
    #expect(
      partition.groups(values: nil, limit: 1).map(\.blocks)
        == [[0], [6], [1], [5], [2], [4], [3]])
  }

  @Test func `Blocks at one place stay together, those without geometry go with the one before`() {
    let partition = TilePartition(Self.layer([nil, (1, 1), nil, (1, 1), (1, 1), (9, 9), nil]))
    #expect(partition.groups(values: nil, limit: 1).map(\.blocks) == [[0, 1, 2, 3, 4], [5, 6]])
  }

  @Test func `By a field, values come as they first appear, those without one too`() {
    let partition = TilePartition(Self.layer([(0, 0), (1, 1), (2, 2), (3, 3)]))
    let groups = partition.groups(values: ["b", nil, "a", "b"], limit: nil)
    #expect(groups.map(\.value) == ["b", nil, "a"])
    #expect(groups.map(\.blocks) == [[0, 3], [1], [2]])
    #expect(
      partition.groups(values: ["b", nil, "a", "b"], limit: 1).map(\.blocks)
        == [[0], [3], [1], [2]])
  }
}
