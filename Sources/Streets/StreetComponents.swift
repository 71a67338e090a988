/// Connected components by falling street length (ties: the lower first node), directions ignored.
struct StreetComponents: Sendable {
  /// By node; by component.
  let of: GraphArray<UInt32>
  let metres: GraphArray<Double>

  init(
    _ nodeCount: Int, _ tails: GraphArray<UInt32>, _ heads: GraphArray<UInt32>,
    _ millimetres: GraphArray<UInt32>
  ) {
    let parent = FilledArray<UInt32>(nodeCount)
    for node in 0..<nodeCount { parent[node] = UInt32(node) }
    for edge in 0..<tails.count {
      let a = Self.root(tails[edge], parent)
      let b = Self.root(heads[edge], parent)
      if a != b { parent[Int(max(a, b))] = min(a, b) }
    }
    // A root is the lowest node of its component, so parents come before their children.
    let lengths = FilledArray(repeating: UInt64(0), nodeCount)
    var roots: [UInt32] = []
    for node in 0..<nodeCount {
      parent[node] = parent[Int(parent[node])]
      if parent[node] == node { roots.append(UInt32(node)) }
    }
    for edge in 0..<tails.count {
      lengths[Int(parent[Int(tails[edge])])] += UInt64(millimetres[edge])
    }
    roots.sort { (lengths[Int($1)], $0) < (lengths[Int($0)], $1) }
    let ranks = FilledArray<UInt32>(nodeCount)
    for (rank, root) in roots.enumerated() { ranks[Int(root)] = UInt32(rank) }
    of = GraphArray(count: nodeCount) { of in
      for node in 0..<nodeCount { of[node] = ranks[Int(parent[node])] }
    }
    parent.keep()
    ranks.keep()
    defer { lengths.keep() }
    metres = GraphArray(roots.map { Double(lengths[Int($0)]) / 1000 })
  }

  /// Union-find with path halving (R. E. Tarjan and J. van Leeuwen, *Worst-case Analysis of Set Union Algorithms*,
  /// J. ACM 31, 1984), joined towards the lower node.
  @inline(__always)
  private static func root(_ node: UInt32, _ parent: FilledArray<UInt32>) -> UInt32 {
    var node = node
    while parent[Int(node)] != node {
      parent[Int(node)] = parent[Int(parent[Int(node)])]
      node = parent[Int(node)]
    }
    return node
  }
}
