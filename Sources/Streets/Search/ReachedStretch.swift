/// A part of an edge that lies within the limit, from its tail in true millimetres, both ends inclusive.
public struct ReachedStretch: Sendable, Hashable, BitwiseCopyable {
  public var edge: UInt32
  public var fromMillimetres: UInt32
  public var toMillimetres: UInt32

  @inlinable
  public init(edge: UInt32, fromMillimetres: UInt32, toMillimetres: UInt32) {
    self.edge = edge
    self.fromMillimetres = fromMillimetres
    self.toMillimetres = toMillimetres
  }
}

extension ReachedStretch {
  /// Edge, then beginning.
  @inline(__always)
  fileprivate var order: UInt64 { UInt64(edge) << 32 | UInt64(fromMillimetres) }
}

extension ReachSearch {
  /// Every street point within `limit` (≤, at most that of the last run) of the station, as stretches of edges:
  /// disjoint, by rising edge and position. A point lies in a stretch exactly when a walk from there (without a
  /// leg of its own) is ≤ `limit`; points that are nodes alone make no stretch.
  public func stretches(within limit: UInt32) -> [ReachedStretch] {
    precondition(limit <= self.limit)
    var found: [ReachedStretch] = []
    let table = graph.searchArcs(direction)
    for node in visited where label(node) <= limit {
      for edge in edges.edges(lower: Int(node)) {
        addEnds(UInt32(edge), limit, &found)
      }
      addEdgesDown(node, table, limit, &found)
    }
    for entrance in entrances { addAround(entrance, limit, &found) }
    return Self.merged(&found)
  }

  /// Edges to a lower node that is not reached itself: it would not have listed them.
  private func addEdgesDown(
    _ node: UInt32, _ table: ArcTable, _ limit: UInt32, _ found: inout [ReachedStretch]
  ) {
    let range = Int(table.starts[Int(node)])..<Int(table.starts[Int(node) + 1])
    for index in range {
      let lower = table.arcs[index].head
      if lower >= node || label(lower) <= limit { continue }
      if (range.lowerBound..<index).contains(where: { table.arcs[$0].head == lower }) { continue }
      for edge in edges.edges(lower: Int(lower))
      where max(graph.edgeTails[edge], graph.edgeHeads[edge]) == node {
        addEnds(UInt32(edge), limit, &found)
      }
    }
  }

  /// What is reached of an edge from its two ends.
  private func addEnds(_ edge: UInt32, _ limit: UInt32, _ found: inout [ReachedStretch]) {
    let index = Int(edge)
    let whole = graph.edgeMillimetres[index]
    let (forward, backward) = (graph.edgeForward[index], graph.backward(index))
    let (fromTail, fromHead) =
      direction == .towardsStations ? (backward, forward) : (forward, backward)
    // Reached from the tail up to `upper`, from the head down to `lower`.
    var (upper, lower) = (UInt32?.none, UInt32?.none)
    let tail = label(graph.edgeTails[index])
    let head = label(graph.edgeHeads[index])
    if tail <= limit, fromTail != StreetGraph.noWay {
      upper = StreetGraph.longestPart(fromTail, budget: limit - tail, whole: whole)
    }
    if head <= limit, fromHead != StreetGraph.noWay {
      lower = whole - StreetGraph.longestPart(fromHead, budget: limit - head, whole: whole)
    }
    if let upper, let lower, upper >= lower {
      found.append(ReachedStretch(edge: edge, fromMillimetres: 0, toMillimetres: whole))
      return
    }
    if let upper {
      found.append(ReachedStretch(edge: edge, fromMillimetres: 0, toMillimetres: upper))
    }
    if let lower {
      found.append(ReachedStretch(edge: edge, fromMillimetres: lower, toMillimetres: whole))
    }
  }

  /// What is reached from an entrance along its own edge.
  private func addAround(
    _ entrance: StationEntrance, _ limit: UInt32, _ found: inout [ReachedStretch]
  ) {
    if entrance.ownMillimetres > UInt64(limit) { return }
    let budget = limit - UInt32(entrance.ownMillimetres)
    let edge = Int(entrance.place.edge)
    let along = entrance.place.alongMillimetres
    let whole = graph.edgeMillimetres[edge]
    let (forward, backward) = (graph.edgeForward[edge], graph.backward(edge))
    let (up, down) = direction == .towardsStations ? (backward, forward) : (forward, backward)
    func part(_ walk: UInt32, _ room: UInt32) -> UInt32 {
      walk == StreetGraph.noWay
        ? 0 : min(room, StreetGraph.longestPart(walk, budget: budget, whole: whole))
    }
    found.append(
      ReachedStretch(
        edge: entrance.place.edge, fromMillimetres: along - part(down, along),
        toMillimetres: along + part(up, whole - along)))
  }

  /// Sorted, with overlapping and adjoining stretches made one.
  private static func merged(_ found: inout [ReachedStretch]) -> [ReachedStretch] {
    found.sort { $0.order < $1.order }
    var result: [ReachedStretch] = []
    result.reserveCapacity(found.count)
    for stretch in found {
      if let last = result.last, last.edge == stretch.edge,
        UInt64(stretch.fromMillimetres) <= UInt64(last.toMillimetres) + 1
      {
        result[result.count - 1].toMillimetres = max(last.toMillimetres, stretch.toMillimetres)
      } else {
        result.append(stretch)
      }
    }
    return result
  }
}
