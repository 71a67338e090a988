import Model

/// Makes a graph of street segments: joins segments at nodes where nothing else meets, measures, orders and
/// connects them.
///
/// Linear in the segments. Chains of several segments are found one after the other, nearly all else is done in pieces
/// whose results land by index: the thread count cannot change them.
public struct StreetGraphBuilder {
  private let threads: Int

  /// The graph of `segments`. Nodes without a segment are left out.
  ///
  /// Of the facts, street lengths are measured here, others are taken over.
  public static func build(_ segments: consuming StreetSegments, threads: Int = 1) -> StreetGraph {
    let builder = StreetGraphBuilder(threads: max(1, threads))
    let (barriers, facts) = (segments.barriers, segments.facts)
    var left = Optional(consume segments)
    return LargeBlocks.reusing {
      let (edges, nodes) = builder.edges(left.take()!)
      return builder.graph(edges, nodes, barriers, facts)
    }
  }

  private func graph(
    _ edges: EdgeTables, _ nodes: GraphArray<FixedPoint>, _ barriers: BarrierSet,
    _ facts: NetworkFacts
  ) -> StreetGraph {
    let nodeCount = nodes.count
    // Arcs away, arcs against and components are independent of each other.
    let parts = concurrently(count: edges.isSymmetric ? 2 : 3) { part -> GraphPart in
      switch part {
      case 0:
        .components(StreetComponents(nodeCount, edges.tails, edges.heads, edges.millimetres))
      case 1: .arcs(ArcTable(nodeCount, edges, fromTail: edges.forward, fromHead: edges.backward))
      default:
        .arcs(ArcTable(nodeCount, edges, fromTail: edges.backward, fromHead: edges.forward))
      }
    }
    guard case .components(let components) = parts[0], case .arcs(let outgoing) = parts[1] else {
      preconditionFailure("parts come by index")
    }
    var incoming: ArcTable?
    if parts.count > 2, case .arcs(let arcs) = parts[2] { incoming = arcs }
    return StreetGraph(
      nodes: nodes, edgeTails: edges.tails, edgeHeads: edges.heads,
      edgeMillimetres: edges.millimetres, edgeForward: edges.forward,
      edgeBackward: edges.isSymmetric ? nil : edges.backward, edgeTraits: edges.traits,
      shapeStarts: edges.shapeStarts, shapePoints: edges.shapePoints, outgoing: outgoing,
      incoming: incoming, componentOf: components.of, componentMetres: components.metres,
      barriers: barriers, facts: measured(edges, facts))
  }

  /// The edges, and the places of the nodes. Segments and chains are given up with the return: their memory serves
  /// for arcs.
  private func edges(_ segments: consuming StreetSegments) -> (EdgeTables, GraphArray<FixedPoint>) {
    let keptNodes = segments.keptNodes
    let (measured, nodes) = measuredChains(SegmentArrays(consume segments), keptNodes)
    let order = EdgeOrder(measured, nodeCount: nodes.count, threads: threads)
    defer {
      order.keep()
      measured.keep()
    }
    return (EdgeTables(measured, order, pieces: pieces), nodes)
  }

  private func measuredChains(
    _ arrays: SegmentArrays, _ keptNodes: Set<UInt32>
  ) -> (MeasuredChains, GraphArray<FixedPoint>) {
    let chains = StreetChains(arrays, keptNodes: keptNodes, pieces: pieces)
    let numbering = NodeNumbering(arrays.nodes, chains, pieces: pieces)
    defer {
      chains.keep()
      numbering.numbers.keep()
    }
    let measured = ChainMeasure.measure(arrays, chains, numbering, pieces: pieces)
    return (measured, numbering.places)
  }

  private func measured(_ edges: EdgeTables, _ facts: NetworkFacts) -> NetworkFacts {
    var (all, footways) = (UInt64(0), UInt64(0))
    for edge in 0..<edges.tails.count {
      let length = UInt64(edges.millimetres[edge])
      all += length
      if edges.traits[edge].contains(.footway) { footways += length }
    }
    var facts = facts
    facts.metres = Double(all) / 1000
    facts.footwayMetres = Double(footways) / 1000
    return facts
  }

  private enum GraphPart: Sendable {
    case components(StreetComponents)
    case arcs(ArcTable)
  }

  private func concurrently<Result: Sendable>(
    count: Int, _ body: @Sendable (Int) -> Result
  ) -> [Result] {
    // The bodies do not throw, so neither does `map`.
    try! Parallel.map(count: count, threads: threads, body)
  }

  private var pieces: IndexPieces { IndexPieces(threads: threads) }
}
