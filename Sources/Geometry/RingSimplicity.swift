import Model

/// A cheap test that proves most rings simple, so that only doubtful ones need GEOS's full validity check.
///
/// `isCertainlySimple` errs on the side of doubt: it says true only when no two edges of the ring touch
/// except neighbours at their common vertex, judged with a margin for rounding. Scratch memory of one worker.
package final class RingSimplicity {
  private var minX: [Double] = []
  private var maxX: [Double] = []
  private var minY: [Double] = []
  private var maxY: [Double] = []
  private var order: [Int32] = []

  /// Rings of up to this many edges compare all pairs of edges; longer ones sort them first.
  private static let pairwiseLimit = 48

  package init() {}

  /// True when the closed ring (last = first, any units) certainly does not touch or cross itself.
  package func isCertainlySimple(_ ring: UnsafeBufferPointer<Coordinate>) -> Bool {
    let edges = ring.count - 1
    if edges < 3 { return false }
    prepare(edges)
    for edge in 0..<edges {
      let a = ring[edge]
      let b = ring[edge + 1]
      // Repeated points and spikes need the full check.
      if a.x == b.x && a.y == b.y { return false }
      let c = ring[edge + 1 == edges ? 1 : edge + 2]
      if isSpike(a, b, c) { return false }
      minX[edge] = min(a.x, b.x)
      maxX[edge] = max(a.x, b.x)
      minY[edge] = min(a.y, b.y)
      maxY[edge] = max(a.y, b.y)
    }
    return edges <= Self.pairwiseLimit ? pairwise(ring, edges) : swept(ring, edges)
  }

  private func prepare(_ edges: Int) {
    if minX.count >= edges { return }
    let size = edges * 2
    minX = [Double](repeating: 0, count: size)
    maxX = minX
    minY = minX
    maxY = minX
  }

  /// True when the path a–b–c may turn straight back on itself.
  @inline(__always)
  private func isSpike(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate) -> Bool {
    let ux = b.x - a.x
    let uy = b.y - a.y
    let vx = c.x - b.x
    let vy = c.y - b.y
    let dot = ux * vx + uy * vy
    return dot < 0 && abs(ux * vy - uy * vx) <= 1e-9 * -dot
  }

  private func pairwise(_ ring: UnsafeBufferPointer<Coordinate>, _ edges: Int) -> Bool {
    minX.withUnsafeBufferPointer { minX in
      maxX.withUnsafeBufferPointer { maxX in
        minY.withUnsafeBufferPointer { minY in
          maxY.withUnsafeBufferPointer { maxY in
            for first in 0..<(edges - 2) {
              let lowX = minX[first]
              let highX = maxX[first]
              let lowY = minY[first]
              let highY = maxY[first]
              // The last edge is a neighbour of the first.
              let end = first == 0 ? edges - 1 : edges
              var second = first + 2
              while second < end {
                if minX[second] <= highX && maxX[second] >= lowX && minY[second] <= highY
                  && maxY[second] >= lowY && mayTouch(ring, first, second)
                {
                  return false
                }
                second += 1
              }
            }
            return true
          }
        }
      }
    }
  }

  private func swept(_ ring: UnsafeBufferPointer<Coordinate>, _ edges: Int) -> Bool {
    order = (0..<Int32(edges)).map { $0 }
    order.sort { minX[Int($0)] < minX[Int($1)] }
    for position in 0..<edges {
      let first = Int(order[position])
      for later in (position + 1)..<max(edges, position + 1) {
        let second = Int(order[later])
        if minX[second] > maxX[first] { break }
        if minY[second] > maxY[first] || maxY[second] < minY[first] { continue }
        let gap = abs(first - second)
        if gap == 1 || gap == edges - 1 { continue }
        if mayTouch(ring, first, second) { return false }
      }
    }
    return true
  }

  /// True unless the ends of one edge lie clearly on the same side of the other's line.
  @inline(__always)
  private func mayTouch(_ ring: UnsafeBufferPointer<Coordinate>, _ first: Int, _ second: Int)
    -> Bool
  {
    let a = ring[first]
    let b = ring[first + 1]
    let c = ring[second]
    let d = ring[second + 1]
    return !Coordinate.line(a, b, leavesOnOneSide: c, d)
      && !Coordinate.line(c, d, leavesOnOneSide: a, b)
  }
}

extension Coordinate {
  /// True when `p` and `q` lie on the same side of the line through `a` and `b`, clear of rounding.
  ///
  /// Coordinates of 7e6 m or 180° carry errors of 1e-16 of themselves; differences here are exact or nearly so,
  /// and the products lose at most a few units in the last place.
  @inline(__always)
  static func line(
    _ a: Coordinate, _ b: Coordinate, leavesOnOneSide p: Coordinate, _ q: Coordinate
  ) -> Bool {
    let dx = b.x - a.x
    let dy = b.y - a.y
    let sideP = dx * (p.y - a.y) - dy * (p.x - a.x)
    let sideQ = dx * (q.y - a.y) - dy * (q.x - a.x)
    let margin =
      1e-14
      * (abs(dx) * (abs(p.y - a.y) + abs(q.y - a.y)) + abs(dy) * (abs(p.x - a.x) + abs(q.x - a.x)))
    return (sideP > margin && sideQ > margin) || (sideP < -margin && sideQ < -margin)
  }
}
