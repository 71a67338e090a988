import Foundation
import Geometry
import Model

/// A k-d tree over stations as points in space, for nearest stations at any distance on the globe.
///
/// The straight chord orders stations almost as the geodesic does; all within 1 % of the shortest chord are
/// therefore measured along the ellipsoid, and the shortest geodesic wins (ties: first station).
struct GlobalStationTree: Sendable {
  private struct Node: Sendable {
    var x: Double
    var y: Double
    var z: Double
    var index: Int32
  }

  private let set: StationSet
  private var nodes: [Node]

  init(_ set: StationSet) {
    self.set = set
    nodes = set.points.enumerated().map { index, point in
      let (x, y, z) = Self.position(point)
      return Node(x: x, y: y, z: z, index: Int32(index))
    }
    let count = nodes.count
    nodes.withUnsafeMutableBufferPointer { Self.arrange($0, 0, count, axis: 0) }
  }

  /// Earth-centred position in metres.
  private static func position(_ point: GeographicPoint) -> (Double, Double, Double) {
    let radians = Double.pi / 180
    let e2 = ReferenceEllipsoid.eccentricitySquared
    let s = sin(point.latitude * radians)
    let c = cos(point.latitude * radians)
    let normal = ReferenceEllipsoid.semiMajorAxis / (1 - e2 * s * s).squareRoot()
    return (
      normal * c * cos(point.longitude * radians), normal * c * sin(point.longitude * radians),
      normal * (1 - e2) * s
    )
  }

  /// Puts the median by `axis` in the middle of the range, smaller ones before it, and recurses.
  private static func arrange(
    _ nodes: UnsafeMutableBufferPointer<Node>, _ from: Int, _ to: Int, axis: Int
  ) {
    if to - from < 2 { return }
    nodes[from..<to].sort { key($0, axis) < key($1, axis) }
    let middle = (from + to) / 2
    arrange(nodes, from, middle, axis: (axis + 1) % 3)
    arrange(nodes, middle + 1, to, axis: (axis + 1) % 3)
  }

  private static func key(_ node: Node, _ axis: Int) -> Double {
    axis == 0 ? node.x : axis == 1 ? node.y : node.z
  }

  func nearest(_ point: GeographicPoint) -> (station: Int32, metres: Double)? {
    if nodes.isEmpty { return nil }
    let (x, y, z) = Self.position(point)
    let target = Node(x: x, y: y, z: z, index: -1)
    var shortest = Double.infinity
    visit(
      0, nodes.count, 0, target, limit: { shortest },
      { _, chord in shortest = min(shortest, chord) })
    // Chords and geodesics differ in order only through the flattening (1/298): 1 % holds every rival.
    let limit = shortest * 1.01 + 0.001
    var best: (station: Int32, metres: Double)?
    let compare: (Int32, Double) -> Void = { index, chord in
      if chord > limit { return }
      let metres = Geodesic.wgs84.distance(point, set.points[Int(index)])
      let station = set.owner[Int(index)]
      if best == nil || metres < best!.metres || (metres == best!.metres && station < best!.station)
      {
        best = (station, metres)
      }
    }
    visit(0, nodes.count, 0, target, limit: { limit }, compare)
    return best
  }

  /// Stations that may be within `reach` metres of some place of a ball of `radius` metres around `centre`, or the
  /// nearest to one; at least all that are.
  ///
  /// With d the distance from the centre to its nearest station, every place of the ball has a station within
  /// d + radius, and so none that matters to it is farther than d + 2 radius from the centre; four radii also hold all
  /// that are looked at on the way (`NearbyStations`). Chords are shorter than ways over the ground; 2 % and 50 m are
  /// more than planes, ellipsoid and chords differ by.
  func relevant(around centre: GeographicPoint, radius: Double, reach: Double) -> [Int32] {
    if nodes.isEmpty { return [] }
    let (x, y, z) = Self.position(centre)
    let target = Node(x: x, y: y, z: z, index: -1)
    var shortest = Double.infinity
    visit(
      0, nodes.count, 0, target, limit: { shortest },
      { _, chord in shortest = min(shortest, chord) })
    let limit = max(reach + radius, shortest + 4 * radius) * 1.02 + 50
    var found: [Int32] = []
    visit(
      0, nodes.count, 0, target, limit: { limit },
      { index, chord in if chord <= limit { found.append(set.owner[Int(index)]) } })
    return found
  }

  private func visit(
    _ from: Int, _ to: Int, _ axis: Int, _ target: Node, limit: () -> Double,
    _ body: (Int32, Double) -> Void
  ) {
    if from >= to { return }
    let middle = (from + to) / 2
    let node = nodes[middle]
    let dx = node.x - target.x
    let dy = node.y - target.y
    let dz = node.z - target.z
    body(node.index, (dx * dx + dy * dy + dz * dz).squareRoot())
    let difference = Self.key(target, axis) - Self.key(node, axis)
    let next = (axis + 1) % 3
    if difference <= 0 {
      visit(from, middle, next, target, limit: limit, body)
      if -difference <= limit() { visit(middle + 1, to, next, target, limit: limit, body) }
    } else {
      visit(middle + 1, to, next, target, limit: limit, body)
      if difference <= limit() { visit(from, middle, next, target, limit: limit, body) }
    }
  }
}
