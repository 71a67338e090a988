import Export
import Model
import Testing

@testable import Report

@Suite struct MapDataTests {
  private func ring(_ corners: [(Double, Double)]) -> [Coordinate] {
    corners.map { Coordinate(x: $0.0, y: $0.1) }
  }

  @Test func `Corners are rounded to hundred-thousandths of a degree and repeated ones dropped`() {
    let snapped = MapData.snapped(
      ring([(124.000004, 44), (124.000001, 44.000001), (124.00001, 44.00002)]), 1)
    #expect(snapped.map(\.x) == [12_400_000, 12_400_001])
    #expect(snapped.map(\.y) == [4_400_000, 4_400_002])
  }

  @Test func `Neighbours keep a common border when corners are thinned`() {
    // Ring A's right side is ring B's left side.
    let side = (0...40).map { step -> (Double, Double) in
      let across = 0.000_013 * Double(step % 3)
      return (124 + across, 44 + 0.000_011 * Double(step))
    }
    let left = Set(MapData.snapped(ring(side), 10).map { "\($0.x) \($0.y)" })
    let right = Set(MapData.snapped(ring(side.reversed()), 10).map { "\($0.x) \($0.y)" })
    #expect(left == right)
    #expect(left.count < side.count)
  }

  @Test func `A map of very many corners stays below the limit`() {
    let blocks = (0..<2_000).map { number in
      let corners = (0..<200).map { step -> Coordinate in
        let angle = Double(step) * 0.0314
        return Coordinate(
          x: 124 + 0.01 * Double(number % 40) + 0.003 * angle.truncatingRemainder(dividingBy: 1),
          y: 44 + 0.01 * Double(number / 40) + 0.0001 * Double(step))
      }
      return InteractiveMap.Block(
        polygons: [[corners + [corners[0]]]], id: "\(number)", name: "", people: 1, shares: [1],
        isUnderserved: false, priority: 0, reasons: "")
    }
    let step = MapData.step(blocks)
    let count = blocks.reduce(0) { $0 + MapData.snapped($1.polygons[0][0], step).count }
    #expect(step > 1)
    #expect(count <= MapData.vertexLimit)
  }

  @Test func `Data of a map are GeoJSON and safe in a script element`() {
    let document = hostileDocument()
    let text = JSONText.encode(
      MapData(document.map!, .english, attributions: document.attributions).json)
    #expect(!text.contains("<"))
    #expect(text.contains("\"type\":\"FeatureCollection\""))
    #expect(text.contains("[[[[124,44],[124.001,44],[124.001,44.001],[124,44.001],[124,44]]]]"))
    #expect(text.contains("\"p\":null"))
  }
}
