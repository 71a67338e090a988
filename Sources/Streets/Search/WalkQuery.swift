/// Answers for a place anywhere on the streets from the labels of the nodes.
public struct WalkQuery: Sendable {
  private let graph: StreetGraph
  private let labels: StationLabels
  private let direction: WalkDirection
  private let direct: EntrancesByEdge

  /// `labels` of `nearestStations` on the same graph with the same entrances and direction.
  public init(
    _ graph: StreetGraph, labels: StationLabels, entrances: [StationEntrance],
    direction: WalkDirection = .towardsStations
  ) {
    self.graph = graph
    self.labels = labels
    self.direction = direction
    direct = EntrancesByEdge(entrances, edgeCount: graph.edgeCount)
  }

  /// The nearest station of a place and the whole walk: its leg, the street, the station's leg and extra. Nil when
  /// no station is reached within the limit (≤) of the labels. Of stations equally far the lowest number.
  public func walk(from place: SnappedPoint) -> (millimetres: UInt32, station: Int32)? {
    let edge = Int(place.edge)
    let ends = graph.personEnds(place, direction)
    var best = UInt64.max
    func offer(_ label: UInt64, _ part: UInt32) {
      if part == StreetGraph.noWay || label == StationLabels.unreached { return }
      let (sum, overflow) = label.addingReportingOverflow(UInt64(part) << 32)
      if !overflow { best = min(best, sum) }
    }
    offer(labels.keys[Int(graph.edgeTails[edge])], ends.tail)
    offer(labels.keys[Int(graph.edgeHeads[edge])], ends.head)
    direct.forEach(on: place.edge) { entrance in
      let part = graph.directWalk(
        edge: place.edge, person: place.alongMillimetres,
        station: entrance.place.alongMillimetres, direction)
      let own = entrance.ownMillimetres
      if own < UInt64(UInt32.max) { offer(own << 32 | UInt64(entrance.station), part) }
    }
    let whole = (best >> 32) + UInt64(place.legMillimetres)
    if best == UInt64.max || whole > UInt64(labels.limit) { return nil }
    return (UInt32(whole), Int32(truncatingIfNeeded: best))
  }
}

/// Entrances found by their edge; one bit an edge tells at once of most edges that there are none.
struct EntrancesByEdge: Sendable {
  private let sorted: [StationEntrance]
  private let bits: [UInt64]

  init(_ entrances: [StationEntrance], edgeCount: Int) {
    sorted = entrances.sorted { ($0.place.edge, $0.station) < ($1.place.edge, $1.station) }
    var bits = [UInt64](repeating: 0, count: edgeCount / 64 + 1)
    for entrance in entrances {
      bits[Int(entrance.place.edge >> 6)] |= 1 << UInt64(entrance.place.edge & 63)
    }
    self.bits = bits
  }

  @inline(__always)
  func forEach(on edge: UInt32, _ body: (StationEntrance) -> Void) {
    if bits[Int(edge >> 6)] >> UInt64(edge & 63) & 1 == 0 { return }
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle].place.edge < edge { low = middle + 1 } else { high = middle }
    }
    while low < sorted.count, sorted[low].place.edge == edge {
      body(sorted[low])
      low += 1
    }
  }
}
