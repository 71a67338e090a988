import Geometry
import Model

/// Sample points spread evenly over a piece: the centres of square cells that fall inside it.
///
/// Scratch memory of one worker, filled again for every piece.
final class Lattice {
  /// Metres between samples where nothing else decides (contract: 25 m, at least 16 samples).
  static let spacing = 25.0
  static let minimumSamples = 16
  /// Blocks above about 62 km² get a wider lattice, so that none has many more samples than this.
  static let maximumSamples = 100_000.0

  /// Metres from the polygon's origin.
  private(set) var x = ScratchArray<Double>()
  private(set) var y = ScratchArray<Double>()
  private var cuts = ScratchArray<Double>()

  var count: Int { x.count }

  /// Metres between the samples of people spread over `area` square metres.
  static func step(area: Double) -> Double {
    min(
      max(spacing, (area / maximumSamples).squareRoot()),
      (area / Double(minimumSamples)).squareRoot())
  }

  /// Takes the samples of `polygon`.
  ///
  /// The lattice starts at the south-west corner of the polygon's own box and is refined by halves until it has
  /// `minimum` samples; slivers that still have fewer keep what they have, at least an inner point.
  func fill(_ polygon: PolygonOutline, step: Double, atLeast minimum: Int) {
    var step = step
    for _ in 0..<7 {
      x.removeAll()
      y.removeAll()
      rows(polygon, step)
      if x.count >= minimum { return }
      step /= 2
    }
    if x.count == 0 {
      let inner = innerPoint(polygon)
      x.append(inner.x)
      y.append(inner.y)
    }
  }

  private func rows(_ polygon: PolygonOutline, _ step: Double) {
    let box = polygon.box
    var row = 0
    while true {
      let northing = box.minY + (Double(row) + 0.5) * step
      if northing > box.maxY { return }
      row += 1
      cross(polygon, northing)
      var pair = 0
      while pair + 1 < cuts.count {
        var column = ((cuts[pair] - box.minX) / step - 0.5).rounded(.up)
        while true {
          let easting = box.minX + (column + 0.5) * step
          if easting >= cuts[pair + 1] { break }
          x.append(easting)
          y.append(northing)
          column += 1
        }
        pair += 2
      }
    }
  }

  /// Finds the eastings where the boundary crosses a northing, ascending.
  private func cross(_ polygon: PolygonOutline, _ northing: Double) {
    cuts.removeAll()
    let vx = polygon.x
    let vy = polygon.y
    for ring in 0..<polygon.ringCount {
      let end = polygon.ringStarts[ring + 1] - 1
      for edge in polygon.ringStarts[ring]..<max(end, polygon.ringStarts[ring])
      where (vy[edge] > northing) != (vy[edge + 1] > northing) {
        let t = (northing - vy[edge]) / (vy[edge + 1] - vy[edge])
        insert(vx[edge] + t * (vx[edge + 1] - vx[edge]))
      }
    }
  }

  @inline(__always)
  private func insert(_ cut: Double) {
    var slot = cuts.count
    cuts.append(cut)
    while slot > 0 && cuts[slot - 1] > cut {
      cuts[slot] = cuts[slot - 1]
      slot -= 1
    }
    cuts[slot] = cut
  }

  /// A point inside: the middle of the widest stretch on a horizontal line through the box's middle.
  func innerPoint(_ polygon: PolygonOutline) -> PlanarPoint {
    let box = polygon.box
    // Not exactly the middle, which vertices of regular shapes hit.
    let northing = box.minY + 0.500_123 * (box.maxY - box.minY)
    cross(polygon, northing)
    var best = PlanarPoint(x: polygon.x[0], y: polygon.y[0])
    var widest = -1.0
    var pair = 0
    while pair + 1 < cuts.count {
      if cuts[pair + 1] - cuts[pair] > widest {
        widest = cuts[pair + 1] - cuts[pair]
        best = PlanarPoint(x: (cuts[pair] + cuts[pair + 1]) / 2, y: northing)
      }
      pair += 2
    }
    return best
  }
}
