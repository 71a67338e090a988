import Geometry
import Model

/// Sample points spread evenly over a piece: the centres of square cells that fall inside it.
enum Lattice {
  /// Metres between samples where nothing else decides (contract: 25 m, at least 16 samples).
  static let spacing = 25.0
  static let minimumSamples = 16
  /// Blocks above about 62 km² get a wider lattice, so that no piece has many more samples than this.
  static let maximumSamples = 100_000.0

  /// Appends the samples of `polygon` to `xs`, `ys` (metres from its origin).
  ///
  /// The lattice starts at the south-west corner of the polygon's own box and is refined by halves until it has
  /// 16 samples; slivers that still have fewer keep what they have, at least an inner point.
  static func fill(
    _ polygon: PlanarPolygon, _ xs: inout [Double], _ ys: inout [Double],
    _ cuts: inout [Double]
  ) {
    let start = xs.count
    var step = max(spacing, (polygon.area / maximumSamples).squareRoot())
    step = min(step, (polygon.area / Double(minimumSamples)).squareRoot())
    for _ in 0..<6 {
      rows(polygon, step, &xs, &ys, &cuts)
      if xs.count - start >= minimumSamples { return }
      xs.removeSubrange(start...)
      ys.removeSubrange(start...)
      step /= 2
    }
    rows(polygon, step, &xs, &ys, &cuts)
    if xs.count == start {
      let inner = innerPoint(polygon, &cuts)
      xs.append(inner.x)
      ys.append(inner.y)
    }
  }

  private static func rows(
    _ polygon: PlanarPolygon, _ step: Double, _ xs: inout [Double], _ ys: inout [Double],
    _ cuts: inout [Double]
  ) {
    let box = polygon.box
    var row = 0
    while true {
      let y = box.minY + (Double(row) + 0.5) * step
      if y > box.maxY { return }
      row += 1
      crossings(polygon, y, &cuts)
      var pair = 0
      while pair + 1 < cuts.count {
        var column = ((cuts[pair] - box.minX) / step - 0.5).rounded(.up)
        while true {
          let x = box.minX + (column + 0.5) * step
          if x >= cuts[pair + 1] { break }
          xs.append(x)
          ys.append(y)
          column += 1
        }
        pair += 2
      }
    }
  }

  /// The eastings where the boundary crosses a northing, ascending.
  private static func crossings(_ polygon: PlanarPolygon, _ y: Double, _ cuts: inout [Double]) {
    cuts.removeAll(keepingCapacity: true)
    let vx = polygon.x
    let vy = polygon.y
    for ring in 0..<polygon.ringCount {
      let end = polygon.ringStarts[ring + 1] - 1
      for edge in polygon.ringStarts[ring]..<max(end, polygon.ringStarts[ring])
      where (vy[edge] > y) != (vy[edge + 1] > y) {
        let t = (y - vy[edge]) / (vy[edge + 1] - vy[edge])
        let x = vx[edge] + t * (vx[edge + 1] - vx[edge])
        var slot = cuts.count
        cuts.append(x)
        while slot > 0 && cuts[slot - 1] > x {
          cuts[slot] = cuts[slot - 1]
          slot -= 1
        }
        cuts[slot] = x
      }
    }
  }

  /// A point inside: the middle of the widest stretch on the horizontal line through the middle of the box.
  static func innerPoint(_ polygon: PlanarPolygon, _ cuts: inout [Double]) -> PlanarPoint {
    let box = polygon.box
    // Not exactly the middle, which vertices of regular shapes hit.
    let y = box.minY + 0.500_123 * (box.maxY - box.minY)
    crossings(polygon, y, &cuts)
    var best = PlanarPoint(x: polygon.x[0], y: polygon.y[0])
    var widest = -1.0
    var pair = 0
    while pair + 1 < cuts.count {
      if cuts[pair + 1] - cuts[pair] > widest {
        widest = cuts[pair + 1] - cuts[pair]
        best = PlanarPoint(x: (cuts[pair] + cuts[pair + 1]) / 2, y: y)
      }
      pair += 2
    }
    return best
  }
}
