import Model
import Testing

@testable import Maps

@Suite struct PanelFrameTests {
  private let box = BoundingBox(minX: 10, minY: 20, maxX: 110, maxY: 70)

  @Test func `A square kilometre in 100 by 50 mm is drawn at 1 to 22,000, as the height asks`() {
    let frame = PanelFrame(BoundingBox(minX: 0, minY: 0, maxX: 1000, maxY: 1000), in: box)
    // 1,000 m on 94 % of 50 mm: 1:21,277, up to two digits.
    #expect(frame.scale == 22_000)
    let middle = frame.paper(PlanarPoint(x: 500, y: 500))
    #expect(middle.x == 60 && middle.y == 45)
    let corner = frame.paper(PlanarPoint(x: 1000, y: 1000))
    #expect(abs(corner.x - (60 + 500_000 / 22_000.0)) < 1e-12)
    #expect(abs(corner.y - (45 - 500_000 / 22_000.0)) < 1e-12)
  }

  @Test(arguments: [
    (10_000.0, 10_000.0), (10_001, 11_000), (99_001, 100_000), (1_234, 1_300), (7.11, 7.2),
  ])
  func `Scales go up to two significant digits`(scale: Double, rounded: Double) {
    #expect(abs(PanelFrame.rounded(scale) - rounded) < 1e-9 * rounded)
  }

  @Test func `A lone point is shown with a hundred metres around it`() {
    let frame = PanelFrame(BoundingBox(minX: 5, minY: 5, maxX: 5, maxY: 5), in: box)
    // 100 m on 47 mm.
    #expect(frame.scale == 2_200)
  }

  @Test func `What lies far outside stays within the drawing library's numbers`() {
    let frame = PanelFrame(BoundingBox(minX: 0, minY: 0, maxX: 1, maxY: 1), in: box)
    let place = frame.paper(PlanarPoint(x: 1e12, y: -1e12))
    #expect(place.x == 20_000 && place.y == 20_000)
  }

  @Test func `Two tall panels stand side by side, two wide ones above each other`() {
    let tall = BoundingBox(minX: 0, minY: 0, maxX: 100, maxY: 300)
    let wide = BoundingBox(minX: 0, minY: 0, maxX: 300, maxY: 100)
    let page = BoundingBox(minX: 0, minY: 0, maxX: 200, maxY: 200)
    let columns = PanelGrid.best([tall, tall], in: page, gap: 2, titleHeight: 0)
    #expect(columns.columns == 2)
    #expect(columns.boxes[1] == BoundingBox(minX: 101, minY: 0, maxX: 200, maxY: 200))
    let rows = PanelGrid.best([wide, wide], in: page, gap: 2, titleHeight: 5)
    #expect(rows.columns == 1)
    #expect(rows.boxes[1] == BoundingBox(minX: 0, minY: 106, maxX: 200, maxY: 200))
  }
}
