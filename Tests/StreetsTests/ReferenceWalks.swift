@testable import Streets

/// Walks worked out the plain way, sharing no code with the searches: points become nodes of their own.
struct ReferenceWalks {
  /// By node: the steps one can walk from it.
  private var steps: [[(to: Int, length: UInt64)]]
  private let graph: StreetGraph

  init(_ graph: StreetGraph) {
    self.graph = graph
    steps = Array(repeating: [], count: graph.nodeCount)
    for edge in 0..<graph.edgeCount {
      let (tail, head) = (Int(graph.edgeTails[edge]), Int(graph.edgeHeads[edge]))
      add(tail, head, graph.edgeForward[edge])
      add(head, tail, graph.edgeBackward?[edge] ?? graph.edgeForward[edge])
    }
  }

  private mutating func add(_ from: Int, _ to: Int, _ length: UInt32, of share: Double = 1) {
    if share == 0 {
      steps[from].append((to, 0))
    } else if length != .max {
      steps[from].append((to, UInt64((Double(length) * share).rounded())))
    }
  }

  /// Adds a node for a point at which walks only begin or only end; its number. Walks may go straight to or from
  /// the `others`.
  mutating func add(
    _ point: SnappedPoint, isStart: Bool, others: [(node: Int, point: SnappedPoint)] = []
  ) -> Int {
    let edge = Int(point.edge)
    let node = steps.count
    steps.append([])
    let whole = Double(graph.edgeMillimetres[edge])
    let along = Double(point.alongMillimetres)
    let forward = graph.edgeForward[edge]
    let backward = graph.edgeBackward?[edge] ?? forward
    let (tail, head) = (Int(graph.edgeTails[edge]), Int(graph.edgeHeads[edge]))
    func add(_ other: Int, _ away: UInt32, _ back: UInt32, of share: Double) {
      if isStart {
        self.add(node, other, away, of: share)
      } else {
        self.add(other, node, back, of: share)
      }
    }
    add(tail, backward, forward, of: along / whole)
    add(head, forward, backward, of: (whole - along) / whole)
    for other in others where other.point.edge == point.edge {
      let ahead = Double(other.point.alongMillimetres) - along
      add(
        other.node, ahead >= 0 ? forward : backward, ahead >= 0 ? backward : forward,
        of: abs(ahead) / whole)
    }
    return node
  }

  /// Floyd and Warshall: walks between all nodes, `UInt64.max / 4` for none.
  func allPairs() -> [[UInt64]] {
    let none = UInt64.max / 4
    var walks = Array(repeating: Array(repeating: none, count: steps.count), count: steps.count)
    for node in steps.indices {
      walks[node][node] = 0
      for step in steps[node] { walks[node][step.to] = min(walks[node][step.to], step.length) }
    }
    for middle in steps.indices {
      for from in steps.indices where walks[from][middle] < none {
        for to in steps.indices {
          walks[from][to] = min(walks[from][to], walks[from][middle] + walks[middle][to])
        }
      }
    }
    return walks
  }

  /// Dijkstra with a plain heap over (length, station, node), from starting labels, along or against the steps.
  func nearest(
    _ starts: [(node: Int, length: UInt64, station: Int)], against: Bool
  ) -> [(length: UInt64, station: Int)?] {
    var ways = steps
    if against {
      ways = Array(repeating: [], count: steps.count)
      for from in steps.indices {
        for step in steps[from] { ways[step.to].append((from, step.length)) }
      }
    }
    var found = [(length: UInt64, station: Int)?](repeating: nil, count: steps.count)
    var heap = Heap()
    for start in starts { heap.push((start.length, start.station, start.node)) }
    while let (length, station, node) = heap.pop() {
      if found[node] != nil { continue }
      found[node] = (length, station)
      for step in ways[node] where found[step.to] == nil {
        heap.push((length + step.length, station, step.to))
      }
    }
    return found
  }
}

private struct Heap {
  private var items: [(UInt64, Int, Int)] = []

  mutating func push(_ item: (UInt64, Int, Int)) {
    items.append(item)
    var at = items.count - 1
    while at > 0, items[at] < items[(at - 1) / 2] {
      items.swapAt(at, (at - 1) / 2)
      at = (at - 1) / 2
    }
  }

  mutating func pop() -> (UInt64, Int, Int)? {
    guard let top = items.first else { return nil }
    let last = items.removeLast()
    if items.isEmpty { return top }
    items[0] = last
    var at = 0
    while 2 * at + 1 < items.count {
      var child = 2 * at + 1
      if child + 1 < items.count, items[child + 1] < items[child] { child += 1 }
      if items[at] <= items[child] { break }
      items.swapAt(at, child)
      at = child
    }
    return top
  }
}
