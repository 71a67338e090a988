import Foundation
import Model

/// The exact area of a polygon inside a union of equal discs, in closed form along edges and arcs.
///
/// By Green's theorem the area of B ∩ ⋃D is ½∮(x dy − y dx) along its boundary, which consists of the parts
/// of B's edges inside some disc and the parts of circles inside B and outside every other disc. Both are
/// integrated exactly; nothing is approximated by polygons. Cost: O(edges × discs) plus the sorting of the
/// few crossings of each circle.
///
/// Vertices on a circle count as inside (≤). Whether a vertex is inside is decided once, so each edge has
/// exactly as many crossings as its ends require and entries and exits on a circle always balance.
///
/// An instance is scratch memory for one worker; it is not shared between threads.
package final class DiscUnion {
  /// A place on one circle where the polygon's interior or another disc begins or ends.
  private struct Event: BitwiseCopyable {
    /// Grows with the angle from 0 to 4 (the “diamond angle”): orders without trigonometry.
    var angle: Double
    /// Offset from the circle's centre, metres.
    var ux: Double
    var uy: Double
    /// +1 going counter-clockwise into the polygon, −1 out of it.
    var polygonStep: Int32
    /// +1 going counter-clockwise into another disc, −1 out of it.
    var discStep: Int32
  }

  /// The part of one edge inside one disc as fractions of the edge; empty while `from >= to`.
  private struct Interval: BitwiseCopyable {
    var from: Double
    var to: Double
  }

  /// Cosine and sine of one radian.
  private static let oddCosine = 0.540_302_305_868_139_8
  private static let oddSine = 0.841_470_984_807_896_5

  private var events = ScratchArray<Event>()
  private var intervals = ScratchArray<Interval>()
  private var inside = ScratchArray<Bool>()

  package init() {}

  /// Square metres of `polygon` (oriented) within `radius` of at least one of `count` centres.
  ///
  /// Centres are in the polygon's coordinates; coinciding centres are allowed. Error: about 1e-12 of the
  /// largest of the polygon's and the discs' areas.
  package func area(
    of polygon: PolygonOutline, centresX: UnsafePointer<Double>, centresY: UnsafePointer<Double>,
    count: Int, radius: Double
  ) -> Double {
    if count == 0 || polygon.count == 0 { return 0 }
    let slots = polygon.count * count
    intervals.reserve(slots)
    inside.reserve(polygon.count)
    var twice = 0.0
    for disc in 0..<count where isFirst(disc, centresX, centresY) {
      events.removeAll()
      cut(polygon, disc: disc, of: count, centresX[disc], centresY[disc], radius)
      twice += twiceArcs(
        polygon, disc: disc, centresX: centresX, centresY: centresY, count: count, radius: radius)
    }
    twice += twiceEdges(polygon, centresX, centresY, count)
    return min(max(0, twice / 2), polygon.area)
  }

  /// False for a disc whose centre already occurred: it would cancel its twin's arcs.
  @inline(__always)
  private func isFirst(_ disc: Int, _ xs: UnsafePointer<Double>, _ ys: UnsafePointer<Double>)
    -> Bool
  {
    for other in 0..<disc where xs[other] == xs[disc] && ys[other] == ys[disc] { return false }
    return true
  }

  /// Finds the part of every edge inside one disc (`intervals`) and the crossings (`events`).
  private func cut(
    _ polygon: PolygonOutline, disc: Int, of count: Int, _ cx: Double, _ cy: Double,
    _ radius: Double
  ) {
    let r2 = radius * radius
    let x = polygon.x
    let y = polygon.y
    let inside = inside.pointer
    let intervals = intervals.pointer
    for index in 0..<polygon.count {
      let dx = x[index] - cx
      let dy = y[index] - cy
      inside[index] = dx * dx + dy * dy <= r2
    }
    for ring in 0..<polygon.ringCount {
      let end = polygon.ringStarts[ring + 1] - 1
      for edge in polygon.ringStarts[ring]..<max(end, polygon.ringStarts[ring]) {
        let slot = edge * count + disc
        if inside[edge] && inside[edge + 1] {
          intervals[slot] = Interval(from: 0, to: 1)
          continue
        }
        intervals[slot] = crossing(
          px: x[edge] - cx, py: y[edge] - cy, dx: x[edge + 1] - x[edge],
          dy: y[edge + 1] - y[edge], r2: r2, startInside: inside[edge],
          endInside: inside[edge + 1])
      }
    }
  }

  /// The part inside the disc of an edge with at least one end outside; records its crossings.
  @inline(__always)
  private func crossing(
    px: Double, py: Double, dx: Double, dy: Double, r2: Double, startInside: Bool,
    endInside: Bool
  ) -> Interval {
    let outside = Interval(from: 1, to: 0)
    let a = dx * dx + dy * dy
    let b = px * dx + py * dy
    if !startInside && !endInside {
      // Both ends outside: the chord exists only if the foot of the perpendicular lies on the edge.
      if b >= 0 || -b >= a { return outside }
    }
    let cross = px * dy - py * dx
    // a·r² − cross² is the discriminant without the cancellation of b² − a·c.
    let discriminant = a * r2 - cross * cross
    if !startInside && !endInside && discriminant <= 0 { return outside }
    let root = max(0, discriminant).squareRoot()
    var from = 0.0
    var to = 1.0
    if !startInside {
      from = min(max((-b - root) / a, 0), 1)
      record(ux: px + from * dx, uy: py + from * dy, polygonStep: -1, discStep: 0)
    }
    if !endInside {
      to = min(max((-b + root) / a, from), 1)
      record(ux: px + to * dx, uy: py + to * dy, polygonStep: 1, discStep: 0)
    }
    return Interval(from: from, to: to)
  }

  @inline(__always)
  private func record(ux: Double, uy: Double, polygonStep: Int32, discStep: Int32) {
    let p = ux / (abs(ux) + abs(uy))
    events.append(
      Event(
        angle: uy >= 0 ? 1 - p : 3 + p, ux: ux, uy: uy, polygonStep: polygonStep,
        discStep: discStep))
  }

  /// Twice the integral along the edges' parts inside at least one disc.
  private func twiceEdges(
    _ polygon: PolygonOutline, _ xs: UnsafePointer<Double>, _ ys: UnsafePointer<Double>,
    _ count: Int
  ) -> Double {
    let x = polygon.x
    let y = polygon.y
    var twice = 0.0
    for ring in 0..<polygon.ringCount {
      let start = polygon.ringStarts[ring]
      let end = max(start, polygon.ringStarts[ring + 1] - 1)
      for edge in start..<end {
        let length = unionLength(edge * count, count, xs, ys)
        if length > 0 {
          twice += length * (x[edge] * y[edge + 1] - x[edge + 1] * y[edge])
        }
      }
    }
    return twice
  }

  /// Length of the union of the intervals of one edge, as a fraction of the edge.
  @inline(__always)
  private func unionLength(
    _ first: Int, _ count: Int, _ xs: UnsafePointer<Double>, _ ys: UnsafePointer<Double>
  ) -> Double {
    let intervals = intervals.pointer + first
    if count == 1 { return max(0, intervals[0].to - intervals[0].from) }
    var used = 0
    for disc in 0..<count {
      // A twin's slot was not filled in this call: it may hold another block's interval.
      if !isFirst(disc, xs, ys) { continue }
      let interval = intervals[disc]
      if interval.from >= interval.to { continue }
      if interval.from == 0 && interval.to == 1 { return 1 }
      // Insertion by start; the few intervals of an edge need no better sort.
      var slot = used
      while slot > 0 && intervals[slot - 1].from > interval.from {
        intervals[slot] = intervals[slot - 1]
        slot -= 1
      }
      intervals[slot] = interval
      used += 1
    }
    var length = 0.0
    var reached = 0.0
    for slot in 0..<used {
      let interval = intervals[slot]
      if interval.to <= reached { continue }
      length += interval.to - max(interval.from, reached)
      reached = interval.to
    }
    return length
  }

  /// Twice the integral along the arcs of one circle inside the polygon and outside all other discs.
  private func twiceArcs(
    _ polygon: PolygonOutline, disc: Int, centresX: UnsafePointer<Double>,
    centresY: UnsafePointer<Double>, count: Int, radius: Double
  ) -> Double {
    let cx = centresX[disc]
    let cy = centresY[disc]
    let polygonEvents = events.count
    // A circle that no edge crosses lies inside the polygon or outside it as a whole: one point tells. It is
    // taken in an odd direction, since touching vertices tend to lie at round angles.
    if polygonEvents == 0
      && !polygon.contains(cx + radius * Self.oddCosine, cy + radius * Self.oddSine)
    {
      return 0
    }
    var discs: Int32 = 0
    for other in 0..<count where other != disc && isFirst(other, centresX, centresY) {
      discs += recordOverlap(centresX[other] - cx, centresY[other] - cy, radius)
    }
    if events.count == 0 { return 2 * Double.pi * radius * radius }
    sortEvents()
    var depth: Int32 = polygonEvents == 0 ? 1 : initialDepth(polygon, cx, cy, radius)
    var twice = 0.0
    for index in 0..<events.count {
      let event = events[index]
      depth += event.polygonStep
      discs += event.discStep
      if depth >= 1 && discs == 0 {
        let isLast = index + 1 == events.count
        let next = events[isLast ? 0 : index + 1]
        twice += Self.twiceArc(event, next, wraps: isLast, cx, cy, radius)
      }
    }
    return twice
  }

  /// Records where another disc begins and ends on a circle; returns 1 if it holds the angle 0.
  private func recordOverlap(_ dx: Double, _ dy: Double, _ radius: Double) -> Int32 {
    let d2 = dx * dx + dy * dy
    if d2 >= 4 * radius * radius { return 0 }
    let d = d2.squareRoot()
    let half = (radius * radius - d2 / 4).squareRoot() / d
    record(ux: dx / 2 + half * dy, uy: dy / 2 - half * dx, polygonStep: 0, discStep: 1)
    record(ux: dx / 2 - half * dy, uy: dy / 2 + half * dx, polygonStep: 0, discStep: -1)
    return events[events.count - 2].angle > events[events.count - 1].angle ? 1 : 0
  }

  private func sortEvents() {
    let count = events.count
    let events = events.pointer
    if count > 32 {
      var all = UnsafeMutableBufferPointer(start: events, count: count)
      all.sort { $0.angle < $1.angle }
      return
    }
    for index in 1..<max(1, count) {
      let event = events[index]
      var slot = index
      while slot > 0 && events[slot - 1].angle > event.angle {
        events[slot] = events[slot - 1]
        slot -= 1
      }
      events[slot] = event
    }
  }

  /// How many times the polygon covers the circle's point at angle 0: 0 or 1.
  ///
  /// Entries and exits alternate, so the order of the first ones tells. Where two nearly coincide, rounding
  /// may have swapped them; then the middle of the widest gap is located in the polygon instead.
  private func initialDepth(_ polygon: PolygonOutline, _ cx: Double, _ cy: Double, _ radius: Double)
    -> Int32
  {
    var prefix: Int32 = 0
    var lowest: Int32 = 0
    var highest: Int32 = 0
    var narrowest = Double.infinity
    var widest = -1.0
    var prefixAtWidest: Int32 = 0
    var middle = 0.0
    var previous = -1.0
    var first = 0.0
    for index in 0..<events.count where events[index].polygonStep != 0 {
      let event = events[index]
      if previous < 0 {
        first = event.angle
      } else {
        let gap = event.angle - previous
        if gap < narrowest { narrowest = gap }
        if gap > widest {
          widest = gap
          prefixAtWidest = prefix
          middle = previous + gap / 2
        }
      }
      previous = event.angle
      prefix += event.polygonStep
      lowest = min(lowest, prefix)
      highest = max(highest, prefix)
    }
    let gap = first + 4 - previous
    if gap < narrowest { narrowest = gap }
    if gap > widest {
      widest = gap
      prefixAtWidest = 0
      middle = previous + gap / 2
      if middle >= 4 { middle -= 4 }
    }
    if highest - lowest <= 1 && narrowest > 1e-7 { return -lowest }
    let (ux, uy) = Self.direction(diamondAngle: middle)
    return (polygon.contains(cx + radius * ux, cy + radius * uy) ? 1 : 0) - prefixAtWidest
  }

  /// The unit vector at a diamond angle in [0, 4).
  private static func direction(diamondAngle: Double) -> (Double, Double) {
    let x = diamondAngle <= 2 ? 1 - diamondAngle : diamondAngle - 3
    let y = diamondAngle <= 2 ? 1 - abs(x) : abs(x) - 1
    let length = (x * x + y * y).squareRoot()
    return (x / length, y / length)
  }

  /// ∫(x dy − y dx) along the counter-clockwise arc between two events.
  @inline(__always)
  private static func twiceArc(
    _ from: Event, _ to: Event, wraps: Bool, _ cx: Double, _ cy: Double, _ radius: Double
  ) -> Double {
    let gap = wraps ? to.angle + 4 - from.angle : to.angle - from.angle
    if gap <= 0 { return 0 }
    var angle = atan2(from.ux * to.uy - from.uy * to.ux, from.ux * to.ux + from.uy * to.uy)
    // Twice the diamond angle is within 0.19 of a quarter circle's parts: enough to choose the turn.
    if angle < 0 && gap > 1 { angle += 2 * Double.pi }
    if angle >= 0 && angle < 1 && gap > 3 { angle += 2 * Double.pi }
    return radius * radius * angle + cx * (to.uy - from.uy) - cy * (to.ux - from.ux)
  }
}
