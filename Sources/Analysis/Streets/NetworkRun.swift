import Export
import Model
import Streets

/// A walking network on its own: read, to be saved or described.
public struct NetworkRun: Sendable {
  private let input: StreetInput

  /// Reads the streets with all that changes them.
  ///
  /// - Throws: as `StreetInput.read`.
  public static func read(
    _ request: StreetRequest, threads: Int, ledger: inout Ledger
  ) throws -> NetworkRun {
    NetworkRun(input: try StreetInput.read(request, threads: threads, ledger: &ledger))
  }

  /// Saves the graph as a `.lcg` file that appears complete or not at all.
  ///
  /// - Throws: 73 when it cannot be written, 74 when writing fails.
  public func save(to path: String) throws {
    let transaction = OutputTransaction()
    let file = try transaction.open(path)
    try input.graph.encoded { try file.append($0) }
    try transaction.commit()
  }

  public var facts: NetworkOverview { NetworkOverview(input.graph) }
}

/// The size and making of a walking network.
public struct NetworkOverview: Sendable, Hashable {
  public var nodes: Int
  public var edges: Int
  /// Length of all streets in metres; the part of it that is footway and that is usable, 0…1.
  public var metres: Double
  public var footwayShare: Double
  public var usableShare: Double
  public var components: Int
  public var usableComponents: Int
  /// Degrees; around the nodes and shapes, and as the source states it.
  public var extent: BoundingBox
  public var frame: BoundingBox?
  public var ways: Int
  public var walkableWays: Int
  public var missingNodes: Int
  public var barriers: Int
  public var openings: Int
  /// Some edge is not walked alike both ways.
  public var isDirected: Bool
  public var rules: String
  public var slope: String
  public var source: String

  init(_ graph: StreetGraph) {
    let facts = graph.facts
    nodes = graph.nodeCount
    edges = graph.edgeCount
    metres = facts.metres
    footwayShare = facts.metres > 0 ? facts.footwayMetres / facts.metres : 0
    components = graph.componentMetres.count
    let usable = graph.componentMetres.indices.filter {
      graph.isUsable(component: UInt32($0))
    }
    usableComponents = usable.count
    let all = graph.componentMetres.reduce(0, +)
    usableShare = all > 0 ? usable.reduce(0) { $0 + graph.componentMetres[$1] } / all : 0
    extent = .empty
    for place in graph.nodes { extent.extend(x: place.longitude, y: place.latitude) }
    for place in graph.shapePoints { extent.extend(x: place.longitude, y: place.latitude) }
    frame = facts.frame
    (ways, walkableWays) = (facts.ways, facts.walkableWays)
    missingNodes = facts.missingNodes
    (barriers, openings) = (graph.barriers.segments.count, graph.barriers.openings.count)
    isDirected = graph.edgeBackward != nil
    (rules, slope, source) = (facts.rules, facts.slope, facts.source)
  }
}
