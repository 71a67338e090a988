import Testing

@testable import Streets

@Suite struct HilbertCurveTests {
  @Test func `The first cells of the curve fill a square, each once`() {
    let side: UInt32 = 64
    var seen: Set<UInt32> = []
    for x in 0..<side {
      for y in 0..<side { seen.insert(HilbertCurve.position(x, y)) }
    }
    #expect(seen == Set(0..<side * side))
  }

  @Test func `Neighbours along the curve share a side`() {
    let side: UInt32 = 64
    var cells = [(x: Int, y: Int)](repeating: (0, 0), count: Int(side * side))
    for x in 0..<side {
      for y in 0..<side { cells[Int(HilbertCurve.position(x, y))] = (Int(x), Int(y)) }
    }
    for (a, b) in zip(cells, cells.dropFirst()) {
      #expect(abs(a.x - b.x) + abs(a.y - b.y) == 1)
    }
  }

  @Test func `Each quadrant at each scale is a quarter of the curve`() {
    var random = SplitMix(state: 5)
    for level in 1...16 as ClosedRange<UInt32> {
      let shift = 16 - level
      let x = UInt32.random(in: 0..<1 << 16, using: &random)
      let y = UInt32.random(in: 0..<1 << 16, using: &random)
      let corner = HilbertCurve.position((x >> shift) << shift, (y >> shift) << shift)
      #expect(HilbertCurve.position(x, y) >> (2 * shift) == corner >> (2 * shift))
    }
  }

  @Test func `The curve begins and ends at the lower corners`() {
    #expect(HilbertCurve.position(0, 0) == 0)
    let last: UInt32 = (1 << 16) - 1
    let corners = [HilbertCurve.position(last, 0), HilbertCurve.position(0, last)]
    #expect(corners.contains(UInt32.max))
  }
}
