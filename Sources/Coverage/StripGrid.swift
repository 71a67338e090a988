import Geometry
import Model

/// The stations around one strip as a plain value, so that the hot loops count no references.
///
/// Arrays have one element an entrance (a station given as a multipoint has several), ordered by cell, row by
/// row from the south-west, and by station within a cell; so the entrances of neighbouring cells of a row are
/// contiguous. Borrowed memory: valid as long as the `StripStations` it was taken from, and so as long as their
/// index.
///
/// `unchecked Sendable`: the memory behind the pointers is written before the grid is made and only read afterwards.
package struct StripGrid: BitwiseCopyable, @unchecked Sendable {
  package let projection: LocalProjection
  package let count: Int
  /// Easting and northing in metres.
  package let x: UnsafeMutablePointer<Double>
  package let y: UnsafeMutablePointer<Double>
  /// Index of the station in its set.
  package let station: UnsafeMutablePointer<Int32>
  /// Every station within this many metres of any place in the strip (and `overhang` beyond) is here.
  package let margin: Double
  /// True when no station has two entrances.
  let isOneToOne: Bool

  let cell: Double
  let minX: Double
  let minY: Double
  let columns: Int
  let rows: Int
  let starts: UnsafeMutablePointer<Int32>

  func cellIndex(_ px: Double, _ py: Double) -> Int { column(px) + row(py) * columns }

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
    forEachRun(in: box) { for index in $0 { body(index) } }
  }

  /// Calls `body` with the entrances of the cells that meet the box, one row of cells at a time.
  @inline(__always)
  func forEachRun(in box: BoundingBox, _ body: (Range<Int>) -> Void) {
    let low = column(box.minX)
    let high = column(box.maxX)
    for row in row(box.minY)...row(box.maxY) {
      let from = Int(starts[row * columns + low])
      let to = Int(starts[row * columns + high + 1])
      body(from..<to)
    }
  }

  /// The nearest entrance to a place: its station and squared distance, or nil if none is within the margin.
  ///
  /// Of equally near stations the first in the set wins.
  ///
  /// - Parameter clear: metres around the place within which there is known to be none, or few.
  package func nearest(_ px: Double, _ py: Double, clear: Double = 0) -> (
    station: Int32, squaredDistance: Double
  )? {
    var best: (station: Int32, squaredDistance: Double)?
    var reach = max(cell, min(1.5 * clear, margin))
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
