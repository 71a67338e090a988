import Geometry
import Model
import Testing

@testable import Streets

@Suite struct IsochroneDrawnTests {
  /// Isochrones of a station at (x, y) metres.
  private func draw(
    _ network: SketchedStreets, _ x: Double, _ y: Double, limits: [Double], cell: Double = 10,
    snap: Double = 200
  ) throws -> [Isochrone] {
    let graph = network.graph
    let index = StreetIndex(graph, legBarriers: true, threads: 1)
    let place = SketchedStreets.place(x, y)
    let settings = IsochroneSettings(
      limits: limits.map { UInt32($0 * 1000) }, cellMetres: cell, snapMetres: snap)
    guard case .snapped(let snapped) = index.snap(place.place, limitMetres: snap) else {
      throw NotSnapped()
    }
    let entrance = IsochroneEntrance(
      place: place, entrance: StationEntrance(station: 0, place: snapped))
    let builder = IsochroneBuilder(
      graph, index: index, settings: settings, threads: 2)
    let result = builder.isochrones(of: [entrance], scratch: builder.makeScratch())
    for isochrone in result {
      let geometry = try isochrone.geometry()
      #expect(try geometry.isValid)
      #expect(isochrone.isSound)
    }
    return result
  }

  struct NotSnapped: Error {}

  /// A long straight street from west to east.
  private var straight: SketchedStreets {
    var network = SketchedStreets()
    network.street([(-3000, 0), (0, 0), (3000, 0)])
    return network
  }

  @Test
  func `On one straight street the area is the diamond of street and legs, cut at the snap limit`()
    throws
  {
    // |x| + |y| ≤ 1000 with |y| ≤ 200: 2 · (2 · 1000 · 200 − 200²).
    let wide = try draw(straight, 3, 0, limits: [1000])
    #expect(abs(wide[0].squareMetres - 720_000) < 0.005 * 720_000)
    // |x| + |y| ≤ 150: 2 · 150².
    let narrow = try draw(straight, 3, 0, limits: [150])
    #expect(abs(narrow[0].squareMetres - 45_000) < 0.02 * 45_000)
    #expect(narrow[0].polygons.count == 1 && narrow[0].polygons[0].count == 1)
  }

  @Test func `The outline runs through the place where a limit cuts a street`() throws {
    let result = try draw(straight, 3, 0, limits: [500, 503, 507, 1000])
    for (isochrone, reach) in zip(result, [500.0, 503, 507, 1000]) {
      #expect(isochrone.holds(3 + reach, 0) && isochrone.holds(3 - reach, 0))
      #expect(!isochrone.holds(3 + reach + 1, 0), "\(reach)")
      #expect(!isochrone.holds(3 - reach - 1, 0), "\(reach)")
    }
  }

  @Test func `On a grid of streets the area is a diamond`() throws {
    var network = SketchedStreets()
    for line in stride(from: -1500.0, through: 1500, by: 100) {
      network.street(stride(from: -1500.0, through: 1500, by: 100).map { ($0, line) })
      network.street(stride(from: -1500.0, through: 1500, by: 100).map { (line, $0) })
    }
    let result = try draw(network, 0, 0, limits: [500, 1000])
    // Reach at a point inside a block is by its nearest side, not by the crossing: the diamond's edge is saw-toothed.
    for (isochrone, reach) in zip(result, [500.0, 1000]) {
      #expect(abs(isochrone.squareMetres / (2 * reach * reach) - 1) < 0.08)
      #expect(isochrone.holds(reach - 0.5, 0) && isochrone.holds(0, 0.5 - reach))
      #expect(!isochrone.holds(reach + 12, 0) && !isochrone.holds(reach * 0.6, reach * 0.6))
    }
    #expect(try result[1].geometry().covers(result[0].geometry()))
  }

  @Test func `A river without a bridge is not jumped, and a bridge opens the other bank`() throws {
    // Streets along both banks, 60 m apart, water between.
    func banks(bridge: Bool) -> SketchedStreets {
      var network = SketchedStreets()
      network.street([(-1500, 0), (0, 0), (400, 0), (1500, 0)])
      network.street([(-1500, 60), (0, 60), (400, 60), (1500, 60)])
      if bridge { network.street([(400, 0), (400, 60)], traits: .bridge) }
      // They belong to one town, far away.
      network.segments.barriers = BarrierSet(segments: [
        BarrierSegment(
          from: SketchedStreets.place(-3000, 30), to: SketchedStreets.place(3000, 30), kind: .water)
      ])
      return network
    }
    let closed = try draw(banks(bridge: false), 0, 0, limits: [800])[0]
    #expect(closed.holds(300, 0) && closed.holds(300, 20) && closed.holds(300, -150))
    #expect(!closed.holds(300, 60) && !closed.holds(300, 45) && !closed.holds(300, 100))
    let open = try draw(banks(bridge: true), 0, 0, limits: [800])[0]
    // Across the bridge 460 m are walked, 340 m are left along the other bank.
    #expect(open.holds(700, 60) && open.holds(100, 60) && open.holds(400, 200))
    #expect(!open.holds(760, 60) && !open.holds(20, 60))
    // Reached from 0 m only up to 800 m on this bank: nothing jumps from there.
    #expect(open.holds(-700, 0) && !open.holds(-700, 60))
  }

  @Test func `The unreachable middle of a big ring of streets stays a hole`() throws {
    var network = SketchedStreets()
    network.street([(0, 0), (600, 0), (600, 600), (0, 600), (0, 0)])
    let result = try draw(network, 0, 0, limits: [2000])[0]
    #expect(result.polygons.count == 1 && result.polygons[0].count == 2)
    // Outside: four sides of 600 × 200 and four quarters of a circle; inside: 600² − 200².
    let area = 4 * 600.0 * 200 + Double.pi * 200 * 200 + 600 * 600 - 200 * 200
    #expect(abs(result.squareMetres - area) < 0.005 * area)
    #expect(!result.holds(300, 300) && result.holds(300, 190) && !result.holds(300, 215))
  }

  @Test func `A street of another component is not reached, however near`() throws {
    var network = straight
    network.street([(-3000, 40), (3000, 40)])
    let result = try draw(network, 0, 0, limits: [1000])[0]
    #expect(result.holds(500, 15) && !result.holds(500, 40) && !result.holds(500, 30))
  }

  @Test
  func `The outline passes between a reached street and an unreached one beside it`()
    throws
  {
    var network = SketchedStreets()
    network.street([(-1000, -100), (1000, 100)])
    network.street([(-1000, -96), (1000, 104)])
    // A dead end at each corner, so that the two are edges of their own.
    network.street([(-1000, -100), (-1000, -96), (-1000, 0)])
    network.street([(-1000, -100), (-1000, -200)])
    let results = try draw(network, 800, 80, limits: [100, 103, 180])
    for (x, reach) in [(720.0, 0), (740, 0), (765, 0), (820, 0), (877, 0), (650, 2), (960, 2)] {
      #expect(results[reach].holds(x, 0.1 * x), "\(x)")
      #expect(!results[reach].holds(x, 0.1 * x + 4), "\(x)")
    }
    #expect(results[2].holds(800, 0))
    for (small, large) in zip(results, results.dropFirst()) {
      #expect(try large.geometry().covers(small.geometry()))
    }
  }

  @Test func `Streets side by side that a limit cuts in one cell are cut each at its own place`()
    throws
  {
    var network = straight
    network.street([(0, 0), (0, 3), (3000, 3)])
    let result = try draw(network, 0, 0, limits: [501])[0]
    #expect(result.holds(500.5, 0) && result.holds(497.5, 3))
    #expect(!result.holds(502.5, 0) && !result.holds(500.5, 3))
  }

  @Test func `Limits that cut a street in the same cell lie within each other`() throws {
    let results = try draw(straight, 3, 0, limits: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    for (small, large) in zip(results, results.dropFirst()) {
      #expect(try large.geometry().covers(small.geometry()))
    }
  }

  @Test func `A station in the middle of an edge is reached from both sides`() throws {
    let result = try draw(straight, 777, 120, limits: [100, 300])
    // The leg of 120 m leaves 180 m to either side.
    #expect(result[1].holds(777 + 179, 0) && result[1].holds(777 - 179, 0))
    #expect(!result[1].holds(777 + 182, 0) && !result[1].holds(777 - 182, 0))
    // Within 100 m nobody comes to the street, but the station lies in its own isochrone.
    for isochrone in result { #expect(isochrone.holds(777, 120)) }
    #expect(!result[0].holds(777, 0))
    #expect(try result[1].geometry().covers(result[0].geometry()))
  }

  @Test func `A dead end is surrounded as far as its walk leaves room`() throws {
    var network = straight
    network.street([(0, 0), (0, 300)])
    let result = try draw(network, 0, 0, limits: [400])[0]
    #expect(result.holds(0, 385) && !result.holds(0, 412))
  }

  @Test func `Limit zero is the cell around the station`() throws {
    let result = try draw(straight, 3, 0, limits: [0])[0]
    #expect(result.polygons.count == 1 && result.holds(3, 0) && result.squareMetres < 300)
  }

  @Test func `Merged isochrones of stations far apart are those of each`() throws {
    var network = straight
    network.street([(3000, 0), (9000, 0)])
    let graph = network.graph
    let index = StreetIndex(graph, legBarriers: true, threads: 1)
    let entrances = try [(-2000.0, 20.0), (8000, -30)].map { x, y in
      let place = SketchedStreets.place(x, y)
      guard case .snapped(let snapped) = index.snap(place.place, limitMetres: 200) else {
        throw NotSnapped()
      }
      return IsochroneEntrance(place: place, entrance: StationEntrance(station: 0, place: snapped))
    }
    let builder = IsochroneBuilder(
      graph, index: index, settings: IsochroneSettings(limits: [300_000, 600_000]),
      threads: 2)
    let scratch = builder.makeScratch()
    let single = entrances.map { builder.isochrones(of: [$0], scratch: scratch) }
    let merged = builder.isochrones(of: entrances, scratch: scratch)
    // The scratch memory of a wide window serves a narrow one again.
    #expect(builder.isochrones(of: [entrances[0]], scratch: scratch) == single[0])
    for limit in 0..<2 {
      #expect(Set(merged[limit].polygons) == Set(single.flatMap { $0[limit].polygons }))
    }
  }

  /// Every spacing that may be chosen: outlines are valid (`draw`), hold the station and lie within each other.
  @Test(arguments: IsochroneCellChoice.cells)
  func `Outlines are valid and nested at every spacing among streets side by side`(
    _ cell: Double
  ) throws {
    var random = SplitMix(state: 5)
    var network = SketchedStreets()
    for line in stride(from: -900.0, through: 900, by: 100) {
      let gap = Double.random(in: 0.5...9, using: &random)
      network.street(stride(from: -900.0, through: 900, by: 100).map { ($0, line) })
      network.street([(-900, line), (-890, line + gap), (890, line + gap), (900, line)])
      network.street([(line, -900), (line + gap, -200), (line, 900)])
    }
    let sets = try draw(network, 10, 40, limits: [150, 333, 667], cell: cell)
    for (small, large) in zip(sets, sets.dropFirst()) {
      #expect(try large.geometry().covers(small.geometry()))
    }
    #expect(sets.allSatisfy { $0.holds(10, 40) })
  }

  @Test func `Smaller limits come out alike whether larger ones are asked for or not`() throws {
    let both = try draw(straight, 3, 40, limits: [300, 900])
    let one = try draw(straight, 3, 40, limits: [300])
    #expect(both[0] == one[0])
  }
}
