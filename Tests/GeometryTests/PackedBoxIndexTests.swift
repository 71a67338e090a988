import Model
import Testing

@testable import Geometry

@Suite struct PackedBoxIndexTests {
  /// Boxes on a coarse lattice, so that many touch or coincide; some empty, some points.
  func boxes(_ count: Int, _ generator: inout SeededGenerator) -> [BoundingBox] {
    (0..<count).map { _ in
      if Int.random(in: 0..<20, using: &generator) == 0 { return .empty }
      let x = Double(Int.random(in: 0...200, using: &generator))
      let y = Double(Int.random(in: -50...50, using: &generator))
      return BoundingBox(
        minX: x, minY: y, maxX: x + Double(Int.random(in: 0...6, using: &generator)),
        maxY: y + Double(Int.random(in: 0...6, using: &generator)))
    }
  }

  @Test(arguments: [0, 1, 2, 15, 16, 17, 255, 256, 257, 3000])
  func `Queries find what comparing all boxes finds`(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count) + 1)
    let given = boxes(count, &generator)
    let index = PackedBoxIndex(given)
    #expect(index.count == count)
    var found = 0
    for query in boxes(200, &generator) {
      let expected = given.indices.filter { !given[$0].isEmpty && given[$0].intersects(query) }
      let result = index.query(query)
      #expect(result == expected.map { Int32($0) })
      found += result.count
      var visited: [Int] = []
      index.forEach(meeting: query) {
        visited.append($0)
        return true
      }
      #expect(visited.sorted() == expected)
    }
    #expect(count < 255 || found > 0)
  }

  @Test(arguments: [1, 16, 17, 3000])
  func `The nearest box is the one a full comparison finds, ties by index`(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count) + 77)
    let given = boxes(count, &generator) + [BoundingBox(minX: 3, minY: 3, maxX: 4, maxY: 4)]
    let index = PackedBoxIndex(given)
    for _ in 0..<300 {
      let x = Double.random(in: -50...250, using: &generator).rounded()
      let y = Double.random(in: -90...90, using: &generator).rounded()
      let expected = given.indices.filter { !given[$0].isEmpty }
        .map { (given[$0].distance(x: x, y: y), $0) }.min(by: <)
      let result = index.nearest(x: x, y: y)
      #expect(result?.index == expected?.1 && result?.distance == expected?.0)
      let limited = index.nearest(x: x, y: y, within: 10)
      #expect((limited == nil) == ((expected?.0 ?? .infinity) > 10))
    }
  }

  @Test func `A search can be stopped, and an empty index finds nothing`() {
    let index = PackedBoxIndex(
      (0..<100).map { BoundingBox(minX: Double($0), minY: 0, maxX: Double($0), maxY: 0) })
    var count = 0
    index.forEach(meeting: BoundingBox(minX: 0, minY: 0, maxX: 99, maxY: 0)) { _ in
      count += 1
      return count < 7
    }
    #expect(count == 7)
    #expect(PackedBoxIndex([.empty, .empty]).nearest(x: 0, y: 0) == nil)
    #expect(PackedBoxIndex([]).query(BoundingBox(minX: 0, minY: 0, maxX: 1, maxY: 1)).isEmpty)
  }

  @Test func `The nearest by a true distance looks past nearer boxes`() {
    let given = [
      BoundingBox(minX: 0, minY: 0, maxX: 10, maxY: 10),
      BoundingBox(minX: 12, minY: 0, maxX: 13, maxY: 1),
    ]
    let result = PackedBoxIndex(given).nearest(x: 9, y: 0.5) { item, bound in
      item == 0 ? 8 : bound
    }
    #expect(result?.index == 1 && result?.distance == 3)
  }
}
