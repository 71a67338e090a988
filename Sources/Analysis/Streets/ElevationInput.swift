import Geometry
import Layers
import Model
import Streets

/// Elevations of a raster in its own coordinate system, asked for at places.
final class ElevationInput {
  private let window: RasterWindow
  private let converter: CoordinateConverter
  private let determinant: Double

  /// - Throws: as the raster reader does; 65 for a coordinate system that is not understood.
  init(_ path: String) throws {
    window = try RasterReader.readElevation(path)
    converter = try CoordinateConverter(from: .wgs84, to: window.coordinateSystem)
    let t = window.transform
    determinant = t[1] * t[5] - t[2] * t[4]
  }

  var source: (role: String, source: LayerSource, count: Int) {
    ("elevation", window.source, window.width * window.height)
  }

  /// Metres above sea level between the four nearest cell middles (bilinear); the others stand in
  /// for those without a value. Nil outside the raster and where cells without a value weigh more than the others.
  func metres(at place: FixedPoint) -> Double? {
    var point = [Coordinate(x: place.longitude, y: place.latitude)]
    guard (try? converter.convert(&point)) != nil, point[0].isFinite else { return nil }
    let t = window.transform
    let (dx, dy) = (point[0].x - t[0], point[0].y - t[3])
    let column = (dx * t[5] - dy * t[2]) / determinant
    let row = (dy * t[1] - dx * t[4]) / determinant
    guard column >= 0, row >= 0, column <= Double(window.width), row <= Double(window.height)
    else { return nil }
    return bilinear(column - 0.5, row - 0.5)
  }

  private func bilinear(_ column: Double, _ row: Double) -> Double? {
    let (left, top) = (column.rounded(.down), row.rounded(.down))
    var (sum, weights) = (0.0, 0.0)
    for (x, y) in [(left, top), (left + 1, top), (left, top + 1), (left + 1, top + 1)] {
      let weight = (1 - abs(column - x)) * (1 - abs(row - y))
      let cellX = min(max(Int(x), 0), window.width - 1)
      let cellY = min(max(Int(y), 0), window.height - 1)
      let value = Double(window.values[cellY * window.width + cellX])
      if weight > 0, value.isFinite {
        sum += weight * value
        weights += weight
      }
    }
    return weights >= 0.5 ? sum / weights : nil
  }

  /// Gives the streets the slope of the ground.
  func apply(to segments: inout StreetSegments, _ subject: Subject, ledger: inout Ledger) {
    let result = segments.applySlope { self.metres(at: $0) }
    if result.sloped > 0 { ledger.record(.slopeApplied, count: result.sloped, subject) }
    if result.missing > 0 { ledger.record(.slopeMissing, count: result.missing, subject) }
  }
}
