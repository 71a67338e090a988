import Coverage
import Model

/// The people of a siting run at places: demand points, or the samples coverage spreads people over.
struct GroundDemand: Sendable {
  var places: [GeographicPoint] = []
  var people: [Double] = []
  /// Block of each.
  var blockOf: [Int32] = []
  /// Everybody is at a demand point.
  var isExact = true

  var count: Int { people.count }

  /// Only the places at `kept`, ascending.
  func selecting(_ kept: [Int]) -> GroundDemand {
    var part = self
    part.places = kept.map { places[$0] }
    part.people = kept.map { people[$0] }
    part.blockOf = kept.map { blockOf[$0] }
    return part
  }

  /// Everybody of the blocks' people, as coverage counts them: a block's own value, spread over its points by their
  /// weights. Places without people are left out.
  ///
  /// - Parameter population: people by block, NaN unknown.
  init(_ samples: PeopleSamples, population: (Int) -> Double) {
    for block in samples.isAtPoints.indices {
      let range = samples.samples(of: block)
      let people = population(block)
      guard people > 0, !range.isEmpty else { continue }
      if !samples.isAtPoints[block] { isExact = false }
      let total = samples.weights[range].reduce(0, +)
      for index in range {
        // A block whose points have no weights counts each point once, as coverage does.
        let weight = total > 0 ? samples.weights[index] : 1
        let part = total > 0 ? total : Double(range.count)
        guard weight > 0 else { continue }
        places.append(samples.places[index])
        self.people.append(part == people ? weight : people * weight / part)
        blockOf.append(Int32(block))
      }
    }
  }
}
