/// The edges of a graph in their final order: ends, lengths, traits and shapes.
struct EdgeTables: Sendable {
  let tails: GraphArray<UInt32>
  let heads: GraphArray<UInt32>
  let millimetres: GraphArray<UInt32>
  let forward: GraphArray<UInt32>
  let backward: GraphArray<UInt32>
  let traits: GraphArray<EdgeTraits>
  let shapeStarts: GraphArray<UInt32>
  let shapePoints: GraphArray<FixedPoint>
  let isSymmetric: Bool

  /// With `isEven` every segment is walked alike both ways, so one array serves for both.
  init(_ edges: MeasuredEdges, _ order: EdgeOrder, isEven: Bool, pieces: IndexPieces) {
    let count = edges.records.array.count
    let (tails, heads) = (FilledArray<UInt32>(count), FilledArray<UInt32>(count))
    let (lengths, traits) = (FilledArray<UInt32>(count), FilledArray<EdgeTraits>(count))
    let forward = FilledArray<UInt32>(count)
    let backward = isEven ? forward : FilledArray<UInt32>(count)
    let (starts, sources) = (FilledArray<UInt32>(count + 1), FilledArray<UInt32>(count))
    pieces.forEach(count) { range in
      for edge in range {
        let record = edges.records[order.chain(edge)]
        tails[edge] = record.tail
        heads[edge] = record.head
        lengths[edge] = record.millimetres
        forward[edge] = record.forward
        backward[edge] = record.backward
        traits[edge] = record.traits
        starts[edge + 1] = record.shapeCount
        sources[edge] = record.shapeStart
      }
    }
    starts[0] = 0
    for edge in 0..<count { starts[edge + 1] += starts[edge] }
    shapePoints = Self.ordered(edges.shape, sources, starts, pieces)
    isSymmetric = isEven || forward.holdsSame(as: backward)
    (self.tails, self.heads, millimetres) = (tails.array, heads.array, lengths.array)
    (self.forward, self.backward) = (forward.array, backward.array)
    (self.traits, shapeStarts) = (traits.array, starts.array)
    sources.keep()
  }

  /// Inner places in the order of the edges; `sources` says where those of an edge begin in `shape`.
  private static func ordered(
    _ shape: FilledArray<FixedPoint>, _ sources: FilledArray<UInt32>,
    _ starts: FilledArray<UInt32>, _ pieces: IndexPieces
  ) -> GraphArray<FixedPoint> {
    let edges = sources.array.count
    let ordered = FilledArray<FixedPoint>(Int(starts[edges]))
    pieces.forEach(edges) { range in
      for edge in range {
        let (first, end) = (Int(starts[edge]), Int(starts[edge + 1]))
        for place in first..<end { ordered[place] = shape[Int(sources[edge]) + place - first] }
      }
    }
    return ordered.array
  }
}

extension ArcTable {
  /// `fromTail` are the lengths of arcs listed at the tails, `fromHead` of those at the heads; arcs of a node stand
  /// in the order of the edges.
  init(
    _ nodeCount: Int, _ edges: EdgeTables, fromTail: GraphArray<UInt32>,
    fromHead: GraphArray<UInt32>
  ) {
    self.init(nodeCount, edges.tails, edges.heads, fromTail: fromTail, fromHead: fromHead)
  }

  /// The same of edges given by their nodes.
  init(
    _ nodeCount: Int, _ tails: GraphArray<UInt32>, _ heads: GraphArray<UInt32>,
    fromTail: GraphArray<UInt32>, fromHead: GraphArray<UInt32>
  ) {
    let next = FilledArray(repeating: UInt32(0), nodeCount + 1)
    for edge in 0..<tails.count {
      if fromTail[edge] != StreetGraph.noWay { next[Int(tails[edge])] += 1 }
      if fromHead[edge] != StreetGraph.noWay { next[Int(heads[edge])] += 1 }
    }
    var sum: UInt32 = 0
    let starts = FilledArray<UInt32>(nodeCount + 1)
    for node in 0...nodeCount {
      starts[node] = sum
      sum += next[node]
      next[node] = starts[node]
    }
    let arcs = FilledArray<Arc>(Int(sum))
    for edge in 0..<tails.count {
      let (tail, head) = (Int(tails[edge]), Int(heads[edge]))
      if fromTail[edge] != StreetGraph.noWay {
        arcs[Int(next[tail])] = Arc(head: heads[edge], walkMillimetres: fromTail[edge])
        next[tail] += 1
      }
      if fromHead[edge] != StreetGraph.noWay {
        arcs[Int(next[head])] = Arc(head: tails[edge], walkMillimetres: fromHead[edge])
        next[head] += 1
      }
    }
    self.init(starts: starts.array, arcs: arcs.array)
    next.keep()
  }
}
