import Model
import Testing

@testable import Streets

@Suite struct LinesTests {
  private func metres(
    _ drawn: [[(Double, Double)]], _ from: (Double, Double), _ to: (Double, Double),
    walks: [LineWalk] = []
  ) throws -> Double? {
    LinesFixtures.metres(
      try LinesFixtures.graph(drawn, walks: walks), from: from, to: to)
  }

  private func isNear(_ value: Double?, _ expected: Double, _ tolerance: Double = 0.03) -> Bool {
    value.map { abs($0 - expected) <= tolerance } ?? false
  }

  @Test func `Ends within half a metre are joined, further ones are not`() throws {
    #expect(isNear(try metres([[(0, 0), (50, 0)], [(50.4, 0), (90, 0)]], (0, 0), (90, 0)), 90))
    #expect(try metres([[(0, 0), (50, 0)], [(50.6, 0), (90, 0)]], (0, 0), (90, 0)) == nil)
  }

  @Test func `An end that touches a line between its vertices joins it there`() throws {
    let road = [(0.0, 0.0), (100.0, 0.0)]
    #expect(isNear(try metres([road, [(30, 0.4), (30, 40)]], (0, 0), (30, 40)), 70, 0.5))
    #expect(isNear(try metres([road, [(30, -0.3), (30, 40)]], (100, 0), (30, 40)), 110, 0.7))
    #expect(try metres([road, [(30, 0.7), (30, 40)]], (0, 0), (30, 40)) == nil)
  }

  @Test func `Lines that cross are joined on the same level only`() throws {
    let cross = [[(0.0, 0.0), (100.0, 0.0)], [(40.0, -50.0), (40.0, 50.0)]]
    #expect(isNear(try metres(cross, (0, 0), (40, 50)), 90))
    for above in [
      LineWalk(level: 1), LineWalk(traits: .bridge), LineWalk(traits: [.tunnel], level: -1),
    ] {
      #expect(try metres(cross, (0, 0), (40, 50), walks: [LineWalk(), above]) == nil)
      #expect(isNear(try metres(cross, (0, 0), (40, 50), walks: [above, above]), 90))
    }
  }

  @Test func `A bridge is joined at its ends, and where it ends at a vertex of the ground`() throws
  {
    let bridge = LineWalk(traits: .bridge, level: 1)
    let chain = [[(0.0, 0.0), (50.0, 0.0)], [(50.0, 0.0), (80.0, 0.0)]]
    #expect(isNear(try metres(chain, (0, 0), (80, 0), walks: [LineWalk(), bridge]), 80))
    let landing = [[(0.0, 0.0), (50.0, 0.0), (99.0, 0.0)], [(50.0, 0.0), (50.0, 30.0)]]
    #expect(isNear(try metres(landing, (0, 0), (50, 30), walks: [LineWalk(), bridge]), 80))
    let beside = [[(0.0, 0.0), (99.0, 0.0)], [(50.0, 0.0), (50.0, 30.0)]]
    #expect(try metres(beside, (0, 0), (50, 30), walks: [LineWalk(), bridge]) == nil)
    // An inner vertex of the bridge above an inner vertex of the road is no joint.
    let above = [
      [(0.0, 0.0), (50.0, 0.0), (99.0, 0.0)], [(50.0, -9.0), (50.0, 0.0), (50.0, 30.0)],
    ]
    #expect(try metres(above, (0, 0), (50, 30), walks: [LineWalk(), bridge]) == nil)
  }

  @Test func `Lines that share an inner vertex are joined at it`() throws {
    let touching = [[(0.0, 0.0), (50.0, 50.0), (100.0, 0.0)], [(0, 100), (50, 50), (100, 100)]]
    #expect(isNear(try metres(touching, (0, 0), (100, 100)), 2 * 70.711, 0.05))
    let apart = [[(0.0, 0.0), (50.0, 49.9), (100.0, 0.0)], [(0, 100), (50, 50.0), (100, 100)]]
    #expect(try metres(apart, (0, 0), (100, 100)) == nil)
  }

  @Test func `Overlapping, doubled, looping and empty lines do no harm`() throws {
    // Overlap in part on one straight line.
    #expect(isNear(try metres([[(0, 0), (60, 0)], [(40, 0), (99, 0)]], (0, 0), (99, 0)), 99))
    // The same line twice, once backwards.
    let twice = [[(0.0, 0.0), (60.0, 0.0), (60.0, 30.0)], [(60, 30), (60, 0), (0, 0)]]
    #expect(isNear(try metres(twice, (0, 0), (60, 30)), 90))
    // A figure of eight crosses itself: from start to end the short way.
    let eight = [[(0.0, 0.0), (100.0, 0.0), (100.0, 50.0), (50.0, 50.0), (50.0, -50.0)]]
    #expect(isNear(try metres(eight, (0, 0), (50, -50)), 100))
    // A line that goes there and back.
    #expect(isNear(try metres([[(0, 0), (80, 0), (30, 0), (30, 40)]], (0, 0), (30, 40)), 70))
    // A ring with a street from it.
    let ring = [
      [(0.0, 0.0), (30.0, 0.0), (30.0, 30.0), (0.0, 30.0), (0.0, 0.0)], [(30, 30), (60, 30)],
    ]
    #expect(isNear(try metres(ring, (0, 0), (60, 30)), 90))
    let nothing = try LinesFixtures.lines([[(1, 1), (1, 1)], [], [(2, 2)]])
    #expect(nothing.count == 0 && nothing.withoutLength == 3)
    #expect(StreetGraphBuilder.build(try nothing.segments()).nodeCount == 0)
  }

  @Test(arguments: [0.0, 44.3, -60.9, 85.0])
  func `Lines are joined alike at every latitude, also with a stray one at the pole`(
    latitude: Double
  ) throws {
    var lines = StreetLines()
    let unit = LocalFrame.metresPerUnit(latitude: latitude)
    func place(_ x: Double, _ y: Double) -> FixedPoint {
      FixedPoint(
        longitudeE7: 1_240_000_000 + Int32((x / unit.east).rounded()),
        latitudeE7: Int32((latitude * 1e7 + y / unit.north).rounded()))
    }
    // A row of streets, each 0.4 m behind the end of the one before.
    for n in 0..<40 {
      try lines.append(
        [place(Double(n) * 20, 0), place(Double(n) * 20 + 19.6, 0)], walk: LineWalk())
    }
    try lines.append(
      [FixedPoint(longitude: 0, latitude: 90), FixedPoint(longitude: 1, latitude: 89.99)],
      walk: LineWalk())
    let graph = StreetGraphBuilder.build(try lines.segments())
    #expect(graph.componentMetres.count == 2)
    #expect(graph.nodeCount == 4 && graph.edgeCount == 2)
  }

  @Test func `Many lines along one street meet at each vertex once`() throws {
    let route = (0...40).map { (Double($0) * 25, 0.0) }
    let lines = try LinesFixtures.lines(
      Array(repeating: route, count: 30) + [[(500, 0), (500, 60)]])
    let contacts = try LineContacts.find(lines, threads: 1)
    #expect(contacts.meetings.count < 41 * 30 + 60)
    let way = try metres(
      Array(repeating: route, count: 20) + [[(500, 0), (500, 60)]], (0, 0), (500, 60))
    #expect(isNear(way, 560))
  }

  @Test func `A curve broken into pieces of centimetres keeps its length`() throws {
    let pieces = (0..<500).map { n -> [(Double, Double)] in
      [(Double(n) * 0.4, 0), (Double(n + 1) * 0.4, 0)]
    }
    #expect(isNear(try metres(pieces, (0, 0), (200, 0)), 200, 1.5))
    // And one line of dense vertices is one edge.
    let dense = try LinesFixtures.graph([(0...500).map { (Double($0) * 0.4, 0) }])
    #expect(dense.edgeCount == 1)
    #expect(abs(Double(dense.edgeMillimetres[0]) - 200_000) < 20)
  }

  @Test func `Factors, traits and one-way lines reach the graph`() throws {
    let steps = LineWalk(forwardFactor: 2, backwardFactor: 0, traits: [.steps, .footway])
    let drawn = [[(0.0, 0.0), (40.0, 0.0)]]
    #expect(isNear(try metres(drawn, (0, 0), (40, 0), walks: [steps]), 80, 0.05))
    #expect(try metres(drawn, (40, 0), (0, 0), walks: [steps]) == nil)
    let segments = try LinesFixtures.lines(drawn, walks: [steps]).segments()
    #expect(abs(segments.facts.footwayMetres - 40) < 0.02)
    var lines = StreetLines()
    try lines.append([LinesFixtures.place(0, 0), LinesFixtures.place(9, 0)], walk: nil)
    #expect(lines.notWalked == 1 && lines.given == 1 && lines.count == 0)
  }

  @Test(arguments: [(Double.nan, 1.0), (1.0, .nan), (.infinity, 0), (181, 0), (0, -90.5)])
  func `A coordinate that is no place is refused`(x: Double, y: Double) {
    var lines = StreetLines()
    let error = #expect(throws: AnalysisError.self) {
      try lines.append(
        coordinates: [Coordinate(x: 0, y: 0), Coordinate(x: x, y: y)], walk: LineWalk())
    }
    #expect(error?.kind == .badData)
    #expect(throws: AnalysisError.self) {
      try lines.append([LinesFixtures.place(0, 0)], walk: LineWalk(forwardFactor: .nan))
    }
  }

  @Test func `Attributes of a layer without highway give level, bridge and tunnel`() {
    let rules = EveryLineWalks()
    #expect(rules.walk { _ in nil } == LineWalk())
    let viaduct = rules.walk { ["bridge": "viaduct", "layer": "2"][$0] }
    #expect(viaduct == LineWalk(traits: .bridge, level: 2))
    #expect(rules.walk { ["bridge": "F", "tunnel": "no", "layer": "x"][$0] } == LineWalk())
    #expect(rules.walk { ["tunnel": "yes", "layer": "-1"][$0] }?.level == -1)
  }
}
