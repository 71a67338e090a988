/// Where the edges of each lower node begin: edges are numbered by their lower node, so this finds all edges between
/// two nodes. Immutable; one serves all workers.
public final class EdgesByNode: Sendable {
  /// nodes + 1 elements.
  private let starts: GraphArray<UInt32>

  public init(_ graph: StreetGraph) {
    starts = GraphArray(count: graph.nodeCount + 1) { starts in
      var node = 0
      for edge in 0..<graph.edgeCount {
        let lower = Int(min(graph.edgeTails[edge], graph.edgeHeads[edge]))
        precondition(lower + 1 >= node, "edges must be numbered by their lower node")
        while node <= lower {
          starts[node] = UInt32(edge)
          node += 1
        }
      }
      while node <= graph.nodeCount {
        starts[node] = UInt32(graph.edgeCount)
        node += 1
      }
    }
  }

  /// Edges of which `node` is the lower end (or both ends).
  @inline(__always)
  func edges(lower node: Int) -> Range<Int> { Int(starts[node])..<Int(starts[node + 1]) }
}
