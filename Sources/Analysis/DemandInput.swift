import Coverage
import Layers
import Model

/// Demand points assigned to blocks: by the block id they name, else by where they lie.
struct DemandInput: Sendable {
  /// Points with their weights; all zero in blocks whose own population is 0, whose shares are unweighted.
  var points: DemandPoints
  /// Sum of the points' people by block.
  var people: [Double]
  var source: LayerSource
  var count: Int
  /// True when the layer has a people column; without one every point counts 1.
  var hasPeople: Bool
  /// Sum of the points' people of each group by block; nil where the layer lacks the group's field.
  var groupPeople: [[Double]?]

  static func read(
    _ input: CoverageRequest.Input, blocks: BlockInput, groups: [PeopleGroup] = [], threads: Int,
    ledger: inout Ledger
  ) throws -> DemandInput {
    var places = try DemandPlaces(input, groups: groups, threads: threads, ledger: &ledger)
    places.assign(blocks.ids, first: 0)
    try places.locate(blocks.layer, first: 0, threads: threads)
    places.record(&ledger)
    return DemandInput(places, among: Array(places.owners.indices), blocks, first: 0)
  }

  fileprivate static func sums(
    _ weights: [Double], _ owners: [Int32], _ blocks: BlockInput
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: blocks.layer.count)
    for (index, owner) in owners.enumerated() where owner >= 0 {
      sums[Int(owner)] += weights[index]
    }
    return sums
  }
}

extension DemandInput {
  /// The points of some blocks.
  ///
  /// - Parameters:
  ///   - points: those that belong to these blocks, and any that belong to none, ascending.
  ///   - first: position of the first block in the run.
  init(_ places: DemandPlaces, among points: [Int], _ blocks: BlockInput, first: Int) {
    let owners = points.map { places.owners[$0] < 0 ? -1 : places.owners[$0] - Int32(first) }
    var weights = points.map { places.weights[$0] }
    let groupWeights = places.groupWeights.map { all in all.map { all in points.map { all[$0] } } }
    people = Self.sums(weights, owners, blocks)
    groupPeople = groupWeights.map { $0.map { Self.sums($0, owners, blocks) } }
    for (index, owner) in owners.enumerated()
    where owner >= 0 && blocks.population?[Int(owner)] == 0 { weights[index] = 0 }
    self.points = DemandPoints(
      blockCount: blocks.layer.count, blockOf: owners,
      places: points.map { places.places[$0] ?? GeographicPoint(longitude: 0, latitude: 0) },
      weights: weights, groupWeights: groupWeights)
    source = places.source
    count = places.owners.count
    hasPeople = places.hasPeople
  }
}
