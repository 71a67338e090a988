import Model
import Testing

@testable import Streets

/// Hand-counted answers on drawn networks.
@Suite struct SearchDrawnTests {
  typealias Walk = DrawnNetwork.Walk

  @Test func `A start in the middle of an edge goes both ways`() {
    let town = DrawnNetwork("+--A-----B--C--+\n|              |\n+--------------+", gridMetres: 100)
    // The other way round the ring would be 2,800 m.
    #expect(town.walk("B", to: ["A"]) == Walk(metres: 600))
    #expect(town.walk("B", to: ["C"]) == Walk(metres: 300))
    #expect(town.walk("B", to: ["A", "C"]) == Walk(metres: 300, station: 1))
  }

  @Test func `Around a ring the shorter way counts though the edge is the same`() {
    let town = DrawnNetwork("+--A-----B+\n|         |\n+---------+\n    |\n    +", gridMetres: 100)
    // Along the edge 600 m; the ring has 2,400 m in all.
    #expect(town.walk("A", to: ["B"]) == Walk(metres: 600))
    let long = DrawnNetwork(
      "+A-------B+\n|         |\n+----+----+\n     |\n     +", gridMetres: 100)
    #expect(long.walk("A", to: ["B"]) == Walk(metres: 800))
    let flat = DrawnNetwork("+----A+\n|     |\n|     +-+\n|     |\n+----B+", gridMetres: 100)
    #expect(flat.walk("A", to: ["B"]) == Walk(metres: 600))
  }

  @Test func `Two places on one edge walk along it and not over its ends`() {
    let town = DrawnNetwork("+----------A-B----------+", gridMetres: 100)
    #expect(town.graph.edgeCount == 1)
    #expect(town.walk("A", to: ["B"]) == Walk(metres: 200))
    #expect(town.walk("A", to: ["A"]) == Walk(metres: 0))
  }

  @Test func `The far end of a long edge is not taken for the place`() {
    let town = DrawnNetwork("S----+--------------------------------------A", gridMetres: 100)
    #expect(town.walk("A", to: ["S"]) == Walk(metres: 4400))
  }

  @Test func `Legs count at both ends`() {
    let town = DrawnNetwork(
      """
       a

      ++--------+----+
               s
      """, gridMetres: 50)
    // 100 m down, 400 m along, 50 m down.
    #expect(town.walk("a", to: ["s"]) == Walk(metres: 550))
  }

  @Test func `Unreachable is nil and one disconnected start does not affect others`() {
    let town = DrawnNetwork(
      """
      A----------S---------+

      B--------------------+
      """, gridMetres: 100)
    #expect(town.walk("B", to: ["S"]) == nil)
    #expect(town.walk("A", to: ["S"]) == Walk(metres: 1100))
    let entrances = town.entrances(["S"])
    let labels = town.graph.nearestStations(entrances, threads: 1)
    #expect(labels.millimetres.sorted() == [1_000_000, 1_100_000, .max, .max])
    #expect(labels.station.sorted() == [-1, -1, 0, 0])
  }

  @Test func `A station cut off from everything leaves the others right`() {
    let town = DrawnNetwork(
      """
      A----------S---------+

      B----------T---------+
      """, gridMetres: 100)
    #expect(town.walk("A", to: ["T", "S"]) == Walk(metres: 1100, station: 1))
    #expect(town.walk("B", to: ["T", "S"]) == Walk(metres: 1100, station: 0))
  }

  @Test func `A start on a junction reaches all ways`() {
    let town = DrawnNetwork(
      """
           N
           |
      W----X----E
           |
           S
      """, gridMetres: 200)
    for name in "NS" { #expect(town.walk("X", to: [String(name)]) == Walk(metres: 400)) }
    for name in "WE" { #expect(town.walk("X", to: [String(name)]) == Walk(metres: 1000)) }
    for name in "NSWE" {
      #expect(town.walk(name, to: ["X"]) == town.walk("X", to: [String(name)]))
    }
  }

  @Test func `One-way for walking is kept on the edge, round the block and turned about`() {
    let town = DrawnNetwork(
      """
      +A>>>>>>B+
      |        |
      +--------+
      """, gridMetres: 100)
    #expect(town.walk("A", to: ["B"]) == Walk(metres: 700))
    // Back round the block: 100 + 200 + 900 + 200 + 100.
    #expect(town.walk("B", to: ["A"]) == Walk(metres: 1500))
    #expect(town.walk("B", to: ["A"], direction: .fromStations) == Walk(metres: 700))
    #expect(town.walk("A", to: ["B"], direction: .fromStations) == Walk(metres: 1500))
  }

  @Test func `On a one-way edge a place exactly on a node is at the node`() {
    let town = DrawnNetwork("Y>>>>>X----------------Z", gridMetres: 100)
    #expect(town.walk("X", to: ["Y"]) == nil)
    #expect(town.walk("Y", to: ["X"]) == Walk(metres: 600))
    let oneWay =
      town.graph.edgeForward.contains(StreetGraph.noWay)
      || town.graph.edgeBackward!.contains(StreetGraph.noWay)
    #expect(oneWay)
    for edge in 0..<2 {
      // The junction as a place on either edge.
      let junction = town.snap("X")!
      let node =
        junction.alongMillimetres == 0
        ? town.graph.edgeTails[Int(junction.edge)] : town.graph.edgeHeads[Int(junction.edge)]
      let atHead = town.graph.edgeHeads[edge] == node
      let place = SnappedPoint(
        edge: UInt32(edge), alongMillimetres: atHead ? town.graph.edgeMillimetres[edge] : 0,
        legMillimetres: 0)
      let entrances = town.entrances(["Z"])
      let labels = town.graph.nearestStations(entrances, threads: 1)
      let query = WalkQuery(town.graph, labels: labels, entrances: entrances)
      #expect(query.walk(from: place)?.millimetres == 1_700_000)
    }
  }

  @Test func `Several entrances of a station count once and the best wins`() {
    let town = DrawnNetwork("A----P-----B-----Q----C---R", gridMetres: 100)
    #expect(town.walk("A", to: ["QP", "R"]) == Walk(metres: 500, station: 0))
    #expect(town.walk("C", to: ["PQ", "R"]) == Walk(metres: 400, station: 1))
    let search = ReachSearch(town.graph)
    search.run(town.entrances(["PQ"]), limit: 600_000)
    #expect(search.walk(from: town.snap("B")!) == 600_000)
    #expect(search.walk(from: town.snap("C")!) == 500_000)
  }

  @Test func `Extra minutes of a station count and may turn the choice`() {
    let town = DrawnNetwork("P----A------Q", gridMetres: 100)
    #expect(town.walk("A", to: ["P", "Q"]) == Walk(metres: 500, station: 0))
    #expect(town.walk("A", to: ["P", "Q"], extra: [300_000, 0]) == Walk(metres: 700, station: 1))
    #expect(town.walk("A", to: ["P", "Q"], extra: [150_000, 0]) == Walk(metres: 650, station: 0))
  }

  @Test func `Of stations equally far the lowest number wins`() {
    let town = DrawnNetwork("P-----A-----Q", gridMetres: 100)
    #expect(town.walk("A", to: ["P", "Q"]) == Walk(metres: 600, station: 0))
    #expect(town.walk("A", to: ["Q", "P"]) == Walk(metres: 600, station: 0))
    #expect(town.walk("A", to: ["Q", "P"], extra: [100, 0]) == Walk(metres: 600, station: 1))
  }

  @Test func `The limit is inclusive, for the whole walk with its legs`() {
    let town = DrawnNetwork("A---+-----S------+\n b\n", gridMetres: 100)
    #expect(town.walk("A", to: ["S"], limit: 1_000_000) == Walk(metres: 1000))
    #expect(town.walk("A", to: ["S"], limit: 999_999) == nil)
    #expect(town.walk("b", to: ["S"], limit: 1_000_000) == Walk(metres: 1000))
    #expect(town.walk("b", to: ["S"], limit: 999_999) == nil)
    let search = ReachSearch(town.graph)
    search.run(town.entrances(["S"]), limit: 1_000_000)
    #expect(search.walk(from: town.snap("b")!) == 1_000_000)
    search.run(town.entrances(["S"]), limit: 999_999)
    #expect(search.walk(from: town.snap("b")!) == nil)
    #expect(search.walk(from: town.snap("S")!) == 0)
  }

  @Test func `A node exactly at the limit is reached`() {
    let town = DrawnNetwork(
      "+---S-----+--+\n          |\n          |\n          +", gridMetres: 100)
    let labels = town.graph.nearestStations(town.entrances(["S"]), limit: 600_000, threads: 1)
    #expect(labels.millimetres.sorted() == [400_000, 600_000, .max, .max])
    let more = town.graph.nearestStations(town.entrances(["S"]), limit: 900_000, threads: 1)
    #expect(more.millimetres.sorted() == [400_000, 600_000, 900_000, 900_000])
    let less = town.graph.nearestStations(town.entrances(["S"]), limit: 899_999, threads: 1)
    #expect(less.millimetres.sorted() == [400_000, 600_000, .max, .max])
    let search = ReachSearch(town.graph)
    search.run(town.entrances(["S"]), limit: 900_000)
    #expect(search.visited.count == 4)
    search.run(town.entrances(["S"]), limit: 899_999)
    #expect(search.visited.count == 2)
  }

  @Test func `Walks near the largest number neither wrap nor trap`() {
    let town = DrawnNetwork("A----S", gridMetres: 100)
    #expect(town.walk("A", to: ["S"], extra: [.max - 500_001])?.metres == 4_294_967.294)
    #expect(town.walk("A", to: ["S"], extra: [.max - 500_000]) == nil)
    #expect(town.walk("A", to: ["S"], extra: [.max]) == nil)
    let search = ReachSearch(town.graph)
    search.run(town.entrances(["S"], extra: [.max]), limit: .max)
    #expect(search.walk(from: town.snap("A")!) == nil)
    #expect(search.stretches(within: .max - 1).isEmpty)
  }

  @Test func `Stretches are cut at the limit and met from both ends`() {
    let town = DrawnNetwork(
      """
      +---S----+-----+
               |
      +--------+
      """, gridMetres: 100)
    let search = ReachSearch(town.graph)
    func metres(_ limit: UInt32) -> UInt32 {
      search.stretches(within: limit).reduce(0) { $0 + $1.toMillimetres - $1.fromMillimetres }
    }
    search.run(town.entrances(["S"]), limit: 1_000_000)
    #expect(metres(0) == 0)
    #expect(metres(200_000) == 400_000)
    // West 400 (all there is), east 500; then 100 more both east and south.
    #expect(metres(500_000) == 900_000)
    #expect(metres(600_000) == 1_100_000)
    #expect(metres(1_000_000) == 400_000 + 500_000 + 500_000 + 500_000)
    #expect(search.visited.count == 2)
  }

  @Test func `A ring is reached from both sides and its far part is not`() {
    let town = DrawnNetwork("A-S-------+\n|         |\n+---------+", gridMetres: 100)
    let search = ReachSearch(town.graph)
    search.run(town.entrances(["S"]), limit: 1_100_000)
    let stretches = search.stretches(within: 1_100_000)
    let total = stretches.reduce(0) { $0 + $1.toMillimetres - $1.fromMillimetres }
    #expect(total == 2_200_000)
  }
}
