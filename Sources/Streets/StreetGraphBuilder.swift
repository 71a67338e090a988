import Model

/// Makes a graph of street segments: joins segments at nodes where nothing else meets, measures, orders and
/// connects them.
public struct StreetGraphBuilder {
  private let segments: StreetSegments
  /// Segments at each node.
  private var degree: [UInt32]
  private var firstAt: [UInt32] = []
  private var segmentsAt: [UInt32] = []
  private var isUsed: [Bool]

  // Edges being made, in units of the graph.
  private var tails: [UInt32] = []
  private var heads: [UInt32] = []
  private var lengths: [UInt32] = []
  private var forward: [UInt32] = []
  private var backward: [UInt32] = []
  private var traits: [EdgeTraits] = []
  private var shapeStarts: [UInt32] = [0]
  private var shapePoints: [FixedPoint] = []

  private init(_ segments: StreetSegments) {
    self.segments = segments
    degree = [UInt32](repeating: 0, count: segments.nodes.count)
    isUsed = [Bool](repeating: false, count: segments.count)
  }

  /// The graph of `segments`. Nodes without a segment are left out.
  public static func build(_ segments: StreetSegments) -> StreetGraph {
    var builder = StreetGraphBuilder(segments)
    builder.indexNodes()
    builder.joinSegments()
    return builder.assemble()
  }

  private mutating func indexNodes() {
    for segment in 0..<segments.count {
      degree[Int(segments.tails[segment])] += 1
      degree[Int(segments.heads[segment])] += 1
    }
    firstAt = [UInt32](repeating: 0, count: degree.count + 1)
    for node in degree.indices { firstAt[node + 1] = firstAt[node] + degree[node] }
    var next = firstAt
    segmentsAt = [UInt32](repeating: 0, count: 2 * segments.count)
    for segment in 0..<segments.count {
      for node in [Int(segments.tails[segment]), Int(segments.heads[segment])] {
        segmentsAt[Int(next[node])] = UInt32(segment)
        next[node] += 1
      }
    }
  }

  /// True when a street simply goes on through a node.
  private func isPassed(_ node: UInt32) -> Bool {
    guard degree[Int(node)] == 2, !segments.keptNodes.contains(node) else { return false }
    let a = Int(segmentsAt[Int(firstAt[Int(node)])])
    let b = Int(segmentsAt[Int(firstAt[Int(node)]) + 1])
    if a == b || segments.traits[a] != segments.traits[b] { return false }
    // One behind the other the factors must agree, turned round they must agree crosswise.
    let turned = (segments.heads[a] == node) == (segments.heads[b] == node)
    let forward = turned ? segments.backwardFactors[b] : segments.forwardFactors[b]
    let backward = turned ? segments.forwardFactors[b] : segments.backwardFactors[b]
    return segments.forwardFactors[a] == forward && segments.backwardFactors[a] == backward
  }

  private mutating func joinSegments() {
    for segment in 0..<segments.count where !isUsed[segment] {
      if !isPassed(segments.tails[segment]) {
        follow(segment, from: segments.tails[segment])
      } else if !isPassed(segments.heads[segment]) {
        follow(segment, from: segments.heads[segment])
      }
    }
    // What is left are rings without a junction.
    for segment in 0..<segments.count where !isUsed[segment] {
      follow(segment, from: segments.tails[segment])
    }
  }

  /// Walks from a node along a segment until a node that stays, and adds the edge.
  private mutating func follow(_ first: Int, from start: UInt32) {
    var segment = first
    var node = start
    let isForward = segments.tails[first] == start
    let forwardFactor = isForward ? segments.forwardFactors[first] : segments.backwardFactors[first]
    let backwardFactor =
      isForward ? segments.backwardFactors[first] : segments.forwardFactors[first]
    var metres = 0.0
    var last = segments.nodes[Int(start)]
    while true {
      isUsed[segment] = true
      let inner = Int(segments.shapeStarts[segment])..<Int(segments.shapeStarts[segment + 1])
      let along = segments.tails[segment] == node
      for index in 0..<inner.count {
        let place =
          segments.shapePoints[along ? inner.lowerBound + index : inner.upperBound - 1 - index]
        metres += LocalFrame.distance(last, place)
        shapePoints.append(place)
        last = place
      }
      node = along ? segments.heads[segment] : segments.tails[segment]
      let place = segments.nodes[Int(node)]
      metres += LocalFrame.distance(last, place)
      last = place
      if node == start || !isPassed(node) { break }
      let at = Int(firstAt[Int(node)])
      segment = Int(segmentsAt[at]) == segment ? Int(segmentsAt[at + 1]) : Int(segmentsAt[at])
      shapePoints.append(place)
    }
    tails.append(start)
    heads.append(node)
    lengths.append(UInt32(max(1, (metres * 1000).rounded())))
    forward.append(Self.walk(metres, forwardFactor))
    backward.append(Self.walk(metres, backwardFactor))
    traits.append(segments.traits[first])
    shapeStarts.append(UInt32(shapePoints.count))
  }

  private static func walk(_ metres: Double, _ factor: Float) -> UInt32 {
    factor <= 0 ? StreetGraph.noWay : UInt32(max(1, (metres * 1000 * Double(factor)).rounded()))
  }

  private func assemble() -> StreetGraph {
    let order = nodeOrder()
    var number = [UInt32](repeating: 0, count: segments.nodes.count)
    for (new, old) in order.enumerated() { number[Int(old)] = UInt32(new) }
    let tails = tails.map { number[Int($0)] }
    let heads = heads.map { number[Int($0)] }
    let edges = tails.indices.sorted {
      (min(tails[$0], heads[$0]), max(tails[$0], heads[$0]), $0)
        < (min(tails[$1], heads[$1]), max(tails[$1], heads[$1]), $1)
    }
    var starts: [UInt32] = [0]
    var shape: [FixedPoint] = []
    shape.reserveCapacity(shapePoints.count)
    for edge in edges {
      shape += shapePoints[Int(shapeStarts[edge])..<Int(shapeStarts[edge + 1])]
      starts.append(UInt32(shape.count))
    }
    let edgeTails = edges.map { tails[$0] }
    let edgeHeads = edges.map { heads[$0] }
    let edgeForward = edges.map { forward[$0] }
    let edgeBackward = edges.map { backward[$0] }
    let isSymmetric = edgeForward == edgeBackward
    let components = Self.components(
      nodeCount: order.count, edgeTails, edgeHeads, edges.map { lengths[$0] })
    return StreetGraph(
      nodes: GraphArray(order.map { segments.nodes[Int($0)] }),
      edgeTails: GraphArray(edgeTails), edgeHeads: GraphArray(edgeHeads),
      edgeMillimetres: GraphArray(edges.map { lengths[$0] }),
      edgeForward: GraphArray(edgeForward),
      edgeBackward: isSymmetric ? nil : GraphArray(edgeBackward),
      edgeTraits: GraphArray(edges.map { traits[$0] }), shapeStarts: GraphArray(starts),
      shapePoints: GraphArray(shape),
      outgoing: Self.arcs(
        order.count, edgeTails, edgeHeads, fromTail: edgeForward, fromHead: edgeBackward),
      incoming: isSymmetric
        ? nil
        : Self.arcs(
          order.count, edgeTails, edgeHeads, fromTail: edgeBackward, fromHead: edgeForward),
      componentOf: GraphArray(components.of), componentMetres: GraphArray(components.metres),
      barriers: segments.barriers, facts: segments.facts)
  }

  /// Nodes that carry an edge, along a Hilbert curve through 2¹⁶ × 2¹⁶ cells of their extent.
  private func nodeOrder() -> [UInt32] {
    var isKept = [Bool](repeating: false, count: segments.nodes.count)
    for edge in tails.indices {
      isKept[Int(tails[edge])] = true
      isKept[Int(heads[edge])] = true
    }
    let kept = isKept.indices.filter { isKept[$0] }
    let places = segments.nodes
    let west = kept.map { Int(places[$0].longitudeE7) }.min() ?? 0
    let south = kept.map { Int(places[$0].latitudeE7) }.min() ?? 0
    let width = (kept.map { Int(places[$0].longitudeE7) }.max() ?? 0) - west
    let height = (kept.map { Int(places[$0].latitudeE7) }.max() ?? 0) - south
    var shift = 0
    while max(width, height) >> shift >= 1 << 16 { shift += 1 }
    let keyed = kept.map { node in
      (
        key: HilbertCurve.position(
          UInt32((Int(places[node].longitudeE7) - west) >> shift),
          UInt32((Int(places[node].latitudeE7) - south) >> shift)), node: UInt32(node)
      )
    }
    return keyed.sorted { ($0.key, $0.node) < ($1.key, $1.node) }.map(\.node)
  }

  /// `fromTail` are the lengths of arcs listed at the tails, `fromHead` of those at the heads.
  private static func arcs(
    _ nodeCount: Int, _ tails: [UInt32], _ heads: [UInt32], fromTail: [UInt32], fromHead: [UInt32]
  ) -> ArcTable {
    var starts = [UInt32](repeating: 0, count: nodeCount + 1)
    for edge in tails.indices {
      if fromTail[edge] != StreetGraph.noWay { starts[Int(tails[edge]) + 1] += 1 }
      if fromHead[edge] != StreetGraph.noWay { starts[Int(heads[edge]) + 1] += 1 }
    }
    for node in 0..<nodeCount { starts[node + 1] += starts[node] }
    var next = starts
    var arcs = [Arc](
      repeating: Arc(head: 0, walkMillimetres: 0), count: Int(starts[nodeCount]))
    func add(_ node: UInt32, _ head: UInt32, _ length: UInt32) {
      if length == StreetGraph.noWay { return }
      arcs[Int(next[Int(node)])] = Arc(head: head, walkMillimetres: length)
      next[Int(node)] += 1
    }
    for edge in tails.indices {
      add(tails[edge], heads[edge], fromTail[edge])
      add(heads[edge], tails[edge], fromHead[edge])
    }
    return ArcTable(starts: GraphArray(starts), arcs: GraphArray(arcs))
  }

  /// Components by falling length (ties: the lower first node).
  private static func components(
    nodeCount: Int, _ tails: [UInt32], _ heads: [UInt32], _ millimetres: [UInt32]
  ) -> (of: [UInt32], metres: [Double]) {
    var parent = (0..<UInt32(nodeCount)).map { $0 }
    func root(_ node: UInt32) -> UInt32 {
      var node = node
      while parent[Int(node)] != node {
        parent[Int(node)] = parent[Int(parent[Int(node)])]
        node = parent[Int(node)]
      }
      return node
    }
    for edge in tails.indices {
      let a = root(tails[edge])
      let b = root(heads[edge])
      if a != b { parent[Int(max(a, b))] = min(a, b) }
    }
    var lengths: [UInt32: UInt64] = [:]
    for edge in tails.indices { lengths[root(tails[edge]), default: 0] += UInt64(millimetres[edge]) }
    let ranked = lengths.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    var number: [UInt32: UInt32] = [:]
    for (rank, entry) in ranked.enumerated() { number[entry.key] = UInt32(rank) }
    return (
      (0..<UInt32(nodeCount)).map { number[root($0)]! }, ranked.map { Double($0.value) / 1000 }
    )
  }
}
