/// All chains measured, in their order.
struct MeasuredChains: Sendable {
  let count: Int
  let chains: FilledArray<StreetChains.Chain>
  /// Walking lengths from head to tail; nil where every chain is walked alike both ways.
  let backward: FilledArray<UInt32>?
  /// The inner places of all, chain by chain.
  let shapePoints: FilledArray<FixedPoint>

  func keep() {
    chains.keep()
    backward?.keep()
    shapePoints.keep()
  }
}

/// Measures chains from the segments they are made of.
///
/// It goes through them in their order, which is about that of the segments: memory is read as it lies, while edges
/// lie elsewhere.
struct ChainMeasure: Sendable {
  private let segments: SegmentArrays
  private let chains: StreetChains
  private let numbers: FilledArray<UInt32>
  private let scale: MetreScale

  private init(_ segments: SegmentArrays, _ chains: StreetChains, _ numbering: NodeNumbering) {
    (self.segments, self.chains) = (segments, chains)
    numbers = numbering.numbers
    scale = MetreScale(segments.nodes, segments.shapePoints)
  }

  /// Measures the chains where they are.
  static func measure(
    _ segments: SegmentArrays, _ chains: StreetChains, _ numbering: NodeNumbering,
    pieces: IndexPieces
  ) -> MeasuredChains {
    let measure = ChainMeasure(segments, chains, numbering)
    let shapes = FilledArray<FixedPoint>(Int(chains.chains[chains.count].shape))
    let backward = segments.isEven ? nil : FilledArray<UInt32>(chains.count)
    pieces.forEach(chains.count) { range in
      for chain in range {
        let against = measure.measure(chain, shapes.base)
        backward?[chain] = against
      }
    }
    return MeasuredChains(
      count: chains.count, chains: chains.chains, backward: backward, shapePoints: shapes)
  }

  /// Measures a chain and writes its inner places; gives its walking length backwards.
  @inline(__always)
  private func measure(_ number: Int, _ shapes: UnsafeMutablePointer<FixedPoint>) -> UInt32 {
    var chain = chains.chains[number]
    let links = chains.links(of: number)
    var metres = 0.0
    var last = segments.nodes[Int(chain.tail)]
    var shape = shapes + Int(chain.shape)
    forEachInner(links) { place in
      metres += scale.distance(last, place)
      shape.pointee = place
      shape += 1
      last = place
    }
    metres += scale.distance(last, segments.nodes[Int(chain.head)])
    let first = chains.link(links.lowerBound)
    let (segment, isTurned) = (Int(first >> 1), first & 1 == 1)
    let (along, against) = (segments.forward[segment], segments.backward[segment])
    chain.tail = numbers[Int(chain.tail)]
    chain.head = numbers[Int(chain.head)]
    chain.millimetres = Self.clamped(metres * 1000)
    chain.forward = Self.walk(metres, isTurned ? against : along)
    chain.traits = segments.traits[segment]
    chains.chains[number] = chain
    return along == against ? chain.forward : Self.walk(metres, isTurned ? along : against)
  }

  /// Calls `body` with the inner places of some links, in the order of the walk.
  @inline(__always)
  private func forEachInner(_ range: Range<Int>, _ body: (FixedPoint) -> Void) {
    for index in range {
      let link = chains.link(index)
      let (segment, isTurned) = (Int(link >> 1), link & 1 == 1)
      if index > range.lowerBound {
        body(segments.nodes[Int(isTurned ? segments.heads[segment] : segments.tails[segment])])
      }
      var inner = Int(segments.shapeStarts[segment])
      var end = Int(segments.shapeStarts[segment + 1])
      while inner < end {
        if isTurned { end -= 1 }
        body(segments.shapePoints[isTurned ? end : inner])
        if !isTurned { inner += 1 }
      }
    }
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
}
