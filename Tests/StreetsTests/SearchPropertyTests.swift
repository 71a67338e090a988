import Testing

@testable import Streets

@Suite struct SearchPropertyTests {
  @Test(arguments: WalkDirection.allCases)
  func `Walks on small uneven networks equal Floyd and Warshall's`(direction: WalkDirection) {
    var random = SplitMix(state: 7)
    for round in 0..<60 {
      let nodes = Int.random(in: 2...40, using: &random)
      let graph = RandomNetwork.make(
        nodes: nodes, edges: Int.random(in: 1...2 * nodes, using: &random), metres: 2000,
        isSymmetric: round % 4 == 0, using: &random)
      let entrances = RandomNetwork.entrances(on: graph, stations: 4, using: &random)
      let isTowards = direction == .towardsStations
      var reference = ReferenceWalks(graph)
      var stations: [(node: Int, point: SnappedPoint)] = []
      for entrance in entrances {
        stations.append((reference.add(entrance.place, isStart: !isTowards), entrance.place))
      }
      let people = (0..<10).map { _ in RandomNetwork.point(on: graph, using: &random) }
      let numbers = people.map { reference.add($0, isStart: isTowards, others: stations) }
      let walks = reference.allPairs()
      let labels = graph.nearestStations(entrances, direction: direction, threads: 1)
      let query = WalkQuery(graph, labels: labels, entrances: entrances, direction: direction)
      let search = ReachSearch(graph)
      for (person, number) in zip(people, numbers) {
        var byStation: [Int32: UInt64] = [:]
        for (entrance, station) in zip(entrances, stations) {
          let street =
            direction == .towardsStations
            ? walks[number][station.node] : walks[station.node][number]
          if street >= UInt64.max / 4 { continue }
          let whole =
            street + UInt64(person.legMillimetres) + UInt64(entrance.place.legMillimetres)
            + UInt64(entrance.extraMillimetres)
          byStation[entrance.station] = min(byStation[entrance.station] ?? .max, whole)
        }
        let best = byStation.min { ($0.value, $0.key) < ($1.value, $1.key) }
        let walk = query.walk(from: person)
        #expect(walk?.millimetres == best.map { UInt32($0.value) }, "round \(round)")
        #expect(walk?.station == best?.key, "round \(round)")
        for station in 0..<Int32(4) {
          search.run(
            entrances.filter { $0.station == station }, direction: direction, limit: .max - 1)
          #expect(search.walk(from: person) == byStation[station].map { UInt32($0) })
        }
      }
    }
  }

  @Test(arguments: WalkDirection.allCases)
  func `Stations that reach a place are those whose own search does, on any number of threads`(
    direction: WalkDirection
  ) throws {
    var random = SplitMix(state: 29)
    let graph = RandomNetwork.make(
      nodes: 300, edges: 700, metres: 900, isSymmetric: false, using: &random)
    let count = 70
    let entrances = RandomNetwork.entrances(on: graph, stations: count, using: &random)
    let limit: UInt32 = 1_500_000
    let people = (0..<80).map { _ in RandomNetwork.point(on: graph, using: &random) }
    let search = ReachSearch(graph)
    var pairs = 0
    for threads in [1, 2, 3] {
      let reach = try StationReach(
        graph, entrances: entrances, direction: direction, limit: limit, threads: threads)
      for person in people {
        var walks: [Int32: UInt32] = [:]
        reach.forEachStation(reaching: person) { station, walk in
          walks[station] = min(walks[station] ?? .max, walk)
        }
        var expected: [Int32: UInt32] = [:]
        for station in 0..<Int32(count) {
          search.run(
            entrances.filter { $0.station == station }, direction: direction, limit: limit)
          expected[station] = search.walk(from: person)
        }
        #expect(walks == expected)
        pairs += expected.count
      }
    }
    #expect(pairs > 1000)
  }

  private func equalsDijkstra(
    _ graph: StreetGraph, seed: UInt64, stations: Int, atNodes: Bool = false
  ) {
    var random = SplitMix(state: seed)
    var entrances = RandomNetwork.entrances(on: graph, stations: stations, using: &random)
    if atNodes {
      for index in entrances.indices {
        entrances[index].place.alongMillimetres = 0
        entrances[index].place.legMillimetres = 0
      }
    }
    for direction in WalkDirection.allCases {
      var reference = ReferenceWalks(graph)
      let starts = entrances.map { entrance in
        (
          reference.add(entrance.place, isStart: direction == .fromStations),
          UInt64(entrance.place.legMillimetres) + UInt64(entrance.extraMillimetres),
          Int(entrance.station)
        )
      }
      let expected = reference.nearest(starts, against: direction == .towardsStations)
        .prefix(graph.nodeCount)
      for threads in [1, 3] {
        let labels = graph.nearestStations(entrances, direction: direction, threads: threads)
        #expect(
          labels.millimetres.elementsEqual(expected.map { UInt32($0?.length ?? 0xFFFF_FFFF) }))
        #expect(labels.station.elementsEqual(expected.map { Int32($0?.station ?? -1) }))
      }
      // A bounded search is the unbounded one cut off.
      let limit: UInt32 = 700_000
      let bounded = graph.nearestStations(
        entrances, direction: direction, limit: limit, threads: 2)
      #expect(
        bounded.millimetres.elementsEqual(
          expected.map { $0.map { $0.length <= 700_000 ? UInt32($0.length) : .max } ?? .max }))
    }
  }

  @Test func `Every node of larger uneven networks equals a plain Dijkstra's`() {
    for seed in 1...3 {
      var random = SplitMix(state: UInt64(seed))
      let graph = RandomNetwork.make(
        nodes: 2000, edges: 2600, metres: 6000, isSymmetric: seed % 3 == 0, using: &random)
      equalsDijkstra(graph, seed: UInt64(seed), stations: 15)
    }
  }

  /// A jittered grid of `side` × `side` nodes with edges missing, and one long street back and forth across it.
  private func grid(_ side: Int, using random: inout SplitMix) -> StreetGraph {
    var segments = StreetSegments()
    for node in 0..<side * side {
      let jitter = Double.random(in: -0.0003...0.0003, using: &random)
      segments.nodes.append(
        FixedPoint(
          longitude: 125 + Double(node % side) * 0.00125 + jitter,
          latitude: 44 + Double(node / side) * 0.0009))
      if node % side > 0, Int.random(in: 0..<8, using: &random) > 0 {
        segments.append(tail: UInt32(node - 1), head: UInt32(node))
      }
      if node >= side, Int.random(in: 0..<8, using: &random) > 0 {
        segments.append(
          tail: UInt32(node - side), head: UInt32(node),
          backwardFactor: Int.random(in: 0..<9, using: &random) == 0 ? 0 : 1)
      }
    }
    return StreetGraphBuilder.build(segments)
  }

  @Test func `Walks across many districts equal a plain Dijkstra's`() {
    var random = SplitMix(state: 99)
    let graph = grid(400, using: &random)
    #expect(graph.nodeCount > 4 << 15)
    equalsDijkstra(graph, seed: 3, stations: 900)
  }

  @Test func `Equally far stations across the borders of districts give the lowest number`() {
    var random = SplitMix(state: 4)
    // Every edge 100 m: most nodes between two stations are equally far from both.
    let graph = DrawnNetwork.withWholeSteps(grid(300, using: &random), 100_000)
    #expect(graph.nodeCount > 2 << 15)
    equalsDijkstra(graph, seed: 6, stations: 450, atNodes: true)
  }

  @Test func `Stretches hold exactly the points whose walk is within the limit`() {
    var random = SplitMix(state: 21)
    for round in 0..<40 {
      let graph = RandomNetwork.make(
        nodes: 30, edges: 45, metres: 1500, isSymmetric: round % 4 == 0, using: &random)
      let entrances = RandomNetwork.entrances(on: graph, stations: 1, using: &random)
      let direction = WalkDirection.allCases[round % 2]
      let search = ReachSearch(graph)
      search.run(entrances, direction: direction, limit: 2_500_000)
      for limit in [UInt32(100_000), 900_000, 2_500_000] {
        let stretches = search.stretches(within: limit)
        for (a, b) in zip(stretches, stretches.dropFirst()) where a.edge == b.edge {
          #expect(a.toMillimetres + 1 < b.fromMillimetres)
        }
        let byEdge = Dictionary(grouping: stretches, by: \.edge)
        for _ in 0..<200 {
          var point = RandomNetwork.point(on: graph, using: &random)
          point.legMillimetres = 0
          // Ends of stretches are the places where a mistake of a millimetre shows.
          if let some = byEdge[point.edge]?.randomElement(using: &random),
            Bool.random(using: &random)
          {
            point.alongMillimetres =
              Bool.random(using: &random) ? some.fromMillimetres : some.toMillimetres
            let whole = graph.edgeMillimetres[Int(point.edge)]
            let step = Int.random(in: -1...1, using: &random)
            point.alongMillimetres = UInt32(
              min(Int(whole), max(0, Int(point.alongMillimetres) + step)))
          }
          let whole = graph.edgeMillimetres[Int(point.edge)]
          if point.alongMillimetres == 0 || point.alongMillimetres == whole { continue }
          let isWithin = search.walk(from: point).map { $0 <= limit } ?? false
          let isHeld = (byEdge[point.edge] ?? []).contains {
            $0.fromMillimetres <= point.alongMillimetres
              && point.alongMillimetres <= $0.toMillimetres
          }
          #expect(isWithin == isHeld, "round \(round), \(point)")
        }
      }
    }
  }

  @Test func `A search leaves nothing behind for the next`() {
    var random = SplitMix(state: 5)
    let graph = RandomNetwork.make(
      nodes: 300, edges: 420, metres: 3000, isSymmetric: false, using: &random)
    let reused = ReachSearch(graph)
    for _ in 0..<40 {
      let entrances = RandomNetwork.entrances(on: graph, stations: 1, using: &random)
      let direction = WalkDirection.allCases.randomElement(using: &random)!
      let limit = UInt32.random(in: 0...3_000_000, using: &random)
      reused.run(entrances, direction: direction, limit: limit)
      let fresh = ReachSearch(graph)
      fresh.run(entrances, direction: direction, limit: limit)
      #expect(reused.visited == fresh.visited)
      #expect(reused.stretches(within: limit) == fresh.stretches(within: limit))
      for node in 0..<graph.nodeCount {
        #expect(reused.millimetres(of: node) == fresh.millimetres(of: node))
      }
    }
  }

  @Test func `Parts of an edge and their inverse agree to the millimetre`() {
    var random = SplitMix(state: 8)
    for _ in 0..<20_000 {
      let whole =
        UInt32.random(in: 1...(.max - 1), using: &random)
        >> UInt32.random(in: 0..<31, using: &random) | 1
      let walk =
        UInt32.random(in: 1...(.max - 1), using: &random)
        >> UInt32.random(in: 0..<31, using: &random) | 1
      if walk == .max { continue }
      let budget =
        UInt32.random(in: 0...(.max - 1), using: &random)
        >> UInt32.random(in: 0..<31, using: &random)
      let part = StreetGraph.longestPart(walk, budget: budget, whole: whole)
      #expect(StreetGraph.partialWalk(walk, part: part, whole: whole) <= budget)
      if part < whole {
        #expect(StreetGraph.partialWalk(walk, part: part + 1, whole: whole) > budget)
      }
    }
    #expect(StreetGraph.partialWalk(.max - 1, part: .max, whole: .max) == UInt32.max - 1)
  }
}
