import Geometry
import Model

import func Foundation.cos

/// The stations around one strip in its plane, sorted into a grid of square cells: owner of a `StripGrid`.
///
/// Immutable after `init`, hence safe to share.
package final class StripStations: Sendable {
  package let grid: StripGrid

  /// How far a block may stick out of its strip before it is cut, degrees of longitude.
  package static let overhang = 0.05

  package init(_ set: StationSet, projection: LocalProjection, margin: Double) {
    var px: [Double] = []
    var py: [Double] = []
    var owner: [Int32] = []
    let widest = Self.degrees(margin, latitude: set.highestLatitude)
    for index in 0..<set.points.count {
      let point = set.points[index]
      if Self.isNear(point, projection, margin, widest) {
        let planar = projection.project(point)
        px.append(planar.x)
        py.append(planar.y)
        owner.append(set.owner[index])
      }
    }
    let box = px.indices.reduce(into: BoundingBox.empty) { $0.extend(x: px[$1], y: py[$1]) }
    let width = px.isEmpty ? 1 : box.maxX - box.minX
    let height = px.isEmpty ? 1 : box.maxY - box.minY
    // Cells of about the smallest common radius; larger when stations are few over a wide area, so that the
    // grid stays within four cells a station.
    let budget = Double(4 * px.count + 64)
    let cell = max(250, (width * height / budget).squareRoot(), max(width, height) / budget)
    let columns = Int(width / cell) + 1
    let rows = Int(height / cell) + 1
    grid = StripGrid(
      projection: projection, count: px.count, x: .allocate(capacity: max(1, px.count)),
      y: .allocate(capacity: max(1, px.count)), station: .allocate(capacity: max(1, px.count)),
      margin: margin, isOneToOne: zip(owner, owner.dropFirst()).allSatisfy { $0 < $1 },
      cell: cell, minX: px.isEmpty ? 0 : box.minX, minY: px.isEmpty ? 0 : box.minY,
      columns: columns, rows: rows, starts: .allocate(capacity: columns * rows + 1))
    Self.sort(px, py, owner, into: grid)
  }

  deinit {
    grid.x.deallocate()
    grid.y.deallocate()
    grid.station.deallocate()
    grid.starts.deallocate()
  }

  package var x: UnsafeMutablePointer<Double> { grid.x }
  package var y: UnsafeMutablePointer<Double> { grid.y }
  package var station: UnsafeMutablePointer<Int32> { grid.station }
  package var margin: Double { grid.margin }

  /// See `StripGrid.forEachEntrance`.
  package func forEachEntrance(in box: BoundingBox, _ body: (Int) -> Void) {
    grid.forEachEntrance(in: box, body)
  }

  /// Degrees of longitude that `metres` are at most, at a latitude.
  private static func degrees(_ metres: Double, latitude: Double) -> Double {
    // 110 km a degree of longitude on the equator, less than the true 111.3, to be on the safe side.
    metres / (110_000 * max(0.01, cosine(min(abs(latitude) + 0.5, 89.9))))
  }

  /// True when a point is within the margin of the strip's widened extent.
  ///
  /// - Parameter widest: degrees that the margin takes at the latitude where it takes most.
  private static func isNear(
    _ point: GeographicPoint, _ projection: LocalProjection, _ margin: Double, _ widest: Double
  ) -> Bool {
    var west = projection.westEdge - point.longitude
    var east = point.longitude - projection.eastEdge
    if west > 180 { west -= 360 }
    if east > 180 { east -= 360 }
    let beyond = max(west, east)
    if beyond <= overhang { return true }
    return beyond <= overhang + widest
      && beyond <= overhang + degrees(margin, latitude: point.latitude)
  }

  private static func sort(
    _ px: [Double], _ py: [Double], _ owner: [Int32], into grid: StripGrid
  ) {
    let cells = px.indices.map { grid.cellIndex(px[$0], py[$0]) }
    var offsets = [Int32](repeating: 0, count: grid.columns * grid.rows + 1)
    for cell in cells { offsets[cell + 1] += 1 }
    for index in 1..<offsets.count { offsets[index] += offsets[index - 1] }
    grid.starts.initialize(from: offsets, count: offsets.count)
    for index in px.indices {
      let slot = Int(offsets[cells[index]])
      offsets[cells[index]] += 1
      grid.x[slot] = px[index]
      grid.y[slot] = py[index]
      grid.station[slot] = owner[index]
    }
  }
}

/// Cosine of an angle in degrees.
private func cosine(_ degrees: Double) -> Double { cos(degrees * .pi / 180) }
