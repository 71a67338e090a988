import Streets

/// The stations that serve one group of blocks along the streets.
package struct StreetService: Sendable {
  /// The nearest of them from anywhere.
  let nearest: WalkQuery
  /// All of them within the largest time asked for.
  let reach: StationReach
  /// Components of the network that hold at least one of their entrances.
  let components: Set<UInt32>

  init(
    _ graph: StreetGraph, _ entrances: [StationEntrance], direction: WalkDirection,
    limit: UInt32, wanted: UInt32, threads: Int
  ) throws {
    let labels = graph.nearestStations(
      entrances, direction: direction, limit: limit, threads: threads)
    nearest = WalkQuery(graph, labels: labels, entrances: entrances, direction: direction)
    reach = try StationReach(
      graph, entrances: entrances, direction: direction, limit: wanted, threads: threads)
    components = Set(entrances.map { graph.componentOf[Int(graph.edgeTails[Int($0.place.edge)])] })
  }
}
