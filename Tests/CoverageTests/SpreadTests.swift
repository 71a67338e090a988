import Foundation
import Geometry
import Model
import Testing

@testable import Coverage

/// Residential masks against GEOS's intersections.
@Suite struct MaskTests {
  private static let plane = ReferencePlane(longitude: 124.31, latitude: 44.02)

  private static func stars(
    _ count: Int, _ size: Double, _ generator: inout SeededGenerator
  ) -> [[[PlanarPoint]]] {
    (0..<count).map { _ in
      let corners = Int.random(in: 4...14, using: &generator)
      return [
        Ring.star(
          Double.random(in: -400...400, using: &generator),
          Double.random(in: -400...400, using: &generator), size, corners: corners, &generator)
      ]
    }
  }

  @Test func `People are even over the block's part in the mask, whose areas may overlap`() throws {
    var generator = SeededGenerator(seed: 606)
    var masked = 0
    for trial in 0..<60 {
      let parts = [[Ring.star(0, 0, 450, corners: 13, &generator)]]
      // Overlapping areas count once; some trials have none near the block.
      var quarters = Self.stars(1 + trial % 5, 180, &generator)
      if trial % 9 == 8 {
        quarters = quarters.map { rings in
          rings.map { $0.map { PlanarPoint(x: $0.x + 3000, y: $0.y) } }
        }
      }
      let stations = (0..<3).map { _ in
        PlanarPoint(
          x: Double.random(in: -800...800, using: &generator),
          y: Double.random(in: -800...800, using: &generator))
      }
      let degrees = try quarters.map { try Self.plane.degrees([$0]) }
      let table = try Run.coverage(
        [Self.plane.degrees(parts)], Self.plane.places(stations),
        CoverageSettings(radii: [300, 500], minutes: [15]),
        spread: MaskSpread(Run.layer(degrees, chunkSize: 2)))
      let block = try Reference.polygon(parts)
      let mask = try GEOSGeometry.unaryUnion(of: quarters.map { try GEOSGeometry(rings: $0) })
      let home = try block.intersection(mask)
      let area = try home.area
      if area == 0 {
        #expect(table.method[0] == PopulationMethod.area.rawValue)
        #expect(table.populationShare[0] == table.areaShare[0])
        continue
      }
      masked += 1
      #expect(table.method[0] == PopulationMethod.mask.rawValue)
      for (reach, radius) in [300.0, 500, 15 * 4000 / 60 / 1.3].enumerated() {
        let expected = try Reference.coveredArea(home, stations, radius) / area
        // 2e-6 as for blocks; small parts of the mask feel the 0.6 mm between chord and arc of the reference.
        #expect(abs(table.populationShare[reach] - expected) <= 2e-6 + 0.05 / area)
        let whole = try Reference.coveredArea(block, stations, radius) / block.area
        #expect(abs(table.areaShare[reach] - whole) <= 2e-6)
      }
    }
    #expect(masked > 40)
  }

  /// The mean of the distance to the nearest station over samples of 4 m.
  private static func meanDistance(_ home: GEOSGeometry, _ stations: [PlanarPoint]) throws -> Double
  {
    let box = try home.boundingBox
    let prepared = try PreparedGeometry(home)
    var sum = 0.0
    var count = 0.0
    for x in stride(from: box.minX + 2, to: box.maxX, by: 4) {
      for y in stride(from: box.minY + 2, to: box.maxY, by: 4)
      where try prepared.coversPoint(x: x, y: y) {
        sum += stations.map { hypot($0.x - x, $0.y - y) }.min() ?? 0
        count += 1
      }
    }
    return sum / count
  }

  @Test
  func `Walking times start from the mask, also where the block's middle has its own station`()
    throws
  {
    // The block's centre stands next to station 0; people live in a corner 1.4 km away, between station 1 in
    // reach of their box and station 2, nearer for most of them but found only by looking farther.
    let block = [[Ring.box(-1500, -1500, 1500, 1500)]]
    for (first, second) in [
      (PlanarPoint(x: 760, y: 1000), PlanarPoint(x: 1450, y: 1000)),
      (PlanarPoint(x: 1000, y: 760), PlanarPoint(x: 1000, y: 1640)),
      (PlanarPoint(x: 500, y: 1000), PlanarPoint(x: 1760, y: 1100)),
    ] {
      let quarter = [[Ring.box(900, 900, 1200, 1200)]]
      let stations = [PlanarPoint(x: 5, y: 5), first, second]
      let table = try Run.coverage(
        [Self.plane.degrees(block)], Self.plane.places(stations), CoverageSettings(),
        spread: MaskSpread(Run.layer([Self.plane.degrees(quarter)])))
      let mean = try Self.meanDistance(Reference.polygon(quarter), stations)
      let minutes = mean * 1.3 / (4000.0 / 60)
      // 1 %: a lattice of 25 m in a quarter of 300 m.
      #expect(abs(table.walkMinutes[0] - minutes) <= 0.01 * minutes, "\(first) \(second)")
    }
  }
}

/// Population rasters against dense sampling and sums.
@Suite struct RasterTests {
  private static let plane = ReferencePlane(longitude: 124.31, latitude: 44.02)

  /// A grid of 100 m cells (about) with whole numbers of people; rotated and in other systems by turns.
  private struct Sheet {
    var system: CoordinateSystem
    var transform: [Double]
  }

  private static func sheets() throws -> [Sheet] {
    // The plane's origin in each system, cells of about 100 m.
    let turn = 0.3
    func around(_ definition: String) throws -> (Double, Double) {
      let transform = try CoordinateTransform(from: "EPSG:4326", to: definition)
      var place = [Coordinate(x: 124.31, y: 44.02)]
      try transform.transform(&place)
      return (place[0].x, place[0].y)
    }
    let gauss = try around("EPSG:4550")
    let utm = try around("EPSG:32651")
    return [
      Sheet(
        system: .wgs84, transform: [124.31 - 0.0125, 0.00125, 0, 44.02 + 0.009, 0, -0.0009]),
      Sheet(
        system: .definition("EPSG:4550"),
        transform: [gauss.0 - 1000, 100, 0, gauss.1 + 1000, 0, -100]),
      Sheet(
        system: .definition("EPSG:4550"),
        transform: [
          gauss.0 - 1200, 100 * cos(turn), 100 * sin(turn), gauss.1 + 700, 100 * sin(turn),
          -100 * cos(turn),
        ]),
      // South up, as some software writes.
      Sheet(
        system: .definition("EPSG:32651"),
        transform: [utm.0 - 1000, 100, 0, utm.1 - 1000, 0, 100]),
    ]
  }

  private static func grid(_ sheet: Sheet, _ generator: inout SeededGenerator) -> PopulationGrid {
    PopulationGrid(
      width: 20, height: 20, transform: sheet.transform,
      people: (0..<400).map { _ in Float(max(0, Int.random(in: -20...90, using: &generator))) },
      coordinateSystem: sheet.system)
  }

  /// Cell of each place; nil outside.
  private static func cells(_ places: [GeographicPoint], _ grid: PopulationGrid) throws -> [Int?] {
    let converter = try CoordinateConverter(from: .wgs84, to: grid.coordinateSystem)
    var moved = places.map { Coordinate(x: $0.longitude, y: $0.latitude) }
    try converter.convert(&moved)
    let t = grid.transform
    let d = t[1] * t[5] - t[2] * t[4]
    return moved.map { place in
      let dx = place.x - t[0]
      let dy = place.y - t[3]
      let column = Int(((dx * t[5] - dy * t[2]) / d).rounded(.down))
      let row = Int(((dy * t[1] - dx * t[4]) / d).rounded(.down))
      guard (0..<grid.width).contains(column), (0..<grid.height).contains(row) else { return nil }
      return row * grid.width + column
    }
  }

  @Test(arguments: 0..<4)
  func `Shares agree with people sampled every three metres`(_ sheet: Int) throws {
    var generator = SeededGenerator(seed: UInt64(70 + sheet))
    for _ in 0..<3 {
      let grid = try Self.grid(Self.sheets()[sheet], &generator)
      let ring = Ring.star(0, 0, 420, corners: 9, &generator)
      let stations = (0..<3).map { _ in
        PlanarPoint(
          x: Double.random(in: -500...500, using: &generator),
          y: Double.random(in: -500...500, using: &generator))
      }
      let table = try Run.coverage(
        [Self.plane.degrees([[ring]])], Self.plane.places(stations),
        CoverageSettings(radii: [250], minutes: [15]), spread: RasterSpread(grid))
      let block = try PreparedGeometry(Reference.polygon([[ring]]))
      var points: [PlanarPoint] = []
      for x in stride(from: -420.0, to: 420, by: 3) {
        for y in stride(from: -420.0, to: 420, by: 3) where try block.coversPoint(x: x, y: y) {
          points.append(PlanarPoint(x: x, y: y))
        }
      }
      let cells = try Self.cells(Self.plane.places(points), grid)
      var people = 0.0
      var reached = 0.0
      var walked = 0.0
      for (point, cell) in zip(points, cells) {
        guard let cell else { continue }
        let metres = stations.map { hypot($0.x - point.x, $0.y - point.y) }.min() ?? 0
        people += Double(grid.people[cell])
        walked += Double(grid.people[cell]) * metres
        if metres <= 250 { reached += Double(grid.people[cell]) }
      }
      #expect(table.method[0] == PopulationMethod.raster.rawValue)
      // Samples of 9 m² along some 3 km of borders leave one to three thousandths.
      #expect(abs(table.populationShare[0] - reached / people) < 5e-3)
      let minutes = walked / people * 1.3 / (4000.0 / 60)
      #expect(abs(table.walkMinutes[0] - minutes) < 0.01 * minutes)
    }
  }

  @Test(arguments: 0..<4)
  func `Blocks that tile the raster share out its people without loss`(_ sheet: Int) throws {
    var generator = SeededGenerator(seed: UInt64(90 + sheet))
    let grid = try Self.grid(Self.sheets()[sheet], &generator)
    let spreader = try RasterSpread(grid).makeSpreader()
    func people(_ parts: [[[PlanarPoint]]]) throws -> Double {
      let layer = try Run.layer([Self.plane.degrees(parts)])
      var pieces: [BlockPiece] = []
      let projector = BlockProjector()
      defer { withExtendedLifetime(projector) {} }
      projector.pieces(of: layer.chunks[0].shapes, feature: 0, into: &pieces)
      var worker = spreader
      return try pieces.withUnsafeBufferPointer { try worker.spread($0) }.reduce(0) {
        $0 + $1.weight
      }
    }
    // A mosaic of slanted strips, far wider than the raster: every cell is cut by several of them.
    var sum = 0.0
    for strip in -6..<6 {
      let west = Double(strip) * 610
      sum += try people([
        [
          [
            PlanarPoint(x: west - 800, y: -2500), PlanarPoint(x: west - 190, y: -2500),
            PlanarPoint(x: west + 1410, y: 2500), PlanarPoint(x: west + 800, y: 2500),
            PlanarPoint(x: west - 800, y: -2500),
          ]
        ]
      ])
    }
    let total = grid.people.reduce(0) { $0 + Double($1) }
    // 1e-6: block edges are straight in degrees' own plane, cells in theirs.
    #expect(abs(sum - total) <= 1e-6 * total)
    #expect(abs(try people([[Ring.box(-3000, -3000, 3000, 3000)]]) - total) <= 1e-9 * total)
    #expect(try people([[Ring.box(5000, 0, 5100, 100)]]) == 0)
  }

  @Test func `Without a population of its own a block has the people of its cells`() throws {
    var generator = SeededGenerator(seed: 4)
    let grid = try Self.grid(Self.sheets()[1], &generator)
    let total = grid.people.reduce(0) { $0 + Double($1) }
    let table = try Run.coverage(
      [
        Self.plane.degrees([[Ring.box(-3000, -3000, 3000, 3000)]]),
        Self.plane.degrees([[Ring.box(7000, 0, 7300, 300)]]),
      ], Self.plane.places([PlanarPoint(x: 0, y: 0)]), spread: RasterSpread(grid))
    #expect(abs(table.rasterPeople[0] - total) <= 1e-9 * total)
    #expect(table.population[1].isNaN || table.population[1] == 0)
  }
}
