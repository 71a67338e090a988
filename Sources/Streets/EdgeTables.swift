/// The edges of a graph in their final order: ends, lengths, traits and shapes.
struct EdgeTables: Sendable {
  let tails: GraphArray<UInt32>
  let heads: GraphArray<UInt32>
  let millimetres: GraphArray<UInt32>
  let forward: GraphArray<UInt32>
  /// The same memory as `forward` where every chain is walked alike both ways.
  let backward: GraphArray<UInt32>
  let traits: GraphArray<EdgeTraits>
  let shapeStarts: GraphArray<UInt32>
  let shapePoints: GraphArray<FixedPoint>
  let isSymmetric: Bool

  /// The chains as edges in their order.
  init(_ measured: MeasuredChains, _ order: EdgeOrder, pieces: IndexPieces) {
    let room = EdgeRoom(measured)
    pieces.forEach(measured.count) { range in
      for edge in range { room.take(order.chain(edge), of: measured, at: edge) }
    }
    room.takeShapes(measured, order, pieces)
    isSymmetric = measured.backward == nil || room.forward.holdsSame(as: room.backward)
    (tails, heads, millimetres) = (room.tails.array, room.heads.array, room.millimetres.array)
    (forward, backward, traits) = (room.forward.array, room.backward.array, room.traits.array)
    (shapeStarts, shapePoints) = (room.shapeStarts.array, room.shapePoints.array)
  }
}

/// The arrays of edges while several threads write them.
private struct EdgeRoom: Sendable {
  let tails: FilledArray<UInt32>
  let heads: FilledArray<UInt32>
  let millimetres: FilledArray<UInt32>
  let forward: FilledArray<UInt32>
  let backward: FilledArray<UInt32>
  let traits: FilledArray<EdgeTraits>
  let shapeStarts: FilledArray<UInt32>
  let shapePoints: FilledArray<FixedPoint>

  init(_ measured: MeasuredChains) {
    let edges = measured.count
    (tails, heads, millimetres) = (FilledArray(edges), FilledArray(edges), FilledArray(edges))
    (forward, traits) = (FilledArray(edges), FilledArray(edges))
    backward = measured.backward == nil ? forward : FilledArray(edges)
    shapeStarts = FilledArray(edges + 1)
    shapePoints = FilledArray(measured.shapePoints.array.count)
    shapeStarts[0] = 0
  }

  /// Writes an edge; of its shape the number of places, to be summed up.
  @inline(__always)
  func take(_ number: Int, of measured: MeasuredChains, at edge: Int) {
    let chain = measured.chains[number]
    tails[edge] = chain.tail
    heads[edge] = chain.head
    millimetres[edge] = chain.millimetres
    forward[edge] = chain.forward
    if let against = measured.backward { backward[edge] = against[number] }
    traits[edge] = chain.traits
    shapeStarts[edge + 1] = measured.chains[number + 1].shape - chain.shape
  }

  /// Sums the numbers of places up and copies the places.
  func takeShapes(_ measured: MeasuredChains, _ order: EdgeOrder, _ pieces: IndexPieces) {
    if shapePoints.array.isEmpty { return }
    for edge in 0..<measured.count { shapeStarts[edge + 1] += shapeStarts[edge] }
    pieces.forEach(measured.count) { range in
      for edge in range {
        let (first, end) = (Int(shapeStarts[edge]), Int(shapeStarts[edge + 1]))
        if first == end { continue }
        let shape = Int(measured.chains[order.chain(edge)].shape)
        (shapePoints.base + first).update(
          from: measured.shapePoints.base + shape, count: end - first)
      }
    }
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
