extension StreetSegments {
  /// The streets of a graph, edge by edge, to be changed and built anew.
  ///
  /// Factors are walking length ÷ length, so that a walking length comes back to within a millimetre, and those of
  /// level streets and steps exactly. Nodes with two edges stay nodes.
  public init(_ graph: StreetGraph) {
    self.init()
    nodes = LargeList(graph.nodes)
    var degree = [UInt8](repeating: 0, count: nodes.count)
    for edge in 0..<graph.edgeCount {
      for node in [graph.edgeTails[edge], graph.edgeHeads[edge]] {
        degree[Int(node)] = min(3, degree[Int(node)] + 1)
      }
      let shape = Int(graph.shapeStarts[edge])..<Int(graph.shapeStarts[edge + 1])
      let length = graph.edgeMillimetres[edge]
      append(
        tail: graph.edgeTails[edge], head: graph.edgeHeads[edge],
        shape: graph.shapePoints[shape],
        forwardFactor: Self.factor(graph.edgeForward[edge], length),
        backwardFactor: Self.factor(graph.backward(edge), length),
        traits: graph.edgeTraits[edge])
    }
    keptNodes = Set(degree.indices.filter { degree[$0] == 2 }.map(UInt32.init))
    barriers = graph.barriers
    facts = graph.facts
  }

  private static func factor(_ walk: UInt32, _ length: UInt32) -> Float {
    if walk == StreetGraph.noWay { return 0 }
    // Twice a rounded length is up to 1 mm off the rounded double.
    let isDouble = abs(Int(walk) - 2 * Int(length)) <= 1 && length > 1
    return isDouble ? 2 : Float(Double(walk) / Double(length))
  }
}
