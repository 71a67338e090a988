import Model

/// Buildings, entrances or households with people, sorted by the block they belong to.
///
/// Points of block `b` are `starts[b] ..< starts[b + 1]`, in input order.
package struct DemandPoints: Sendable {
  package let starts: [Int32]
  package let places: [GeographicPoint]
  /// People at each point, ≥ 0.
  package let weights: [Double]

  /// - Parameters:
  ///   - blockOf: index of each point's block, negative for a point outside every block (left out).
  ///   - places, weights: one a point.
  package init(blockCount: Int, blockOf: [Int32], places: [GeographicPoint], weights: [Double]) {
    var starts = [Int32](repeating: 0, count: blockCount + 1)
    for block in blockOf where block >= 0 { starts[Int(block) + 1] += 1 }
    for index in 1..<max(1, starts.count) { starts[index] += starts[index - 1] }
    var next = starts
    let used = Int(starts[blockCount])
    var sortedPlaces = [GeographicPoint](
      repeating: GeographicPoint(longitude: 0, latitude: 0), count: used)
    var sortedWeights = [Double](repeating: 0, count: used)
    for index in blockOf.indices where blockOf[index] >= 0 {
      let slot = Int(next[Int(blockOf[index])])
      next[Int(blockOf[index])] += 1
      sortedPlaces[slot] = places[index]
      sortedWeights[slot] = weights[index]
    }
    self.starts = starts
    self.places = sortedPlaces
    self.weights = sortedWeights
  }

  package func points(of block: Int) -> Range<Int> {
    Int(starts[block])..<Int(starts[block + 1])
  }
}
