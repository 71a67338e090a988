/// Room for the edges of a graph.
struct EdgeRoom: Sendable {
  let tails: FilledArray<UInt32>
  let heads: FilledArray<UInt32>
  let millimetres: FilledArray<UInt32>
  let forward: FilledArray<UInt32>
  let backward: FilledArray<UInt32>
  let traits: FilledArray<EdgeTraits>
  let shapeStarts: FilledArray<UInt32>
  let shapePoints: FilledArray<FixedPoint>

  /// With `isEven` every segment is walked alike both ways, so one array serves for both.
  init(edges: Int, shapePoints: Int, isEven: Bool) {
    (tails, heads, millimetres) = (FilledArray(edges), FilledArray(edges), FilledArray(edges))
    (forward, traits) = (FilledArray(edges), FilledArray(edges))
    backward = isEven ? forward : FilledArray(edges)
    (shapeStarts, self.shapePoints) = (FilledArray(edges + 1), FilledArray(shapePoints))
  }

  /// Writes an edge; of its shape the number of places, to be summed up.
  @inline(__always)
  fileprivate func take(_ number: Int, of measured: MeasuredChains, at edge: Int) {
    let chain = measured.chains[number]
    tails[edge] = chain.tail
    heads[edge] = chain.head
    millimetres[edge] = chain.millimetres
    forward[edge] = chain.forward
    if let against = measured.backward { backward[edge] = against[number] }
    traits[edge] = chain.traits
    shapeStarts[edge + 1] = measured.chains[number + 1].shape - chain.shape
  }
}

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

  /// The chains as edges in their order.
  init(_ room: EdgeRoom, _ measured: MeasuredChains, _ order: EdgeOrder, pieces: IndexPieces) {
    let count = measured.count
    room.shapeStarts[0] = 0
    pieces.forEach(count) { range in
      for edge in range { room.take(order.chain(edge), of: measured, at: edge) }
    }
    if measured.shapePoints.array.count > 0 {
      for edge in 0..<count { room.shapeStarts[edge + 1] += room.shapeStarts[edge] }
      pieces.forEach(count) { range in
        for edge in range {
          let (first, end) = (Int(room.shapeStarts[edge]), Int(room.shapeStarts[edge + 1]))
          if first == end { continue }
          let shape = Int(measured.chains[order.chain(edge)].shape)
          (room.shapePoints.base + first).update(
            from: measured.shapePoints.base + shape, count: end - first)
        }
      }
    }
    isSymmetric =
      room.forward.base == room.backward.base || room.forward.holdsSame(as: room.backward)
    (tails, heads, millimetres) = (room.tails.array, room.heads.array, room.millimetres.array)
    (forward, backward, traits) = (room.forward.array, room.backward.array, room.traits.array)
    (shapeStarts, shapePoints) = (room.shapeStarts.array, room.shapePoints.array)
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
