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
      let end = ringStarts[ring + 1]
      var first = ringStarts[ring]
      while first + 1 < end {
        let vertices = first..<min(first + 64, end)
        var crossing = edgesCrossing(py, vertices)
        while crossing != 0 {
          let from = first + crossing.trailingZeroBitCount
          crossing &= crossing - 1
          let share = (py - y[from]) / (y[from + 1] - y[from])
          inside = inside != (px < x[from] + share * (x[from + 1] - x[from]))
        }
        first += 63
      }
    }
    return inside
  }

  /// The edges between neighbours of up to 64 vertices that cross a northing, one bit an edge.
  ///
  /// Vertices on the northing count as below it. Without branches: which edges cross is anybody's guess.
  @inline(__always)
  private func edgesCrossing(_ northing: Double, _ vertices: Range<Int>) -> UInt64 {
    // Adding 0 turns −0 into 0: the sign of a difference is then exact.
    let level = northing + 0
    var above: UInt64 = 0
    for vertex in vertices.reversed() {
      above = above << 1 | (level - y[vertex]).bitPattern >> 63
    }
    return (above ^ above >> 1) & ~(.max << UInt64(vertices.count - 1))
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
