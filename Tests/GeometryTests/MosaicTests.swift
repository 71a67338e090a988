import Foundation
import Model
import Testing

@testable import Geometry

/// Layers of rectangles given in metres east and north of 124° E, 44.3° N.
private struct Sketch {
  static let origin = LocalProjection(longitude: 124.25).project(
    GeographicPoint(longitude: 124.25, latitude: 44.3))

  static func place(_ x: Double, _ y: Double) -> Coordinate {
    let place = LocalProjection(longitude: 124.25).unproject(
      PlanarPoint(x: origin.x + x, y: origin.y + y))
    return Coordinate(x: place.longitude, y: place.latitude)
  }

  static func ring(_ corners: [(Double, Double)]) -> [Coordinate] {
    let places = corners.map { place($0.0, $0.1) }
    return places + places.prefix(1)
  }

  static func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> [Coordinate] {
    ring([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
  }

  static func layer(_ features: [[[Coordinate]]]) -> Layer {
    var chunks: [FeatureChunk] = []
    for (index, rings) in features.enumerated() {
      if index % 7 == 0 { chunks.append(FeatureChunk(firstIndex: index)) }
      chunks[chunks.count - 1].shapes.append(.polygon, parts: [rings])
      chunks[chunks.count - 1].attributes.append([])
      chunks[chunks.count - 1].identifiers.append([])
    }
    return Layer(source: LayerSource(path: "sketch"), chunks: chunks)
  }
}

@Test func `Blocks that share their edges have no overlaps and no gaps`() throws {
  var blocks: [[[Coordinate]]] = []
  for row in 0..<12 {
    for column in 0..<12 {
      blocks.append([Sketch.box(Double(column) * 100, Double(row) * 80, 100, 80)])
    }
  }
  let faults = try Mosaic.faults(of: Sketch.layer(blocks), threads: 2)
  #expect(faults.overlaps.isEmpty)
  #expect(faults.gaps.isEmpty)
}

@Test func `An overlap is measured in true square metres`() throws {
  let layer = Sketch.layer([
    [Sketch.box(0, 0, 100, 100)], [Sketch.box(90, 0, 100, 100)], [Sketch.box(190, 0, 50, 100)],
  ])
  let overlaps = try Mosaic.overlaps(of: layer, threads: 1)
  #expect(overlaps.count == 1)
  #expect(overlaps.first?.first == 0)
  #expect(overlaps.first?.second == 1)
  // The sketch's own plane is off by 5 ppm; the corners are exact to nanometres.
  #expect(abs((overlaps.first?.squareMetres ?? 0) - 1000) < 0.02)
  #expect(abs((overlaps.first?.share ?? 0) - 0.1) < 1e-4)
  #expect(overlaps.first?.isSliver == false)
}

@Test func `Copies and blocks inside others are overlaps`() throws {
  let square = Sketch.box(0, 0, 100, 100)
  let inside = Sketch.box(20, 20, 30, 30)
  // The last stands on the first's border with two corners and is otherwise inside it.
  let leaning = Sketch.ring([(0, 0), (100, 0), (50, 40)])
  let layer = Sketch.layer([[square], [square], [inside], [leaning]])
  let pairs = try Mosaic.overlaps(of: layer, threads: 2).map { [$0.first, $0.second] }
  #expect(pairs == [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]])
}

@Test func `A block that fills another's hole does not overlap it`() throws {
  let hole = Sketch.box(20, 20, 30, 30)
  let layer = Sketch.layer([[Sketch.box(0, 0, 100, 100), hole], [hole]])
  let faults = try Mosaic.faults(of: layer, threads: 1)
  #expect(faults.overlaps.isEmpty)
  #expect(faults.gaps.isEmpty)
}

@Test func `A border drawn twice is a sliver and within a square metre nothing`() throws {
  let layer = Sketch.layer([
    [Sketch.box(0, 0, 100, 100)], [Sketch.box(99.9, 0, 100, 100)],
    [Sketch.box(199.899, 0, 100, 100)],
  ])
  let overlaps = try Mosaic.overlaps(of: layer, threads: 1)
  #expect(overlaps.map { [$0.first, $0.second] } == [[0, 1]])
  #expect(overlaps.first?.isSliver == true)
}

@Test func `A missing block is a gap with its neighbours`() throws {
  var blocks: [[[Coordinate]]] = []
  for row in 0..<3 {
    for column in 0..<3 where row != 1 || column != 1 {
      blocks.append([Sketch.box(Double(column) * 100, Double(row) * 100, 100, 100)])
    }
  }
  let gaps = try Mosaic.gaps(of: Sketch.layer(blocks), threads: 1)
  #expect(gaps.count == 1)
  #expect(abs((gaps.first?.squareMetres ?? 0) - 10_000) < 0.2)
  #expect(gaps.first?.neighbours == [1, 3, 4, 6])
  #expect(gaps.first?.isSliver == false)
}

@Test func `A crack along a border of unequal blocks is a sliver gap`() throws {
  // Two long blocks with three short ones between them, the upper side half a metre off.
  let layer = Sketch.layer([
    [Sketch.box(0, 0, 300, 100)], [Sketch.box(0, 100, 100, 100)],
    [Sketch.box(100, 100.5, 100, 99.5)], [Sketch.box(200, 100, 100, 100)],
    [Sketch.box(0, 200, 300, 100)],
  ])
  let faults = try Mosaic.faults(of: layer, threads: 1)
  #expect(faults.overlaps.isEmpty)
  #expect(faults.gaps.count == 1)
  #expect(abs((faults.gaps.first?.squareMetres ?? 0) - 50) < 0.01)
  #expect(faults.gaps.first?.isSliver == true)
  #expect(faults.gaps.first?.neighbours == [0, 1, 2, 3])
}

@Test func `Random blocks give the overlaps that comparing all pairs gives`() throws {
  var seed: UInt64 = 20_260_101
  func random() -> Double {
    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(seed >> 40) / Double(1 << 24)
  }
  // Corners on a coarse lattice, so that shared corners, edges and T-junctions abound.
  let features = (0..<150).map { _ -> [[Coordinate]] in
    let x = (random() * 40).rounded() * 50
    let y = (random() * 40).rounded() * 50
    let width = 50 + (random() * 3).rounded() * 50
    let height = 50 + (random() * 3).rounded() * 50
    let dent = random() < 0.5 ? 0 : 25.0
    return [
      Sketch.ring([
        (x, y), (x + width / 2, y + dent), (x + width, y), (x + width, y + height), (x, y + height),
      ])
    ]
  }
  let layer = Sketch.layer(features)
  let plane = MosaicPlane(layer)
  var expected: [[Int]] = []
  for first in 0..<150 {
    for second in (first + 1)..<150 {
      let common = try plane.geometry(of: first).intersection(plane.geometry(of: second))
      if try common.area > 1.5 { expected.append([first, second]) }
    }
  }
  #expect(expected.count > 100)
  for threads in [1, 3] {
    let found = try Mosaic.overlaps(of: layer, threads: threads)
    #expect(found.map { [$0.first, $0.second] } == expected, "seed 20260101")
  }
}

@Test func `Area of a mosaic without overlaps plus its gaps is the area of its hull`() throws {
  // A square lattice with blocks left out at random inside: gaps are connected runs of left-out blocks.
  var seed: UInt64 = 7
  func random() -> Double {
    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(seed >> 40) / Double(1 << 24)
  }
  var blocks: [[[Coordinate]]] = []
  for row in 0..<30 {
    for column in 0..<30 {
      let isBorder = row == 0 || column == 0 || row == 29 || column == 29
      if isBorder || random() > 0.2 {
        blocks.append([Sketch.box(Double(column) * 100, Double(row) * 100, 100, 100)])
      }
    }
  }
  let faults = try Mosaic.faults(of: Sketch.layer(blocks), threads: 2)
  #expect(faults.overlaps.isEmpty)
  let gaps = faults.gaps.reduce(0) { $0 + $1.squareMetres }
  // 10 ppm of 9 km².
  #expect(abs(gaps + Double(blocks.count) * 10_000 - 9_000_000) < 90)
}
