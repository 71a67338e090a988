internal import CSimdJSON
import Dispatch
import Model
import Synchronization

/// Reads GeoJSON: a FeatureCollection, one Feature, one geometry, or a sequence of them line by line
/// (RFC 7946, RFC 8142), on several threads and without keeping the text.
///
/// The file is cut about every megabyte where a feature seems to begin, and the pieces are parsed at once. A
/// piece counts only if the one before it ended exactly where it began, so each feature is parsed from a
/// true boundary whatever the guesses were; other stretches are parsed again in order.
public enum GeoJSONReader {
  /// Bytes of text a chunk; any number gives the same features.
  package static let defaultPieceSize = 1 << 20

  /// The layer at `request.path`.
  ///
  /// - Throws: `AnalysisError` — 65 for text that is not GeoJSON (with byte offset and feature number), no
  ///   features, or coordinates that are not degrees though nothing else is stated; 66 for a path that cannot be
  ///   opened.
  public static func read(_ request: LayerRequest, ledger: inout Ledger) throws -> Layer {
    try read(
      GeoJSONSource(path: request.path), request, pieceSize: defaultPieceSize, ledger: &ledger)
  }

  /// The same from bytes in memory.
  package static func read(
    bytes: [UInt8], _ request: LayerRequest, pieceSize: Int = defaultPieceSize,
    ledger: inout Ledger
  ) throws -> Layer {
    try read(
      GeoJSONSource(bytes: bytes, path: request.path), request, pieceSize: pieceSize,
      ledger: &ledger)
  }

  private static func read(
    _ source: GeoJSONSource, _ request: LayerRequest, pieceSize: Int, ledger: inout Ledger
  ) throws -> Layer {
    var pieces: [GeoJSONPiece] = []
    let text = try gather(source, request, pieceSize: pieceSize, window: .max, &ledger) {
      pieces.append($0)
    }
    var fields = GeoJSONFields()
    for piece in pieces {
      ledger.record(piece, path: source.path)
      fields.add(piece.fields)
    }
    guard !pieces.isEmpty else { throw noFeatures(source.path) }
    let (system, choice) = try GeoJSONCoordinateSystem.settle(
      pieces.map(\.box), crs: text.members.crs, request, path: source.path
    ) { pieces[$0].chunk }
    let layerSource = LayerSource(
      path: source.path, layerName: text.members.title,
      coordinateSystem: system, coordinateSystemChoice: choice)
    return Layer(source: layerSource, fields: fields.fields, chunks: pieces.map(\.chunk))
  }

  /// What stands around a file's features, and how they follow each other.
  struct Surroundings {
    var members: GeoJSONMembers
    var mode: geojson_mode
  }

  /// Goes through a file and hands its pieces to `take` in order; `window`: pieces in memory at a time.
  static func gather(
    _ source: GeoJSONSource, _ request: LayerRequest, pieceSize: Int, window: Int,
    _ ledger: inout Ledger, take: (GeoJSONPiece) throws -> Void
  ) throws -> Surroundings {
    let crew = try GeoJSONCrew()
    let start = try GeoJSONPrologue.skip(source, crew, &ledger)
    var members = GeoJSONMembers()
    let list = try GeoJSONList.find(source, crew, from: start, &members)
    let end = try withoutActuallyEscaping(take) { take in
      try GeoJSONAssembly(
        list, source: source, crew: crew, pieceSize: max(1, pieceSize), window: window,
        threads: request.threads, take: take
      ).end
    }
    if list.mode == GEOJSON_COLLECTION {
      try readTail(source, crew, from: end, &members, &ledger)
    }
    return Surroundings(members: members, mode: list.mode)
  }

  /// Checks what follows the list of features, to the end of the file.
  private static func readTail(
    _ source: GeoJSONSource, _ crew: GeoJSONCrew, from start: Int, _ members: inout GeoJSONMembers,
    _ ledger: inout Ledger
  ) throws {
    let worker = try crew.take()
    defer { crew.give(worker) }
    let outcome = try worker.members(source, from: start, tail: true, &members)
    switch outcome {
    case .failed(let fault): throw fault.error(path: source.path, feature: nil)
    case .list(let place):
      throw GeoJSONFault(code: GEOJSON_SECOND_LIST, offset: place, seen: []).error(
        path: source.path, feature: nil)
    case .end(let end):
      if let (place, byte) = try worker.firstByte(source, from: end) {
        throw GeoJSONFault(code: GEOJSON_UNEXPECTED, offset: place, seen: [byte]).error(
          path: source.path, feature: nil)
      }
    }
    guard let type = members.type else {
      ledger.record(.geoJSONTypeMissing, Subject(file: source.path), detail: "FeatureCollection")
      return
    }
    guard members.isCollection else {
      throw GeoJSONList.wrongType(type, path: source.path)
    }
  }

  static func noFeatures(_ path: String) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: path), LocalizedText("no features", zh: "没有要素"),
      hint: LocalizedText("check that the right file was exported", zh: "请检查导出的文件是否正确"))
  }
}

/// The workers, lent to whichever thread needs one.
final class GeoJSONCrew: Sendable {
  /// A worker on its way between threads. Sendable because only one thread holds it at a time.
  private struct Lent: @unchecked Sendable {
    let worker: GeoJSONWorker
  }

  private let idle: Mutex<[Lent]>

  init() throws {
    guard let worker = GeoJSONWorker() else { throw Self.outOfMemory }
    let first = Lent(worker: worker)
    idle = Mutex([first])
  }

  func take() throws -> GeoJSONWorker {
    if let lent = idle.withLock({ $0.popLast() }) { return lent.worker }
    guard let worker = GeoJSONWorker() else { throw Self.outOfMemory }
    return worker
  }

  func give(_ worker: GeoJSONWorker) {
    let lent = Lent(worker: worker)
    idle.withLock { $0.append(lent) }
  }

  static let outOfMemory = AnalysisError(
    .inputOutput, .none, LocalizedText("out of memory", zh: "内存不足"))
}
