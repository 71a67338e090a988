import Foundation
import Model
import Testing

@testable import Layers

/// Reads a text as if it were a file of that content.
func readGeoJSON(
  _ text: String, system: CoordinateSystem? = nil, pieceSize: Int = 1 << 20, threads: Int = 1
) throws -> (layer: Layer, ledger: Ledger) {
  var ledger = Ledger()
  let request = LayerRequest(
    role: .blocks, path: "a.geojson", coordinateSystem: system, threads: threads)
  let layer = try GeoJSONReader.read(
    bytes: Array(text.utf8), request, pieceSize: pieceSize, ledger: &ledger)
  return (layer, ledger)
}

/// A FeatureCollection of these features' texts.
func collection(_ features: String...) -> String {
  #"{"type":"FeatureCollection","features":["# + features.joined(separator: ",") + "]}"
}

/// One feature with this geometry's text.
func feature(_ geometry: String, properties: String = "{}") -> String {
  #"{"type":"Feature","properties":"# + properties + #","geometry":"# + geometry + "}"
}

/// A layer's features one by one, without regard to how it is cut into chunks.
struct FlatFeature: Equatable {
  var kind: ShapeKind
  var parts: [[[Coordinate]]]
  var attributes: String
  var identifier: String
}

func flat(_ layer: Layer) -> [FlatFeature] {
  layer.chunks.flatMap { chunk in
    (0..<chunk.count).map {
      FlatFeature(
        kind: chunk.shapes.kinds[$0], parts: chunk.shapes.parts(at: $0),
        attributes: chunk.attributes.string($0), identifier: chunk.identifiers.string($0))
    }
  }
}

func at(_ x: Double, _ y: Double) -> Coordinate { Coordinate(x: x, y: y) }

/// The error `body` throws, or nil.
func geoJSONFailure(_ body: () throws -> Void) -> AnalysisError? {
  do {
    try body()
    return nil
  } catch {
    return error as? AnalysisError
  }
}

/// Repeatable numbers (splitmix64, Steele and others 2014).
struct GeoJSONRandom: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
