import Model
import Testing

@testable import Streets

@Suite struct LinesBarrierTests {
  typealias Point = (Double, Double)

  private func barrier(_ line: [Point]) -> [BarrierSegment] {
    zip(line, line.dropFirst()).map {
      BarrierSegment(
        from: LinesFixtures.place($0.0, $0.1), to: LinesFixtures.place($1.0, $1.1), kind: .wall)
    }
  }

  /// The drawn streets cut at the drawn barriers, and what was done.
  private func cut(
    _ drawn: [[Point]], _ barriers: [[Point]], openings: [Point] = [], walks: [LineWalk] = []
  ) throws -> (graph: StreetGraph, cuts: BarrierCuts) {
    var segments = try LinesFixtures.lines(drawn, walks: walks).segments()
    let cuts = segments.cut(
      by: barriers.flatMap(barrier),
      openings: openings.map { LinesFixtures.place($0.0, $0.1) })
    segments.keptNodes = Set(0..<UInt32(segments.nodes.count))
    return (StreetGraphBuilder.build(segments), cuts)
  }

  private func passes(_ result: (graph: StreetGraph, cuts: BarrierCuts), _ a: Point, _ b: Point)
    -> Bool
  {
    LinesFixtures.metres(result.graph, from: a, to: b) != nil
  }

  private let road: [[Point]] = [[(0, 0), (40, 0), (100, 0)]]

  @Test func `A street is cut where a barrier crosses it, into two dead ends at one place`() throws
  {
    let result = try cut(road, [[(50, -20), (50, 20)]])
    #expect(!passes(result, (0, 0), (100, 0)))
    #expect(result.cuts.cuts == 1 && result.cuts.examples == [LinesFixtures.place(50, 0)])
    #expect(LinesFixtures.nearest(result.graph, (50, 0)).count == 2)
    let toWall = LinesFixtures.metres(result.graph, from: (0, 0), to: (50, 0))
    #expect(toWall.map { abs($0 - 50) < 0.02 } == true)
    #expect(result.graph.barriers.segments.count == 1)
    #expect(abs(result.graph.edgeMillimetres.reduce(0) { $0 + Int($1) } - 100_000) < 20)
  }

  @Test func `Two barriers and a polygon's outline cut each time`() throws {
    let yard: [Point] = [(30, -9), (60, -9), (60, 9), (30, 9), (30, -9)]
    let result = try cut(
      [[(0, 0), (40, 0)], [(40, 0), (100, 0)]], [yard, [(80, -5), (80, 5)], [(80, 5), (80, -5)]])
    #expect(result.cuts.cuts == 3)
    #expect(!passes(result, (0, 0), (40, 0)) && !passes(result, (40, 0), (100, 0)))
  }

  @Test func `An opening passes within six metres of the crossing`() throws {
    let wall: [[Point]] = [[(50, -20), (50, 20)]]
    let near = try cut(road, wall, openings: [(50, 5.9)])
    #expect(passes(near, (0, 0), (100, 0)))
    #expect(near.cuts.cuts == 0 && near.cuts.passedAtOpenings == 1)
    #expect(near.graph.barriers.openings.count == 1)
    #expect(!passes(try cut(road, wall, openings: [(50, 6.1)]), (0, 0), (100, 0)))
  }

  @Test func `A bridge and a tunnel pass, also when they begin on the bank`() throws {
    for deck in [LineWalk(traits: .bridge), LineWalk(traits: .tunnel)] {
      let over = try cut(road, [[(50, -20), (50, 20)]], walks: [deck])
      #expect(passes(over, (0, 0), (100, 0)))
      #expect(over.cuts.cuts == 0 && over.cuts.passedOnDecks == 1)
      let fromBank = try cut(
        [[(0, 0), (50, 0)], [(50, 0), (100, 0)]], [[(50, -20), (50, 20)]],
        walks: [LineWalk(), deck])
      #expect(passes(fromBank, (0, 0), (100, 0)))
    }
  }

  @Test(arguments: [
    // A wall that ends at the street, between its vertices and at one.
    [[(70.0, 0.0), (70.0, 30.0)]], [[(40.0, 0.0), (40.0, 30.0)]],
    // A wall whose corner touches the street.
    [[(60.0, 30.0), (70.0, 0.0), (80.0, 30.0)]], [[(30.0, 30.0), (40.0, 0.0), (50.0, 30.0)]],
    // Along the street: inside it, over all of it, and coming to it and leaving on one side.
    [[(50.0, 0.0), (70.0, 0.0)]], [[(-9.0, 0.0), (120.0, 0.0)]],
    [[(50.0, 9.0), (50.0, 0.0), (70.0, 0.0), (70.0, 9.0)]],
  ])
  func `To touch a street or run along it is not to cross`(barriers: [[(Double, Double)]]) throws {
    let result = try cut(road, barriers)
    #expect(passes(result, (0, 0), (100, 0)))
    #expect(result.cuts.cuts == 0)
  }

  @Test(arguments: [
    // At the street's vertex; with its own vertex on the street; both.
    [[(40.0, -20.0), (40.0, 20.0)]], [[(70.0, -20.0), (70.0, 0.0), (75.0, 20.0)]],
    [[(40.0, -20.0), (40.0, 0.0), (30.0, 20.0)]],
    // In two lines that meet on the street.
    [[(70.0, -20.0), (70.0, 0.0)], [(60.0, 20.0), (70.0, 0.0)]],
  ])
  func `A crossing at a vertex cuts once`(barriers: [[(Double, Double)]]) throws {
    let result = try cut(road, barriers)
    #expect(!passes(result, (0, 0), (100, 0)))
    #expect(result.cuts.cuts == 1)
  }

  @Test func `A street that touches a barrier with a vertex and goes back is not cut`() throws {
    let result = try cut([[(0, 0), (50, 30), (100, 0)]], [[(0, 30), (100, 30)]])
    #expect(passes(result, (0, 0), (100, 0)) && result.cuts.cuts == 0)
  }

  @Test func `A junction on a barrier is parted by its sides`() throws {
    // Four arms, two on each side; and one arm more along the barrier joins both sides.
    let arms: [[Point]] = [(-30, 30), (30, 30), (-30, -30), (30, -30)].map { [(0, 0), $0] }
    let wall: [[Point]] = [[(-90, 0), (90, 0)]]
    let result = try cut(arms, wall)
    #expect(result.cuts.cuts == 1)
    #expect(passes(result, (-30, 30), (30, 30)) && passes(result, (-30, -30), (30, -30)))
    #expect(!passes(result, (-30, 30), (-30, -30)))
    #expect(passes(try cut(arms + [[(0, 0), (50, 0)]], wall), (-30, 30), (-30, -30)))
    // Three walls make three sectors.
    let star = try cut(arms, [[(0, 0), (0, 90)], [(0, 0), (-90, 0)], [(0, 0), (90, 0)]])
    #expect(!passes(star, (-30, 30), (30, 30)) && passes(star, (-30, -30), (30, -30)))
  }

  @Test func `A built or reopened graph is cut alike`() throws {
    let steps = LineWalk(forwardFactor: 2, backwardFactor: 2, traits: .steps)
    let drawn: [[Point]] = [[(0, 0), (100, 0)], [(20, -50), (20, 50)], [(80, -50), (80, 50)]]
    let graph = try LinesFixtures.graph(drawn, walks: [LineWalk(), steps])
    let (result, cuts) = graph.cut(by: barrier([(50, -20), (50, 20)]), openings: [])
    #expect(cuts.cuts == 1 && result.barriers.segments.count == 1)
    #expect(LinesFixtures.metres(result, from: (0, 0), to: (100, 0)) == nil)
    #expect(
      LinesFixtures.metres(result, from: (20, 50), to: (20, -50)).map { abs($0 - 200) < 0.05 }
        == true)
    let same = graph.cut(by: [], openings: []).graph
    #expect(StoreFixtures.differences(graph, same) == [])
  }

  @Test func `Cuts agree with all pairs of streets and barriers compared one by one`() throws {
    var random = SeededNumbers(77)
    func line(_ count: Int) -> [Point] {
      (0..<count).map { _ in
        (Double.random(in: 0...300, using: &random), Double.random(in: 0...300, using: &random))
      }
    }
    var total = 0
    for _ in 0..<60 {
      var segments = try LinesFixtures.lines((0..<6).map { _ in line(3) }).segments()
      let walls = (0..<3).flatMap { _ in barrier(line(3)) }
      let before = segments
      let crossings = (0..<before.count).map { number in
        crossingCount(before, number, walls)
      }
      let cuts = segments.cut(by: walls, openings: [])
      total += cuts.cuts
      #expect(cuts.cuts == crossings.reduce(0, +))
      #expect(segments.count == before.count + cuts.cuts)
      let kept = (0..<before.count).filter { crossings[$0] == 0 }
      let expected = groups(
        before.nodes.count, kept.map { (before.tails[$0], before.heads[$0]) })
      let found = groups(
        segments.nodes.count, (0..<segments.count).map { (segments.tails[$0], segments.heads[$0]) }
      )
      for a in before.nodes.indices {
        for b in 0..<a { #expect((found[a] == found[b]) == (expected[a] == expected[b])) }
      }
    }
    #expect(total > 200)
  }

  private func crossingCount(
    _ segments: StreetSegments, _ number: Int, _ walls: [BarrierSegment]
  ) -> Int {
    let inner = Int(segments.shapeStarts[number])..<Int(segments.shapeStarts[number + 1])
    let places =
      [segments.nodes[Int(segments.tails[number])]] + segments.shapePoints[inner]
      + [segments.nodes[Int(segments.heads[number])]]
    return zip(places, places.dropFirst()).reduce(0) { sum, part in
      sum
        + walls.filter {
          turn(part.0, part.1, $0.from) != turn(part.0, part.1, $0.to)
            && turn($0.from, $0.to, part.0) != turn($0.from, $0.to, part.1)
        }.count
    }
  }

  private func turn(_ a: FixedPoint, _ b: FixedPoint, _ c: FixedPoint) -> Bool {
    let (x, y) = (b.longitude - a.longitude, b.latitude - a.latitude)
    return x * (c.latitude - a.latitude) - y * (c.longitude - a.longitude) > 0
  }

  private func groups(_ count: Int, _ links: [(UInt32, UInt32)]) -> [Int] {
    var group = Array(0..<count)
    for (a, b) in links {
      let (from, to) = (group[Int(a)], group[Int(b)])
      if from != to { group = group.map { $0 == from ? to : $0 } }
    }
    return group
  }
}
