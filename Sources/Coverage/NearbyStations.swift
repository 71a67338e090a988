import Geometry
import Model

/// The few station entrances that can be nearest to some place of a piece; scratch memory of one worker.
final class NearbyStations {
  private var x = ScratchArray<Double>()
  private var y = ScratchArray<Double>()
  private var station = ScratchArray<Int32>()

  /// Collects all entrances that could be nearest to some place in the piece's box; false when there could be
  /// one beyond the strip's margin, or the search would be wide.
  ///
  /// - Parameter nearest: metres from some place of the block to its nearest station; a first guess of how far
  ///   to look.
  func collect(_ piece: BlockPiece, _ strip: StripGrid, _ nearest: Double) -> Bool {
    let box = piece.polygon.box
    let width = box.maxX - box.minX
    let height = box.maxY - box.minY
    // No place of a whole block is farther from its nearest station than this; the factor covers the scale.
    let reach = nearest * 1.000_01 + (width * width + height * height).squareRoot()
    if !(reach <= strip.margin) || reach > 40 * (width + height) { return false }
    var limit = gather(piece, strip, reach)
    if limit > reach * reach {
      // The place may lie outside this piece (a mask, a raster cell, another strip's part): then only the
      // stations found tell how far one must look.
      let farther = limit.squareRoot()
      if !(farther <= strip.margin) { return false }
      limit = gather(piece, strip, farther)
    }
    keep(within: limit, of: box)
    return x.count > 0
  }

  /// Collects the entrances within `reach` of the piece's box; the squared distance within which every place
  /// of the box has one of them, infinite without any.
  private func gather(_ piece: BlockPiece, _ strip: StripGrid, _ reach: Double) -> Double {
    let box = piece.polygon.box
    x.removeAll()
    y.removeAll()
    station.removeAll()
    var limit = Double.infinity
    let wide = BoundingBox(
      minX: box.minX + piece.origin.x - reach, minY: box.minY + piece.origin.y - reach,
      maxX: box.maxX + piece.origin.x + reach, maxY: box.maxY + piece.origin.y + reach)
    strip.forEachEntrance(in: wide) { index in
      let px = strip.x[index] - piece.origin.x
      let py = strip.y[index] - piece.origin.y
      // What is farther is seen or not as the grid's cells happen to lie: it must not count.
      if Self.squaredNear(px, py, box) > min(limit, reach * reach) { return }
      let farX = max(box.maxX - px, px - box.minX)
      let farY = max(box.maxY - py, py - box.minY)
      limit = min(limit, farX * farX + farY * farY)
      x.append(px)
      y.append(py)
      station.append(strip.station[index])
    }
    return limit
  }

  /// The bound tightened on the way: drops what it now excludes.
  private func keep(within limit: Double, of box: BoundingBox) {
    var kept = 0
    for index in 0..<x.count where Self.squaredNear(x[index], y[index], box) <= limit {
      x[kept] = x[index]
      y[kept] = y[index]
      station[kept] = station[index]
      kept += 1
    }
    x.truncate(kept)
    y.truncate(kept)
    station.truncate(kept)
  }

  @inline(__always)
  private static func squaredNear(_ px: Double, _ py: Double, _ box: BoundingBox) -> Double {
    let dx = max(box.minX - px, 0, px - box.maxX)
    let dy = max(box.minY - py, 0, py - box.maxY)
    return dx * dx + dy * dy
  }

  /// Squared planar distance to the nearest collected entrance and its station (ties: the first station).
  @inline(__always)
  func nearest(_ px: Double, _ py: Double) -> (squared: Double, station: Int32) {
    var best = Double.infinity
    var owner: Int32 = -1
    for candidate in 0..<x.count {
      let dx = x[candidate] - px
      let dy = y[candidate] - py
      let d2 = dx * dx + dy * dy
      if d2 < best || (d2 == best && station[candidate] < owner) {
        best = d2
        owner = station[candidate]
      }
    }
    return (best, owner)
  }
}
