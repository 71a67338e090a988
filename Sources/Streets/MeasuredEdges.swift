/// Chains measured, with the numbers of their nodes in the graph; in the order of the chains.
struct MeasuredEdges: Sendable {
  /// Thirty-two bytes, so that putting edges in order reads one half of a cache line each.
  struct Record: BitwiseCopyable, Sendable {
    var tail: UInt32
    var head: UInt32
    var millimetres: UInt32
    var forward: UInt32
    var backward: UInt32
    /// Where the inner places begin in `shape`, and how many there are.
    var shapeStart: UInt32
    var shapeCount: UInt32
    var traits: EdgeTraits
  }

  let records: FilledArray<Record>
  let shape: FilledArray<FixedPoint>

  init(
    _ segments: StreetSegments, _ chains: StreetChains, _ numbering: NodeNumbering,
    pieces: IndexPieces
  ) {
    let records = FilledArray<Record>(chains.count)
    let shape = FilledArray<FixedPoint>(Int(chains.start(chains.count).shape))
    let scale = MetreScale(segments.nodes, segments.shapePoints)
    pieces.forEach(chains.count) { range in
      for chain in range {
        records[chain] = Self.record(chain, segments, chains, numbering, scale, shape)
      }
    }
    (self.records, self.shape) = (records, shape)
  }

  @inline(__always)
  private static func record(
    _ number: Int, _ segments: StreetSegments, _ chains: StreetChains,
    _ numbering: NodeNumbering, _ scale: MetreScale, _ shape: FilledArray<FixedPoint>
  ) -> Record {
    let chain = chains.start(number)
    let next = chains.start(number + 1)
    let metres = trace(
      chains, Int(chain.link)..<Int(next.link), segments, scale,
      into: shape.base + Int(chain.shape))
    let first = chains.link(Int(chain.link))
    let (segment, isTurned) = (Int(first >> 1), first & 1 == 1)
    let along = segments.forwardFactors[segment]
    let against = segments.backwardFactors[segment]
    let forward = walk(metres, isTurned ? against : along)
    return Record(
      tail: numbering.numbers[Int(chain.tail)], head: numbering.numbers[Int(chain.head)],
      millimetres: clamped(metres * 1000), forward: forward,
      backward: along == against ? forward : walk(metres, isTurned ? along : against),
      shapeStart: chain.shape, shapeCount: next.shape - chain.shape,
      traits: segments.traits[segment])
  }

  /// Writes the inner places of a chain and gives its length in metres.
  @inline(__always)
  private static func trace(
    _ chains: StreetChains, _ range: Range<Int>, _ segments: StreetSegments,
    _ scale: MetreScale, into shape: UnsafeMutablePointer<FixedPoint>
  ) -> Double {
    var metres = 0.0
    var shape = shape
    var last = FixedPoint(longitudeE7: 0, latitudeE7: 0)
    for index in range {
      let link = chains.link(index)
      let (segment, isTurned) = (Int(link >> 1), link & 1 == 1)
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

  @inline(__always)
  private static func walk(_ metres: Double, _ factor: Float) -> UInt32 {
    factor <= 0 ? StreetGraph.noWay : clamped(metres * 1000 * Double(factor))
  }

  /// The nearest whole millimetre from 1 to the longest a graph can say (4,295 km).
  @inline(__always)
  private static func clamped(_ millimetres: Double) -> UInt32 {
    // Adding a half and cutting off rounds without a call into the C library.
    UInt32(min(max(1, millimetres + 0.5), Double(StreetGraph.noWay - 1)))
  }

  func keep() {
    records.keep()
    shape.keep()
  }
}
