import Coverage
import Model
import Streets
import Synchronization

/// Which places a set of stations reaches along the streets: one bounded search a station, and the places that joined
/// the streets near the nodes it saw.
struct StreetPairs: Sendable {
  private let graph: StreetGraph
  private let direction: WalkDirection
  /// Where each demand joins the streets; nil where it does not.
  let joints: [SnappedPoint?]
  /// Demands by node: those that join an edge which ends there.
  private let starts: [Int32]
  private let demands: [UInt32]

  /// Joins every place to the streets, as coverage does.
  init(_ walks: StreetWalks, _ places: [GeographicPoint], threads: Int) throws {
    graph = walks.graph
    direction = walks.rules.direction
    let size = 1024
    let parts = try Parallel.map(count: (places.count + size - 1) / size, threads: threads) {
      part in
      places[part * size..<min(places.count, (part + 1) * size)].map { place -> SnappedPoint? in
        guard
          case .snapped(let joint) = walks.index.snap(place, limitMetres: walks.rules.snapMetres)
        else { return nil }
        return joint
      }
    }
    joints = Array(parts.joined())
    var starts = [Int32](repeating: 0, count: graph.nodeCount + 1)
    let graph = graph
    func ends(_ joint: SnappedPoint) -> [Int] {
      let (tail, head) = (
        Int(graph.edgeTails[Int(joint.edge)]), Int(graph.edgeHeads[Int(joint.edge)])
      )
      return tail == head ? [tail] : [tail, head]
    }
    for case let joint? in joints { for node in ends(joint) { starts[node + 1] += 1 } }
    for node in 0..<graph.nodeCount { starts[node + 1] += starts[node] }
    var next = starts
    var demands = [UInt32](repeating: 0, count: Int(starts[graph.nodeCount]))
    for (number, joint) in joints.enumerated() {
      guard let joint else { continue }
      for node in ends(joint) {
        demands[Int(next[node])] = UInt32(number)
        next[node] += 1
      }
    }
    (self.starts, self.demands) = (starts, demands)
  }

  /// One worker's memory.
  private final class Worker {
    let search: ReachSearch
    var seen: [UInt32]
    var stamp: UInt32 = 0
    /// Demand and millimetres of the last station's pairs.
    var found: [UInt64] = []

    init(_ graph: StreetGraph, _ demandCount: Int) {
      search = ReachSearch(graph)
      seen = [UInt32](repeating: 0, count: demandCount)
    }
  }

  /// For every station of `entrances` (by station, may be empty) the demands whose whole walk is at most `limit`
  /// millimetres.
  ///
  /// - Parameters:
  ///   - cost: what a walk in millimetres costs; nil: being reached is all that counts.
  ///   - keeps: whether a pair counts.
  func pairs(
    _ entrances: [[StationEntrance]], limit: UInt32, threads: Int,
    cost: (@Sendable (UInt32) -> Double)?,
    keeps: @Sendable (_ station: Int, _ demand: Int, _ millimetres: UInt32) -> Bool
  ) throws -> SiteReach {
    let found = Mutex([PairTable.Row](repeating: .init(), count: entrances.count))
    try Parallel.forEach(
      count: entrances.count, threads: threads, state: { Worker(graph, joints.count) },
      { worker, station in
        if entrances[station].isEmpty { return }
        let row = run(worker, station, entrances[station], limit, cost, keeps)
        found.withLock { $0[station] = row }
      })
    return PairTable.table(found.withLock { $0 })
  }

  private func run(
    _ worker: Worker, _ station: Int, _ entrances: [StationEntrance], _ limit: UInt32,
    _ cost: ((UInt32) -> Double)?, _ keeps: (Int, Int, UInt32) -> Bool
  ) -> PairTable.Row {
    worker.search.run(entrances, direction: direction, limit: limit)
    worker.stamp += 1
    worker.found.removeAll(keepingCapacity: true)
    func look(_ node: Int) {
      for slot in Int(starts[node])..<Int(starts[node + 1]) {
        let demand = Int(demands[slot])
        if worker.seen[demand] == worker.stamp { continue }
        worker.seen[demand] = worker.stamp
        guard let joint = joints[demand], let walk = worker.search.walk(from: joint),
          keeps(station, demand, walk)
        else { continue }
        worker.found.append(UInt64(demand) << 32 | UInt64(walk))
      }
    }
    for node in worker.search.visited { look(Int(node)) }
    // Neighbours on the station's own street, whose ends may be too far.
    for entrance in entrances { look(Int(graph.edgeTails[Int(entrance.place.edge)])) }
    worker.found.sort()
    return PairTable.Row(
      demands: worker.found.map { UInt32($0 >> 32) },
      costs: cost.map { cost in
        worker.found.map { cost(UInt32(truncatingIfNeeded: $0)) }
      } ?? [])
  }
}
