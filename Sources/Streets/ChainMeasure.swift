/// Measures chains and writes their inner places to where the edges of the graph have them.
struct ChainMeasure: Sendable {
  /// What an edge takes over from its chain.
  struct Walk {
    var millimetres: UInt32
    var forward: UInt32
    var backward: UInt32
    var traits: EdgeTraits
  }

  private let segments: StreetSegments
  private let chains: StreetChains
  private let scale: MetreScale

  init(_ segments: StreetSegments, _ chains: StreetChains, _ scale: MetreScale) {
    (self.segments, self.chains, self.scale) = (segments, chains, scale)
  }

  /// Measures a chain from the place of its first node to that of its last, and writes the inner places to `shape`.
  @inline(__always)
  func walk(
    _ chain: Int, from: FixedPoint, to: FixedPoint, into shape: UnsafeMutablePointer<FixedPoint>
  ) -> Walk {
    let range = Int(chains.start(chain).link)..<Int(chains.start(chain + 1).link)
    let metres = trace(range, from: from, to: to, into: shape)
    let first = chains.link(range.lowerBound)
    let (segment, isTurned) = (Int(first >> 1), first & 1 == 1)
    let along = segments.forwardFactors[segment]
    let against = segments.backwardFactors[segment]
    let forward = Self.walk(metres, isTurned ? against : along)
    return Walk(
      millimetres: Self.clamped(metres * 1000), forward: forward,
      backward: along == against ? forward : Self.walk(metres, isTurned ? along : against),
      traits: segments.traits[segment])
  }

  /// Writes the inner places of some links and gives their length in metres.
  @inline(__always)
  private func trace(
    _ range: Range<Int>, from: FixedPoint, to: FixedPoint,
    into shape: UnsafeMutablePointer<FixedPoint>
  ) -> Double {
    var metres = 0.0
    var shape = shape
    var last = from
    for index in range {
      let link = chains.link(index)
      let (segment, isTurned) = (Int(link >> 1), link & 1 == 1)
      if index > range.lowerBound {
        let start = isTurned ? segments.heads[segment] : segments.tails[segment]
        let place = segments.nodes[Int(start)]
        metres += scale.distance(last, place)
        shape.pointee = place
        shape += 1
        last = place
      }
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
    }
    return metres + scale.distance(last, to)
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
