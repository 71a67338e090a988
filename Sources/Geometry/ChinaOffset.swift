import Foundation
import Model

/// The offsets Chinese map services put on coordinates: GCJ-02 (高德, 腾讯) and BD-09 (百度), longitude and
/// latitude in degrees.
///
/// Forward is the public formula (Krassowsky ellipsoid: a = 6378245 m, e² = 0.00669342162296594323). It applies
/// inside a box around China, edges included; everything outside is left alone. Inverses iterate until a
/// step is below 10⁻¹²°, at most 32 times, on the formula continued beyond the box, and take the result when
/// it lies in the box; else the coordinate is one that the offset never produces and stays as it is. So
/// inverse ∘ forward is the identity everywhere in the box, and forward ∘ inverse is the identity wherever
/// the forward direction produces the value at all. Only in the strip just outside the box (under 0.01°)
/// that the offset moves border points into, a value has two origins, and the one inside the box is taken.
package enum ChinaOffset {
  /// The box inside which the offset applies.
  package static let box = BoundingBox(minX: 72.004, minY: 0.8293, maxX: 137.8347, maxY: 55.8271)

  /// The conversions there are.
  package enum Direction: Sendable, Hashable, CaseIterable {
    case wgs84ToGCJ02, gcj02ToWGS84, gcj02ToBD09, bd09ToGCJ02, wgs84ToBD09, bd09ToWGS84
  }

  /// Converts every coordinate in place; coordinates that are not finite stay as they are.
  package static func convert(_ coordinates: inout [Coordinate], _ direction: Direction) {
    coordinates.withUnsafeMutableBufferPointer { buffer in
      for index in buffer.indices { buffer[index] = convert(buffer[index], direction) }
    }
  }

  /// Converts one coordinate.
  package static func convert(_ point: Coordinate, _ direction: Direction) -> Coordinate {
    switch direction {
    case .wgs84ToGCJ02: isInside(point) ? gcj02(point) : point
    case .gcj02ToBD09: isInside(point) ? bd09(point) : point
    case .wgs84ToBD09: isInside(point) ? bd09(gcj02(point)) : point
    case .gcj02ToWGS84: origin(of: point, under: gcj02)
    case .bd09ToGCJ02: origin(of: point, under: bd09)
    case .bd09ToWGS84: origin(of: point) { bd09(gcj02($0)) }
    }
  }

  /// True in the box, edges included.
  package static func isInside(_ point: Coordinate) -> Bool {
    point.x >= box.minX && point.x <= box.maxX && point.y >= box.minY && point.y <= box.maxY
  }

  /// The GCJ-02 formula without the box.
  private static func gcj02(_ point: Coordinate) -> Coordinate {
    let axis = 6_378_245.0
    let eccentricitySquared = 0.00669342162296594323
    let x = point.x - 105
    let y = point.y - 35
    let radians = point.y * .pi / 180
    let sine = sin(radians)
    let magic = 1 - eccentricitySquared * sine * sine
    let root = magic.squareRoot()
    // The last factor turns metres into degrees by the radii of the meridian and of the prime vertical.
    let north =
      northward(x, y) * 180 / (axis * (1 - eccentricitySquared) / (magic * root) * .pi)
    let east = eastward(x, y) * 180 / (axis / root * cos(radians) * .pi)
    return Coordinate(x: point.x + east, y: point.y + north)
  }

  /// Shift to the north in metres, before the ellipsoid is taken into account.
  private static func northward(_ x: Double, _ y: Double) -> Double {
    var sum = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * abs(x).squareRoot()
    sum += (20 * sin(6 * x * .pi) + 20 * sin(2 * x * .pi)) * 2 / 3
    sum += (20 * sin(y * .pi) + 40 * sin(y / 3 * .pi)) * 2 / 3
    sum += (160 * sin(y / 12 * .pi) + 320 * sin(y * .pi / 30)) * 2 / 3
    return sum
  }

  /// Shift to the east in metres, before the ellipsoid is taken into account.
  private static func eastward(_ x: Double, _ y: Double) -> Double {
    var sum = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * abs(x).squareRoot()
    sum += (20 * sin(6 * x * .pi) + 20 * sin(2 * x * .pi)) * 2 / 3
    sum += (20 * sin(x * .pi) + 40 * sin(x / 3 * .pi)) * 2 / 3
    sum += (150 * sin(x / 12 * .pi) + 300 * sin(x / 30 * .pi)) * 2 / 3
    return sum
  }

  /// The BD-09 formula on a GCJ-02 coordinate, without the box.
  private static func bd09(_ point: Coordinate) -> Coordinate {
    let frequency = Double.pi * 3000 / 180
    let radius = hypot(point.x, point.y) + 0.00002 * sin(point.y * frequency)
    let angle = atan2(point.y, point.x) + 0.000003 * cos(point.x * frequency)
    return Coordinate(x: radius * cos(angle) + 0.0065, y: radius * sin(angle) + 0.006)
  }

  /// The point in the box that `offset` moves to `target`, by fixed-point iteration; `target` itself where
  /// there is none.
  private static func origin(
    of target: Coordinate, under offset: (Coordinate) -> Coordinate
  ) -> Coordinate {
    // The offset is far below 0.05°: nothing farther out can come from the box.
    let margin = 0.05
    guard target.x > box.minX - margin, target.x < box.maxX + margin,
      target.y > box.minY - margin, target.y < box.maxY + margin
    else { return target }
    var point = target
    for _ in 0..<32 {
      let moved = offset(point)
      let step = Coordinate(x: target.x - moved.x, y: target.y - moved.y)
      point.x += step.x
      point.y += step.y
      if abs(step.x) < 1e-12, abs(step.y) < 1e-12 { break }
    }
    return snapped(point) ?? target
  }

  /// The point if it lies in the box, or on its edge but for the iteration's rounding; else nil.
  private static func snapped(_ point: Coordinate) -> Coordinate? {
    let x = min(max(point.x, box.minX), box.maxX)
    let y = min(max(point.y, box.minY), box.maxY)
    guard abs(x - point.x) < 1e-11, abs(y - point.y) < 1e-11 else { return nil }
    return Coordinate(x: x, y: y)
  }
}
