import Model

/// What is known of an edge beyond its length.
public struct EdgeTraits: OptionSet, Sendable, Hashable, BitwiseCopyable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// On a bridge or in a tunnel: it passes barriers and nothing else crosses it on the same level.
  public static let bridge = EdgeTraits(rawValue: 1 << 0)
  public static let tunnel = EdgeTraits(rawValue: 1 << 1)
  /// Steps; their walking length counts double.
  public static let steps = EdgeTraits(rawValue: 1 << 2)
  /// For people on foot only or first: footway, path, pedestrian, steps, living street, corridor.
  public static let footway = EdgeTraits(rawValue: 1 << 3)
  /// `access=private`.
  public static let isPrivate = EdgeTraits(rawValue: 1 << 4)
}

/// One arc out of a node: 8 bytes, so that eight arcs fill a cache line.
public struct Arc: Sendable, Hashable, BitwiseCopyable {
  /// The node it leads to.
  public var head: UInt32
  /// Its walking length, see `StreetGraph`.
  public var walkMillimetres: UInt32

  @inlinable
  public init(head: UInt32, walkMillimetres: UInt32) {
    self.head = head
    self.walkMillimetres = walkMillimetres
  }
}

/// Arcs by node (compressed sparse rows): node `n` has the arcs `starts[n] ..< starts[n + 1]`.
public struct ArcTable: Sendable {
  /// nodes + 1 elements.
  public var starts: GraphArray<UInt32>
  public var arcs: GraphArray<Arc>

  public init(starts: GraphArray<UInt32>, arcs: GraphArray<Arc>) {
    self.starts = starts
    self.arcs = arcs
  }
}

/// A walking network in flat arrays: nodes are junctions and ends, edges the streets between them with their
/// shape.
///
/// Weights are *walking lengths* in millimetres: the length in true metres (on WGS 84) for a level street,
/// doubled for steps, scaled for slope by the profile that built the graph. Time follows from them by one speed,
/// so one search answers for every speed: `minutes = walkMillimetres / (speed in mm per minute)`. All arithmetic
/// on them is in integers: thresholds and ties are exact.
///
/// Nodes are numbered along a space-filling curve, edges by their lower node; 32-bit numbers. An edge that may be
/// walked one way only has `noWay` for the other. Immutable and cheap to copy.
public struct StreetGraph: Sendable {
  /// Marks a direction in which an edge cannot be walked.
  public static let noWay = UInt32.max

  /// Place of each node.
  public var nodes: GraphArray<FixedPoint>

  /// By edge: its two nodes.
  public var edgeTails: GraphArray<UInt32>
  public var edgeHeads: GraphArray<UInt32>
  /// By edge: its length along the shape, true millimetres, ≥ 1 (positions along an edge are in these units).
  public var edgeMillimetres: GraphArray<UInt32>
  /// By edge: walking length from tail to head and from head to tail, `noWay` where not allowed. The second is
  /// nil for a graph in which every edge is walked alike both ways.
  public var edgeForward: GraphArray<UInt32>
  public var edgeBackward: GraphArray<UInt32>?
  /// By edge: traits; by edge + 1: where its inner shape points (without its two nodes) begin.
  public var edgeTraits: GraphArray<EdgeTraits>
  public var shapeStarts: GraphArray<UInt32>
  public var shapePoints: GraphArray<FixedPoint>

  /// Arcs along which one walks away from a node.
  public var outgoing: ArcTable
  /// Arcs against which one walks: entry `(head, length)` of node n says that n is reached from `head` in
  /// `length`. Nil for a graph walked alike both ways (use `outgoing`).
  public var incoming: ArcTable?

  /// By node: its connected component (directions ignored); components are numbered by falling total length.
  public var componentOf: GraphArray<UInt32>
  /// By component: total street length in metres.
  public var componentMetres: GraphArray<Double>

  /// Lines that legs may not cross and the openings in them, as the source of the streets has them.
  public var barriers: BarrierSet
  /// What is known of the network as a whole.
  public var facts: NetworkFacts

  public var nodeCount: Int { nodes.count }
  public var edgeCount: Int { edgeTails.count }

  /// Components at least this long (metres) are usable, and the largest always is (contract §4).
  public static let usableMetres = 2_000.0

  /// True for a component a person could use.
  public func isUsable(component: UInt32) -> Bool {
    component == 0 || componentMetres[Int(component)] >= Self.usableMetres
  }

  /// Walking length from head to tail; `noWay` where not allowed.
  @inline(__always)
  public func backward(_ edge: Int) -> UInt32 {
    edgeBackward.map { $0[edge] } ?? edgeForward[edge]
  }

  /// Arcs to search along when times *towards* the sources are wanted (from people to stations).
  public var towardsSources: ArcTable { incoming ?? outgoing }

  /// Where the data end, degrees: the source's frame, else the box of all nodes; empty without any.
  public var extent: BoundingBox {
    if let frame = facts.frame, !frame.isEmpty { return frame }
    var box = BoundingBox.empty
    for node in nodes { box.extend(x: node.longitude, y: node.latitude) }
    return box
  }

  /// All places of an edge in order: tail, shape points, head.
  public func shape(of edge: Int) -> [FixedPoint] {
    var places = [nodes[Int(edgeTails[edge])]]
    places += (Int(shapeStarts[edge])..<Int(shapeStarts[edge + 1])).map { shapePoints[$0] }
    places.append(nodes[Int(edgeHeads[edge])])
    return places
  }
}

/// What is known of a network as a whole; saved with it.
public struct NetworkFacts: Sendable, Hashable {
  /// The extent the source declares (degrees), else nil: streets end there though the world does not.
  public var frame: BoundingBox?
  /// Places (1e-7 degrees) where streets are cut by the end of the data: a way's node is missing, or a street
  /// leaves the frame.
  public var looseEnds: [FixedPoint] = []
  /// Total street length and the part that is footway, metres. No footway at all in a town: the source has motor
  /// roads only.
  public var metres = 0.0
  public var footwayMetres = 0.0
  /// Ways read, ways kept as walkable, references to nodes that the source lacks.
  public var ways = 0
  public var walkableWays = 0
  public var missingNodes = 0
  /// The walking rules the graph was built with (their SHA-256, or "default"), and its slope profile.
  public var rules = "default"
  public var slope = "none"
  /// Where it came from: a line for the manifest, without folder names.
  public var source = ""

  public init() {}
}
