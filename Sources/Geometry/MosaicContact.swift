import Model

/// Proves of most pairs of neighbouring polygons that they have no common interior, by their edges alone.
///
/// Two boundaries that share whole edges in opposite directions or single vertices, and otherwise keep clear
/// of each other, overlap only if a stretch of one between two contacts lies inside the other. Anything
/// doubtful (crossings, T-junctions, edges in the same direction) is left to an exact intersection.
/// Scratch memory of one worker.
final class MosaicContact {
  private struct Edge {
    /// Index of its first vertex.
    var start: Int32
    var isFirst: Bool
    var minX: Double
    var maxX: Double
  }

  private var firstEdges: [Edge] = []
  private var secondEdges: [Edge] = []
  /// Per vertex of the two features: its edge is shared, it is touched.
  private var shared: [[Bool]] = [[], []]
  private var touched: [[Bool]] = [[], []]
  private var offsets = [0, 0]

  /// False only when the two features certainly have no interior in common.
  func mayOverlap(_ plane: MosaicPlane, _ first: Int, _ second: Int) -> Bool {
    let a = plane.boxes[first]
    let b = plane.boxes[second]
    let window = BoundingBox(
      minX: max(a.minX, b.minX), minY: max(a.minY, b.minY), maxX: min(a.maxX, b.maxX),
      maxY: min(a.maxY, b.maxY))
    if window.minX >= window.maxX || window.minY >= window.maxY { return false }
    return plane.points.withUnsafeBufferPointer { points in
      prepare(plane, first, 0)
      prepare(plane, second, 1)
      collect(plane, points, first, window, isFirst: true, into: &firstEdges)
      collect(plane, points, second, window, isFirst: false, into: &secondEdges)
      if !boundariesKeepClear(points) { return true }
      return entersInside(plane, points, first, 0, of: second)
        || entersInside(plane, points, second, 1, of: first)
    }
  }

  private func prepare(_ plane: MosaicPlane, _ feature: Int, _ side: Int) {
    let rings = plane.rings(of: feature)
    offsets[side] = Int(plane.ringStarts[rings.lowerBound])
    let count = Int(plane.ringStarts[rings.upperBound]) - offsets[side]
    if shared[side].count < count {
      shared[side] = [Bool](repeating: false, count: count)
      touched[side] = shared[side]
    } else {
      for index in 0..<count {
        shared[side][index] = false
        touched[side][index] = false
      }
    }
  }

  private func collect(
    _ plane: MosaicPlane, _ points: UnsafeBufferPointer<Coordinate>, _ feature: Int,
    _ window: BoundingBox, isFirst: Bool, into edges: inout [Edge]
  ) {
    edges.removeAll(keepingCapacity: true)
    for ring in plane.rings(of: feature) {
      let range = plane.vertices(of: ring)
      for index in range.lowerBound..<(range.upperBound - 1) {
        let p = points[index]
        let q = points[index + 1]
        let minX = min(p.x, q.x)
        let maxX = max(p.x, q.x)
        if minX > window.maxX || maxX < window.minX || min(p.y, q.y) > window.maxY
          || max(p.y, q.y) < window.minY
        {
          continue
        }
        edges.append(Edge(start: Int32(index), isFirst: isFirst, minX: minX, maxX: maxX))
      }
    }
  }

  /// Compares all pairs of edges whose boxes meet; marks contacts; false when one is doubtful.
  private func boundariesKeepClear(_ points: UnsafeBufferPointer<Coordinate>) -> Bool {
    if firstEdges.count * secondEdges.count > 1024 { return sweep(points) }
    for first in firstEdges {
      for second in secondEdges where first.minX <= second.maxX && second.minX <= first.maxX {
        if !compare(points, Int(first.start), Int(second.start)) { return false }
      }
    }
    return true
  }

  /// The same from left to right, for long boundaries.
  private func sweep(_ points: UnsafeBufferPointer<Coordinate>) -> Bool {
    let edges = (firstEdges + secondEdges).sorted { $0.minX < $1.minX }
    var active: [[Edge]] = [[], []]
    for edge in edges {
      let others = edge.isFirst ? 1 : 0
      active[others].removeAll { $0.maxX < edge.minX }
      for other in active[others] {
        let first = edge.isFirst ? edge : other
        let second = edge.isFirst ? other : edge
        if !compare(points, Int(first.start), Int(second.start)) { return false }
      }
      active[1 - others].append(edge)
    }
    return true
  }

  /// False when two edges meet other than as a shared edge in opposite directions or at a shared vertex.
  @inline(__always)
  private func compare(_ points: UnsafeBufferPointer<Coordinate>, _ e: Int, _ f: Int) -> Bool {
    let a = points[e]
    let b = points[e + 1]
    let c = points[f]
    let d = points[f + 1]
    if max(c.y, d.y) < min(a.y, b.y) || min(c.y, d.y) > max(a.y, b.y) { return true }
    if a == d && b == c {
      shared[0][e - offsets[0]] = true
      shared[1][f - offsets[1]] = true
      touch(e, f + 1)
      touch(e + 1, f)
      return true
    }
    if a == c {
      touch(e, f)
      return b != d && !foldsOnto(a, b, d)
    }
    if a == d {
      touch(e, f + 1)
      return !foldsOnto(a, b, c)
    }
    if b == c {
      touch(e + 1, f)
      return !foldsOnto(b, a, d)
    }
    if b == d {
      touch(e + 1, f + 1)
      return !foldsOnto(b, a, c)
    }
    return Coordinate.line(a, b, leavesOnOneSide: c, d)
      || Coordinate.line(c, d, leavesOnOneSide: a, b)
  }

  private func touch(_ first: Int, _ second: Int) {
    touched[0][first - offsets[0]] = true
    touched[1][second - offsets[1]] = true
  }

  /// True when the edges from `v` to `p` and to `q` may run along each other.
  @inline(__always)
  private func foldsOnto(_ v: Coordinate, _ p: Coordinate, _ q: Coordinate) -> Bool {
    let px = p.x - v.x
    let py = p.y - v.y
    let qx = q.x - v.x
    let qy = q.y - v.y
    let dot = px * qx + py * qy
    return dot > 0 && abs(px * qy - py * qx) <= 1e-9 * dot
  }

  /// True when a stretch of `feature`'s boundary between contacts lies inside `other`.
  private func entersInside(
    _ plane: MosaicPlane, _ points: UnsafeBufferPointer<Coordinate>, _ feature: Int, _ side: Int,
    of other: Int
  ) -> Bool {
    let box = plane.boxes[other]
    for ring in plane.rings(of: feature) {
      let range = plane.vertices(of: ring)
      let edges = range.count - 1
      // A ring is closed: start at a contact, so that no stretch is cut at its first vertex.
      let first =
        (0..<edges).first { touched[side][range.lowerBound + $0 - offsets[side]] } ?? 0
      var step = 0
      while step < edges {
        let begin = range.lowerBound + (first + step) % edges
        if shared[side][begin - offsets[side]] {
          step += 1
          continue
        }
        var isOutside = false
        repeat {
          let index = range.lowerBound + (first + step) % edges
          isOutside = isOutside || !box.holds(points[index])
          step += 1
        } while step < edges
          && !touched[side][range.lowerBound + (first + step) % edges - offsets[side]]
        if isOutside { continue }
        let from = points[begin]
        let to = points[begin + 1]
        let middle = Coordinate(x: (from.x + to.x) / 2, y: (from.y + to.y) / 2)
        if plane.contains(other, middle) { return true }
      }
    }
    return false
  }
}

extension BoundingBox {
  fileprivate func holds(_ point: Coordinate) -> Bool {
    point.x >= minX && point.x <= maxX && point.y >= minY && point.y <= maxY
  }
}
