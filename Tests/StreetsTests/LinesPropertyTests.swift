import Model
import Testing

@testable import Streets

@Suite struct LinesPropertyTests {
  /// Distances between all ends of lines by the definition alone: all pairs of segments, all pairs of sites, in
  /// plain metres, all ways.
  private struct Reference {
    typealias Point = (x: Double, y: Double)
    var lines: [[Point]]
    /// By line: metres along it at which something is, and the number of the site.
    var sites: [[(at: Double, site: Int)]]
    var ways: [[Double]] = []
    var ends: [(Int, Int)] = []
    private var count = 0
    private var joints: [(Int, Int)] = []

    init(_ lines: [[Point]], levels: [Int]) {
      self.lines = lines
      sites = lines.map { _ in [] }
      for line in lines.indices {
        let start = add(line, 0)
        ends.append((start, add(line, length(line, lines[line].count - 1))))
      }
      for p in lines.indices {
        for q in p..<lines.count { meet(p, q, isAlike: levels[p] == levels[q]) }
      }
      solve()
    }

    private func length(_ line: Int, _ vertex: Int) -> Double {
      (0..<vertex).reduce(0) { $0 + distance(lines[line][$1], lines[line][$1 + 1]) }
    }

    private func distance(_ a: Point, _ b: Point) -> Double {
      ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
    }

    private mutating func add(_ line: Int, _ at: Double) -> Int {
      sites[line].append((at, count))
      count += 1
      return count - 1
    }

    private mutating func joint(_ p: Int, _ atP: Double, _ q: Int, _ atQ: Double) {
      if p == q, abs(atP - atQ) <= 1 { return }
      joints.append((add(p, atP), add(q, atQ)))
    }

    private mutating func meet(_ p: Int, _ q: Int, isAlike: Bool) {
      for i in 0..<lines[p].count - 1 {
        for j in 0..<lines[q].count - 1 where p != q || j > i {
          let (a, b, c, d) = (lines[p][i], lines[p][i + 1], lines[q][j], lines[q][j + 1])
          let (fromP, fromQ) = (length(p, i), length(q, j))
          for (t, v) in [(0, a), (1, b)] where isAlike {
            let u = share(v, c, d)
            if distance(v, along(c, d, u)) < 0.02 {
              joint(p, fromP + Double(t) * distance(a, b), q, fromQ + u * distance(c, d))
            }
          }
          for (u, v) in [(0, c), (1, d)] where isAlike {
            let t = share(v, a, b)
            if distance(v, along(a, b, t)) < 0.02 {
              joint(p, fromP + t * distance(a, b), q, fromQ + Double(u) * distance(c, d))
            }
          }
          let turn = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x)
          if isAlike, turn != 0 {
            let t = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / turn
            let u = ((c.x - a.x) * (b.y - a.y) - (c.y - a.y) * (b.x - a.x)) / turn
            if t > 0, t < 1, u > 0, u < 1 {
              joint(p, fromP + t * distance(a, b), q, fromQ + u * distance(c, d))
            }
          }
        }
      }
      if isAlike { return }
      for (one, other) in [(p, q), (q, p)] {
        for vertex in [0, lines[one].count - 1] {
          for w in lines[other].indices
          where distance(lines[one][vertex], lines[other][w]) < 0.02 {
            joint(one, length(one, vertex), other, length(other, w))
          }
        }
      }
    }

    private func share(_ p: Point, _ a: Point, _ b: Point) -> Double {
      let (x, y) = (b.x - a.x, b.y - a.y)
      return min(1, max(0, ((p.x - a.x) * x + (p.y - a.y) * y) / (x * x + y * y)))
    }

    private func along(_ a: Point, _ b: Point, _ t: Double) -> Point {
      (a.x + t * (b.x - a.x), a.y + t * (b.y - a.y))
    }

    /// R. W. Floyd, *Algorithm 97*, Communications of the ACM 5 (1962).
    private mutating func solve() {
      var ways = (0..<count).map { n in (0..<count).map { $0 == n ? 0.0 : .infinity } }
      func link(_ a: Int, _ b: Int, _ metres: Double) {
        ways[a][b] = min(ways[a][b], metres)
        ways[b][a] = ways[a][b]
      }
      for line in sites {
        let sorted = line.sorted { $0.at < $1.at }
        for (one, next) in zip(sorted, sorted.dropFirst()) {
          link(one.site, next.site, next.at - one.at)
        }
      }
      for (a, b) in joints { link(a, b, 0) }
      for k in 0..<count {
        for i in 0..<count where ways[i][k] < .infinity {
          for j in 0..<count where ways[i][k] + ways[k][j] < ways[i][j] {
            ways[i][j] = ways[i][k] + ways[k][j]
          }
        }
      }
      self.ways = ways
    }
  }

  /// Random lines on a raster of 7 × 7 places 10 m apart: they touch, overlap, cross and double back all the time.
  private func randomLines(
    _ random: inout SeededNumbers
  ) -> (drawn: [[(x: Double, y: Double)]], levels: [Int]) {
    let count = Int.random(in: 2...7, using: &random)
    let drawn = (0..<count).map { _ in
      var line: [(x: Double, y: Double)] = []
      let length = Int.random(in: 2...4, using: &random)
      while line.count < length {
        let next = (
          x: Double(Int.random(in: 0...6, using: &random)) * 10,
          y: Double(Int.random(in: 0...6, using: &random)) * 10
        )
        if let last = line.last, last == next { continue }
        line.append(next)
      }
      return line
    }
    return (drawn, (0..<count).map { _ in Int.random(in: 0...4, using: &random) == 0 ? 1 : 0 })
  }

  @Test func `Noding agrees with all pairs of segments compared one by one`() throws {
    var random = SeededNumbers(20_241)
    var joined = 0
    for round in 0..<300 {
      let (drawn, levels) = randomLines(&random)
      let reference = Reference(drawn, levels: levels)
      let lines = try LinesFixtures.lines(
        drawn.map { $0.map { ($0.x, $0.y) } }, walks: levels.map { LineWalk(level: Int8($0)) })
      var segments = try lines.segments()
      segments.keptNodes = Set(0..<UInt32(segments.nodes.count))
      let ways = allWays(segments)
      for (i, a) in reference.ends.enumerated() {
        for (j, b) in reference.ends.enumerated() {
          let expected = reference.ways[a.0][b.1]
          let from = onlyNode(at: drawn[i][0], segments)
          let to = onlyNode(at: drawn[j][drawn[j].count - 1], segments)
          guard let from, let to else { continue }
          let found = ways[from][to]
          // Rounding moves a place by up to 8 mm.
          #expect(
            found == expected || abs(found - expected) < 0.3,
            "round \(round): \(drawn) \(levels) lines \(i), \(j): \(found), not \(expected)")
          if expected > 0, expected < .infinity, i != j { joined += 1 }
        }
      }
    }
    #expect(joined > 1000)
  }

  /// The one node at a place; nil where streets of two decks have their own there.
  private func onlyNode(
    at place: (x: Double, y: Double), _ segments: StreetSegments
  ) -> Int? {
    let at = segments.nodes.indices.filter {
      LocalFrame.distance(segments.nodes[$0], LinesFixtures.place(place.x, place.y)) < 0.1
    }
    return at.count == 1 ? at[0] : nil
  }

  private func allWays(_ segments: StreetSegments) -> [[Double]] {
    let count = segments.nodes.count
    var ways = (0..<count).map { n in (0..<count).map { $0 == n ? 0.0 : .infinity } }
    for segment in 0..<segments.count {
      let (a, b) = (Int(segments.tails[segment]), Int(segments.heads[segment]))
      let range = Int(segments.shapeStarts[segment])..<Int(segments.shapeStarts[segment + 1])
      let places = [segments.nodes[a]] + segments.shapePoints[range] + [segments.nodes[b]]
      let metres = zip(places, places.dropFirst()).reduce(0.0) {
        $0 + LocalFrame.distance($1.0, $1.1)
      }
      ways[a][b] = min(ways[a][b], metres)
      ways[b][a] = ways[a][b]
    }
    for k in 0..<count {
      for i in 0..<count {
        for j in 0..<count { ways[i][j] = min(ways[i][j], ways[i][k] + ways[k][j]) }
      }
    }
    return ways
  }

  @Test func `The thread count changes nothing`() throws {
    var random = SeededNumbers(4)
    var lines = StreetLines()
    for _ in 0..<400 {
      var place = (x: Double.random(in: 0...900, using: &random), y: 450.0)
      let line = (0..<6).map { _ -> FixedPoint in
        place.x += Double.random(in: -90...90, using: &random)
        place.y += Double.random(in: -90...90, using: &random)
        return LinesFixtures.place(place.x, place.y)
      }
      try lines.append(line, walk: LineWalk())
    }
    let one = StreetGraphBuilder.build(try lines.segments(threads: 1))
    let three = StreetGraphBuilder.build(try lines.segments(threads: 3))
    #expect(one.nodeCount > 3000)
    #expect(try StoreFixtures.bytes(one) == StoreFixtures.bytes(three))
    // And such a graph comes back from a file.
    try StoreFixtures.inFolder { folder in
      try one.save(to: folder + "/lines.lcg")
      let opened = try StreetGraph.open(folder + "/lines.lcg")
      #expect(StoreFixtures.differences(one, opened) == [])
    }
  }
}
