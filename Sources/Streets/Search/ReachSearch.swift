/// What one station reaches within a limit, one search after the other in the same memory.
///
/// Belongs to one worker. A run costs what it reaches, not what the graph holds: labels are cleared node by node
/// before the next run.
public final class ReachSearch {
  let graph: StreetGraph
  let edges: EdgesByNode
  /// By node: walking length, `UInt32.max` unreached. Only this class writes to them.
  let labels: UnsafeMutablePointer<UInt32>
  private var queues: [WalkDirection: BucketQueue] = [:]
  /// Nodes reached by the last run, in the order in which they were first seen.
  public private(set) var visited: [UInt32] = []
  /// Entrances, direction and limit of the last run.
  private(set) var entrances: [StationEntrance] = []
  private(set) var direction = WalkDirection.towardsStations
  private(set) var limit: UInt32 = 0

  /// `edges` may be shared by the searches of several workers; made when left out.
  public init(_ graph: StreetGraph, edges: EdgesByNode? = nil) {
    self.graph = graph
    self.edges = edges ?? EdgesByNode(graph)
    labels = .allocate(capacity: max(1, graph.nodeCount))
    labels.initialize(repeating: .max, count: graph.nodeCount)
  }

  deinit {
    labels.deallocate()
    for queue in queues.values { queue.deallocate() }
  }

  /// Walking length between a node and the station of the last run, with the station's leg and extra; nil when
  /// beyond the limit.
  @inline(__always)
  public func millimetres(of node: Int) -> UInt32? {
    labels[node] == .max ? nil : labels[node]
  }

  /// Label of a node, `UInt32.max` unreached.
  @inline(__always)
  func label(_ node: UInt32) -> UInt32 { labels[Int(node)] }

  /// Searches from the entrances of one station up to `limit` (≤).
  public func run(
    _ entrances: [StationEntrance], direction: WalkDirection = .towardsStations, limit: UInt32
  ) {
    for node in visited { labels[Int(node)] = .max }
    visited.removeAll(keepingCapacity: true)
    self.entrances = entrances
    self.direction = direction
    self.limit = min(limit, .max - 1)
    let table = graph.searchArcs(direction)
    var queue = queues[direction] ?? BucketQueue(shift: BucketQueue.shift(for: table))
    let last = start(&queue)
    if last >= 0 { spread(&queue, table, to: last) }
    queues[direction] = queue
  }

  /// Labels the ends of the entrances' edges; the last bucket used, -1 none.
  private func start(_ queue: inout BucketQueue) -> Int {
    var last = -1
    for entrance in entrances {
      let ends = graph.stationEnds(entrance.place, direction)
      let edge = Int(entrance.place.edge)
      for (node, walk) in [(graph.edgeTails[edge], ends.tail), (graph.edgeHeads[edge], ends.head)]
      where walk != StreetGraph.noWay {
        let sum = UInt64(walk) + entrance.ownMillimetres
        if sum > UInt64(limit) || sum >= UInt64(labels[Int(node)]) { continue }
        if labels[Int(node)] == .max { visited.append(node) }
        labels[Int(node)] = UInt32(sum)
        let at = Int(sum >> UInt64(queue.shift))
        queue.push(node, at)
        last = max(last, at)
      }
    }
    return last
  }

  private func spread(_ queue: inout BucketQueue, _ table: ArcTable, to end: Int) {
    let (labels, starts, arcs) = (labels, table.starts.base, table.arcs.base)
    let limit = UInt64(limit)
    let shift = queue.shift
    // In the loop's own hands, so that appending need not ask who else holds it.
    var seen: [UInt32] = []
    swap(&seen, &visited)
    defer { swap(&seen, &visited) }
    var bucket = 0
    var last = end
    while bucket <= last {
      var position = queue.detach(bucket)
      if position == 0 {
        bucket += 1
        continue
      }
      while position != 0 {
        let node = Int(queue.take(&position))
        let length = labels[node]
        if Int(length >> shift) != bucket { continue }
        for index in Int(starts[node])..<Int(starts[node + 1]) {
          let arc = arcs[index]
          let sum = UInt64(length) + UInt64(arc.walkMillimetres)
          let known = labels[Int(arc.head)]
          if sum > limit || sum >= UInt64(known) { continue }
          if known == .max { seen.append(arc.head) }
          labels[Int(arc.head)] = UInt32(sum)
          let at = Int(UInt32(sum) >> shift)
          queue.push(arc.head, at)
          if at > last { last = at }
        }
      }
    }
  }

  /// The whole walk between a place and the station of the last run (both legs, extra); nil beyond the limit (≤).
  public func walk(from place: SnappedPoint) -> UInt32? {
    let edge = Int(place.edge)
    let ends = graph.personEnds(place, direction)
    var best = UInt64.max
    func offer(_ label: UInt64, _ part: UInt32) {
      if part != StreetGraph.noWay { best = min(best, label + UInt64(part)) }
    }
    let tail = label(graph.edgeTails[edge])
    let head = label(graph.edgeHeads[edge])
    if tail != .max { offer(UInt64(tail), ends.tail) }
    if head != .max { offer(UInt64(head), ends.head) }
    for entrance in entrances where entrance.place.edge == place.edge {
      let part = graph.directWalk(
        edge: place.edge, person: place.alongMillimetres,
        station: entrance.place.alongMillimetres, direction)
      offer(entrance.ownMillimetres, part)
    }
    if best == UInt64.max { return nil }
    let whole = best + UInt64(place.legMillimetres)
    return whole > UInt64(limit) ? nil : UInt32(whole)
  }
}
