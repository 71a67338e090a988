import Model

/// The rings of a `PlanarPolygon` as a plain value, so that the hot loops count no references.
///
/// Borrowed memory: valid until the polygon it was taken from next changes or goes away.
package struct PolygonOutline: BitwiseCopyable {
  /// Vertices in metres, ring after ring, closing ones included.
  package let x: UnsafePointer<Double>
  package let y: UnsafePointer<Double>
  package let count: Int
  /// First vertex of each ring, and the end.
  package let ringStarts: UnsafePointer<Int>
  package let ringCount: Int
  /// True for rings that are outer rings of a part.
  let isOuter: UnsafePointer<Bool>
  /// The box around all vertices.
  package let box: BoundingBox
  /// Square metres: outer rings less holes.
  package let area: Double
  /// Centre of mass of the area; the mean of the vertices when the area is zero.
  package let centroid: PlanarPoint

  /// True when the point is inside by the crossing rule; points on the boundary may go either way.
  package func contains(_ px: Double, _ py: Double) -> Bool {
    var inside = false
    for ring in 0..<ringCount {
      let start = ringStarts[ring]
      let end = ringStarts[ring + 1]
      if start + 1 >= end { continue }
      var previousX = x[start]
      var previousY = y[start]
      for index in (start + 1)..<end {
        let currentX = x[index]
        let currentY = y[index]
        if (previousY > py) != (currentY > py) {
          let at = previousX + (py - previousY) / (currentY - previousY) * (currentX - previousX)
          if px < at { inside.toggle() }
        }
        previousX = currentX
        previousY = currentY
      }
    }
    return inside
  }

  /// The rings as one (multi)polygon feature whose coordinates are planar metres.
  package func shape() -> ShapeColumn {
    var parts: [[[Coordinate]]] = []
    for ring in 0..<ringCount {
      let coordinates = (ringStarts[ring]..<ringStarts[ring + 1]).map {
        Coordinate(x: x[$0], y: y[$0])
      }
      if isOuter[ring] || parts.isEmpty {
        parts.append([coordinates])
      } else {
        parts[parts.count - 1].append(coordinates)
      }
    }
    var shapes = ShapeColumn()
    shapes.append(parts.count == 1 ? .polygon : .multiPolygon, parts: parts)
    return shapes
  }
}
