import Foundation
import Model

@testable import Export

/// A small repeatable source of random numbers (Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }

  /// A number in 0 ..< 1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}

/// An own folder for one test, removed with it.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "export-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  /// Everything in the folder, hidden files too.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}

/// One feature for `makeTable`.
struct TestFeature {
  var kind: ShapeKind = .polygon
  var parts: [[[Coordinate]]] = [[square(0, 0, 1)]]
  var members = ""
  var id = ""
}

/// A counter-clockwise square ring with its lower left corner at (x, y).
func square(_ x: Double, _ y: Double, _ side: Double) -> [Coordinate] {
  [(0.0, 0.0), (1, 0), (1, 1), (0, 1), (0, 0)].map {
    Coordinate(x: x + $0.0 * side, y: y + $0.1 * side)
  }
}

/// A table of `features` cut into chunks of `chunkSize`.
func makeTable(
  _ features: [TestFeature], fields: [Field] = [], results: [ResultColumn] = [],
  populationField: String? = nil, chunkSize: Int = 3
) -> FeatureTable {
  var chunks: [FeatureChunk] = []
  for start in stride(from: 0, to: features.count, by: chunkSize) {
    var chunk = FeatureChunk(firstIndex: start)
    for feature in features[start..<min(start + chunkSize, features.count)] {
      chunk.shapes.append(feature.kind, parts: feature.parts)
      chunk.attributes.append(feature.members.utf8)
      chunk.identifiers.append(feature.id.utf8)
    }
    chunks.append(chunk)
  }
  let layer = Layer(source: LayerSource(path: "blocks.geojson"), fields: fields, chunks: chunks)
  return FeatureTable(layer: layer, results: results, populationField: populationField)
}

/// The bytes `GeoJSONWriter` makes of `table`.
func geoJSON(
  _ table: FeatureTable, layout: GeoJSONFeatures.Layout = .collection, threads: Int = 1,
  ledger: inout Ledger, manifest: (Ledger) -> JSONValue? = { _ in nil }
) throws -> String {
  let folder = try TemporaryFolder()
  let file = try AtomicFile(folder.file("out.geojson"))
  let writer = GeoJSONWriter(tables: TableStream(table), layout: layout, threads: threads)
  try writer.write(to: file, ledger: &ledger, manifest: manifest)
  try file.commit()
  return try String(contentsOfFile: folder.file("out.geojson"), encoding: .utf8)
}

func geoJSON(_ table: FeatureTable, threads: Int = 1) throws -> String {
  var ledger = Ledger()
  return try geoJSON(table, threads: threads, ledger: &ledger)
}
