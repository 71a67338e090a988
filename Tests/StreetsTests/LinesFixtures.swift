import Model

@testable import Streets

/// Lines drawn in metres on a plane around one place near the equator, and what a graph says about them.
enum LinesFixtures {
  /// On the equator a unit of longitude is 11.132 mm and one of latitude 11.057 mm.
  static let unit = LocalFrame.metresPerUnit(latitude: 0)

  static func place(_ x: Double, _ y: Double) -> FixedPoint {
    FixedPoint(
      longitudeE7: Int32((x / unit.east).rounded()), latitudeE7: Int32((y / unit.north).rounded()))
  }

  static func lines(
    _ drawn: [[(Double, Double)]], walks: [LineWalk] = []
  ) throws -> StreetLines {
    var lines = StreetLines()
    for (index, line) in drawn.enumerated() {
      try lines.append(
        line.map { place($0.0, $0.1) }, walk: index < walks.count ? walks[index] : LineWalk())
    }
    return lines
  }

  /// All nodes stay, so that a test can ask for any.
  static func graph(_ drawn: [[(Double, Double)]], walks: [LineWalk] = []) throws -> StreetGraph {
    var segments = try lines(drawn, walks: walks).segments()
    segments.keptNodes = Set(0..<UInt32(segments.nodes.count))
    return StreetGraphBuilder.build(segments)
  }

  /// Walking metres between the nodes nearest to two places (Bellman and Ford's way: slow and plain); nil when
  /// there is none.
  static func metres(
    _ graph: StreetGraph, from: (Double, Double), to: (Double, Double)
  ) -> Double? {
    var best = [Double](repeating: .infinity, count: graph.nodeCount)
    let start = nearest(graph, from)
    for node in start { best[node] = 0 }
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for edge in 0..<graph.edgeCount {
        let (a, b) = (Int(graph.edgeTails[edge]), Int(graph.edgeHeads[edge]))
        for (u, v, walk) in [(a, b, graph.edgeForward[edge]), (b, a, graph.backward(edge))]
        where walk != StreetGraph.noWay && best[u] + Double(walk) / 1000 < best[v] {
          best[v] = best[u] + Double(walk) / 1000
          hasChanged = true
        }
      }
    }
    let found = nearest(graph, to).map { best[$0] }.min() ?? .infinity
    return found.isFinite ? found : nil
  }

  /// The nodes nearest to a place: two where a street is cut at it.
  static func nearest(_ graph: StreetGraph, _ at: (Double, Double)) -> [Int] {
    let distances = graph.nodes.map { LocalFrame.distance($0, place(at.0, at.1)) }
    let least = distances.min() ?? 0
    return distances.indices.filter { distances[$0] <= least + 0.001 }
  }
}
