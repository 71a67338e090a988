extension ReachSearch {
  /// Calls `body` once for every edge with an end that the last run has reached, in the order of those ends; edges that
  /// cannot be walked either way may be left out. `nodes` is empty before and afterwards.
  @inline(__always)
  func forEachReachedEdge(_ nodes: borrowing NodeSet, _ body: (Int) -> Void) {
    nodes.forEachSorted(visited) { node in
      for edge in edges.edges(lower: Int(node)) { body(edge) }
      let outgoing = graph.outgoing
      forEachLower(node, outgoing, unless: nil, body)
      if let incoming = graph.incoming { forEachLower(node, incoming, unless: outgoing, body) }
    }
  }

  /// The edges that lead from a node to lower ones which are not reached; none of those that `before` has.
  @inline(__always)
  private func forEachLower(
    _ node: UInt32, _ table: ArcTable, unless before: ArcTable?, _ body: (Int) -> Void
  ) {
    let range = Int(table.starts.base[Int(node)])..<Int(table.starts.base[Int(node) + 1])
    for index in range {
      let lower = table.arcs.base[index].head
      if lower >= node || labels[Int(lower)] != .max { continue }
      // Several edges between the two come together.
      if Self.leads(table, range.lowerBound..<index, to: lower) { continue }
      if let before {
        let known = Int(before.starts.base[Int(node)])..<Int(before.starts.base[Int(node) + 1])
        if Self.leads(before, known, to: lower) { continue }
      }
      for edge in edges.edges(lower: Int(lower))
      where max(graph.edgeTails.base[edge], graph.edgeHeads.base[edge]) == node { body(edge) }
    }
  }

  private static func leads(_ table: ArcTable, _ range: Range<Int>, to node: UInt32) -> Bool {
    range.contains { table.arcs.base[$0].head == node }
  }
}
