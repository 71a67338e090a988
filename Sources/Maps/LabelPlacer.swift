import Model

/// Finds room for labels one after the other: the first position that touches nothing is taken.
///
/// Positions around a point and their order follow E. Imhof, Positioning names on maps (1975): right of it first,
/// above rather than below. Greedy by priority, so an important label never gives way (compare J. Christensen,
/// J. Marks and S. Shieber 1995, who call it the baseline).
package struct LabelPlacer: Sendable {
  private let bounds: BoundingBox
  private var taken: [BoundingBox]

  /// - Parameters: `bounds` and `obstacles` in millimetres, y down.
  package init(bounds: BoundingBox, obstacles: [BoundingBox]) {
    self.bounds = bounds
    taken = obstacles
  }

  /// Takes the first free position of a label; nil when all are taken.
  package mutating func place(
    width: Double, height: Double, positions: [(x: Double, y: Double)]
  ) -> BoundingBox? {
    for position in positions {
      let box = BoundingBox(
        minX: position.x, minY: position.y, maxX: position.x + width, maxY: position.y + height)
      if isInside(box) && !taken.contains(where: { $0.intersects(box) }) {
        taken.append(box)
        return box
      }
    }
    return nil
  }

  private func isInside(_ box: BoundingBox) -> Bool {
    box.minX >= bounds.minX && box.minY >= bounds.minY && box.maxX <= bounds.maxX
      && box.maxY <= bounds.maxY
  }

  /// Upper left corners to try beside a symbol of `symbol` millimetres, best first.
  package static func besides(
    _ x: Double, _ y: Double, symbol: Double, width: Double, height: Double
  ) -> [(x: Double, y: Double)] {
    let away = symbol / 2 + 0.5
    let right = x + away
    let left = x - away - width
    let middle = x - width / 2
    return [
      (right, y - height / 2), (right, y - height), (right, y), (left, y - height / 2),
      (left, y - height), (left, y), (middle, y - away - height), (middle, y + away),
    ]
  }

  /// Upper left corners to try over an area, best first.
  package static func over(
    _ x: Double, _ y: Double, width: Double, height: Double
  ) -> [(x: Double, y: Double)] {
    let (left, top) = (x - width / 2, y - height / 2)
    return [
      (left, top), (left, top - height), (left, top + height), (left - width / 4, top),
      (left + width / 4, top),
    ]
  }
}
