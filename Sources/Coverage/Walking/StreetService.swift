import Geometry
import Model
import Streets

/// The stations that serve one group of blocks along the streets.
///
/// Some 30 bytes a node of the graph: runs with many groups make a few at a time.
package struct StreetService: Sendable {
  /// The nearest of them from anywhere, extra minutes included.
  let nearest: WalkQuery
  /// All of them within the longest walk that any share asks for, without extra minutes.
  let reach: StationReach
  /// Components of the network that hold at least one of their entrances.
  let components: Set<UInt32>
  /// Walks to where the data end, and on straight to the nearest of them; nil where no street is known to go on.
  let beyondEdge: WalkQuery?
  /// Seconds that the search for the nearest of them took.
  let searchSeconds: Double
}

extension StreetWalks {
  /// Searches from the stations of a group.
  func service(of group: Int, threads: Int) throws -> StreetService {
    let entrances = groups[group].flatMap { station in joined[station].map(\.entrance) }
    let start = ContinuousClock.now
    let labels = graph.nearestStations(
      entrances, direction: rules.direction, limit: limits.search, threads: threads)
    let searchSeconds = (ContinuousClock.now - start) / .seconds(1)
    let walkOnly = entrances.map { StationEntrance(station: $0.station, place: $0.place) }
    return StreetService(
      nearest: WalkQuery(graph, labels: labels, entrances: entrances, direction: rules.direction),
      reach: try StationReach(
        graph, entrances: walkOnly, direction: rules.direction, limit: limits.overlap,
        edges: edges, threads: threads),
      components: Set(
        beyond?.components[group]
          ?? entrances.map { graph.componentOf[Int(graph.edgeTails[Int($0.place.edge)])] }),
      beyondEdge: straight[group].flatMap { beyondEdge($0, group, threads) },
      searchSeconds: searchSeconds)
  }

  /// Sources where streets are cut by the end of the data. From there a station is at least its straight distance
  /// away: who is not nearer to one than this sum cannot be sure.
  private func beyondEdge(_ straight: StationIndex, _ group: Int, _ threads: Int) -> WalkQuery? {
    let extra =
      beyond.map {
        extras.millimetres(ofMinutes: $0.leastExtraMinutes[group] + rules.dispatchMinutes)
      }
      ?? groups[group].map { extras.millimetres(of: Int32($0)) }.min() ?? 0
    let wanted = limits.times.last ?? 0
    var entrances: [StationEntrance] = []
    for (number, end) in looseEnds.enumerated() {
      guard let end, let metres = straight.nearestAnywhere(end.place)?.metres,
        metres * 1000 + Double(extra) < Double(wanted)
      else { continue }
      entrances.append(
        StationEntrance(
          station: Int32(number), place: end.joint,
          extraMillimetres: UInt32(metres * 1000) + extra))
    }
    if entrances.isEmpty { return nil }
    let labels = graph.nearestStations(
      entrances, direction: rules.direction, limit: wanted, threads: threads)
    return WalkQuery(graph, labels: labels, entrances: entrances, direction: rules.direction)
  }
}
