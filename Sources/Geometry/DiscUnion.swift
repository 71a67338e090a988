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
  /// Cosine and sine of one radian.
  private static let oddCosine = 0.540_302_305_868_139_8
  private static let oddSine = 0.841_470_984_807_896_5

  private var events = ScratchArray<DiscEvent>()
  private let edges = DiscEdges()
  /// The centres that matter: none twice, none that others make needless.
  var centresX = ScratchArray<Double>()
  var centresY = ScratchArray<Double>()

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
    selectCentres(centresX, centresY, count, polygon.box)
    edges.begin(polygon)
    var twice = 0.0
    for disc in 0..<self.centresX.count {
      events.removeAll()
      edges.cut(polygon, self.centresX[disc], self.centresY[disc], radius, into: &events)
      twice +=
        self.centresX.count == 1 && isBeside(polygon.box, radius)
        ? twiceArcsOfOne(radius) : twiceArcs(polygon, disc: disc, radius: radius)
    }
    twice += edges.twiceIntegral(polygon)
    return min(max(0, twice / 2), polygon.area)
  }

  /// True when the only centre lies outside the box, by more than rounding can blur.
  private func isBeside(_ box: BoundingBox, _ radius: Double) -> Bool {
    let (x, y, slack) = (centresX[0], centresY[0], 1e-6 * radius)
    return x < box.minX - slack || x > box.maxX + slack || y < box.minY - slack
      || y > box.maxY + slack
  }

  /// Twice the integral along the arcs of the only circle, seen from whose centre the polygon fills less than
  /// half a turn: the polygon turns back by as much as it turned on leaving the disc, so no order is needed.
  private func twiceArcsOfOne(_ radius: Double) -> Double {
    var shiftX = 0.0
    var shiftY = 0.0
    var turn = 0.0
    if events.count == 2 && events[0].polygonStep < 0 {
      turn = Self.angle(from: events[1], to: events[0])
    } else if events.count == 2 {
      turn = Self.angle(from: events[0], to: events[1])
    } else {
      for index in 0..<events.count {
        turn -= Double(events[index].polygonStep) * Self.angle(from: events[0], to: events[index])
      }
    }
    for index in 0..<events.count {
      shiftX -= Double(events[index].polygonStep) * events[index].ux
      shiftY -= Double(events[index].polygonStep) * events[index].uy
    }
    return radius * radius * turn + centresX[0] * shiftY - centresY[0] * shiftX
  }

  /// The angle at the centre between two places less than half a turn apart, counter-clockwise positive.
  @inline(__always)
  private static func angle(from: DiscEvent, to: DiscEvent) -> Double {
    atan2(from.ux * to.uy - from.uy * to.ux, from.ux * to.ux + from.uy * to.uy)
  }

  /// Twice the integral along the arcs of one circle inside the polygon and outside all other discs.
  private func twiceArcs(_ polygon: PolygonOutline, disc: Int, radius: Double) -> Double {
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
    for other in 0..<centresX.count where other != disc {
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
    events.append(
      DiscEvent(ux: dx / 2 + half * dy, uy: dy / 2 - half * dx, polygonStep: 0, discStep: 1))
    events.append(
      DiscEvent(ux: dx / 2 - half * dy, uy: dy / 2 + half * dx, polygonStep: 0, discStep: -1))
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
    _ from: DiscEvent, _ to: DiscEvent, wraps: Bool, _ cx: Double, _ cy: Double, _ radius: Double
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
