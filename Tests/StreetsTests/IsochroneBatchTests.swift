import Model
import Testing

@testable import Streets

/// Lattice points are prepared for a few stations at a time: no outline may tell with which.
@Suite struct IsochroneBatchTests {
  private let graph: StreetGraph
  private let index: StreetIndex
  private let stations: [[IsochroneEntrance]]
  private let limits: [UInt32] = [100_000, 300_000]

  /// Streets askew with others close beside them, a river with one bridge, one-way ways, and 11 stations all over.
  init() throws {
    var random = SplitMix(state: 11)
    var network = SketchedStreets()
    for line in stride(from: -1800.0, through: 1800, by: 120) {
      let gap = Double.random(in: 0.5...30, using: &random)
      let slope = Double.random(in: -0.2...0.2, using: &random)
      let along = Array(stride(from: -1800.0, through: 1800, by: 120))
      network.street(along.map { ($0, line + slope * $0) })
      network.street([(-1800, line), (-1000, line + gap), (1000, line + gap), (1800, line)])
      if line > -1000 { network.street([(line, -1800), (line + gap, -300), (line, 1800)]) }
    }
    network.segments.barriers = BarrierSet(segments: [
      BarrierSegment(
        from: SketchedStreets.place(-2500, 31), to: SketchedStreets.place(2500, 77), kind: .water)
    ])
    graph = network.graph
    index = StreetIndex(graph, legBarriers: true, threads: 1)
    var stations: [[IsochroneEntrance]] = []
    for number in 0..<11 {
      let place = SketchedStreets.place(
        .random(in: -1800...1800, using: &random), .random(in: -1800...1800, using: &random))
      guard case .snapped(let point) = index.snap(place.place, limitMetres: 200) else { continue }
      let entrance = StationEntrance(station: Int32(number), place: point)
      stations.append([IsochroneEntrance(place: place, entrance: entrance)])
    }
    // One with two entrances far apart.
    stations.append([stations[0][0], stations[stations.count - 1][0]])
    self.stations = stations
  }

  private func builder(cell: Double) -> IsochroneBuilder {
    IsochroneBuilder(
      graph, index: index, settings: IsochroneSettings(limits: limits, cellMetres: cell),
      threads: 2)
  }

  @Test(arguments: [12.0, 7])
  func `An outline is the same alone, among others, in batches of any size and on any threads`(
    _ cell: Double
  ) throws {
    let builder = builder(cell: cell)
    let scratch = builder.makeScratch()
    let alone = stations.map { builder.isochrones(of: $0, scratch: scratch) }
    #expect(alone.allSatisfy { $0.allSatisfy { !$0.polygons.isEmpty } })
    #expect(try builder.isochrones(of: stations, threads: 1) == alone)
    let boxes = stations.map { builder.box($0) }
    let numbers = Array(stations.indices)
    let some = IsochroneBatches(builder.lattice, boxes: boxes) { 4 * $0 }
    #expect(some.all.count > 1 && some.all.count < stations.count)
    let ways = [
      IsochroneBatches(builder.lattice, boxes: boxes) { _ in 0 }, some,
      IsochroneBatches(all: [numbers]),
      IsochroneBatches(all: [numbers.filter { $0 % 2 == 1 }, numbers.filter { $0 % 2 == 0 }]),
    ]
    #expect(ways[0].all.count == stations.count)
    for batches in ways {
      for threads in [1, 3] {
        let drawn = try builder.map(stations, batches, threads: threads) { $0 }
        #expect(drawn == alone, "\(batches.all), \(threads) threads")
      }
    }
  }

  @Test func `Points that no station reaches need not be prepared`() throws {
    let builder = builder(cell: 8)
    let scratch = builder.makeScratch()
    for station in stations {
      let some = builder.isochrones(of: station, scratch: scratch)
      let network = try #require(scratch.network)
      let all = try IsochroneNetwork(
        graph, index, builder.settings, builder.lattice, network.box, scratch.numbers, threads: 2
      ) { _ in
        let window = network.field.window
        let tiles = (0..<Int32(window.count)).filter { tile in
          let (column, row) = window.place(ofTile: Int(tile))
          return network.box.columns.contains(column) && network.box.rows.contains(row)
        }
        let isReached = [Bool](repeating: true, count: scratch.numbers.count)
        return ReachedTiles.Found(tiles: tiles, isReached: isReached)
      }
      #expect(all.field.feet.count > network.field.feet.count)
      #expect(builder.draw(station, all, scratch) == some)
    }
  }

  @Test func `Every station is in one batch, and none holds more tiles than it may`() {
    let builder = builder(cell: 3)
    let boxes = stations.map { builder.box($0) }
    for most in [0, 3_000, 20_000, .max] {
      let batches = IsochroneBatches(builder.lattice, boxes: boxes) { max($0, most) }
      #expect(batches.all.joined().sorted() == Array(stations.indices))
      for batch in batches.all {
        let around = batch.dropFirst().reduce(boxes[batch[0]]) { $0.joined(boxes[$1]) }
        #expect(around.count <= max(most, batch.map { boxes[$0].count }.max() ?? 0))
      }
    }
  }

  @Test func `What is held does not grow with the number of stations`() throws {
    let builder = builder(cell: 8)
    let boxes = stations.map { builder.box($0) }
    let scratch = builder.makeScratch()
    var most = 0
    for batch in IsochroneBatches(builder.lattice, boxes: boxes, most: { 2 * $0 }).all {
      let network = builder.prepare(batch.flatMap { stations[$0] }, scratch)
      most = max(most, network.field.feet.count / 64)
    }
    #expect(most <= 2 * (boxes.map(\.count).max() ?? 0))
  }

  @Test func `Edges that meet a box are numbered in their order, and no other keeps a number`() {
    let numbers = EdgeNumbers(edgeCount: graph.edgeCount)
    for (x, y, size) in [(0.0, 0.0, 300.0), (900, -600, 100), (1e6, 0, 10), (0, 0, 1e5)] {
      var box = BoxTree.Box()
      box.add(SketchedStreets.place(x - size, y - size))
      box.add(SketchedStreets.place(x + size, y + size))
      numbers.take(box, index)
      #expect(numbers.edges == numbers.edges.sorted())
      for edge in 0..<graph.edgeCount {
        let number = numbers.number(edge)
        #expect(number < 0 || numbers.edges[number] == UInt32(edge))
        let shape = graph.shape(of: edge)
        let meets = shape.contains {
          (box.west...box.east).contains(Int($0.longitudeE7))
            && (box.south...box.north).contains(Int($0.latitudeE7))
        }
        if meets { #expect(number >= 0) }
      }
      #expect(numbers.count == (0..<graph.edgeCount).count { numbers.number($0) >= 0 })
    }
    #expect(numbers.count == graph.edgeCount)
  }
}
