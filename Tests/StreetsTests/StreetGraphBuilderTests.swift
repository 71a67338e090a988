import Model
import Testing

@testable import Streets

@Suite struct StreetGraphBuilderTests {
  /// Three nodes in a row, 100 units (of 1e-7°, about 1 m) apart, and a branch at the end.
  private func row() -> StreetSegments {
    var segments = StreetSegments()
    segments.nodes = LargeList(
      [0, 1000, 2000, 3000].map { FixedPoint(longitudeE7: $0, latitudeE7: 0) })
    segments.nodes.append(FixedPoint(longitudeE7: 2000, latitudeE7: 1000))
    segments.append(tail: 0, head: 1)
    segments.append(tail: 2, head: 1)
    segments.append(tail: 2, head: 3)
    segments.append(tail: 2, head: 4)
    return segments
  }

  @Test func `Segments are joined where a street simply goes on`() {
    let graph = StreetGraphBuilder.build(row())
    #expect(graph.nodeCount == 4)
    #expect(graph.edgeCount == 3)
    // A degree of longitude on the equator is 111.319 km.
    let lengths = graph.edgeMillimetres.sorted()
    #expect(lengths == [11_057, 11_132, 22_264])
    #expect(graph.edgeBackward == nil && graph.incoming == nil)
  }

  @Test func `A change of walking factor keeps the node`() {
    var segments = row()
    segments.backwardFactors[1] = 2
    let graph = StreetGraphBuilder.build(segments)
    #expect(graph.nodeCount == 5)
    #expect(graph.edgeBackward != nil)
  }

  @Test func `Components are numbered by falling length`() {
    var segments = row()
    segments.nodes.append(FixedPoint(longitudeE7: 0, latitudeE7: 9000))
    segments.nodes.append(FixedPoint(longitudeE7: 500, latitudeE7: 9000))
    segments.append(tail: 5, head: 6)
    let graph = StreetGraphBuilder.build(segments)
    #expect(graph.componentMetres.count == 2)
    #expect(graph.componentMetres[0] > graph.componentMetres[1])
  }

  @Test func `A ring without a junction becomes one edge`() {
    var segments = StreetSegments()
    segments.nodes = LargeList(
      [(0, 0), (1000, 0), (0, 1000)].map { FixedPoint(longitudeE7: $0.0, latitudeE7: $0.1) })
    for (tail, head) in [(0, 1), (1, 2), (2, 0)] as [(UInt32, UInt32)] {
      segments.append(tail: tail, head: head)
    }
    let graph = StreetGraphBuilder.build(segments)
    #expect(graph.edgeCount == 1)
    #expect(graph.edgeTails[0] == graph.edgeHeads[0])
  }
}
