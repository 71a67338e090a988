import Testing

@testable import Maps

@Suite struct HatchLinesTests {
  private static func ring(_ corners: (Double, Double)...) -> [(x: Double, y: Double)] {
    corners.map { (x: $0.0, y: $0.1) }
  }

  private static let square = ring((0, 0), (10, 0), (10, 10), (0, 10))
  private static let hole = ring((4, 4), (6, 4), (6, 6), (4, 6))

  /// Total length of the stretches.
  private func length(_ lines: HatchLines) -> Double {
    lines.stretches.reduce(0) { sum, stretch in
      let (x, y) = (stretch.x1 - stretch.x0, stretch.y1 - stretch.y0)
      return sum + (x * x + y * y).squareRoot()
    }
  }

  @Test func `A square of ten has the diagonals that a hand counts`() {
    // Lines 5 apart along the axes: x + y = 0, 5, 10, 15, 20, of which the first and last are corners.
    let lines = HatchLines([Self.square], spacing: 5 / 2.0.squareRoot())
    let stretches = lines.stretches.map {
      [$0.x0, $0.y0, $0.x1, $0.y1].map { ($0 * 1e9).rounded() / 1e9 }
    }
    #expect(stretches == [[0, 5, 5, 0], [0, 10, 10, 0], [5, 10, 10, 5]])
  }

  @Test func `Length times spacing is the area, holes taken out`() {
    for (rings, area) in [([Self.square], 100.0), ([Self.square, Self.hole], 96)] {
      let spacing = 0.01
      // Off by at most a line at each end of each ring.
      #expect(abs(length(HatchLines(rings, spacing: spacing)) * spacing - area) < 0.5)
    }
  }

  @Test func `No stretch lies in a hole, and neighbours share their lines`() {
    let lines = HatchLines([Self.square, Self.hole], spacing: 0.5).stretches
    #expect(lines.count > 20)
    for stretch in lines {
      let (x, y) = ((stretch.x0 + stretch.x1) / 2, (stretch.y0 + stretch.y1) / 2)
      #expect(!(x > 4 && x < 6 && y > 4 && y < 6))
    }
    let neighbour = HatchLines([Self.ring((10, 0), (20, 0), (20, 10), (10, 10))], spacing: 0.5)
    let ends = Set(lines.filter { $0.x1 > 9.999 }.map { ($0.y1 * 1e6).rounded() })
    let starts = Set(neighbour.stretches.filter { $0.x0 < 10.001 }.map { ($0.y0 * 1e6).rounded() })
    #expect(ends.intersection(starts).count >= ends.count - 1)
  }

  @Test func `A ring of two points and no ring at all have no stretch`() {
    #expect(HatchLines([], spacing: 1).stretches.isEmpty)
    #expect(HatchLines([Self.ring((0, 0), (9, 9))], spacing: 1).stretches.isEmpty)
  }
}
