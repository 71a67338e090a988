import Geometry
import Model

/// Square metres of every feature of a layer, and of the part of it that people are spread over.
package struct GroundAreas: Sendable {
  /// By feature; 0 for what is no usable area.
  package private(set) var whole: [Double] = []
  /// By feature: the part the spread names; 0 where it names none. Equal to `whole` without a spread.
  package private(set) var part: [Double] = []

  /// - Parameter layer: in WGS 84 degrees.
  package static func take(
    _ layer: Layer, spread: (any PeopleSpread)?, threads: Int
  ) throws -> GroundAreas {
    let parts = try Parallel.map(count: layer.chunks.count, threads: threads) { index in
      let chunk = layer.chunks[index]
      let projector = BlockProjector()
      var spreader = try spread?.makeSpreader()
      var areas = GroundAreas()
      for feature in 0..<chunk.count {
        var pieces: [BlockPiece] = []
        if chunk.shapes.kinds[feature].isAreal {
          projector.recycle()
          projector.pieces(of: chunk.shapes, feature: feature, into: &pieces)
        }
        let whole = pieces.reduce(0) { $0 + $1.area }
        areas.whole.append(whole)
        areas.part.append(
          try pieces.withUnsafeBufferPointer { pieces in
            try spreader?.spread(pieces).reduce(0) { $0 + $1.piece.area } ?? whole
          })
      }
      return areas
    }
    return parts.reduce(into: GroundAreas()) {
      $0.whole += $1.whole
      $0.part += $1.part
    }
  }
}
