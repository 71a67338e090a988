import Model

/// Cuts parts out of a walking network in which places far from the cut are reached as in the whole.
///
/// Nothing is noded, measured or numbered by length again: a part has the edges that meet an area, whole, in their old
/// order and with their old lengths; a component that the cut divides keeps its name and length, and so is as usable
/// as it was; and the network still ends where the data end, not where it was cut.
public struct StreetClipper: Sendable {
  private let graph: StreetGraph
  private let edges: PlaceGrid
  private let segments: PlaceGrid
  private let openings: PlaceGrid
  private let looseEnds: PlaceGrid
  private let extent: BoundingBox

  /// A part of a network.
  public struct Part: Sendable {
    public var graph: StreetGraph
    /// By component of the part: what it is called in the whole, ascending.
    public var components: [UInt32]
  }

  public init(_ graph: StreetGraph) {
    self.graph = graph
    extent = graph.extent
    edges = PlaceGrid(count: graph.edgeCount) { Self.box(graph, edge: $0) }
    let barriers = graph.barriers
    segments = PlaceGrid(count: barriers.segments.count) {
      LegBarriers.box(barriers.segments[$0].from, barriers.segments[$0].to)
    }
    openings = PlaceGrid(count: barriers.openings.count) {
      LegBarriers.box(barriers.openings[$0], barriers.openings[$0])
    }
    let ends = graph.facts.looseEnds
    looseEnds = PlaceGrid(count: ends.count) { LegBarriers.box(ends[$0], ends[$0]) }
  }

  private static func box(_ graph: StreetGraph, edge: Int) -> BoxTree.Box {
    let (tail, head) = (
      graph.nodes[Int(graph.edgeTails[edge])], graph.nodes[Int(graph.edgeHeads[edge])]
    )
    var box = LegBarriers.box(tail, head)
    var last = tail
    for index in Int(graph.shapeStarts[edge])..<Int(graph.shapeStarts[edge + 1]) {
      let place = graph.shapePoints[index]
      let step = LegBarriers.box(last, place)
      box.west = min(box.west, step.west)
      box.south = min(box.south, step.south)
      box.east = max(box.east, step.east)
      box.north = max(box.north, step.north)
      last = place
    }
    return box
  }

  /// Least walking length of a street for a metre of it, at most 1: no way is shorter than this much of its straight
  /// distance.
  public var leastFactor: Double {
    var least = 1.0
    for edge in 0..<graph.edgeCount {
      let walk = min(graph.edgeForward[edge], graph.backward(edge))
      least = min(least, Double(walk) / Double(graph.edgeMillimetres[edge]))
    }
    return least
  }

  /// The part of the network that meets an area.
  ///
  /// - Parameter area: degrees; may run on beyond 180° to either side.
  public func part(meeting area: BoundingBox) -> Part {
    let kept = Self.find(edges, area)
    let nodes = kept.flatMap { [graph.edgeTails[Int($0)], graph.edgeHeads[Int($0)]] }
      .sortedUnique()
    // The largest component is usable whatever its length: its place stays taken.
    let first: [UInt32] = graph.componentMetres.isEmpty ? [] : [0]
    let components = (first + nodes.map { graph.componentOf[Int($0)] }).sortedUnique()
    let tails = GraphArray(kept.map { Self.position(graph.edgeTails[Int($0)], nodes) })
    let heads = GraphArray(kept.map { Self.position(graph.edgeHeads[Int($0)], nodes) })
    let forward = GraphArray(kept.map { graph.edgeForward[Int($0)] })
    let backward = graph.edgeBackward.map { all in GraphArray(kept.map { all[Int($0)] }) }
    let (starts, shape) = shapes(kept)
    func arcs(_ fromTail: GraphArray<UInt32>, _ fromHead: GraphArray<UInt32>) -> ArcTable {
      ArcTable(nodes.count, tails, heads, fromTail: fromTail, fromHead: fromHead)
    }
    return Part(
      graph: StreetGraph(
        nodes: GraphArray(nodes.map { graph.nodes[Int($0)] }), edgeTails: tails,
        edgeHeads: heads,
        edgeMillimetres: GraphArray(kept.map { graph.edgeMillimetres[Int($0)] }),
        edgeForward: forward, edgeBackward: backward,
        edgeTraits: GraphArray(kept.map { graph.edgeTraits[Int($0)] }), shapeStarts: starts,
        shapePoints: shape, outgoing: arcs(forward, backward ?? forward),
        incoming: graph.incoming == nil ? nil : arcs(backward ?? forward, forward),
        componentOf: GraphArray(
          nodes.map { Self.position(graph.componentOf[Int($0)], components) }),
        componentMetres: GraphArray(components.map { graph.componentMetres[Int($0)] }),
        barriers: barriers(area), facts: facts(area)),
      components: components)
  }

  /// A network without streets.
  public static var nothing: StreetGraph {
    StreetGraphBuilder.build(StreetSegments())
  }

  private func shapes(_ kept: [UInt32]) -> (GraphArray<UInt32>, GraphArray<FixedPoint>) {
    var starts: [UInt32] = [0]
    var points: [FixedPoint] = []
    for edge in kept {
      for index in Int(graph.shapeStarts[Int(edge)])..<Int(graph.shapeStarts[Int(edge) + 1]) {
        points.append(graph.shapePoints[index])
      }
      starts.append(UInt32(points.count))
    }
    return (GraphArray(starts), GraphArray(points))
  }

  private func barriers(_ area: BoundingBox) -> BarrierSet {
    // An opening lets through what is near it; of those just outside some metres count.
    var wide = area
    wide.minX -= 0.01
    wide.minY -= 0.01
    wide.maxX += 0.01
    wide.maxY += 0.01
    return BarrierSet(
      segments: GraphArray(
        Self.find(segments, area).map { graph.barriers.segments[Int($0)] }),
      openings: GraphArray(Self.find(openings, wide).map { graph.barriers.openings[Int($0)] }))
  }

  private func facts(_ area: BoundingBox) -> NetworkFacts {
    var facts = graph.facts
    facts.frame = extent.isEmpty ? nil : extent
    facts.looseEnds = Self.find(looseEnds, area).map { graph.facts.looseEnds[Int($0)] }
    return facts
  }

  /// Items of a grid that meet an area, also where it runs on across the 180th meridian.
  private static func find(_ grid: PlaceGrid, _ area: BoundingBox) -> [UInt32] {
    if area.isEmpty { return [] }
    var found: [UInt32] = []
    for turn in [0.0, -360, 360] {
      var box = BoxTree.Box()
      box.west = Int(((area.minX + turn) * 1e7).rounded(.down))
      box.east = Int(((area.maxX + turn) * 1e7).rounded(.up))
      box.south = Int((area.minY * 1e7).rounded(.down))
      box.north = Int((area.maxY * 1e7).rounded(.up))
      found += grid.items(in: box)
    }
    return found.sortedUnique()
  }

  /// Position of a number in an ascending list that holds it.
  private static func position(_ number: UInt32, _ list: [UInt32]) -> UInt32 {
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if list[middle] < number { low = middle + 1 } else { high = middle }
    }
    return UInt32(low)
  }
}
