import Model
import Synchronization

/// Which stations reach each node within a limit: for overlap counts, services and siting.
///
/// Memory: 8 bytes a pair of node and station that reaches it.
public struct StationReach: Sendable {
  private struct Entry: BitwiseCopyable, Sendable {
    var station: Int32
    var millimetres: UInt32
  }

  /// What one search found of one node.
  private struct Pair: BitwiseCopyable, Sendable {
    var node: UInt32
    var entry: Entry
  }

  private let graph: StreetGraph
  private let direction: WalkDirection
  /// Walks above this were not looked for (≤ counts).
  public let limit: UInt32
  /// By node + 1: where its entries begin; entries of a node are ordered by station.
  private let starts: [Int]
  private let entries: [Entry]
  private let direct: EntrancesByEdge

  /// One bounded search for each station of `entrances`, which stand together by station; `edges` of the same graph may
  /// be shared by several.
  public init(
    _ graph: StreetGraph, entrances: [StationEntrance], direction: WalkDirection = .towardsStations,
    limit: UInt32, edges: EdgesByNode? = nil, threads: Int
  ) throws {
    self.graph = graph
    self.direction = direction
    self.limit = limit
    direct = EntrancesByEdge(entrances, edgeCount: graph.edgeCount)
    let stations = Self.stations(entrances)
    let edges = edges ?? EdgesByNode(graph)
    // A few stations at a time; a worker keeps its search, whose labels take longer to make than a station takes.
    let size = 16
    let parts = (stations.count + size - 1) / size
    let found = Mutex([[Pair]](repeating: [], count: parts))
    try Parallel.forEach(
      count: parts, threads: threads, state: { ReachSearch(graph, edges: edges) },
      { search, part in
        var pairs: [Pair] = []
        for station in stations[(part * size)..<min(stations.count, (part + 1) * size)] {
          search.run(Array(entrances[station]), direction: direction, limit: limit)
          let number = entrances[station.lowerBound].station
          for node in search.visited {
            let entry = Entry(station: number, millimetres: search.label(node))
            pairs.append(Pair(node: node, entry: entry))
          }
        }
        found.withLock { $0[part] = pairs }
      })
    (starts, entries) = Self.sorted(found.withLock { $0 }, nodeCount: graph.nodeCount)
  }

  /// Ranges of `entrances` with one station each.
  private static func stations(_ entrances: [StationEntrance]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var first = 0
    for index in 1..<(entrances.count + 1) where !entrances.isEmpty {
      if index < entrances.count && entrances[index].station == entrances[first].station {
        continue
      }
      ranges.append(first..<index)
      first = index
    }
    return ranges
  }

  private static func sorted(
    _ found: [[Pair]], nodeCount: Int
  ) -> ([Int], [Entry]) {
    var starts = [Int](repeating: 0, count: nodeCount + 1)
    for part in found { for pair in part { starts[Int(pair.node)] += 1 } }
    // Ends at first: each entry, the last first, goes before those of its node that are there.
    var sum = 0
    for node in 0...nodeCount {
      sum += starts[node]
      starts[node] = sum
    }
    let entries = [Entry](unsafeUninitializedCapacity: sum) { entries, count in
      for part in found.reversed() {
        for pair in part.reversed() {
          starts[Int(pair.node)] -= 1
          entries[starts[Int(pair.node)]] = pair.entry
        }
      }
      count = sum
    }
    return (starts, entries)
  }

  /// Calls `body` with stations whose whole walk to or from a place is within the limit, and that walk; a station
  /// may be given several times, by different ways.
  public func forEachStation(
    reaching place: SnappedPoint, _ body: (_ station: Int32, _ millimetres: UInt32) -> Void
  ) {
    let edge = Int(place.edge)
    let ends = graph.personEnds(place, direction)
    func offer(_ station: Int32, _ own: UInt64, _ part: UInt32) {
      if part == StreetGraph.noWay { return }
      let whole = own + UInt64(part) + UInt64(place.legMillimetres)
      if whole <= UInt64(limit) { body(station, UInt32(whole)) }
    }
    for (node, part) in [(graph.edgeTails[edge], ends.tail), (graph.edgeHeads[edge], ends.head)] {
      for index in starts[Int(node)]..<starts[Int(node) + 1] {
        offer(entries[index].station, UInt64(entries[index].millimetres), part)
      }
    }
    direct.forEach(on: place.edge) { entrance in
      let part = graph.directWalk(
        edge: place.edge, person: place.alongMillimetres,
        station: entrance.place.alongMillimetres, direction)
      offer(entrance.station, entrance.ownMillimetres, part)
    }
  }
}
