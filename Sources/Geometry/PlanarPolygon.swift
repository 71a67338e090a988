import Model

/// One block's rings in metres of its local projection, relative to an origin near it: scratch memory that a
/// worker fills again for every block.
///
/// Rings are closed (last vertex = first). After `orient()` outer rings run counter-clockwise and holes
/// clockwise, so the interior is on the left of every edge. Not shared between threads.
package final class PlanarPolygon {
  package private(set) var x: UnsafeMutablePointer<Double>
  package private(set) var y: UnsafeMutablePointer<Double>
  private var capacity: Int
  /// Vertices stored, closing ones included.
  package private(set) var count = 0
  /// First vertex of each ring, and the end.
  package private(set) var ringStarts: UnsafeMutablePointer<Int>
  package private(set) var ringCount = 0
  private var ringCapacity = 8
  /// True for rings that are outer rings of a part.
  private var isOuter: UnsafeMutablePointer<Bool>
  /// The box around all vertices.
  package private(set) var box = BoundingBox.empty
  /// Area in square metres: outer rings less holes. Set by `orient()`.
  package private(set) var area = 0.0
  /// Centre of mass of the area; the mean of the vertices when the area is zero. Set by `orient()`.
  package private(set) var centroid = PlanarPoint(x: 0, y: 0)

  package init(capacity: Int = 256) {
    self.capacity = capacity
    x = .allocate(capacity: capacity)
    y = .allocate(capacity: capacity)
    ringStarts = .allocate(capacity: ringCapacity + 1)
    ringStarts[0] = 0
    isOuter = .allocate(capacity: ringCapacity + 1)
  }

  deinit {
    x.deallocate()
    y.deallocate()
    ringStarts.deallocate()
    isOuter.deallocate()
  }

  package func removeAll() {
    count = 0
    ringCount = 0
    box = .empty
  }

  package func reserve(_ wanted: Int) {
    if wanted <= capacity { return }
    let larger = max(wanted, capacity * 2)
    x = Self.moved(x, count: count, capacity: larger)
    y = Self.moved(y, count: count, capacity: larger)
    capacity = larger
  }

  private static func moved<Element>(
    _ old: UnsafeMutablePointer<Element>, count: Int, capacity: Int
  ) -> UnsafeMutablePointer<Element> {
    let new = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    new.moveInitialize(from: old, count: count)
    old.deallocate()
    return new
  }

  /// Appends a closed ring of places in degrees, projected around an anchor that reaches them.
  package func appendRing(
    _ places: UnsafeBufferPointer<Coordinate>, anchor: borrowing LocalProjectionAnchor, outer: Bool
  ) {
    reserve(count + places.count)
    let px = x + count
    let py = y + count
    for index in 0..<places.count {
      let point = anchor.offset(longitude: places[index].x, latitude: places[index].y)
      px[index] = point.x
      py[index] = point.y
    }
    count += places.count
    endRing(outer: outer)
  }

  @inline(__always)
  package func appendVertex(_ px: Double, _ py: Double) {
    x[count] = px
    y[count] = py
    count += 1
  }

  /// Ends the ring whose vertices were appended since the last call.
  package func endRing(outer: Bool) {
    if ringCount == ringCapacity {
      ringCapacity *= 2
      ringStarts = Self.moved(ringStarts, count: ringCount + 1, capacity: ringCapacity + 1)
      isOuter = Self.moved(isOuter, count: ringCount, capacity: ringCapacity + 1)
    }
    isOuter[ringCount] = outer
    ringCount += 1
    ringStarts[ringCount] = count
  }

  /// Replaces the content by rings of points; for tests and clipped shapes.
  package func assign(_ parts: [[[PlanarPoint]]]) {
    removeAll()
    reserve(parts.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } })
    for rings in parts {
      for (index, ring) in rings.enumerated() {
        for point in ring { appendVertex(point.x, point.y) }
        endRing(outer: index == 0)
      }
    }
    orient()
  }

  /// Turns rings so that the interior is on their left, and computes area, centroid and box.
  package func orient() {
    var total = 0.0
    var momentX = 0.0
    var momentY = 0.0
    box = .empty
    for ring in 0..<ringCount {
      let start = ringStarts[ring]
      let end = ringStarts[ring + 1]
      if start == end { continue }
      let x0 = x[start]
      let y0 = y[start]
      var twice = 0.0
      var mx = 0.0
      var my = 0.0
      var previousX = 0.0
      var previousY = 0.0
      for index in start..<end {
        box.extend(x: x[index], y: y[index])
        let dx = x[index] - x0
        let dy = y[index] - y0
        let cross = previousX * dy - dx * previousY
        twice += cross
        mx += cross * (previousX + dx)
        my += cross * (previousY + dy)
        previousX = dx
        previousY = dy
      }
      if (twice < 0) == isOuter[ring], twice != 0 {
        reverse(start, end)
        twice = -twice
        mx = -mx
        my = -my
      }
      total += twice
      momentX += mx / 3 + twice * x0
      momentY += my / 3 + twice * y0
    }
    area = max(0, total / 2)
    centroid =
      total > 0 ? PlanarPoint(x: momentX / total, y: momentY / total) : vertexMean()
  }

  private func reverse(_ start: Int, _ end: Int) {
    var low = start
    var high = end - 1
    while low < high {
      (x[low], x[high]) = (x[high], x[low])
      (y[low], y[high]) = (y[high], y[low])
      low += 1
      high -= 1
    }
  }

  private func vertexMean() -> PlanarPoint {
    var sumX = 0.0
    var sumY = 0.0
    for index in 0..<count {
      sumX += x[index]
      sumY += y[index]
    }
    return count == 0
      ? PlanarPoint(x: 0, y: 0) : PlanarPoint(x: sumX / Double(count), y: sumY / Double(count))
  }

  /// The rings as plain values, valid until this polygon next changes or goes away.
  package var outline: PolygonOutline {
    PolygonOutline(
      x: UnsafePointer(x), y: UnsafePointer(y), count: count,
      ringStarts: UnsafePointer(ringStarts), ringCount: ringCount, isOuter: UnsafePointer(isOuter),
      box: box, area: area, centroid: centroid)
  }

  /// Replaces the content by an areal feature whose coordinates are planar metres, oriented.
  package func assign(_ shapes: ShapeColumn, feature: Int) {
    removeAll()
    reserve(shapes.coordinateRange(of: feature).count)
    for part in shapes.parts(of: feature) {
      let rings = shapes.rings(of: part)
      for ring in rings {
        for index in shapes.coordinates(of: ring) {
          appendVertex(shapes.coordinates[index].x, shapes.coordinates[index].y)
        }
        endRing(outer: ring == rings.lowerBound)
      }
    }
    orient()
  }

  /// Replaces the content by the part of `other` inside a convex counter-clockwise polygon, oriented
  /// (Sutherland–Hodgman ring by ring).
  ///
  /// Where a ring leaves and comes back, edges run to and fro along the clip's border; they cancel in every
  /// integral along the boundary, so areas stay exact.
  package func assign(_ other: PolygonOutline, inside clip: [PlanarPoint]) {
    removeAll()
    for ring in 0..<other.ringCount {
      var points = (other.ringStarts[ring]..<other.ringStarts[ring + 1]).map {
        PlanarPoint(x: other.x[$0], y: other.y[$0])
      }
      for corner in clip.indices where !points.isEmpty {
        points = Self.cut(points, clip[corner], clip[(corner + 1) % clip.count])
      }
      if points.count < 4 { continue }
      reserve(count + points.count)
      for point in points { appendVertex(point.x, point.y) }
      endRing(outer: other.isOuter[ring])
    }
    orient()
  }

  /// The part of a closed ring on the left of the line through `a` and `b`.
  private static func cut(_ ring: [PlanarPoint], _ a: PlanarPoint, _ b: PlanarPoint)
    -> [PlanarPoint]
  {
    func side(_ p: PlanarPoint) -> Double {
      (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
    }
    var result: [PlanarPoint] = []
    for (from, to) in zip(ring, ring.dropFirst()) {
      let s = side(from)
      let t = side(to)
      if s >= 0 { result.append(from) }
      if (s >= 0) != (t >= 0) {
        let k = s / (s - t)
        result.append(PlanarPoint(x: from.x + k * (to.x - from.x), y: from.y + k * (to.y - from.y)))
      }
    }
    if let first = result.first { result.append(first) }
    return result
  }
}
