import Foundation
import Model

/// The edges of a mosaic that have a block on one side only, as far as shared vertices tell.
struct MosaicBorder: Sendable {
  private let plane: MosaicPlane
  /// First vertices of the edges kept, ascending.
  private let edges: [Int32]
  /// The feature each kept edge belongs to.
  private let owners: [Int32]
  private let index: PackedBoxIndex

  /// Cancels every edge that occurs in both directions.
  init(_ plane: MosaicPlane) {
    self.plane = plane
    var table = EdgeTable(count: plane.points.count)
    var edges: [Int32] = []
    var owners: [Int32] = []
    plane.points.withUnsafeBufferPointer { points in
      Self.forEachEdge(plane) { edge, _ in table.insert(edge, points) }
      Self.forEachEdge(plane) { edge, owner in
        if table.isOneSided(edge, points) {
          edges.append(Int32(edge))
          owners.append(Int32(owner))
        }
      }
    }
    self.edges = edges
    self.owners = owners
    index = PackedBoxIndex(
      edges.map { edge in
        var box = BoundingBox.empty
        for vertex in Int(edge)...Int(edge) + 1 {
          box.extend(x: plane.points[vertex].x, y: plane.points[vertex].y)
        }
        return box
      })
  }

  private static func forEachEdge(_ plane: MosaicPlane, _ body: (Int, Int) -> Void) {
    for feature in 0..<plane.count {
      for ring in plane.rings(of: feature) {
        for edge in plane.vertices(of: ring).dropLast() { body(edge, feature) }
      }
    }
  }

  /// The edges as lines, neighbours in a ring joined; nil when all cancelled.
  func lines() throws -> GEOSGeometry? {
    if edges.isEmpty { return nil }
    var parts: [[[Coordinate]]] = []
    var line: [Coordinate] = []
    for (position, edge) in edges.enumerated() {
      if line.isEmpty { line.append(plane.points[Int(edge)]) }
      line.append(plane.points[Int(edge) + 1])
      let continues =
        position + 1 < edges.count && edges[position + 1] == edge + 1
        && owners[position + 1] == owners[position]
        && plane.points[Int(edge) + 1] == plane.points[Int(edges[position + 1])]
      if !continues {
        parts.append([line])
        line = []
      }
    }
    var shapes = ShapeColumn()
    shapes.append(.multiLineString, parts: parts)
    return try GEOSGeometry(shapes, feature: 0)
  }

  /// The features on whose kept edges the face's edges lie (within a millimetre), ascending.
  func owners(around face: ShapeColumn) -> [Int] {
    var found = Set<Int>()
    for ring in face.rings(of: 0) {
      for position in face.coordinates(of: ring).dropLast() {
        let a = face.coordinates[position]
        let b = face.coordinates[position + 1]
        let x = (a.x + b.x) / 2
        let y = (a.y + b.y) / 2
        let reach = 0.001
        let box = BoundingBox(minX: x - reach, minY: y - reach, maxX: x + reach, maxY: y + reach)
        index.forEach(meeting: box) { edge in
          if distance(edge, x, y) <= reach { found.insert(Int(owners[edge])) }
          return true
        }
      }
    }
    return found.sorted()
  }

  private func distance(_ edge: Int, _ x: Double, _ y: Double) -> Double {
    let a = plane.points[Int(edges[edge])]
    let b = plane.points[Int(edges[edge]) + 1]
    let dx = b.x - a.x
    let dy = b.y - a.y
    let length = dx * dx + dy * dy
    let t = length > 0 ? min(max(((x - a.x) * dx + (y - a.y) * dy) / length, 0), 1) : 0
    return hypot(x - a.x - t * dx, y - a.y - t * dy)
  }
}

/// A hash table of edges by their two ends, whatever the direction (open addressing, linear probing).
private struct EdgeTable {
  /// First vertex of the edge stored, or −1.
  private var slots: [Int32]
  /// Bit 0: seen from the lower to the higher end; bit 1: the other way.
  private var seen: [UInt8]
  private let mask: Int

  init(count: Int) {
    var size = 16
    while size < count * 2 { size *= 2 }
    slots = [Int32](repeating: -1, count: size)
    seen = [UInt8](repeating: 0, count: size)
    mask = size - 1
  }

  mutating func insert(_ edge: Int, _ points: UnsafeBufferPointer<Coordinate>) {
    let slot = find(edge, points)
    slots[slot] = Int32(edge)
    seen[slot] |= Self.ascends(points[edge], points[edge + 1]) ? 1 : 2
  }

  func isOneSided(_ edge: Int, _ points: UnsafeBufferPointer<Coordinate>) -> Bool {
    seen[find(edge, points)] != 3
  }

  private static func ascends(_ a: Coordinate, _ b: Coordinate) -> Bool {
    (a.x, a.y) < (b.x, b.y)
  }

  /// The slot that holds an edge with the same ends, or the free one where it belongs.
  private func find(_ edge: Int, _ points: UnsafeBufferPointer<Coordinate>) -> Int {
    var (low, high) = (points[edge], points[edge + 1])
    if !Self.ascends(low, high) { swap(&low, &high) }
    var slot = Self.hash(low, high) & mask
    while slots[slot] >= 0 {
      let (a, b) = (points[Int(slots[slot])], points[Int(slots[slot]) + 1])
      if (a == low && b == high) || (a == high && b == low) { return slot }
      slot = (slot + 1) & mask
    }
    return slot
  }

  /// Multiply and fold (the mixing step of MurmurHash3's finaliser).
  private static func hash(_ low: Coordinate, _ high: Coordinate) -> Int {
    var value: UInt64 = 0
    // Adding 0 makes −0 and 0, which are equal, one pattern.
    @inline(__always) func mix(_ part: Double) {
      value = (value ^ (part + 0).bitPattern) &* 0xff51_afd7_ed55_8ccd
      value ^= value >> 33
    }
    mix(low.x)
    mix(low.y)
    mix(high.x)
    mix(high.y)
    return Int(truncatingIfNeeded: value & 0x7fff_ffff_ffff_ffff)
  }
}
