/// Streets as they come from a source, before a graph is made of them: parts between two nodes with a shape.
///
/// Any source makes one: an OSM extract, a line layer after noding, a drawn network of a test. A node may have two
/// edges only; `StreetGraphBuilder` joins such edges to one.
public struct StreetSegments: Sendable {
  /// Places of the nodes; streets meet only at these.
  public var nodes: [FixedPoint] = []
  public var tails: [UInt32] = []
  public var heads: [UInt32] = []
  /// By segment: the factor on the true length, forwards and backwards; 1 level street, 2 steps, 0 not allowed
  /// that way.
  public var forwardFactors: [Float] = []
  public var backwardFactors: [Float] = []
  public var traits: [EdgeTraits] = []
  /// By segment + 1: where its inner shape points begin.
  public var shapeStarts: [UInt32] = [0]
  public var shapePoints: [FixedPoint] = []
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
