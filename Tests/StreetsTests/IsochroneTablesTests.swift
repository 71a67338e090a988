import Testing

@testable import Streets

/// Small tables that isochrones are drawn with.
@Suite struct IsochroneTablesTests {
  @Test func `Nodes come sorted, each once, and the set is empty afterwards`() {
    let set = NodeSet(nodeCount: 20_000)
    for nodes: [UInt32] in [[19_999, 0, 64, 63, 4096, 4095, 8191], [], [5, 3]] {
      var seen: [UInt32] = []
      set.forEachSorted(nodes) { seen.append($0) }
      #expect(seen == nodes.sorted())
    }
  }

  @Test func `A foot keeps its leg and place in eight bytes`() {
    let unit = PackedFoot.legUnit(reach: 212)
    for (fraction, leg) in [(Float(0), Float(0)), (1, 212), (0.3333, 17.77)] {
      let foot = PackedFoot(StreetFoot(edge: 7, fraction: fraction, leg: leg), legUnit: unit)
        .foot(legUnit: unit)
      #expect(foot.edge == 7 && abs(foot.fraction - fraction) < 1e-5)
      #expect(abs(foot.leg - leg) <= 0.51 * unit)
    }
    #expect(PackedFoot(.absent, legUnit: unit).foot(legUnit: unit).leg == .infinity)
    #expect(MemoryLayout<PackedFoot>.stride == 8)
  }
}

/// What fields are prepared with, against plain ways to the same.
@Suite struct IsochronePreparingTests {
  @Test func `Every point of a tile gets the nearest of the lines offered within reach`() {
    var random = SplitMix(state: 3)
    let lattice = IsochroneLattice(
      extent: LatticeExtent(SketchedStreets.cross.graph, threads: 1), cellMetres: 7, margin: 200)
    let frame = TileFrame(lattice, column: 2, row: 2)
    var (absent, shared) = (0, 0)
    for round in 0..<300 {
      let spread = Float(20 * (1 + round % 10))
      func place() -> SIMD2<Float> {
        SIMD2(
          .random(in: -spread...spread, using: &random),
          .random(in: -spread...spread, using: &random))
      }
      let shift = SIMD2<Float>(round % 3 == 0 ? 60 : 0, round % 5 == 0 ? -60 : 0)
      var ends: [(SIMD2<Float>, SIMD2<Float>)] = []
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        ends.append((place() + shift, place() + shift))
      }
      var nearest = TileNearest()
      nearest.begin(frame, reach: 40)
      for ring in [0..<ends.count / 2, ends.count / 2..<ends.count] {
        nearest.beginRing()
        for number in ring { nearest.offer(ends[number].0, ends[number].1, Int32(number)) }
        nearest.takeOffers()
      }
      for index in 0..<64 {
        let distances = ends.map { TileLine($0.0, $0.1).nearest(frame.point(index)).distance }
        let least = distances.min() ?? .infinity
        let (numbers, along, squares) = nearest.four(index & ~3)
        let number = Int(numbers[index & 3])
        if abs(least - 40) < 0.001 { continue }
        #expect((number >= 0) == (least < 40))
        if number < 0 {
          absent += 1
          continue
        }
        shared += 1
        #expect(abs(distances[number] - least) < 0.001)
        #expect(abs(squares[index & 3].squareRoot() - least) < 0.001)
        let line = TileLine(ends[number].0, ends[number].1)
        let offset = line.from + along[index & 3] * line.way - frame.point(index)
        #expect(abs((offset * offset).sum().squareRoot() - least) < 0.001)
        #expect(nearest.worst >= least)
      }
    }
    #expect(absent > 1000 && shared > 1000)
  }

  @Test func `Edges with a reached end come once each, one-way and side by side ones too`() {
    var random = SplitMix(state: 21)
    var count = 0
    for round in 0..<80 {
      let graph = RandomNetwork.make(
        nodes: 30, edges: 70, metres: 1000, isSymmetric: round % 2 == 0, using: &random)
      let search = ReachSearch(graph)
      let nodes = NodeSet(nodeCount: graph.nodeCount)
      search.run(
        RandomNetwork.entrances(on: graph, stations: 1, using: &random),
        direction: round % 3 == 0 ? .fromStations : .towardsStations,
        limit: .random(in: 100_000...900_000, using: &random))
      var seen = [Int](repeating: 0, count: graph.edgeCount)
      search.forEachReachedEdge(nodes) { seen[$0] += 1 }
      for edge in 0..<graph.edgeCount {
        if graph.edgeForward[edge] == StreetGraph.noWay
          && graph.backward(edge) == StreetGraph.noWay
        {
          continue
        }
        let isReached =
          search.label(graph.edgeTails[edge]) != .max || search.label(graph.edgeHeads[edge]) != .max
        #expect(seen[edge] == (isReached ? 1 : 0))
        count += isReached ? 1 : 0
      }
    }
    #expect(count > 500)
  }
}

extension SketchedStreets {
  fileprivate static var cross: SketchedStreets {
    var network = SketchedStreets()
    network.street([(-500, 0), (500, 0)])
    network.street([(0, -500), (0, 500)])
    return network
  }
}
