internal import CSimdJSON
import Model

/// A GeoJSON file that was gone through once: where its features stand, and what they decide together.
struct GeoJSONStream: LayerStream {
  let source: LayerSource
  let fields: [Field]
  let pieces: [LayerPiece]
  let kinds: [ShapeKind: Int]
  private let file: GeoJSONSource
  private let mode: geojson_mode
  /// By piece: where its first feature begins, and the byte behind its last.
  private let stretches: [Range<Int>]
  /// Features beyond ±180, ±90 lose their geometry: there are few of them.
  private let dropsOutside: Bool

  init(_ request: LayerRequest, pieceSize: Int, ledger: inout Ledger) throws {
    file = try GeoJSONSource(path: request.path)
    var survey = GeoJSONSurvey()
    let text = try GeoJSONReader.gather(
      file, request, pieceSize: pieceSize, window: 4 * max(1, request.threads), &ledger
    ) { survey.add($0, path: request.path) }
    mode = text.mode
    ledger.merge(survey.ledger)
    guard !survey.pieces.isEmpty else { throw GeoJSONReader.noFeatures(file.path) }
    let open = Unsettled(file: file, mode: mode, stretches: survey.stretches)
    let (stated, choice) = try GeoJSONCoordinateSystem.settle(
      survey.boxes, crs: text.members.crs, request, path: file.path
    ) { try open.chunk($0, firstIndex: survey.pieces[$0].firstIndex) }
    var source = LayerSource(
      path: file.path, layerName: text.members.title, coordinateSystem: stated,
      coordinateSystemChoice: choice)
    let verdict = try CoordinateSystemRules.checked(
      source, survey.extent, request: request, ledger: &ledger)
    source.coordinateSystem = verdict.system
    self.source = source
    fields = survey.fields.fields
    pieces = survey.pieces
    kinds = survey.kinds
    stretches = survey.stretches
    dropsOutside = verdict.dropsOutside
    if dropsOutside {
      for index in pieces.indices {
        var chunk = try open.chunk(index, firstIndex: pieces[index].firstIndex)
        chunk.dropOutsideDegrees(path: source.path, &ledger)
      }
    }
  }

  var isHeld: Bool { file.isInMemory }

  func chunks(_ pieces: Range<Int>, threads: Int) throws -> [FeatureChunk] {
    if file.hasChanged { throw AnalysisError.changedWhileRead(file.path) }
    let open = Unsettled(file: file, mode: mode, stretches: stretches)
    return try Parallel.map(count: pieces.count, threads: threads) { offset in
      let index = pieces.lowerBound + offset
      var chunk = try open.chunk(index, firstIndex: self.pieces[index].firstIndex)
      guard chunk.count == self.pieces[index].count else {
        throw AnalysisError.changedWhileRead(file.path)
      }
      if dropsOutside {
        var known = Ledger()
        chunk.dropOutsideDegrees(path: file.path, &known)
      }
      return chunk
    }
  }

  /// The file's stretches before it is known what their coordinates are.
  private struct Unsettled: Sendable {
    let file: GeoJSONSource
    let mode: geojson_mode
    let stretches: [Range<Int>]

    func chunk(_ index: Int, firstIndex: Int) throws -> FeatureChunk {
      guard let worker = GeoJSONWorker() else { throw GeoJSONCrew.outOfMemory }
      let stretch = stretches[index]
      let piece = try worker.parse(file, mode, stretch)
      if case .failed = piece.status { throw AnalysisError.changedWhileRead(file.path) }
      guard piece.end == stretch.upperBound || index == stretches.count - 1 else {
        throw AnalysisError.changedWhileRead(file.path)
      }
      var chunk = piece.chunk
      chunk.firstIndex = firstIndex
      return chunk
    }
  }
}

/// What the pieces of a file tell together, once each has been looked at and forgotten.
private struct GeoJSONSurvey {
  var pieces: [LayerPiece] = []
  var stretches: [Range<Int>] = []
  var boxes: [BoundingBox] = []
  var kinds: [ShapeKind: Int] = [:]
  var fields = GeoJSONFields()
  var extent = CoordinateExtent()
  var ledger = Ledger()

  mutating func add(_ piece: GeoJSONPiece, path: String) {
    ledger.record(piece, path: path)
    pieces.append(LayerPiece(piece.chunk))
    stretches.append(piece.start..<piece.end)
    boxes.append(piece.box)
    for kind in piece.chunk.shapes.kinds { kinds[kind, default: 0] += 1 }
    fields.add(piece.fields)
    extent.add(piece.chunk)
  }
}
