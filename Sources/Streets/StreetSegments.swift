import Glibc

/// Streets as they come from a source, before a graph is made of them: parts between two nodes with a shape.
///
/// Any source makes one: an OSM extract, a line layer after noding, a drawn network of a test. A node may have two
/// edges only; `StreetGraphBuilder` joins such edges to one.
public struct StreetSegments: Sendable {
  /// Places of the nodes; streets meet only at these.
  public var nodes: LargeList<FixedPoint> = []
  public var tails: LargeList<UInt32> = []
  public var heads: LargeList<UInt32> = []
  /// By segment: the factor on the true length, forwards and backwards; 1 level street, 2 steps, 0 not allowed
  /// that way.
  public var forwardFactors: LargeList<Float> = []
  public var backwardFactors: LargeList<Float> = []
  public var traits: LargeList<EdgeTraits> = []
  /// By segment + 1: where its inner shape points begin.
  public var shapeStarts: LargeList<UInt32> = [0]
  public var shapePoints: LargeList<FixedPoint> = []
  /// Nodes that must stay nodes though only two segments meet there (a cut by the frame, a closed gate).
  public var keptNodes: Set<UInt32> = []
  public var barriers = BarrierSet()
  public var facts = NetworkFacts()

  public init() {}

  public var count: Int { tails.count }

  /// Adds one segment; `shape` are its inner places.
  public mutating func append(
    tail: UInt32, head: UInt32, shape: some Sequence<FixedPoint> = [], forwardFactor: Float = 1,
    backwardFactor: Float = 1, traits: EdgeTraits = []
  ) {
    tails.append(tail)
    heads.append(head)
    forwardFactors.append(forwardFactor)
    backwardFactors.append(backwardFactor)
    self.traits.append(traits)
    shapePoints.append(contentsOf: shape)
    shapeStarts.append(UInt32(shapePoints.count))
  }
}

/// Segments as arrays that several threads may read.
struct SegmentArrays: Sendable {
  let nodes: GraphArray<FixedPoint>
  let tails: GraphArray<UInt32>
  let heads: GraphArray<UInt32>
  let forward: GraphArray<Float>
  let backward: GraphArray<Float>
  let traits: GraphArray<EdgeTraits>
  let shapeStarts: GraphArray<UInt32>
  let shapePoints: GraphArray<FixedPoint>

  init(_ segments: StreetSegments) {
    (nodes, tails, heads) = (segments.nodes.array, segments.tails.array, segments.heads.array)
    (forward, backward) = (segments.forwardFactors.array, segments.backwardFactors.array)
    traits = segments.traits.array
    (shapeStarts, shapePoints) = (segments.shapeStarts.array, segments.shapePoints.array)
  }

  var count: Int { tails.count }

  /// Inner places of a segment.
  @inline(__always)
  func shapeCount(_ segment: Int) -> UInt32 { shapeStarts[segment + 1] - shapeStarts[segment] }

  /// True where every segment is walked alike both ways.
  var isEven: Bool { memcmp(forward.base, backward.base, 4 * count) == 0 }
}
