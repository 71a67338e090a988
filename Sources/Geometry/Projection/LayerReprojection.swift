import Foundation
import Model

extension Layer {
  /// Turns all coordinates into WGS 84 degrees and sets `source.coordinateSystem` to `.wgs84`.
  ///
  /// Chunks are shared out among `threads` workers, each with its own converter; a layer already in WGS 84 is
  /// not touched. The result does not depend on the thread count.
  ///
  /// - Returns: the system the coordinates were in.
  /// - Throws: `AnalysisError` (bad data) naming the first feature with a coordinate that cannot be converted,
  ///   or (usage) for an unknown system. The layer is then partly converted and must be dropped.
  @discardableResult
  package mutating func reprojectToWGS84(threads: Int) throws -> CoordinateSystem {
    let original = source.coordinateSystem
    if original == .wgs84 { return original }
    // Made once here so that an unknown system is reported before any work.
    let plan = try CoordinateConversionPlan(from: original, to: .wgs84)
    let workers = max(1, min(threads, chunks.count))
    let failures = try chunks.withUnsafeMutableBufferPointer { buffer in
      let shared = ChunkPointer(buffer)
      return try Parallel.map(count: workers, threads: workers) { worker in
        let converter = try CoordinateConverter(plan)
        return shared.convert(converter, startingAt: worker, step: workers)
      }
    }
    if let first = failures.compactMap({ $0 }).min(by: { $0.chunk < $1.chunk }) {
      throw describe(first)
    }
    source.coordinateSystem = .wgs84
    return original
  }

  /// The one-line error for a failed coordinate, with file, row and id.
  private func describe(_ failure: ChunkFailure) -> AnalysisError {
    let chunk = chunks[failure.chunk]
    let feature =
      (0..<chunk.count).first {
        chunk.shapes.coordinateRange(of: $0).contains(failure.error.index)
      } ?? 0
    let id = chunk.identifiers.count > feature ? chunk.identifiers.string(feature) : ""
    let name = id.trimmingCharacters(in: CharacterSet(charactersIn: "\""))
    return failure.error.analysisError(
      Subject(file: source.path, row: chunk.row(feature), id: name.isEmpty ? nil : name))
  }
}

/// A coordinate that could not be converted, by chunk and index in the chunk's coordinates.
private struct ChunkFailure: Sendable {
  var chunk: Int
  var error: CoordinateTransformError
}

/// Sendable because every chunk is touched by exactly one worker while the owner waits for all of them.
private struct ChunkPointer: @unchecked Sendable {
  private let chunks: UnsafeMutableBufferPointer<FeatureChunk>

  init(_ chunks: UnsafeMutableBufferPointer<FeatureChunk>) { self.chunks = chunks }

  /// Converts every `step`-th chunk; stops at the first failure, which is that worker's lowest.
  func convert(
    _ converter: borrowing CoordinateConverter, startingAt start: Int, step: Int
  ) -> ChunkFailure? {
    for index in stride(from: start, to: chunks.count, by: step) {
      do {
        try converter.convert(&chunks[index].shapes.coordinates)
      } catch let error as CoordinateTransformError {
        return ChunkFailure(chunk: index, error: error)
      } catch {
        return ChunkFailure(
          chunk: index,
          error: CoordinateTransformError(
            index: 0, coordinate: Coordinate(x: .nan, y: .nan), operation: "", message: "\(error)"))
      }
    }
    return nil
  }
}
