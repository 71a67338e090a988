import Model

/// A layer that is read several times, some pieces at a time, instead of being held in memory.
///
/// The pieces one after another are the chunks `LayerReader.read` gives: the same features, rows, attributes and
/// coordinates. What the whole layer decides (fields and their types, coordinate system, what is doubtful) was
/// found when it was opened, and is in the ledger.
public protocol LayerStream: Sendable {
  var source: LayerSource { get }
  /// All attribute names in order of first appearance, with the types of their values in the whole layer.
  var fields: [Field] { get }
  /// The pieces in input order.
  var pieces: [LayerPiece] { get }
  /// Features by kind of geometry, in the whole layer.
  var kinds: [ShapeKind: Int] { get }
  /// All features are in memory: their format is only read as a whole.
  var isHeld: Bool { get }

  /// The chunks of some pieces, at most one a piece, read anew.
  ///
  /// - Throws: `AnalysisError`; 65 when the file is no longer what it was when it was opened.
  func chunks(_ pieces: Range<Int>, threads: Int) throws -> [FeatureChunk]
}

/// What is known of one piece of a stream.
public struct LayerPiece: Sendable, Hashable {
  /// Position of its first feature in the layer, from 0.
  public var firstIndex: Int
  public var count: Int
  /// Bytes its chunk takes in memory.
  public var bytes: Int

  init(_ chunk: FeatureChunk) {
    firstIndex = chunk.firstIndex
    count = chunk.count
    bytes = chunk.byteCount
  }
}

extension LayerStream {
  /// Number of features.
  public var count: Int { pieces.last.map { $0.firstIndex + $0.count } ?? 0 }
}

extension FeatureChunk {
  /// Bytes of its arrays.
  public var byteCount: Int {
    shapes.coordinates.count * MemoryLayout<Coordinate>.stride + shapes.kinds.count
      + (shapes.ringStarts.count + shapes.partStarts.count + shapes.featureStarts.count) * 4
      + attributes.bytes.count + identifiers.bytes.count
      + (attributes.starts.count + identifiers.starts.count) * 8 + (rows?.count ?? 0) * 4
  }
}

/// A layer of a format that is only read as a whole: it stays in memory and its chunks are handed out.
struct HeldLayer: LayerStream {
  let layer: Layer
  let pieces: [LayerPiece]
  let kinds: [ShapeKind: Int]

  init(_ layer: Layer) {
    self.layer = layer
    pieces = layer.chunks.map { LayerPiece($0) }
    kinds = layer.chunks.reduce(into: [:]) { counts, chunk in
      for kind in chunk.shapes.kinds { counts[kind, default: 0] += 1 }
    }
  }

  var source: LayerSource { layer.source }
  var fields: [Field] { layer.fields }
  var isHeld: Bool { true }

  func chunks(_ pieces: Range<Int>, threads: Int) throws -> [FeatureChunk] {
    Array(layer.chunks[pieces])
  }
}

extension LayerReader {
  /// The layer as `read` gives it, to be read piece by piece: GeoJSON anew from its file each time, every other
  /// format from memory. The ledger gains what `read` records.
  ///
  /// - Throws: as `read`.
  public static func open(
    _ request: LayerRequest, ledger: inout Ledger
  ) throws -> any LayerStream {
    try open(request, pieceSize: GeoJSONReader.defaultPieceSize, ledger: &ledger)
  }

  /// - Parameter pieceSize: bytes of text a piece of GeoJSON; any number gives the same features.
  package static func open(
    _ request: LayerRequest, pieceSize: Int, ledger: inout Ledger
  ) throws -> any LayerStream {
    let place = try LayerPlace(request.path)
    guard try GDALLibrary.run({ _ in try VectorFormat.of(place) }) == .geoJSON else {
      return HeldLayer(try read(request, ledger: &ledger))
    }
    var inner = request
    inner.path = place.path
    return try GeoJSONStream(inner, pieceSize: pieceSize, ledger: &ledger)
  }
}
