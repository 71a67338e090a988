import Testing

@testable import Streets

@Suite struct BuilderPropertyTests {
  /// Few nodes with chains, rings, doubled streets, one-way factors, kept nodes and parts of their own.
  private func drawing(_ seed: UInt64, nodes: Int = 24, streets: Int = 22) -> StreetSegments {
    var random = SplitMix(state: seed)
    var segments = StreetSegments()
    func place() -> FixedPoint {
      FixedPoint(
        longitudeE7: 1_250_000_000 + .random(in: 0..<2_000_000, using: &random),
        latitudeE7: -440_000_000 + .random(in: 0..<2_000_000, using: &random))
    }
    func node() -> UInt32 {
      segments.nodes.append(place())
      return UInt32(segments.nodes.count - 1)
    }
    for _ in 0..<nodes { _ = node() }
    for _ in 0..<streets {
      // A street is a chain of one to five segments, each drawn in either direction.
      var last = UInt32.random(in: 0..<UInt32(nodes), using: &random)
      let isRing = Int.random(in: 0..<6, using: &random) == 0
      if isRing { last = Bool.random(using: &random) ? last : node() }
      let first = last
      let along = ([1, 1, 1, 2, 0, 1.25] as [Float]).randomElement(using: &random)!
      let against = ([1, 1, 1, 2, 1] as [Float]).randomElement(using: &random)!
      let traits = ([[], [], .footway, .bridge] as [EdgeTraits]).randomElement(using: &random)!
      let links = Int.random(in: 1...5, using: &random)
      for link in 1...links {
        let end = UInt32.random(in: 0..<UInt32(nodes), using: &random)
        let next = link < links ? node() : isRing ? first : end
        if Int.random(in: 0..<12, using: &random) == 0 { segments.keptNodes.insert(next) }
        let bends = (0..<Int.random(in: 0...2, using: &random)).map { _ in place() }
        if Bool.random(using: &random) {
          segments.append(
            tail: last, head: next, shape: bends, forwardFactor: along, backwardFactor: against,
            traits: traits)
        } else {
          segments.append(
            tail: next, head: last, shape: bends.reversed(), forwardFactor: against,
            backwardFactor: along, traits: traits)
        }
        last = next
      }
    }
    return segments
  }

  private func edges(_ graph: StreetGraph) -> [PlainEdge] {
    var ends = [Int](repeating: 0, count: graph.nodeCount)
    for node in Array(graph.edgeTails) + Array(graph.edgeHeads) { ends[Int(node)] += 1 }
    func metres(_ length: UInt32) -> Double? {
      length == StreetGraph.noWay ? nil : Double(length) / 1000
    }
    return (0..<graph.edgeCount).map { edge in
      let tail = graph.edgeTails[edge]
      return PlainEdge(
        places: graph.shape(of: edge), metres: Double(graph.edgeMillimetres[edge]) / 1000,
        forward: metres(graph.edgeForward[edge]), backward: metres(graph.backward(edge)),
        traits: graph.edgeTraits[edge]
      ).canonical(isFreeRing: tail == graph.edgeHeads[edge] && ends[Int(tail)] == 2)
    }
  }

  private func isNear(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) <= 0.0011
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `Edges are those of a plain builder`(seed: UInt64) {
    compare(drawing(seed, nodes: 4 + Int(seed % 40)))
  }

  /// Enough for several pieces of the segments and several nodes in a range.
  @Test(arguments: 0..<3 as Range<UInt64>)
  func `Edges of a large drawing are those of a plain builder`(seed: UInt64) {
    let segments = drawing(seed, nodes: 2_500, streets: 2_500)
    #expect(segments.count > 5_000)
    compare(segments)
  }

  private func compare(_ segments: StreetSegments) {
    let graph = StreetGraphBuilder.build(segments, threads: 2)
    let found = edges(graph).sorted { $0.key.lexicographicallyPrecedes($1.key) }
    let plain = PlainBuilder(segments)
    let expected = plain.edges.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    #expect(found.count == expected.count)
    for (a, b) in zip(found, expected) {
      #expect(a.places == b.places && a.traits == b.traits)
      #expect(isNear(a.metres, b.metres))
      #expect(isNear(a.forward, b.forward) && isNear(a.backward, b.backward))
    }
    #expect(abs(graph.facts.metres - plain.edges.reduce(0) { $0 + $1.metres }) < 0.1)
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func `Components are those of a plain builder`(seed: UInt64) {
    let segments = drawing(seed, nodes: 30 + Int(seed % 40), streets: 15)
    let graph = StreetGraphBuilder.build(segments)
    let expected = PlainBuilder(segments).components
    #expect(graph.componentMetres.count == expected.count)
    for (component, plain) in expected.enumerated() {
      #expect(abs(graph.componentMetres[component] - plain.metres) < 0.1)
    }
    // Components of one length may stand in either order, but never mix.
    var partner: [UInt32: Int] = [:]
    for node in 0..<graph.nodeCount {
      let component = graph.componentOf[node]
      let plain = expected.firstIndex { $0.places.contains(graph.nodes[node]) }!
      #expect(partner[component, default: plain] == plain)
      partner[component] = plain
    }
    #expect(Set(partner.values).count == expected.count)
  }

  /// A way to walk: from, to, length.
  private struct Step: Hashable {
    var from: Int
    var to: Int
    var length: UInt32
  }

  private func steps(_ table: ArcTable) -> [Step: Int] {
    #expect(table.starts.first == 0)
    #expect(table.starts.last == UInt32(table.arcs.count))
    var steps: [Step: Int] = [:]
    for node in 0..<table.starts.count - 1 {
      for arc in Int(table.starts[node])..<Int(table.starts[node + 1]) {
        let (head, length) = (Int(table.arcs[arc].head), table.arcs[arc].walkMillimetres)
        steps[Step(from: node, to: head, length: length), default: 0] += 1
      }
    }
    return steps
  }

  @Test(arguments: 300..<400 as Range<UInt64>)
  func `Arcs are the allowed directions of the edges, and arcs against are turned round`(
    seed: UInt64
  ) {
    let graph = StreetGraphBuilder.build(drawing(seed))
    var expected: [Step: Int] = [:]
    for edge in 0..<graph.edgeCount {
      let (tail, head) = (Int(graph.edgeTails[edge]), Int(graph.edgeHeads[edge]))
      let (along, against) = (graph.edgeForward[edge], graph.backward(edge))
      if along != StreetGraph.noWay {
        expected[Step(from: tail, to: head, length: along), default: 0] += 1
      }
      if against != StreetGraph.noWay {
        expected[Step(from: head, to: tail, length: against), default: 0] += 1
      }
    }
    #expect(steps(graph.outgoing) == expected)
    var turned: [Step: Int] = [:]
    for (step, count) in steps(graph.towardsSources) {
      turned[Step(from: step.to, to: step.from, length: step.length)] = count
    }
    #expect(turned == expected)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `Edges stand by their lower node, then the higher`(seed: UInt64) {
    let graph = StreetGraphBuilder.build(drawing(seed, nodes: 6, streets: 200))
    let ends = (0..<graph.edgeCount).map { edge in
      [graph.edgeTails[edge], graph.edgeHeads[edge]].sorted()
    }
    #expect(!zip(ends, ends.dropFirst()).contains { $1.lexicographicallyPrecedes($0) })
  }

  @Test func `The thread count changes nothing`() {
    let segments = drawing(7, nodes: 9_000, streets: 25_000)
    let one = StreetGraphBuilder.build(segments, threads: 1)
    let three = StreetGraphBuilder.build(segments, threads: 3)
    #expect(one.edgeCount > 1 << 14)
    #expect(one.nodes.elementsEqual(three.nodes))
    #expect(one.edgeTails.elementsEqual(three.edgeTails))
    #expect(one.edgeHeads.elementsEqual(three.edgeHeads))
    #expect(one.edgeMillimetres.elementsEqual(three.edgeMillimetres))
    #expect(one.edgeForward.elementsEqual(three.edgeForward))
    #expect(one.edgeBackward!.elementsEqual(three.edgeBackward!))
    #expect(one.edgeTraits.elementsEqual(three.edgeTraits))
    #expect(one.shapeStarts.elementsEqual(three.shapeStarts))
    #expect(one.shapePoints.elementsEqual(three.shapePoints))
    #expect(one.outgoing.arcs.elementsEqual(three.outgoing.arcs))
    #expect(one.incoming!.arcs.elementsEqual(three.incoming!.arcs))
    #expect(one.componentOf.elementsEqual(three.componentOf))
  }

  @Test func `No segments make an empty graph`() {
    let graph = StreetGraphBuilder.build(StreetSegments(), threads: 2)
    #expect(graph.nodeCount == 0 && graph.edgeCount == 0)
    #expect(graph.componentMetres.isEmpty && graph.shapePoints.isEmpty)
  }
}
