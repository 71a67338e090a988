import Layers
import Model

/// The blocks of a run that are not held in memory: they are read, placed and repaired anew batch by batch.
struct BlockStream: Sendable {
  private let layer: any LayerStream
  private let filter: AttributeFilter?
  private let threads: Int
  /// The blocks without any: their file and fields, and how many features it has.
  let frame: BlockInput
  /// By piece of the file: how many blocks of it are used.
  let counts: [Int]

  /// Goes through the file once, or twice with a filter.
  ///
  /// - Parameter pieceSize: bytes of GeoJSON that are read together; any number gives the same blocks.
  init(
    _ input: CoverageRequest.Input, pieceSize: Int?, threads: Int, ledger: inout StagedLedger
  ) throws {
    self.threads = threads
    layer =
      try pieceSize.map {
        try LayerReader.open(input.layer, pieceSize: $0, ledger: &ledger[.reading])
      }
      ?? LayerReader.open(input.layer, ledger: &ledger[.reading])
    let empty = Layer(source: layer.source, fields: layer.fields)
    frame = try BlockInput(
      unchecked: empty, count: layer.count, input.fields, &ledger[.reading])
    filter = try input.filter.map {
      try AttributeFilter($0, fields: empty.fields.map(\.name), option: "--blocks-where")
    }
    var kinds = layer.kinds
    if let filter, let text = input.filter {
      (counts, kinds) = try Self.kept(filter, layer, threads: threads)
      let count = counts.reduce(0, +)
      if count < layer.count {
        ledger[.filter].add(
          .filteredBlocks, count: layer.count - count,
          examples: [LedgerExample(Subject(file: empty.source.path), detail: text)])
      }
      if count == 0 { throw BlockInput.nothingLeft(empty, text) }
    } else {
      counts = layer.pieces.map(\.count)
    }
    guard kinds.keys.contains(where: \.isAreal) else {
      throw BlockInput.noPolygons(kinds, empty, ledger[.reading])
    }
  }

  /// Number of blocks.
  var count: Int { counts.reduce(0, +) }

  /// The blocks are in memory after all: their format is only read as a whole.
  var isHeld: Bool { layer.isHeld }

  /// Bytes that the features of a piece take as they are read.
  func bytes(of piece: Int) -> Int { layer.pieces[piece].bytes }

  private static func kept(
    _ filter: AttributeFilter, _ layer: any LayerStream, threads: Int
  ) throws -> ([Int], [ShapeKind: Int]) {
    var counts: [Int] = []
    var kinds: [ShapeKind: Int] = [:]
    let step = max(1, threads)
    for first in stride(from: 0, to: layer.pieces.count, by: step) {
      let pieces = first..<min(first + step, layer.pieces.count)
      for chunk in try layer.chunks(pieces, threads: threads) {
        let kept = chunk.matches(filter)
        counts.append(kept.count)
        for offset in kept { kinds[chunk.shapes.kinds[offset], default: 0] += 1 }
      }
    }
    return (counts, kinds)
  }

  /// The blocks of some pieces as they are read, numbered from 0, with their ids; rows still name their place in the
  /// file.
  func features(_ pieces: Range<Int>) throws -> BlockInput {
    var blocks = frame
    var first = 0
    for chunk in try layer.chunks(pieces, threads: threads) {
      var part = filter.map { chunk.selecting(chunk.matches($0), firstIndex: first) } ?? chunk
      if part.count == 0 { continue }
      part.rows = (0..<part.count).map { Int32(clamping: part.row($0)) }
      part.firstIndex = first
      first += part.count
      blocks.layer.chunks.append(part)
    }
    blocks.ids = try FeatureIDs.read(blocks.layer, field: blocks.idField, threads: threads)
    return blocks
  }

  /// Calls `body` with a few pieces at a time and the position of their first block, in input order.
  func visit(_ body: (Range<Int>, Int) throws -> Void) throws {
    var first = 0
    let step = 2 * max(1, threads)
    for piece in stride(from: 0, to: counts.count, by: step) {
      let pieces = piece..<min(piece + step, counts.count)
      try body(pieces, first)
      first += counts[pieces].reduce(0, +)
    }
  }

  /// The blocks of some pieces ready to be measured; what is doubtful about them goes to the ledger.
  func batch(_ pieces: Range<Int>, ledger: inout StagedLedger) throws -> BlockInput {
    var blocks = try features(pieces)
    try blocks.place(threads: threads, ledger: &ledger[.repair])
    try blocks.readPopulation(threads: threads, ledger: &ledger[.people])
    return blocks
  }
}
