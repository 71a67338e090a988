import Foundation
import Model
import Testing

@testable import Streets

@Suite struct SnapPropertyTests {
  /// The nearest point of all pieces one by one: leg in metres and the edge; barriers by sampling every street.
  private func brute(
    _ graph: StreetGraph, _ place: GeographicPoint, limit: Double
  ) -> (metres: Double, edges: Set<UInt32>)? {
    let unit = LocalFrame.metresPerUnit(latitude: place.latitude)
    var best = Double.infinity
    var edges: Set<UInt32> = []
    for edge in 0..<graph.edgeCount {
      if !graph.isUsable(component: graph.componentOf[Int(graph.edgeTails[edge])]) { continue }
      if graph.edgeForward[edge] == .max, graph.backward(edge) == .max { continue }
      let shape = graph.shape(of: edge).map {
        (
          x: (Double($0.longitudeE7) - place.longitude * 1e7) * unit.east,
          y: (Double($0.latitudeE7) - place.latitude * 1e7) * unit.north
        )
      }
      for (a, b) in zip(shape, shape.dropFirst()) {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let square = dx * dx + dy * dy
        let t = square > 0 ? max(0, min(1, -(a.x * dx + a.y * dy) / square)) : 0
        let metres = hypot(a.x + t * dx, a.y + t * dy)
        if metres < best - 0.0012 { edges = [] }
        if metres < best + 0.0012 { edges.insert(UInt32(edge)) }
        best = min(best, metres)
      }
    }
    return best <= limit ? (best, edges) : nil
  }

  private func place(of point: SnappedPoint, on graph: StreetGraph) -> FixedPoint {
    let shape = graph.shape(of: Int(point.edge))
    let lengths = zip(shape, shape.dropFirst()).map { LocalFrame.distance($0, $1) }
    var rest = Double(point.alongMillimetres) / 1000
    for (index, length) in lengths.enumerated() {
      if rest <= length || index == lengths.count - 1 {
        let t = length > 0 ? min(1, rest / length) : 0
        let (a, b) = (shape[index], shape[index + 1])
        return FixedPoint(
          longitude: a.longitude + t * (b.longitude - a.longitude),
          latitude: a.latitude + t * (b.latitude - a.latitude))
      }
      rest -= length
    }
    return shape[0]
  }

  @Test func `Snaps equal a test of every street, and the point lies where the leg says`() {
    var random = SplitMix(state: 31)
    for round in 0..<12 {
      let graph = RandomNetwork.make(
        nodes: 60, edges: 70, metres: [300.0, 3000, 300_000][round % 3],
        isSymmetric: round % 2 == 0, using: &random)
      let index = StreetIndex(graph, legBarriers: true, threads: 1 + round % 3)
      let extent = [300.0, 3000, 300_000][round % 3]
      for _ in 0..<150 {
        let place = GeographicPoint(
          longitude: 125 + Double.random(in: -0.1...1.1, using: &random) * extent / 80_000,
          latitude: 44 + Double.random(in: -0.1...1.1, using: &random) * extent / 111_000)
        let limit = [200.0, 50, 2000].randomElement(using: &random)!
        let expected = brute(graph, place, limit: limit)
        switch index.snap(place, limitMetres: limit) {
        case .snapped(let point):
          let leg = Double(point.legMillimetres) / 1000
          #expect(abs(leg - (expected?.metres ?? -1)) <= 0.001)
          #expect(expected?.edges.contains(point.edge) == true)
          if limit <= 200 {
            let there = self.place(of: point, on: graph)
            let here = FixedPoint(longitude: place.longitude, latitude: place.latitude)
            #expect(abs(LocalFrame.distance(here, there) - leg) < 0.03)
          }
        case .noStreetNearby: #expect(expected == nil)
        case .behindBarrier: Issue.record("there is no barrier")
        }
      }
    }
  }

  @Test func `With barriers the snap is the nearest point in sight`() {
    var random = SplitMix(state: 77)
    var counts = (seen: 0, aslant: 0, hidden: 0)
    for _ in 0..<8 {
      var graph = RandomNetwork.make(
        nodes: 12, edges: 14, metres: 400, isSymmetric: true, using: &random)
      func point(_ random: inout SplitMix) -> FixedPoint {
        FixedPoint(
          longitude: 125 + Double.random(in: 0...400, using: &random) / 80_000,
          latitude: 44 + Double.random(in: 0...400, using: &random) / 111_000)
      }
      let lines = (0..<25).map { _ in
        let from = point(&random)
        let to = FixedPoint(
          longitude: from.longitude + Double.random(in: -100...100, using: &random) / 80_000,
          latitude: from.latitude + Double.random(in: -100...100, using: &random) / 111_000)
        return BarrierSegment(from: from, to: to, kind: .fence)
      }
      let openings = lines.prefix(10).map {
        FixedPoint(
          longitude: ($0.from.longitude + $0.to.longitude) / 2,
          latitude: ($0.from.latitude + $0.to.latitude) / 2)
      }
      graph.barriers = BarrierSet(segments: lines, openings: openings)
      let index = StreetIndex(graph, legBarriers: true, threads: 1)
      let free = StreetIndex(graph, legBarriers: false, threads: 1)
      for _ in 0..<60 {
        let place = point(&random).place
        let sampled = sampledSight(graph, place, limit: 200)
        switch index.snap(place, limitMetres: 200) {
        case .snapped(let point):
          let leg = Double(point.legMillimetres) / 1000
          if case .snapped(let other) = free.snap(place, limitMetres: 200), other == point {
            counts.seen += 1
          } else {
            counts.aslant += 1
          }
          // Samples are 0.25 m apart; what they see, the index sees at least as near.
          #expect(leg <= sampled + 0.05, "\(leg), \(sampled)")
          #expect(leg >= sampled - 0.6, "\(leg), \(sampled)")
        case .behindBarrier:
          counts.hidden += 1
          #expect(sampled > 199.9)
        case .noStreetNearby: #expect(sampled == .infinity)
        }
      }
    }
    #expect(counts.seen > 50 && counts.aslant > 50 && counts.hidden > 0, "\(counts)")
  }

  @Test func `Of a row of places each snaps as it does alone, from wherever the row comes`() {
    var random = SplitMix(state: 1977)
    var snapped = 0
    for round in 0..<12 {
      var graph = RandomNetwork.make(
        nodes: 40, edges: 50, metres: 600, isSymmetric: round % 2 == 0, using: &random)
      func point(_ random: inout SplitMix) -> FixedPoint {
        FixedPoint(
          longitude: 125 + Double.random(in: -100...700, using: &random) / 80_000,
          latitude: 44 + Double.random(in: -100...700, using: &random) / 111_000)
      }
      graph.barriers = BarrierSet(
        segments: (0..<15).map { _ in
          BarrierSegment(from: point(&random), to: point(&random), kind: .fence)
        }, openings: [])
      let index = StreetIndex(graph, legBarriers: round % 3 > 0, threads: 1 + round % 3)
      // Nodes too: several streets are equally near there.
      var places = graph.nodes.map(\.place) + (0..<60).map { _ in point(&random).place }
      places.shuffle(using: &random)
      var trail = SnapTrail()
      for place in places {
        let limit = [200.0, 40, 5].randomElement(using: &random)!
        let alone = index.snap(place, limitMetres: limit)
        #expect(index.snap(place, limitMetres: limit, after: &trail) == alone)
        if case .snapped = alone { snapped += 1 }
      }
    }
    #expect(snapped > 400)
  }

  /// Shortest leg to a point of a street every quarter of a metre that crosses no barrier away from an opening.
  private func sampledSight(
    _ graph: StreetGraph, _ place: GeographicPoint, limit: Double
  ) -> Double {
    let frame = LocalFrame(FixedPoint(longitude: place.longitude, latitude: place.latitude))
    let lines = graph.barriers.segments.map { (frame.metres($0.from), frame.metres($0.to)) }
    let openings = graph.barriers.openings.map { frame.metres($0) }
    func isFree(_ x: Double, _ y: Double) -> Bool {
      !lines.contains { a, b in
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let determinant = x * dy - y * dx
        if determinant == 0 { return false }
        let along = (a.x * dy - a.y * dx) / determinant
        let part = (a.x * y - a.y * x) / determinant
        let slack = 0.02 / hypot(x, y)
        if along < slack || along > 1 - slack || part < 0 || part > 1 { return false }
        return !openings.contains { hypot($0.x - along * x, $0.y - along * y) <= 6 }
      }
    }
    var best = Double.infinity
    for edge in 0..<graph.edgeCount
    where graph.isUsable(component: graph.componentOf[Int(graph.edgeTails[edge])]) {
      let shape = graph.shape(of: edge).map { frame.metres($0) }
      for (a, b) in zip(shape, shape.dropFirst()) {
        let count = max(1, Int(hypot(b.x - a.x, b.y - a.y) * 4))
        for step in 0...count {
          let t = Double(step) / Double(count)
          let (x, y) = (a.x + t * (b.x - a.x), a.y + t * (b.y - a.y))
          let length = hypot(x, y)
          if length < best, length <= limit, isFree(x, y) { best = length }
        }
      }
    }
    return best
  }

  @Test func `Edges across the world and across the date line are found`() {
    var segments = StreetSegments()
    segments.nodes = [
      FixedPoint(longitude: 179.99, latitude: -16.8),
      FixedPoint(longitude: -179.99, latitude: -16.8),
      FixedPoint(longitude: -120, latitude: 10), FixedPoint(longitude: -90, latitude: 20),
      FixedPoint(longitude: -90, latitude: 20.0001),
    ]
    segments.append(tail: 0, head: 1)
    segments.append(tail: 2, head: 3)
    segments.append(tail: 3, head: 4)
    segments.keptNodes = [3]
    let graph = StreetGraphBuilder.build(segments)
    let index = StreetIndex(graph, legBarriers: false, threads: 2)
    func leg(_ longitude: Double, _ latitude: Double) -> UInt32? {
      let place = GeographicPoint(longitude: longitude, latitude: latitude)
      guard case .snapped(let point) = index.snap(place, limitMetres: 200) else { return nil }
      return point.legMillimetres
    }
    let north = LocalFrame.metresPerUnit(latitude: -16.801).north * 1e4
    for longitude in [179.995, 180, -180, -179.995] {
      #expect(leg(longitude, -16.801).map { abs(Double($0) / 1000 - north) < 0.002 } == true)
    }
    #expect(leg(-105, 15.00001).map { $0 < 2000 } == true)
    #expect(leg(-105, 16) == nil)
    #expect(leg(0, -16.8) == nil)
  }

  @Test func `An empty network has no street`() {
    let graph = StreetGraphBuilder.build(StreetSegments())
    let index = StreetIndex(graph, legBarriers: true, threads: 2)
    let place = GeographicPoint(longitude: 125, latitude: 44)
    #expect(index.snap(place, limitMetres: 200) == .noStreetNearby)
    #expect(graph.nearestStations([], threads: 2).nodeCount == 0)
  }
}
