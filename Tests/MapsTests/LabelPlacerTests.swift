import Model
import Testing

@testable import Maps

@Suite struct LabelPlacerTests {
  /// Numbers that look random and are the same in every run (Park and Miller 1988).
  private struct Sequence {
    var state: UInt64 = 20_261
    mutating func next(_ limit: Double) -> Double {
      state = state * 48_271 % 2_147_483_647
      return Double(state) / 2_147_483_647 * limit
    }
  }

  @Test func `No two labels touch, and each left out had no free position`() {
    var numbers = Sequence()
    let bounds = BoundingBox(minX: 0, minY: 0, maxX: 200, maxY: 100)
    let symbols = (0..<400).map { _ in (x: numbers.next(200), y: numbers.next(100)) }
    let obstacles = symbols.map {
      BoundingBox(minX: $0.x - 1, minY: $0.y - 1, maxX: $0.x + 1, maxY: $0.y + 1)
    }
    var placer = LabelPlacer(bounds: bounds, obstacles: obstacles)
    var placed: [BoundingBox] = []
    var omitted = 0
    for symbol in symbols {
      let (width, height) = (3 + numbers.next(20), 2.5)
      let positions = LabelPlacer.besides(
        symbol.x, symbol.y, symbol: 2, width: width, height: height)
      // By hand: each position against everything there is.
      let free = positions.first { position in
        position.x >= 0 && position.y >= 0 && position.x + width <= 200
          && position.y + height <= 100
          && (obstacles + placed).allSatisfy {
            $0.maxX < position.x || $0.minX > position.x + width || $0.maxY < position.y
              || $0.minY > position.y + height
          }
      }
      let box = placer.place(width: width, height: height, positions: positions)
      #expect(box?.minX == free?.x && box?.minY == free?.y)
      if let box { placed.append(box) } else { omitted += 1 }
    }
    #expect(placed.count > 50 && omitted > 50)
    for (index, one) in placed.enumerated() {
      for other in placed[(index + 1)...] { #expect(!one.intersects(other)) }
    }
  }

  @Test func `A label keeps away from the one placed just before it`() {
    let bounds = BoundingBox(minX: 0, minY: 0, maxX: 100, maxY: 100)
    var placer = LabelPlacer(bounds: bounds, obstacles: [])
    let positions = LabelPlacer.over(50, 50, width: 10, height: 2)
    let boxes = (0..<3).map { _ in placer.place(width: 10, height: 2, positions: positions) }
    // Boxes that share an edge touch: above and below the first, both positions are taken.
    #expect(boxes[0]?.minY == 49)
    #expect(boxes[1] == nil && boxes[2] == nil)
  }

  @Test func `The first choice is right of the symbol, at its height`() {
    let first = LabelPlacer.besides(10, 20, symbol: 3, width: 8, height: 2)[0]
    #expect(first.x == 12 && first.y == 19)
  }

  @Test func `The eight positions beside a symbol do not cover it`() {
    let symbol = BoundingBox(minX: 8.5, minY: 18.5, maxX: 11.5, maxY: 21.5)
    for position in LabelPlacer.besides(10, 20, symbol: 3, width: 8, height: 2) {
      let box = BoundingBox(
        minX: position.x, minY: position.y, maxX: position.x + 8, maxY: position.y + 2)
      #expect(!box.intersects(symbol))
    }
  }
}
