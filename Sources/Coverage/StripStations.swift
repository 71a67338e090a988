import Geometry
import Model

import func Foundation.cos

/// The stations around one strip in its plane, sorted into a grid of square cells.
///
/// Arrays have one element an entrance (a station given as a multipoint has several), ordered by cell, row by
/// row from the south-west, and by station within a cell; so the entrances of neighbouring cells of a row are
/// contiguous.
///
/// Immutable after `init`, hence safe to share: raw memory because the hot loops read it millions of times.
package final class StripStations: @unchecked Sendable {
  package let projection: LocalProjection
  package let count: Int
  /// Easting and northing in metres.
  package let x: UnsafeMutablePointer<Double>
  package let y: UnsafeMutablePointer<Double>
  /// Index of the station in its set.
  package let station: UnsafeMutablePointer<Int32>
  /// Every station within this many metres of any place in the strip (and `overhang` beyond) is here.
  package let margin: Double

  private let cell: Double
  private let minX: Double
  private let minY: Double
  private let columns: Int
  private let rows: Int
  private let starts: UnsafeMutablePointer<Int32>

  /// How far a block may stick out of its strip before it is cut, degrees of longitude.
  package static let overhang = 0.05

  package init(_ set: StationSet, projection: LocalProjection, margin: Double) {
    self.projection = projection
    self.margin = margin
    var px: [Double] = []
    var py: [Double] = []
    var owner: [Int32] = []
    for index in 0..<set.points.count {
      let point = set.points[index]
      if Self.isNear(point, projection, margin) {
        let planar = projection.project(point)
        px.append(planar.x)
        py.append(planar.y)
        owner.append(set.owner[index])
      }
    }
    let box = px.indices.reduce(into: BoundingBox.empty) { $0.extend(x: px[$1], y: py[$1]) }
    minX = px.isEmpty ? 0 : box.minX
    minY = px.isEmpty ? 0 : box.minY
    let width = px.isEmpty ? 1 : box.maxX - box.minX
    let height = px.isEmpty ? 1 : box.maxY - box.minY
    // Cells of about the smallest common radius; larger when stations are few over a wide area, so that the
    // grid stays within four cells a station.
    let budget = Double(4 * px.count + 64)
    cell = max(250, (width * height / budget).squareRoot(), max(width, height) / budget)
    columns = Int(width / cell) + 1
    rows = Int(height / cell) + 1
    count = px.count
    x = .allocate(capacity: max(1, count))
    y = .allocate(capacity: max(1, count))
    station = .allocate(capacity: max(1, count))
    starts = .allocate(capacity: columns * rows + 1)
    sort(px, py, owner)
  }

  deinit {
    x.deallocate()
    y.deallocate()
    station.deallocate()
    starts.deallocate()
  }

  /// True when a point is within the margin of the strip's widened extent.
  private static func isNear(
    _ point: GeographicPoint, _ projection: LocalProjection, _ margin: Double
  ) -> Bool {
    // 110 km a degree of longitude on the equator, less than the true 111.3, to be on the safe side.
    let shrink = max(0.01, cosine(min(abs(point.latitude) + 0.5, 89.9)))
    let degrees = overhang + margin / (110_000 * shrink)
    var west = projection.westEdge - point.longitude
    var east = point.longitude - projection.eastEdge
    if west > 180 { west -= 360 }
    if east > 180 { east -= 360 }
    return west <= degrees && east <= degrees
  }

  private func sort(_ px: [Double], _ py: [Double], _ owner: [Int32]) {
    let cells = px.indices.map { cellIndex(px[$0], py[$0]) }
    var offsets = [Int32](repeating: 0, count: columns * rows + 1)
    for cell in cells { offsets[cell + 1] += 1 }
    for index in 1..<offsets.count { offsets[index] += offsets[index - 1] }
    starts.initialize(from: offsets, count: offsets.count)
    for index in px.indices {
      let slot = Int(offsets[cells[index]])
      offsets[cells[index]] += 1
      x[slot] = px[index]
      y[slot] = py[index]
      station[slot] = owner[index]
    }
  }

  private func cellIndex(_ px: Double, _ py: Double) -> Int {
    column(px) + row(py) * columns
  }

  /// Cells are clamped to the grid, also for places far outside it.
  @inline(__always)
  private func column(_ px: Double) -> Int {
    Int(min(max((px - minX) / cell, 0), Double(columns - 1)))
  }

  @inline(__always)
  private func row(_ py: Double) -> Int {
    Int(min(max((py - minY) / cell, 0), Double(rows - 1)))
  }

  /// Calls `body` with every entrance whose cell meets the box: at least all entrances within it.
  @inline(__always)
  package func forEachEntrance(in box: BoundingBox, _ body: (Int) -> Void) {
    let low = column(box.minX)
    let high = column(box.maxX)
    for row in row(box.minY)...row(box.maxY) {
      let from = Int(starts[row * columns + low])
      let to = Int(starts[row * columns + high + 1])
      for index in from..<to { body(index) }
    }
  }

  /// The nearest entrance to a place: its station and squared distance, or nil if none is within the margin.
  ///
  /// Of equally near stations the first in the set wins.
  package func nearest(_ px: Double, _ py: Double) -> (station: Int32, squaredDistance: Double)? {
    var best: (station: Int32, squaredDistance: Double)?
    var reach = cell
    while true {
      let box = BoundingBox(
        minX: px - reach, minY: py - reach, maxX: px + reach, maxY: py + reach)
      forEachEntrance(in: box) { index in
        let dx = x[index] - px
        let dy = y[index] - py
        let d2 = dx * dx + dy * dy
        if let found = best,
          d2 > found.squaredDistance
            || (d2 == found.squaredDistance && station[index] >= found.station)
        {
          return
        }
        best = (station[index], d2)
      }
      if let found = best, found.squaredDistance <= reach * reach { break }
      if reach >= margin { break }
      reach = min(reach * 2, margin)
    }
    guard let best, best.squaredDistance <= margin * margin else { return nil }
    return best
  }
}

/// Cosine of an angle in degrees.
private func cosine(_ degrees: Double) -> Double { cos(degrees * .pi / 180) }
