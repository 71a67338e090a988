import Foundation
import Model

/// A place known in two systems: in a local city grid, and in the system wanted.
package struct ControlPoint: Sendable, Hashable {
  /// x = easting, y = northing of the local grid, in its unit.
  package var source: Coordinate
  /// Longitude and latitude in degrees, or metres, as the fit is told.
  package var target: Coordinate

  package init(source: Coordinate, target: Coordinate) {
    self.source = source
    self.target = target
  }
}

/// A local grid tied to known coordinates by least squares over control points.
///
/// Works in a plane: geographic targets are first projected to a transverse Mercator around their middle, so
/// residuals are true metres. Source and target are centred before the sums, which keeps full precision for
/// eastings of tens of millions of metres.
package struct ControlPointFit: Sendable {
  package enum Method: Sendable, Hashable, CaseIterable {
    /// Shift, rotation and one scale: 4 parameters, at least 2 points.
    case similarity
    /// Two scales and a shear besides: 6 parameters, at least 3 points not in one line.
    case affine

    /// Points needed.
    package var minimumPoints: Int { self == .similarity ? 2 : 3 }
  }

  /// How far one point misses its target, in metres of the target plane.
  package struct Residual: Sendable, Hashable {
    package var east: Double
    package var north: Double
    package var length: Double { (east * east + north * north).squareRoot() }
  }

  package let method: Method
  /// One a control point, in input order: fitted minus given.
  package let residuals: [Residual]
  /// The fitted map without its shifts: `x' = xx·x + xy·y`, `y' = yx·x + yy·y`.
  package let matrix: (xx: Double, xy: Double, yx: Double, yy: Double)

  private let sourceCentre: Coordinate
  private let targetCentre: Coordinate
  /// Between degrees and the plane; nil for planar targets.
  private let plane: TransverseMercator?

  /// Root mean square of the residual lengths, in metres.
  package var rootMeanSquare: Double {
    let sum = residuals.reduce(0) { $0 + $1.length * $1.length }
    return (sum / Double(residuals.count)).squareRoot()
  }

  /// The largest residual in metres.
  package var largestResidual: Double { residuals.map(\.length).max() ?? 0 }

  /// Metres of the target for one unit of the source (geometric mean of both directions).
  package var scale: Double { abs(matrix.xx * matrix.yy - matrix.xy * matrix.yx).squareRoot() }

  /// Counter-clockwise rotation from source to target in degrees.
  package var rotation: Double { atan2(matrix.yx - matrix.xy, matrix.xx + matrix.yy) * 180 / .pi }

  /// Fits `points`.
  ///
  /// - Parameter geographic: targets are degrees of longitude and latitude on WGS 84; else planar metres.
  /// - Throws: `AnalysisError` (bad data) when points are too few, not finite, all in one place or, for the
  ///   affine method, in one line.
  package init(_ points: [ControlPoint], method: Method, geographic: Bool) throws {
    try Self.check(points, method, geographic)
    let plane = geographic ? Self.plane(around: points.map(\.target)) : nil
    let targets = points.map { point in
      plane?.project(longitude: point.target.x, latitude: point.target.y) ?? point.target
    }
    let sourceCentre = Self.mean(points.map(\.source))
    let targetCentre = Self.mean(targets)
    let sums = Sums(
      points.map { $0.source - sourceCentre }, targets.map { $0 - targetCentre })
    guard let matrix = method == .similarity ? sums.similarity : sums.affine else {
      throw Self.degenerate(method)
    }
    self.method = method
    self.matrix = matrix
    self.plane = plane
    self.sourceCentre = sourceCentre
    self.targetCentre = targetCentre
    residuals = zip(points, targets).map { point, target in
      let offset = point.source - sourceCentre
      return Residual(
        east: matrix.xx * offset.x + matrix.xy * offset.y + targetCentre.x - target.x,
        north: matrix.yx * offset.x + matrix.yy * offset.y + targetCentre.y - target.y)
    }
  }

  /// The target coordinate of a source coordinate: degrees for geographic targets, else metres.
  package func target(of source: Coordinate) -> Coordinate {
    let offset = source - sourceCentre
    let planar = Coordinate(
      x: matrix.xx * offset.x + matrix.xy * offset.y + targetCentre.x,
      y: matrix.yx * offset.x + matrix.yy * offset.y + targetCentre.y)
    return plane?.unproject(planar) ?? planar
  }

  /// The source coordinate of a target coordinate.
  package func source(of target: Coordinate) -> Coordinate {
    let planar = plane?.project(longitude: target.x, latitude: target.y) ?? target
    let offset = planar - targetCentre
    let determinant = matrix.xx * matrix.yy - matrix.xy * matrix.yx
    return Coordinate(
      x: (matrix.yy * offset.x - matrix.xy * offset.y) / determinant + sourceCentre.x,
      y: (matrix.xx * offset.y - matrix.yx * offset.x) / determinant + sourceCentre.y)
  }

  /// Turns every source coordinate into its target in place.
  package func apply(to coordinates: inout [Coordinate]) {
    for index in coordinates.indices { coordinates[index] = target(of: coordinates[index]) }
  }
}

// MARK: - Checks

extension ControlPointFit {
  private static func check(
    _ points: [ControlPoint], _ method: Method, _ geographic: Bool
  ) throws {
    if points.count < method.minimumPoints {
      throw AnalysisError(
        .badData, .none,
        LocalizedText(
          "\(points.count) control points, but a \(method) fit needs \(method.minimumPoints)",
          zh: "控制点只有 \(points.count) 个，\(method.title) 至少需要 \(method.minimumPoints) 个"),
        hint: LocalizedText("give more control points", zh: "请补充控制点"))
    }
    for (index, point) in points.enumerated() {
      let isPlace =
        !geographic || (abs(point.target.x) <= 180 && abs(point.target.y) < 90)
      guard point.source.isFinite, point.target.isFinite, isPlace else {
        let value = "\(point.source.x), \(point.source.y) → \(point.target.x), \(point.target.y)"
        throw AnalysisError(
          .badData, Subject(row: index + 1),
          LocalizedText("control point is not a place: \(value)", zh: "控制点坐标无效：\(value)"),
          hint: LocalizedText("correct or remove it", zh: "请改正或删除该点"))
      }
    }
  }

  private static func degenerate(_ method: Method) -> AnalysisError {
    AnalysisError(
      .badData, .none,
      method == .similarity
        ? LocalizedText("all control points are in one place", zh: "所有控制点重合于一处")
        : LocalizedText("the control points lie in one line", zh: "控制点位于同一直线上"),
      hint: LocalizedText(
        "choose control points spread over the area", zh: "请选择均匀分布于整个区域的控制点"))
  }

  private static func mean(_ coordinates: [Coordinate]) -> Coordinate {
    // Sums of differences from the first one keep the digits of large eastings.
    guard let first = coordinates.first else { return Coordinate(x: 0, y: 0) }
    let sum = coordinates.reduce(Coordinate(x: 0, y: 0)) {
      Coordinate(x: $0.x + $1.x - first.x, y: $0.y + $1.y - first.y)
    }
    let count = Double(coordinates.count)
    return Coordinate(x: first.x + sum.x / count, y: first.y + sum.y / count)
  }

  private static func plane(around places: [Coordinate]) -> TransverseMercator {
    let middle = mean(places)
    return TransverseMercator(centralMeridian: middle.x, latitudeOfOrigin: middle.y)
  }
}

extension ControlPointFit.Method {
  /// The method's name in Chinese text.
  fileprivate var title: String { self == .similarity ? "四参数相似变换" : "六参数仿射变换" }
}

extension Coordinate {
  fileprivate static func - (left: Coordinate, right: Coordinate) -> Coordinate {
    Coordinate(x: left.x - right.x, y: left.y - right.y)
  }
}

// MARK: - Least squares

/// Sums of products over centred pairs, from which both fits follow in closed form.
private struct Sums {
  var (xx, xy, yy) = (0.0, 0.0, 0.0)
  var (xu, yu, xv, yv) = (0.0, 0.0, 0.0, 0.0)
  /// Sum of squares of the targets.
  var target = 0.0

  init(_ sources: [Coordinate], _ targets: [Coordinate]) {
    for (s, t) in zip(sources, targets) {
      xx += s.x * s.x
      xy += s.x * s.y
      yy += s.y * s.y
      xu += s.x * t.x
      yu += s.y * t.x
      xv += s.x * t.y
      yv += s.y * t.y
      target += t.x * t.x + t.y * t.y
    }
  }

  /// Nil when all sources or all targets coincide.
  var similarity: (xx: Double, xy: Double, yx: Double, yy: Double)? {
    let spread = xx + yy
    let (cosine, sine) = ((xu + yv) / spread, (xv - yu) / spread)
    guard spread > 0, target > 0, cosine * cosine + sine * sine > 0 else { return nil }
    return (cosine, -sine, sine, cosine)
  }

  /// Nil when the sources lie in one line: their narrow width is under a millionth of their length.
  var affine: (xx: Double, xy: Double, yx: Double, yy: Double)? {
    let determinant = xx * yy - xy * xy
    let spread = xx + yy
    guard spread > 0, determinant > 1e-12 * spread * spread else { return nil }
    let matrix = (
      xx: (xu * yy - yu * xy) / determinant, xy: (yu * xx - xu * xy) / determinant,
      yx: (xv * yy - yv * xy) / determinant, yy: (yv * xx - xv * xy) / determinant
    )
    let scaled = abs(matrix.xx * matrix.yy - matrix.xy * matrix.yx)
    return scaled > 0 ? matrix : nil
  }
}
