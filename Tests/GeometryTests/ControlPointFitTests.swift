import Foundation
import Model
import Testing

@testable import Geometry

@Suite struct ControlPointFitTests {
  /// A city grid: CGCS2000 / CM 126E shifted and turned by 3°.
  func cityGrid(_ place: Coordinate) throws -> Coordinate {
    var points = [place]
    try CoordinateTransform(from: "EPSG:4326", to: "EPSG:4551").transform(&points)
    let (x, y) = (points[0].x - 545_000, points[0].y - 4_852_000)
    let (c, s) = (cos(3 * Double.pi / 180), sin(3 * Double.pi / 180))
    return Coordinate(x: c * x + s * y + 10_000, y: -s * x + c * y + 20_000)
  }

  let places = [(126.5, 43.8), (126.6, 43.8), (126.55, 43.9), (126.62, 43.87)].map {
    Coordinate(x: $0.0, y: $0.1)
  }

  @Test(arguments: ControlPointFit.Method.allCases)
  func `A turned and shifted city grid is tied to longitude and latitude`(
    method: ControlPointFit.Method
  ) throws {
    let points = try places.map { ControlPoint(source: try cityGrid($0), target: $0) }
    let fit = try ControlPointFit(points, method: method, geographic: true)
    // The two Mercators' scales differ by under 1e-5 over these 10 km: a centimetre or two.
    #expect(fit.largestResidual < 0.05)
    #expect(fit.rootMeanSquare > 0 && fit.rootMeanSquare <= fit.largestResidual)
    #expect(abs(fit.scale - 1) < 1e-4)
    let place = Coordinate(x: 126.57, y: 43.84)
    let found = fit.target(of: try cityGrid(place))
    let miss = Geodesic.wgs84.distance(
      GeographicPoint(longitude: place.x, latitude: place.y),
      GeographicPoint(longitude: found.x, latitude: found.y))
    #expect(miss < 0.05)
    let back = fit.source(of: found)
    let original = try cityGrid(place)
    #expect(hypot(back.x - original.x, back.y - original.y) < 1e-6)
    var bulk = [original]
    fit.apply(to: &bulk)
    #expect(bulk == [found])
  }

  @Test func `An exact similarity is recovered with its scale and rotation`() throws {
    let sources = [(41_500_000.0, 4_800_000.0), (41_500_100, 4_800_000), (41_500_000, 4_800_300)]
    let points = sources.map { x, y in
      // Scale 2, a quarter turn counter-clockwise, shifted.
      ControlPoint(
        source: Coordinate(x: x, y: y),
        target: Coordinate(x: -2 * (y - 4_800_000) + 7, y: 2 * (x - 41_500_000) - 5))
    }
    for method in ControlPointFit.Method.allCases {
      let fit = try ControlPointFit(points, method: method, geographic: false)
      // Metres; the spacing of doubles at 41,500,000 is 7e-9.
      #expect(fit.largestResidual < 2e-8)
      #expect(abs(fit.scale - 2) < 1e-12 && abs(fit.rotation - 90) < 1e-12)
    }
  }

  @Test
  func
    `The affine residuals satisfy the normal equations and are not larger than the similarity's`()
    throws
  {
    var generator = SeededGenerator(seed: 5)
    let points = (0..<12).map { _ in
      let x = Double.random(in: 0...1000, using: &generator)
      let y = Double.random(in: 0...1000, using: &generator)
      return ControlPoint(
        source: Coordinate(x: x, y: y),
        target: Coordinate(
          x: 1.1 * x - 0.2 * y + Double.random(in: -1...1, using: &generator),
          y: 0.3 * x + 0.9 * y + Double.random(in: -1...1, using: &generator)))
    }
    let affine = try ControlPointFit(points, method: .affine, geographic: false)
    let similarity = try ControlPointFit(points, method: .similarity, geographic: false)
    #expect(affine.rootMeanSquare < similarity.rootMeanSquare)
    for weight in [{ _ in 1.0 }, { (p: ControlPoint) in p.source.x }, { p in p.source.y }] {
      let east = zip(points, affine.residuals).reduce(0) { $0 + weight($1.0) * $1.1.east }
      let north = zip(points, affine.residuals).reduce(0) { $0 + weight($1.0) * $1.1.north }
      #expect(abs(east) < 1e-7 && abs(north) < 1e-7)
    }
  }

  @Test func `Too few, coinciding, collinear or impossible control points are refused`() {
    func points(_ pairs: [(Double, Double)]) -> [ControlPoint] {
      pairs.map {
        ControlPoint(source: Coordinate(x: $0.0, y: $0.1), target: Coordinate(x: $0.0, y: $0.1))
      }
    }
    let cases: [([ControlPoint], ControlPointFit.Method, Bool)] = [
      (points([(1, 2)]), .similarity, false), (points([(1, 2), (3, 4)]), .affine, false),
      (points([(1, 2), (1, 2), (1, 2)]), .similarity, false),
      (points([(1, 2), (2, 3), (3, 4), (9, 10)]), .affine, false),
      (points([(1, 2), (200, 3)]), .similarity, true),
      (points([(1, 2), (.nan, 3)]), .similarity, false), ([], .similarity, true),
    ]
    for (points, method, geographic) in cases {
      let error = #expect(throws: AnalysisError.self) {
        _ = try ControlPointFit(points, method: method, geographic: geographic)
      }
      #expect(error?.kind == .badData && error?.hint != .empty)
    }
  }
}
