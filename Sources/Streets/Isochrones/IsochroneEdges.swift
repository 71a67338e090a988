import Model

/// What drawing needs of one edge: 32 bytes, two to a cache line.
struct IsochroneEdge: BitwiseCopyable, Sendable {
  var tail: UInt32
  var head: UInt32
  /// Walking millimetres of the whole edge counted from tail and from head; `EdgeReach.far` where not allowed.
  var fromTail: Float
  var fromHead: Float
  /// The longest leg of the lattice points it owns, metres.
  var longestLeg: Float
  /// Where its masks begin; they end where those of the next edge begin.
  var masks: UInt32
  /// Its cells in which the outline passes between streets, see `StreetCells`.
  var cells: UInt32
  var cellCount: UInt32
}

/// The edges of a network for one direction of walking, one more than there are.
struct IsochroneEdges: Sendable {
  let records: GraphArray<IsochroneEdge>

  init(_ graph: StreetGraph, _ field: IsochroneField, _ direction: WalkDirection) {
    let count = graph.edgeCount
    let (tails, heads) = (graph.edgeTails.base, graph.edgeHeads.base)
    let forward = graph.edgeForward.base
    let backward = graph.edgeBackward?.base ?? forward
    let (fromTail, fromHead) =
      direction == .towardsStations ? (backward, forward) : (forward, backward)
    let (masks, cells) = (field.masks, field.cells)
    records = GraphArray(count: count + 1) { base in
      for edge in 0..<count {
        var longest: Float = 0
        for index in masks.range(edge) {
          longest = max(longest, masks.parts.base[index].longestLeg)
        }
        let range = cells.range(edge)
        base[edge] = IsochroneEdge(
          tail: tails[edge], head: heads[edge],
          fromTail: EdgeReach.millimetres(fromTail[edge]),
          fromHead: EdgeReach.millimetres(fromHead[edge]), longestLeg: longest,
          masks: masks.starts.base[edge], cells: UInt32(range.lowerBound),
          cellCount: UInt32(range.count))
      }
      base[count] = IsochroneEdge(
        tail: 0, head: 0, fromTail: EdgeReach.far, fromHead: EdgeReach.far, longestLeg: 0,
        masks: masks.starts.base[count], cells: 0, cellCount: 0)
    }
  }

  /// The masks of an edge.
  @inline(__always)
  func masks(_ edge: Int) -> Range<Int> {
    Int(records.base[edge].masks)..<Int(records.base[edge + 1].masks)
  }
}

/// The edges at the upper of their two nodes (compressed sparse rows), loops left out: node `n` has
/// `edges[starts[n] ..< starts[n + 1]]`. `EdgesByNode` has them at the lower.
struct UpperEdges: Sendable {
  struct Entry: BitwiseCopyable, Sendable {
    var edge: UInt32
    /// The other node.
    var lower: UInt32
  }

  let starts: GraphArray<UInt32>
  let edges: GraphArray<Entry>

  init(_ graph: StreetGraph) {
    let (tails, heads) = (graph.edgeTails.base, graph.edgeHeads.base)
    var starts = [UInt32](repeating: 0, count: graph.nodeCount + 1)
    for edge in 0..<graph.edgeCount where heads[edge] != tails[edge] {
      starts[Int(max(tails[edge], heads[edge])) + 1] += 1
    }
    for node in 0..<graph.nodeCount { starts[node + 1] += starts[node] }
    var next = starts
    self.starts = GraphArray(starts)
    edges = GraphArray(count: Int(starts[graph.nodeCount])) { base in
      for edge in 0..<graph.edgeCount where heads[edge] != tails[edge] {
        let upper = Int(max(tails[edge], heads[edge]))
        base[Int(next[upper])] = Entry(edge: UInt32(edge), lower: min(tails[edge], heads[edge]))
        next[upper] += 1
      }
    }
  }

  @inline(__always)
  func range(_ node: UInt32) -> Range<Int> {
    Int(starts.base[Int(node)])..<Int(starts.base[Int(node) + 1])
  }
}
