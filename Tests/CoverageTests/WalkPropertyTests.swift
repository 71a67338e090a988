import Geometry
import Model
import Streets
import Testing

@testable import Coverage

/// Coverage along random streets against Floyd and Warshall over the streets split wherever somebody joins them.
@Suite struct WalkPropertyTests {
  /// A random town of at most 60 junctions within 2.4 km.
  private struct Town {
    var graph: StreetGraph
    var stations: [StreetWalks.Station]
    /// People of each block at places with weights.
    var people: [[(place: GeographicPoint, weight: Double)]]
    var direction: WalkDirection

    init(_ random: inout SeededGenerator, equalExtras: Bool) throws {
      let count = Int.random(in: 8...60, using: &random)
      func points(_ count: Int) throws -> [GeographicPoint] {
        var planar: [PlanarPoint] = []
        for _ in 0..<count {
          planar.append(
            PlanarPoint(
              x: Double.random(in: 0...2_400, using: &random),
              y: Double.random(in: 0...2_400, using: &random)))
        }
        return try DrawnTown.plane.places(planar)
      }
      var segments = StreetSegments()
      segments.nodes = LargeList(
        try points(count).map { FixedPoint(longitude: $0.longitude, latitude: $0.latitude) })
      segments.keptNodes = Set((0..<count).map { UInt32($0) })
      let factors: [Float] = [1, 1, 1, 2, 0]
      for _ in 0..<Int.random(in: count / 2...2 * count, using: &random) {
        segments.append(
          tail: UInt32.random(in: 0..<UInt32(count), using: &random),
          head: UInt32.random(in: 0..<UInt32(count), using: &random),
          forwardFactor: factors.randomElement(using: &random)!,
          backwardFactor: factors.randomElement(using: &random)!)
      }
      graph = StreetGraphBuilder.build(segments)
      let common = [0, 2.5].randomElement(using: &random)!
      var stations: [StreetWalks.Station] = []
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let entrances = try points(Int.random(in: 1...3, using: &random))
        let extra = equalExtras ? common : [0, 1, 4.5, 17].randomElement(using: &random)!
        stations.append(StreetWalks.Station(places: entrances, extraMinutes: extra))
      }
      self.stations = stations
      people = []
      for _ in 0..<5 {
        let places = try points(Int.random(in: 1...8, using: &random))
        people.append(
          places.map { ($0, Double([0, 1, 2, 5].randomElement(using: &random)!)) })
      }
      direction = Bool.random(using: &random) ? .towardsStations : .fromStations
    }

    func outcome(
      _ settings: CoverageSettings, dispatch: Double = 0, stations count: Int? = nil,
      threads: Int = 1
    ) throws -> CoverageTable {
      var engine = try engine(settings, dispatch: dispatch, stations: count, threads: threads)
      let blocks = try people.map { _ in try DrawnTown.plane.degrees([[Ring.box(0, 0, 400, 400)]]) }
      engine.demand = DemandPoints(
        blockCount: people.count,
        blockOf: people.enumerated().flatMap { block, people in people.map { _ in Int32(block) } },
        places: people.flatMap { $0.map(\.place) }, weights: people.flatMap { $0.map(\.weight) })
      return try engine.run(Run.layer(blocks, chunkSize: 1), threads: threads).table
    }

    func engine(
      _ settings: CoverageSettings, dispatch: Double = 0, stations count: Int? = nil, threads: Int
    ) throws -> CoverageEngine {
      let used = Array(stations.prefix(count ?? stations.count))
      let index = StationIndex(
        StationSet(
          points: used.flatMap(\.places),
          owner: used.enumerated().flatMap { number, station in
            station.places.map { _ in Int32(number) }
          }), reach: CoverageEngine.reach(settings))
      let walks = try StreetWalks(
        graph,
        rules: StreetWalks.Rules(snapMetres: 150, direction: direction, dispatchMinutes: dispatch),
        settings: settings, stations: used, groups: [Array(used.indices)], straight: [index],
        threads: threads)
      return CoverageEngine(
        settings: settings, stationCount: used.count, stationsByGroup: [index], streets: walks)
    }
  }

  /// Metres between every person and every station: legs and streets, no extra minutes; infinite for none.
  ///
  /// A node for every junction and every place where somebody joins a street; edges are cut there.
  private static func walks(_ town: Town) -> [[[Double]]] {
    let graph = town.graph
    let index = StreetIndex(graph, legBarriers: true, threads: 1)
    func snap(_ place: GeographicPoint) -> SnappedPoint? {
      if case .snapped(let point) = index.snap(place, limitMetres: 150) { point } else { nil }
    }
    var joints: [(node: Int, point: SnappedPoint)] = []
    func joint(_ place: GeographicPoint) -> (node: Int, leg: Double)? {
      guard let point = snap(place) else { return nil }
      joints.append((graph.nodeCount + joints.count, point))
      return (joints[joints.count - 1].node, Double(point.legMillimetres) / 1000)
    }
    let homes = town.people.map { $0.map { joint($0.place) } }
    let doors = town.stations.map { $0.places.map { joint($0) } }
    let total = graph.nodeCount + joints.count
    var way = Array(repeating: Array(repeating: Double.infinity, count: total), count: total)
    for node in 0..<total { way[node][node] = 0 }
    for edge in 0..<graph.edgeCount {
      let whole = Double(graph.edgeMillimetres[edge])
      let on = joints.filter { Int($0.point.edge) == edge }
        .map { (node: $0.node, along: Double($0.point.alongMillimetres)) }
      let stops =
        [(node: Int(graph.edgeTails[edge]), along: 0.0)] + on.sorted { $0.along < $1.along }
        + [(node: Int(graph.edgeHeads[edge]), along: whole)]
      for (from, to) in zip(stops, stops.dropFirst()) {
        let part = (to.along - from.along) / whole
        func offer(_ a: Int, _ b: Int, _ length: UInt32) {
          let metres =
            part == 0
            ? 0 : length == StreetGraph.noWay ? .infinity : Double(length) * part / 1000
          way[a][b] = min(way[a][b], metres)
        }
        offer(from.node, to.node, graph.edgeForward[edge])
        offer(to.node, from.node, graph.backward(edge))
      }
    }
    for middle in 0..<total {
      for from in 0..<total where way[from][middle] < .infinity {
        for to in 0..<total {
          way[from][to] = min(way[from][to], way[from][middle] + way[middle][to])
        }
      }
    }
    return homes.map { homes in
      homes.map { home in
        doors.map { doors in
          var best = Double.infinity
          for door in doors {
            guard let home, let door else { continue }
            let between =
              town.direction == .towardsStations
              ? way[home.node][door.node] : way[door.node][home.node]
            best = min(best, home.leg + between + door.leg)
          }
          return best
        }
      }
    }
  }

  private static let settings: CoverageSettings = {
    var settings = CoverageSettings(
      radii: [], minutes: [10, 15], speed: 4.3, maximumMinutes: 60,
      rules: [
        UnderservedRule(.minutes(10), below: 0.5), UnderservedRule(.minutes(15), below: 0.95),
      ])
    settings.extraShares = [.time(minutes: 15, speed: 3), .time(minutes: 10, speed: 5.4)]
    return settings
  }()

  /// What every person's walk makes of one block, by the definitions alone.
  private static func check(
    _ table: CoverageTable, _ block: Int, _ town: Town, _ walks: [[Double]], dispatch: Double,
    _ note: String
  ) {
    var weights = town.people[block].map(\.weight)
    if weights.allSatisfy({ $0 == 0 }) { weights = weights.map { _ in 1 } }
    let all = weights.reduce(0, +)
    func minutes(_ person: Int, _ station: Int, _ speed: Double) -> Double {
      walks[person][station] / (speed * 1000 / 60) + town.stations[station].extraMinutes + dispatch
    }
    let stations = town.stations.indices
    func first(_ person: Int, _ speed: Double) -> Double {
      stations.map { minutes(person, $0, speed) }.min() ?? .infinity
    }
    func share(_ time: Double, _ speed: Double) -> Double {
      let covered = weights.indices.filter { first($0, speed) <= time }.map { weights[$0] }
      return covered.reduce(0, +) / all
    }
    for (reach, time) in settings.minutes.enumerated() {
      #expect(abs(table.people(block, reach) - share(time, 4.3)) < 1e-9, "\(note)")
      let near = stations.filter { station in
        weights.indices.contains { weights[$0] > 0 && minutes($0, station, 4.3) <= time }
      }
      #expect(table.stations[table.slot(block, reach)] == Int32(near.count), "\(note)")
    }
    #expect(abs(table.extraShare[2 * block] - share(15, 3)) < 1e-9, "\(note)")
    #expect(abs(table.extraShare[2 * block + 1] - share(10, 5.4)) < 1e-9, "\(note)")
    let arrive = weights.indices.filter { first($0, 4.3) <= settings.maximumMinutes }
    let arriving = arrive.reduce(0) { $0 + weights[$1] }
    #expect(abs(table.unreachableShare[block] - (1 - arriving / all)) < 1e-9, "\(note)")
    if arriving == 0 {
      #expect(table.walkMinutes[block].isNaN && table.walkStation[block] == -1, "\(note)")
      #expect(table.detourRatio[block].isNaN, "\(note)")
      return
    }
    let mean = arrive.reduce(0) { $0 + weights[$1] * first($1, 4.3) } / arriving
    // Lengths are rounded to millimetres on every part of the way.
    #expect(abs(table.walkMinutes[block] - mean) < 1e-3, "\(note)")
    var use = stations.map { _ in 0.0 }
    var (walked, straight) = (0.0, 0.0)
    for person in arrive {
      let station = stations.min { minutes(person, $0, 4.3) < minutes(person, $1, 4.3) }!
      use[station] += weights[person]
      let place = town.people[block][person].place
      walked += weights[person] * walks[person][station]
      straight +=
        weights[person]
        * town.stations[station].places.map {
          LocalFrame.distance(
            FixedPoint(longitude: place.longitude, latitude: place.latitude),
            FixedPoint(longitude: $0.longitude, latitude: $0.latitude))
        }.min()!
    }
    #expect(use[Int(table.walkStation[block])] == use.max(), "\(note)")
    #expect(abs(table.detourRatio[block] - walked / straight) < 1e-4, "\(note)")
    let rules = [(10.0, 0.5), (15.0, 0.95)]
    let isFlagged = rules.contains { share($0.0, 4.3) < $0.1 }
    let turns = rules.contains { share($0.0, isFlagged ? 4.8 : 3.2) < $0.1 } != isFlagged
    #expect(table.borderline[block] == (turns ? 1 : 0), "\(note)")
  }

  @Test(arguments: [true, false])
  func `Every measure is what Floyd and Warshall give`(_ equalExtras: Bool) throws {
    var reached = 0
    var unreached = 0
    for seed in UInt64(1)...120 {
      var random = SeededGenerator(seed: seed)
      let town = try Town(&random, equalExtras: equalExtras)
      let dispatch = seed % 3 == 0 ? 1.25 : 0
      let walks = Self.walks(town)
      let table = try town.outcome(Self.settings, dispatch: dispatch)
      for block in town.people.indices {
        Self.check(
          table, block, town, walks[block], dispatch: dispatch, "seed \(seed) block \(block)")
        if table.walkMinutes[block].isNaN { unreached += 1 } else { reached += 1 }
      }
    }
    #expect(reached > 200 && unreached > 20, "\(reached) reached, \(unreached) not")
  }

  @Test func `More stations never lower a share or lengthen a way, threads change no bit`() throws {
    for seed in UInt64(500)...560 {
      var random = SeededGenerator(seed: seed)
      let town = try Town(&random, equalExtras: seed % 2 == 0)
      var before: CoverageTable?
      for count in 1...town.stations.count {
        let table = try town.outcome(Self.settings, stations: count)
        let threaded = try town.outcome(Self.settings, stations: count, threads: 3)
        for block in town.people.indices {
          #expect(table.walkBits(block) == threaded.walkBits(block), "seed \(seed)")
          guard let before else { continue }
          for reach in 0..<2 {
            let slot = table.slot(block, reach)
            #expect(table.populationShare[slot] >= before.populationShare[slot], "seed \(seed)")
            #expect(table.areaShare[slot] >= before.areaShare[slot], "seed \(seed)")
            #expect(table.stations[slot] >= before.stations[slot], "seed \(seed)")
          }
          for extra in 2 * block..<2 * block + 2 {
            #expect(table.extraShare[extra] >= before.extraShare[extra], "seed \(seed)")
          }
          #expect(table.unreachableShare[block] <= before.unreachableShare[block], "seed \(seed)")
        }
        before = table
      }
    }
  }
}

extension WalkPropertyTests {
  @Test(arguments: [1, 2, 3])
  func `Blocks of one chunk are shared among workers and measured as each alone`(
    _ threads: Int
  ) throws {
    var random = SeededGenerator(seed: 77)
    let town = try Town(&random, equalExtras: false)
    let blocks = try (0..<50).map { _ in
      let (x, y) = (
        Double.random(in: 0...2_200, using: &random), Double.random(in: 0...2_200, using: &random)
      )
      return try DrawnTown.plane.degrees([[Ring.box(x, y, x + 200, y + 150)]])
    }
    let engine = try town.engine(Self.settings, threads: threads)
    let together = try engine.run(Run.layer(blocks, chunkSize: 64), threads: threads)
    let alone = try engine.run(Run.layer(blocks, chunkSize: 1), threads: 1)
    for block in blocks.indices {
      #expect(together.table.walkBits(block) == alone.table.walkBits(block), "block \(block)")
    }
    #expect(together.insideStations == alone.insideStations)
    let shares = blocks.indices.map { alone.table.unreachableShare[$0] }
    #expect(shares.contains { $0 < 1 } && shares.contains { $0 > 0 })
  }
}

extension CoverageTable {
  /// Every number that streets decide of one block, bit by bit.
  func walkBits(_ block: Int) -> [UInt64] {
    let extra = (0..<extraCount).map { extraShare[block * extraCount + $0].bitPattern }
    return fingerprint(block) + extra
      + [
        detourRatio[block].isNaN ? UInt64.max : detourRatio[block].bitPattern,
        UInt64(walkCauses[block]),
      ]
  }
}
