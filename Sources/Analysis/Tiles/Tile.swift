import Coverage
import Export
import Model
import Streets

/// A part of a coverage run that can be measured by itself: some of its blocks, with every station, demand point and
/// street that can matter to them, read and checked when the tile was cut.
///
/// Measuring a tile gives each of its blocks exactly the values the whole run gives, but for `priority`, which ranks
/// the blocks that are there.
struct Tile: Sendable {
  /// How and with what it was cut; inputs are named without folders, outputs are the run's own.
  var request: CoverageRequest
  /// Blocks in input order and stations in their order, numbered anew; `scope` says what they were.
  var inputs: CoverageInputs

  var scope: TileScope {
    get { inputs.tile ?? TileScope(name: "", rows: [], stationRows: [], stationCount: 0) }
    set { inputs.tile = newValue }
  }
}

/// What a tile is part of.
struct TileScope: Sendable {
  /// `0001`: its place in the set.
  var name: String
  /// Of the field the set was cut by, for blocks that have one; nil in a set cut by place.
  var value: String?
  /// SHA-256 of the tile's bytes; empty before it is written.
  var sha256 = ""
  /// By block: its index in the whole input, ascending.
  var rows: [Int]
  /// By station: its index in the whole run, ascending.
  var stationRows: [Int]
  /// Stations of the whole run.
  var stationCount: Int
  /// All different minutes that are added at stations of the whole run, ascending.
  var extraMinutes: [Double] = []
  /// What lies outside and still matters on foot, by value of the `--within` field ("" without one).
  var beyond: [String: StreetsBeyond] = [:]
}

/// What a tile's blocks must know of stations that are not in it.
struct StreetsBeyond: Sendable, Hashable {
  /// Components of the tile's streets that hold a station anywhere.
  var components: [UInt32]
  /// The least minutes added at any station.
  var leastExtraMinutes: Double
}

extension Tile {
  /// Opens a tile: what it holds is taken as it was when it was cut, without guessing anew.
  ///
  /// - Parameter path: a `.lct` file; `-` is standard input.
  /// - Throws: 65 for what is no tile, damaged, or of another version; 66 when it cannot be opened.
  static func open(_ path: String, threads: Int) throws -> Tile {
    let file = try TileBytes(path)
    return try TileDecoding(file, path: path, threads: threads).tile()
  }
}

extension TileScope {
  /// What lies beyond the tile, by group of stations; nil without streets.
  func beyond(_ services: ServiceGroups) -> StreetWalks.Beyond? {
    if beyond.isEmpty { return nil }
    return StreetWalks.Beyond(
      extraMinutes: extraMinutes,
      components: services.values.map { beyond[$0]?.components ?? [] },
      leastExtraMinutes: services.values.map { beyond[$0]?.leastExtraMinutes ?? 0 })
  }
}

extension TileScope {
  /// What a result's manifest says of the tile.
  var manifest: JSONValue {
    .object([.init("name", .string(name)), .init("sha256", .string(sha256))])
  }

  /// By block: what its Feature says beside its geometry and properties, so that others can put results together and
  /// rank them.
  ///
  /// - Parameter failing: people failing any test; NaN where the block is not flagged.
  func foreignMembers(_ failing: [Double]) -> @Sendable (Int) -> String {
    let rows = rows
    return { block in #"{"row":\#(rows[block]),"failing":\#(JSONText.shortest(failing[block]))}"# }
  }
}
