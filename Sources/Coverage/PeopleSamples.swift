import Geometry
import Model

/// The people of every block at places: its demand points, else a lattice over the ground its people are spread over,
/// the same that walking times are taken on.
///
/// Samples of block `b` are `starts[b] ..< starts[b + 1]`.
package struct PeopleSamples: Sendable {
  package private(set) var starts: [Int] = [0]
  package private(set) var places: [GeographicPoint] = []
  /// Relative within a block, ≥ 0; at demand points their own people.
  package private(set) var weights: [Double] = []
  /// By block: its people are at demand points.
  package private(set) var isAtPoints: [Bool] = []

  package init() {}

  /// The samples of every block of `layer` (WGS 84 degrees), in input order.
  package static func take(
    _ layer: Layer, demand: DemandPoints?, spread: (any PeopleSpread)?, threads: Int
  ) throws -> PeopleSamples {
    let parts = try Parallel.map(count: layer.chunks.count, threads: threads) { index in
      let chunk = layer.chunks[index]
      let sampler = Sampler(spreader: try spread?.makeSpreader())
      var samples = PeopleSamples()
      for feature in 0..<chunk.count {
        let points = demand?.points(of: chunk.firstIndex + feature) ?? 0..<0
        if let demand, !points.isEmpty {
          samples.places += demand.places[points]
          samples.weights += demand.weights[points]
        } else if chunk.shapes.kinds[feature].isAreal {
          try sampler.sample(chunk.shapes, feature, into: &samples)
        }
        samples.isAtPoints.append(!points.isEmpty)
        samples.starts.append(samples.places.count)
      }
      return samples
    }
    return parts.reduce(into: PeopleSamples()) { $0.append($1) }
  }

  package func samples(of block: Int) -> Range<Int> { starts[block]..<starts[block + 1] }

  private mutating func append(_ other: PeopleSamples) {
    let before = places.count
    places += other.places
    weights += other.weights
    isAtPoints += other.isAtPoints
    starts += other.starts.dropFirst().map { $0 + before }
  }

  fileprivate mutating func add(_ place: GeographicPoint, _ weight: Double) {
    places.append(place)
    weights.append(weight)
  }
}

/// Lattice samples of one block after another; belongs to one worker.
private final class Sampler {
  private let projector = BlockProjector()
  private let lattice = Lattice()
  private var spreader: (any BlockSpreader)?

  init(spreader: (any BlockSpreader)?) { self.spreader = spreader }

  func sample(
    _ shapes: ShapeColumn, _ feature: Int, into samples: inout PeopleSamples
  ) throws {
    projector.recycle()
    var pieces: [BlockPiece] = []
    projector.pieces(of: shapes, feature: feature, into: &pieces)
    var spread = try pieces.withUnsafeBufferPointer { try spreader?.spread($0) } ?? []
    if spread.isEmpty {
      spread = pieces.enumerated().map {
        WeightedPiece(piece: $1, weight: $1.area, source: $0)
      }
    }
    let step = Lattice.step(area: spread.reduce(0) { $0 + $1.piece.area })
    let minimum = (Lattice.minimumSamples + spread.count - 1) / max(1, spread.count)
    for part in spread {
      lattice.fill(part.piece.polygon, step: step, atLeast: minimum)
      let weight = part.weight / Double(lattice.count)
      for index in 0..<lattice.count {
        samples.add(part.piece.place(lattice.x[index], lattice.y[index]), weight)
      }
    }
  }
}
