import Model

/// All that isochrones need of a network, made once and shared by all workers.
struct IsochroneNetwork: Sendable {
  let graph: StreetGraph
  let settings: IsochroneSettings
  let field: IsochroneField
  let parts: StreetParts
  let incident: IncidentEdges
}

/// The edges at each node (compressed sparse rows): node `n` has `edges[starts[n] ..< starts[n + 1]]`; a loop once.
struct IncidentEdges: Sendable {
  let starts: GraphArray<UInt32>
  let edges: GraphArray<UInt32>

  init(_ graph: StreetGraph) {
    let (tails, heads) = (graph.edgeTails.base, graph.edgeHeads.base)
    var starts = [UInt32](repeating: 0, count: graph.nodeCount + 1)
    for edge in 0..<graph.edgeCount {
      starts[Int(tails[edge]) + 1] += 1
      if heads[edge] != tails[edge] { starts[Int(heads[edge]) + 1] += 1 }
    }
    for node in 0..<graph.nodeCount { starts[node + 1] += starts[node] }
    var next = starts
    self.starts = GraphArray(starts)
    edges = GraphArray(count: Int(starts[graph.nodeCount])) { base in
      for edge in 0..<graph.edgeCount {
        for node in [tails[edge], heads[edge]].prefix(tails[edge] == heads[edge] ? 1 : 2) {
          base[Int(next[Int(node)])] = UInt32(edge)
          next[Int(node)] += 1
        }
      }
    }
  }
}
