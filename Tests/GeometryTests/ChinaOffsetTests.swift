import Foundation
import Model
import Testing

@testable import Geometry

@Suite struct ChinaOffsetTests {
  static let isPresent = SharedData.isPresent("coordinate-vectors/china_cities.csv")

  /// Largest difference in degrees of either part.
  func difference(_ a: Coordinate, _ b: Coordinate) -> Double {
    max(abs(a.x - b.x), abs(a.y - b.y))
  }

  @Test(.enabled(if: ChinaOffsetTests.isPresent, "the coordinate vectors are not here"))
  func `Map services' own places agree to a metre`() throws {
    let rows = try SharedData.table("coordinate-vectors/china_cities.csv")
    #expect(rows.count == 226)
    for row in rows {
      let wgs84 = Coordinate(x: row.number("wgs84_lon"), y: row.number("wgs84_lat"))
      let gcj02 = Coordinate(x: row.number("gcj02_lon"), y: row.number("gcj02_lat"))
      let bd09 = Coordinate(x: row.number("bd09_lon"), y: row.number("bd09_lat"))
      // Degrees; the tolerances are those of the collection the places come from.
      #expect(difference(ChinaOffset.convert(wgs84, .wgs84ToGCJ02), gcj02) < 1e-5)
      #expect(difference(ChinaOffset.convert(gcj02, .gcj02ToWGS84), wgs84) < 5e-5)
      #expect(difference(ChinaOffset.convert(wgs84, .wgs84ToBD09), bd09) < 5e-5)
      #expect(difference(ChinaOffset.convert(bd09, .bd09ToWGS84), wgs84) < 5e-5)
      #expect(difference(ChinaOffset.convert(gcj02, .gcj02ToBD09), bd09) < 5e-6)
      #expect(difference(ChinaOffset.convert(bd09, .bd09ToGCJ02), gcj02) < 5e-6)
    }
  }

  @Test(.enabled(if: ChinaOffsetTests.isPresent, "the coordinate vectors are not here"))
  func `Other libraries' values are met to their tolerance`() throws {
    let systems: [String: CoordinateSystem] = ["wgs84": .wgs84, "gcj02": .gcj02, "bd09": .bd09]
    var cases = 0
    for row in try SharedData.table("coordinate-vectors/library_vectors.csv") {
      guard let from = systems[row["from"] ?? ""], let to = systems[row["to"] ?? ""] else {
        continue
      }
      cases += 1
      var points = [Coordinate(x: row.number("in_lon"), y: row.number("in_lat"))]
      try CoordinateConverter(from: from, to: to).convert(&points)
      let expected = Coordinate(x: row.number("out_x"), y: row.number("out_y"))
      // coordtransform's BD-09 inverse is a single step, 4e-7° short of the true inverse of its own forward
      // formula; ours iterates.
      let isOneStep = row["source"] == "coordtransform" && row["from"] == "bd09"
      let tolerance = isOneStep ? 1e-6 : row.number("tolerance")
      #expect(difference(points[0], expected) <= tolerance, "\(row)")
    }
    #expect(cases == 10)
  }

  @Test(.enabled(if: ChinaOffsetTests.isPresent, "the coordinate vectors are not here"))
  func `Places at the edges of China match to 1e-12 degrees`() throws {
    let rows = try SharedData.table("coordinate-vectors/seed_places_wgs84_gcj02.csv")
    #expect(rows.count == 10)
    for row in rows {
      let wgs84 = Coordinate(x: row.number("wgs84_lon"), y: row.number("wgs84_lat"))
      let gcj02 = Coordinate(x: row.number("gcj02_lon"), y: row.number("gcj02_lat"))
      #expect(difference(ChinaOffset.convert(wgs84, .wgs84ToGCJ02), gcj02) < 1e-12)
      #expect(difference(ChinaOffset.convert(gcj02, .gcj02ToWGS84), wgs84) < 1e-12)
    }
  }

  @Test(arguments: [
    (ChinaOffset.Direction.wgs84ToGCJ02, ChinaOffset.Direction.gcj02ToWGS84),
    (.gcj02ToBD09, .bd09ToGCJ02), (.wgs84ToBD09, .bd09ToWGS84),
  ])
  func `A round trip over the whole box with its edges returns to 1e-11 degrees`(
    forward: ChinaOffset.Direction, inverse: ChinaOffset.Direction
  ) {
    let box = ChinaOffset.box
    var worst = 0.0
    for i in 0..<101 {
      for j in 0..<101 {
        let point = Coordinate(
          x: box.minX + (box.maxX - box.minX) * Double(i) / 100,
          y: box.minY + (box.maxY - box.minY) * Double(j) / 100)
        // Sums of the formula can exceed the last bit of the box's own edge.
        guard ChinaOffset.isInside(point) else { continue }
        let moved = ChinaOffset.convert(point, forward)
        #expect(moved != point)
        worst = max(worst, difference(ChinaOffset.convert(moved, inverse), point))
      }
    }
    // 1e-11° is a micrometre; the iteration stops at 1e-12°.
    #expect(worst < 1e-11)
  }

  @Test func `Outside the box nothing moves`() {
    for direction in ChinaOffset.Direction.allCases {
      for (x, y) in [
        (183.0, 45.0), (-123, 45), (0, 0), (71.9, 40), (137.9, 40), (100, 0.7), (100, 55.9),
        (.nan, 30), (.infinity, 30),
      ] {
        let point = Coordinate(x: x, y: y)
        let moved = ChinaOffset.convert(point, direction)
        #expect(moved.x.bitPattern == x.bitPattern && moved.y == y)
      }
    }
  }

  @Test
  func `What the forward direction produces at the edge is found again, and found again forward`() {
    // GCJ-02 moves the north-eastern edge's points outwards: they must still come back.
    for point in [Coordinate(x: 137.8347, y: 40), Coordinate(x: 100, y: 55.8271)] {
      let moved = ChinaOffset.convert(point, .wgs84ToGCJ02)
      let back = ChinaOffset.convert(moved, .gcj02ToWGS84)
      #expect(difference(back, point) < 1e-11)
      #expect(difference(ChinaOffset.convert(back, .wgs84ToGCJ02), moved) < 1e-11)
    }
  }
}
