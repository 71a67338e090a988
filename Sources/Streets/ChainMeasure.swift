/// A chain measured: what its edge takes over from it.
struct MeasuredChain: BitwiseCopyable, Sendable {
  /// Its ends, in numbers of the graph.
  var tail: UInt32
  var head: UInt32
  var millimetres: UInt32
  var forward: UInt32
  /// Where its inner places begin.
  var shape: UInt32
  var traits: EdgeTraits
}

/// All chains measured, in their order.
struct MeasuredChains: Sendable {
  let count: Int
  /// Of the one behind the last only the shape counts.
  let chains: FilledArray<MeasuredChain>
  /// Walking lengths backwards; nil where every chain is walked alike both ways.
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

  static func measure(
    _ segments: SegmentArrays, _ chains: StreetChains, _ numbering: NodeNumbering,
    pieces: IndexPieces
  ) -> MeasuredChains {
    let measure = ChainMeasure(segments, chains, numbering)
    let shapes = FilledArray<FixedPoint>(Int(chains.start(chains.count).shape))
    let measured = FilledArray<MeasuredChain>(chains.count + 1)
    let backward = segments.isEven ? nil : FilledArray<UInt32>(chains.count)
    pieces.forEach(chains.count) { range in
      for chain in range {
        let (found, against) = measure.measured(chain, shapes.base)
        measured[chain] = found
        backward?[chain] = against
      }
    }
    measured[chains.count] = MeasuredChain(
      tail: 0, head: 0, millimetres: 0, forward: 0, shape: chains.start(chains.count).shape,
      traits: [])
    return MeasuredChains(
      count: chains.count, chains: measured, backward: backward, shapePoints: shapes)
  }

  /// Measures a chain and writes its inner places; beside it its walking length backwards.
  @inline(__always)
  private func measured(
    _ chain: Int, _ shapes: UnsafeMutablePointer<FixedPoint>
  ) -> (MeasuredChain, backward: UInt32) {
    let start = chains.start(chain)
    let links = Int(start.link)..<Int(chains.start(chain + 1).link)
    var metres = 0.0
    var last = segments.nodes[Int(start.tail)]
    var shape = shapes + Int(start.shape)
    forEachInner(links) { place in
      metres += scale.distance(last, place)
      shape.pointee = place
      shape += 1
      last = place
    }
    metres += scale.distance(last, segments.nodes[Int(start.head)])
    let first = chains.link(links.lowerBound)
    let (segment, isTurned) = (Int(first >> 1), first & 1 == 1)
    let (along, against) = (segments.forward[segment], segments.backward[segment])
    let forward = Self.walk(metres, isTurned ? against : along)
    let measured = MeasuredChain(
      tail: numbers[Int(start.tail)], head: numbers[Int(start.head)],
      millimetres: Self.clamped(metres * 1000), forward: forward, shape: start.shape,
      traits: segments.traits[segment])
    return (
      measured, along == against ? forward : Self.walk(metres, isTurned ? along : against)
    )
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
