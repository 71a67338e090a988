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

  init(
    _ segments: StreetSegments, _ chains: StreetChains, _ numbering: NodeNumbering,
    _ order: EdgeOrder, pieces: IndexPieces
  ) {
    let count = chains.count
    let starts = FilledArray<UInt32>(count + 1)
    starts[0] = 0
    for edge in 0..<count {
      starts[edge + 1] = starts[edge] + chains.shapeCounts[Int(order.chains[edge])]
    }
    let (tails, heads) = (FilledArray<UInt32>(count), FilledArray<UInt32>(count))
    let (lengths, traits) = (FilledArray<UInt32>(count), FilledArray<EdgeTraits>(count))
    let (forward, backward) = (FilledArray<UInt32>(count), FilledArray<UInt32>(count))
    let shape = FilledArray<FixedPoint>(Int(starts[count]))
    let scale = MetreScale(segments.nodes, segments.shapePoints)
    pieces.forEach(count) { range in
      for edge in range {
        let chain = Int(order.chains[edge])
        tails[edge] = numbering.numbers[Int(chains.tails[chain])]
        heads[edge] = numbering.numbers[Int(chains.heads[chain])]
        let links = Int(chains.starts[chain])..<Int(chains.starts[chain + 1])
        let metres = Self.trace(
          chains.links, links, segments, scale, into: shape.base + Int(starts[edge]))
        lengths[edge] = Self.clamped(metres * 1000)
        let first = chains.links[links.lowerBound]
        let segment = Int(first >> 1)
        let along = segments.forwardFactors[segment]
        let against = segments.backwardFactors[segment]
        let isTurned = first & 1 == 1
        forward[edge] = Self.walk(metres, isTurned ? against : along)
        backward[edge] =
          along == against ? forward[edge] : Self.walk(metres, isTurned ? along : against)
        traits[edge] = segments.traits[segment]
      }
    }
    isSymmetric = forward.array.buffer.elementsEqual(backward.array.buffer)
    (self.tails, self.heads, millimetres) = (tails.array, heads.array, lengths.array)
    (self.forward, self.backward) = (forward.array, backward.array)
    (self.traits, shapeStarts, shapePoints) = (traits.array, starts.array, shape.array)
  }

  /// Writes the inner places of a chain and gives its length in metres.
  @inline(__always)
  private static func trace(
    _ links: [UInt32], _ range: Range<Int>, _ segments: StreetSegments, _ scale: MetreScale,
    into shape: UnsafeMutablePointer<FixedPoint>
  ) -> Double {
    var metres = 0.0
    var shape = shape
    var last = FixedPoint(longitudeE7: 0, latitudeE7: 0)
    for index in range {
      let segment = Int(links[index] >> 1)
      let isTurned = links[index] & 1 == 1
      let tail = segments.nodes[Int(segments.tails[segment])]
      let head = segments.nodes[Int(segments.heads[segment])]
      let (from, to) = isTurned ? (head, tail) : (tail, head)
      if index > range.lowerBound {
        shape.pointee = from
        shape += 1
      }
      last = from
      var inner = Int(segments.shapeStarts[segment])
      var end = Int(segments.shapeStarts[segment + 1])
      while inner < end {
        if isTurned { end -= 1 }
        let place = segments.shapePoints[isTurned ? end : inner]
        if !isTurned { inner += 1 }
        metres += scale.distance(last, place)
        shape.pointee = place
        shape += 1
        last = place
      }
      metres += scale.distance(last, to)
    }
    return metres
  }

  private static func walk(_ metres: Double, _ factor: Float) -> UInt32 {
    factor <= 0 ? StreetGraph.noWay : clamped(metres * 1000 * Double(factor))
  }

  /// Whole millimetres from 1 to the longest a graph can say (4,295 km).
  private static func clamped(_ millimetres: Double) -> UInt32 {
    UInt32(min(max(1, millimetres.rounded()), Double(StreetGraph.noWay - 1)))
  }
}

/// `LocalFrame.distance` by table: radii every 0.001° of latitude between the places' extremes, with straight lines
/// between, which is within 4e-11 of them (a step's square over eight).
struct MetreScale: Sendable {
  private let units: GraphArray<Unit>
  /// 1e-7 degrees of latitude of the first row.
  private let first: Int
  private static let step = 10_000

  private struct Unit: BitwiseCopyable, Sendable {
    var east: Double
    var north: Double
  }

  init(_ places: [FixedPoint]...) {
    var (low, high) = (Int32.max, Int32.min)
    for list in places {
      for place in list {
        low = min(low, place.latitudeE7)
        high = max(high, place.latitudeE7)
      }
    }
    if low > high { (low, high) = (0, 0) }
    let first = (Int(low) / Self.step - 1) * Self.step
    let rows = (Int(high) - first) / Self.step + 2
    self.first = first
    units = GraphArray(count: rows) { table in
      for row in 0..<rows {
        let unit = LocalFrame.metresPerUnit(latitude: Double(first + row * Self.step) / 1e7)
        table[row] = Unit(east: unit.east, north: unit.north)
      }
    }
  }

  @inline(__always)
  func distance(_ from: FixedPoint, _ to: FixedPoint) -> Double {
    let twice = Int(from.latitudeE7) + Int(to.latitudeE7) - 2 * first
    let row = twice / (2 * Self.step)
    let part = Double(twice - row * 2 * Self.step) / Double(2 * Self.step)
    let (lower, upper) = (units[row], units[row + 1])
    let x =
      Double(LocalFrame.eastwards(from: from, to: to))
      * (lower.east + part * (upper.east - lower.east))
    let y =
      Double(Int(to.latitudeE7) - Int(from.latitudeE7))
      * (lower.north + part * (upper.north - lower.north))
    return (x * x + y * y).squareRoot()
  }
}

extension ArcTable {
  /// `fromTail` are the lengths of arcs listed at the tails, `fromHead` of those at the heads; arcs of a node stand
  /// in the order of the edges.
  init(
    _ nodeCount: Int, _ edges: EdgeTables, fromTail: GraphArray<UInt32>,
    fromHead: GraphArray<UInt32>
  ) {
    let (tails, heads) = (edges.tails, edges.heads)
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
