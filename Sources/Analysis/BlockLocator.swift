import Geometry
import Model

/// Finds the block a place lies in. The boundary belongs to the block; of several blocks the first in the file
/// wins.
struct BlockLocator: Sendable {
  private let layer: Layer
  private let index: PackedBoxIndex

  init(_ layer: Layer) {
    self.layer = layer
    var boxes: [BoundingBox] = []
    boxes.reserveCapacity(layer.count)
    for chunk in layer.chunks {
      for offset in 0..<chunk.count {
        boxes.append(
          chunk.shapes.kinds[offset].isAreal ? chunk.shapes.boundingBox(of: offset) : .empty)
      }
    }
    index = PackedBoxIndex(boxes)
  }

  /// Index of the first block that covers the place.
  func block(at place: GeographicPoint) -> Int32? {
    let box = BoundingBox(
      minX: place.longitude, minY: place.latitude, maxX: place.longitude, maxY: place.latitude)
    return index.query(box).first { covers(Int($0), place) }
  }

  private func covers(_ block: Int, _ place: GeographicPoint) -> Bool {
    let (chunk, offset) = layer.locate(block)
    let shapes = layer.chunks[chunk].shapes
    var isInside = false
    for part in shapes.parts(of: offset) {
      for ring in shapes.rings(of: part) {
        let range = shapes.coordinates(of: ring)
        for index in range.dropLast() {
          let a = shapes.coordinates[index]
          let b = shapes.coordinates[index + 1]
          if Self.isOnEdge(a, b, place) { return true }
          if (a.y > place.latitude) != (b.y > place.latitude) {
            let at = a.x + (place.latitude - a.y) / (b.y - a.y) * (b.x - a.x)
            if place.longitude < at { isInside.toggle() }
          }
        }
      }
    }
    return isInside
  }

  private static func isOnEdge(_ a: Coordinate, _ b: Coordinate, _ place: GeographicPoint) -> Bool {
    let cross =
      (b.x - a.x) * (place.latitude - a.y) - (b.y - a.y) * (place.longitude - a.x)
    return cross == 0 && min(a.x, b.x) <= place.longitude && place.longitude <= max(a.x, b.x)
      && min(a.y, b.y) <= place.latitude && place.latitude <= max(a.y, b.y)
  }
}
