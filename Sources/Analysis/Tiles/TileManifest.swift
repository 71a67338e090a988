import Export
import Foundation
import Model

/// `tiles.json`: what a set of tiles holds, what the whole run was asked, and what was remarked when it was cut.
struct TileManifest: Sendable {
  /// When in a whole run something is remarked; in the order of its ledger. What concerns single blocks comes from
  /// their tiles, between `reading` and `overlaps`.
  enum Stage: String, Sendable, CaseIterable {
    case reading, stations, walks, overlaps
  }

  /// One tile of the set.
  struct Entry: Sendable, Hashable {
    var name: String
    var file: String
    var bytes: Int
    var sha256: String
    var blocks: Int
    var stations: Int
    var demand: Int
    var nodes: Int
    var edges: Int
    /// Around its blocks, degrees: west, south, east, north.
    var box: [Double]
    /// Of the field the set was cut by.
    var value: String?
  }

  var request: CoverageRequest
  /// As a result's manifest says them.
  var parameters: JSONValue
  var inputs: [(role: String, source: LayerSource, count: Int)]
  var blocks: Int
  var stations: Int
  /// Nil when unknown.
  var population: Double?
  /// The farthest metres at which anything counts.
  var reach: Double
  var ledgers: [(stage: Stage, ledger: Ledger)]
  var tiles: [Entry]

  /// The name of the manifest in its folder.
  static let fileName = "tiles.json"

  var json: JSONValue {
    .object([
      .init("lifecircle", .string("tiles")),
      .init("version", .integer(Int64(TileEncoding.version))),
      .init("product", .string(ProductVersion.text)),
      .init("parameters", parameters),
      .init("request", RequestRecord.json(request)),
      .init("inputs", .array(inputs.map { Manifest.json($0.role, $0.source, $0.count) })),
      .init(
        "sources",
        .array(inputs.map { SourceRecord.json($0.source, $0.count, role: $0.role) })),
      .init("blocks", .integer(Int64(blocks))),
      .init("stations", .integer(Int64(stations))),
      .init("population", .optional(population)),
      .init("reach_m", .number(reach, decimals: 2)),
      .init("ledger", .array(ledgers.flatMap(Self.json))),
      .init("tiles", .array(tiles.map(Self.json))),
    ])
  }

  private static func json(_ stage: Stage, _ ledger: Ledger) -> [JSONValue] {
    LedgerRecord.json(ledger).map { entry in
      guard case .object(let members) = entry else { return entry }
      return .object([.init("stage", .string(stage.rawValue))] + members)
    }
  }

  private static func json(_ tile: Entry) -> JSONValue {
    .object([
      .init("name", .string(tile.name)), .init("file", .string(tile.file)),
      .init("bytes", .integer(Int64(tile.bytes))), .init("sha256", .string(tile.sha256)),
      .init("blocks", .integer(Int64(tile.blocks))),
      .init("stations", .integer(Int64(tile.stations))),
      .init("demand", .integer(Int64(tile.demand))), .init("nodes", .integer(Int64(tile.nodes))),
      .init("edges", .integer(Int64(tile.edges))),
      .init("box", .array(tile.box.map { .number($0, decimals: 7) })),
      .init("value", .optional(tile.value)),
    ])
  }

  // MARK: Reading

  /// The manifest of the set in `folder`.
  ///
  /// - Throws: 66 when it cannot be opened, 65 for what is no manifest of this version.
  static func read(folder: String) throws -> TileManifest {
    let path = folder + "/" + fileName
    guard let data = FileManager.default.contents(atPath: path) else {
      throw AnalysisError.cannotOpen(Subject(file: path), code: ENOENT)
    }
    let record = try TileRecord(text: String(decoding: data, as: UTF8.self), path: path)
    try TileDecoding.checkVersion(record, "tiles")
    return TileManifest(
      request: try RequestRecord.request(try record.record("request")),
      parameters: try record.record("parameters").json,
      inputs: try record.records("sources").map(SourceRecord.counted),
      blocks: try record.whole("blocks"), stations: try record.whole("stations"),
      population: try record.optionalNumber("population"), reach: try record.number("reach_m"),
      ledgers: try ledgers(try record.records("ledger")),
      tiles: try record.records("tiles").map(entry))
  }

  private static func ledgers(_ records: [TileRecord]) throws -> [(Stage, Ledger)] {
    try Stage.allCases.map { stage in
      let own = try records.filter { try $0.text("stage") == stage.rawValue }
      return (stage, try LedgerRecord.ledger(own))
    }
  }

  private static func entry(_ record: TileRecord) throws -> Entry {
    Entry(
      name: try record.text("name"), file: try record.text("file"),
      bytes: try record.whole("bytes"), sha256: try record.text("sha256"),
      blocks: try record.whole("blocks"), stations: try record.whole("stations"),
      demand: try record.whole("demand"), nodes: try record.whole("nodes"),
      edges: try record.whole("edges"), box: try record.numbers("box"),
      value: try record.optionalText("value"))
  }
}
