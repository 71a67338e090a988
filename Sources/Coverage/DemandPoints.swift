import Model

/// Buildings, entrances or households with people, sorted by the block they belong to.
///
/// Points of block `b` are `starts[b] ..< starts[b + 1]`, in input order.
package struct DemandPoints: Sendable {
  package let starts: [Int32]
  package let places: [GeographicPoint]
  /// People at each point, ≥ 0.
  package let weights: [Double]
  /// People of each group at each point; nil where the points do not tell.
  package let groupWeights: [[Double]?]

  /// - Parameters:
  ///   - blockOf: index of each point's block, negative for a point outside every block (left out).
  ///   - places, weights: one a point.
  package init(
    blockCount: Int, blockOf: [Int32], places: [GeographicPoint], weights: [Double],
    groupWeights: [[Double]?] = []
  ) {
    var starts = [Int32](repeating: 0, count: blockCount + 1)
    for block in blockOf where block >= 0 { starts[Int(block) + 1] += 1 }
    for index in 1..<max(1, starts.count) { starts[index] += starts[index - 1] }
    var next = starts
    let used = Int(starts[blockCount])
    var slots: [(point: Int, slot: Int)] = []
    var sortedPlaces = [GeographicPoint](
      repeating: GeographicPoint(longitude: 0, latitude: 0), count: used)
    var sortedWeights = [Double](repeating: 0, count: used)
    for index in blockOf.indices where blockOf[index] >= 0 {
      let slot = Int(next[Int(blockOf[index])])
      next[Int(blockOf[index])] += 1
      sortedPlaces[slot] = places[index]
      sortedWeights[slot] = weights[index]
      if !groupWeights.isEmpty { slots.append((index, slot)) }
    }
    self.groupWeights = groupWeights.map { weights in
      weights.map { weights in
        var sorted = [Double](repeating: 0, count: used)
        for (point, slot) in slots { sorted[slot] = weights[point] }
        return sorted
      }
    }
    self.starts = starts
    self.places = sortedPlaces
    self.weights = sortedWeights
  }

  private init(_ other: DemandPoints, weights: [Double]) {
    (starts, places, self.weights, groupWeights) = (other.starts, other.places, weights, [])
  }

  /// The same places with the people of one group; as all people where the points do not tell.
  package func weighted(byGroup group: Int) -> DemandPoints {
    DemandPoints(self, weights: groupWeights[group] ?? weights)
  }

  /// The weights of a range of points, all people and by group.
  func weights(of points: Range<Int>) -> PointWeights {
    PointWeights(people: weights[points], groups: groupWeights.map { $0?[points] })
  }

  package func points(of block: Int) -> Range<Int> {
    Int(starts[block])..<Int(starts[block + 1])
  }
}

/// Weights ≥ 0 of the points of one block.
struct PointWeights {
  var people: ArraySlice<Double>
  /// By group; nil: as all people.
  var groups: [ArraySlice<Double>?]
}
