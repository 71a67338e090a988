import Export
import Model

/// The data of an interactive map as GeoJSON, bounded in size.
///
/// Positions are rounded to the finest grid of degrees that leaves at most `vertexLimit` corners, from 0.00001° (about a
/// metre) on; neighbours stay joined, since equal corners are rounded equally.
struct MapData {
  /// Corners of a page at most: about 4 MB.
  static let vertexLimit = 150_000
  /// Hundred-thousandths of a degree between grid lines, from fine to coarse.
  private static let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000]

  private let map: InteractiveMap
  private let language: Language
  private let attributions: [String]

  init(_ map: InteractiveMap, _ language: Language, attributions: [String]) {
    self.map = map
    self.language = language
    self.attributions = attributions
  }

  /// One JSON document: `blocks`, `stations` and `sites` are GeoJSON feature collections.
  var json: JSONValue {
    let reasons = Array(Set(map.blocks.map(\.reasons))).sorted()
    let index = Dictionary(uniqueKeysWithValues: reasons.enumerated().map { ($1, $0) })
    let step = Self.step(map.blocks)
    return .object([
      .init("lang", .string(language.rawValue)),
      .init("measures", .array(map.measures.map { .string($0) })),
      .init("reasons", .array(reasons.map { .string($0) })),
      .init("attribution", .string(attributions.joined(separator: " · "))),
      .init(
        "blocks", Self.collection(map.blocks.map { block($0, step, index[block: $0.reasons]) })),
      .init("stations", Self.collection(map.stations.map(place))),
      .init("sites", Self.collection(map.sites.map(place))),
    ])
  }

  private static func collection(_ features: [JSONValue]) -> JSONValue {
    .object([
      .init("type", .string("FeatureCollection")), .init("features", .array(features)),
    ])
  }

  private static func feature(_ geometry: JSONValue, _ properties: [JSONValue.Member]) -> JSONValue
  {
    .object([
      .init("type", .string("Feature")), .init("geometry", geometry),
      .init("properties", .object(properties)),
    ])
  }

  /// Properties: `i` id, `n` name, `p` people, `s` shares, `u` underserved, `k` priority, `r` reasons by number.
  private func block(_ block: InteractiveMap.Block, _ step: Int, _ reasons: Int) -> JSONValue {
    let polygons = block.polygons.map { rings in
      rings.map { Self.snapped($0, step) }.filter { $0.count > 3 }
    }.filter { !$0.isEmpty }
    let geometry: JSONValue =
      polygons.isEmpty
      ? .null
      : .object([
        .init("type", .string("MultiPolygon")),
        .init(
          "coordinates",
          .array(
            polygons.map { rings in
              .array(rings.map { ring in .array(ring.map(Self.position)) })
            })),
      ])
    return Self.feature(
      geometry,
      [
        .init("i", .string(block.id)), .init("n", .string(block.name)),
        .init("p", Self.number(block.people, 2)),
        .init("s", .array(block.shares.map { Self.number($0, 6) })),
        .init("u", block.isUnderserved.map { .boolean($0) } ?? .null),
        .init("k", .integer(Int64(block.priority))), .init("r", .integer(Int64(reasons))),
      ])
  }

  private func place(_ place: InteractiveMap.Place) -> JSONValue {
    let position = Self.position(
      (
        Int((place.position.x * 1e5).rounded()), Int((place.position.y * 1e5).rounded())
      ))
    return Self.feature(
      .object([.init("type", .string("Point")), .init("coordinates", position)]),
      [
        .init("i", .string(place.id)), .init("n", .string(place.name)),
        .init("d", .string(place.detail)),
      ])
  }

  private static func number(_ value: Double, _ decimals: Int) -> JSONValue {
    value.isFinite ? .number(value, decimals: decimals) : .null
  }

  // MARK: Rounding

  private static func position(_ corner: (x: Int, y: Int)) -> JSONValue {
    .array([
      .number(Double(corner.x) / 1e5, decimals: 5), .number(Double(corner.y) / 1e5, decimals: 5),
    ])
  }

  /// The finest step that leaves few enough corners, or the coarsest.
  static func step(_ blocks: [InteractiveMap.Block]) -> Int {
    steps.first { step in
      var count = 0
      for block in blocks {
        for ring in block.polygons.joined() {
          count += snapped(ring, step).count
          if count > vertexLimit { return false }
        }
      }
      return true
    } ?? steps.last!
  }

  /// The ring on the grid, in hundred-thousandths of a degree, without repeated corners.
  static func snapped(_ ring: [Coordinate], _ step: Int) -> [(x: Int, y: Int)] {
    var corners: [(x: Int, y: Int)] = []
    corners.reserveCapacity(ring.count)
    for corner in ring {
      let size = Double(step)
      let x = Int((corner.x * 1e5 / size).rounded()) * step
      let y = Int((corner.y * 1e5 / size).rounded()) * step
      if let last = corners.last, last.x == x, last.y == y { continue }
      corners.append((x, y))
    }
    return corners
  }
}

extension [String: Int] {
  /// The number of a reason that is known to be there.
  fileprivate subscript(block reasons: String) -> Int { self[reasons] ?? 0 }
}
