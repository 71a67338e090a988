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

/// The edges of a field for one direction of walking, one more than there are.
struct IsochroneEdges: Sendable {
  let records: GraphArray<IsochroneEdge>

  init(
    _ graph: StreetGraph, _ numbers: EdgeNumbers, _ field: IsochroneField,
    _ direction: WalkDirection
  ) {
    let edges = numbers.edges
    let count = edges.count
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
          tail: tails[Int(edges[edge])], head: heads[Int(edges[edge])],
          fromTail: EdgeReach.millimetres(fromTail[Int(edges[edge])]),
          fromHead: EdgeReach.millimetres(fromHead[Int(edges[edge])]), longestLeg: longest,
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
