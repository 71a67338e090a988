import Foundation
import Model
import Testing

@testable import Geometry

/// Runs PROJ's own test vectors through `CoordinateTransform`.
@Suite struct GIETests {
  static let isPresent = SharedData.isPresent("gauss-kruger/proj-gie/builtins.gie")

  /// Operations that need grids, systems, heights or times, which this module never passes.
  static let beyondPlane = [
    "grid", "geoid", "+init=", "defmodel", "tinshift", "deformation", "helmert", "cart", "geocent",
    "geogoffset", "vertoffset", "topocentric", "molodensky", "horner", "affine", "push", "pop",
    "set", "+t_", "z_in", "z_out", "xyz", "tobspat", "unitconvert", "axisswap", "noop", "gridshift",
  ]

  /// Projections that came after PROJ 9.1.1.
  static let notInstalled: Set<String> = [
    "airocean", "dsea", "ivea", "isea", "mod_krovak", "som", "tsea",
  ]

  /// How many expectations the installed PROJ 9.1.1 does not meet, by projection: the vectors follow a newer
  /// PROJ that computes these on the ellipsoid, checks their domain, or reaches further.
  static let expectedFailures: [String: Int] = [
    "cass": 1, "cea": 1, "eck4": 10, "eqc": 20, "eqearth": 9, "gnom": 19, "laea": 1, "lcc": 1,
    "merc": 1, "ortho": 2, "tmerc": 1, "wag6": 8,
  ]

  @Test(.enabled(if: GIETests.isPresent, "PROJ's gie files are not here"))
  func `PROJ's own vectors are met within their tolerance`() throws {
    var run: [String: Int] = [:]
    var failed: [String: [String]] = [:]
    for name in [
      "builtins.gie", "more_builtins.gie", "5101.1-jhs.gie", "5101.3-jhs.gie", "ellipsoid.gie",
    ] {
      let text = try SharedData.text("gauss-kruger/proj-gie/\(name)")
        .replacingOccurrences(of: "+step +init=epsg:4326 +inv", with: "")
      for expectation in GIEFile(name: name, text: text).expectations
      where isPlane(expectation) {
        run[name, default: 0] += 1
        if let complaint = check(expectation) {
          failed[projection(expectation), default: []].append("\(expectation.label): \(complaint)")
        }
      }
    }
    #expect(run["builtins.gie", default: 0] > 1500)
    #expect(run["5101.1-jhs.gie", default: 0] > 10)
    for (projection, complaints) in failed
    where complaints.count != Self.expectedFailures[projection] {
      Issue.record("\(projection) fails \(complaints.count) times: \(complaints)")
    }
    for projection in Self.expectedFailures.keys where failed[projection] == nil {
      Issue.record("\(projection) passes now: take it off the list")
    }
  }

  /// The name after the last `+proj=` that is not the pipeline's own.
  private func projection(_ expectation: GIEExpectation) -> String {
    let names = expectation.operation.components(separatedBy: "proj=").dropFirst().map { part in
      String(part.prefix { !$0.isWhitespace })
    }
    return names.last ?? expectation.operation
  }

  /// Two plain numbers in, two out, by an operation in the plane.
  private func isPlane(_ expectation: GIEExpectation) -> Bool {
    if Self.beyondPlane.contains(where: { expectation.operation.contains($0) }) { return false }
    if Self.notInstalled.contains(projection(expectation)) { return false }
    if expectation.expectsNoOperation { return true }
    let numbers = expectation.accept + (expectation.expect ?? [])
    let count = expectation.expect?.count ?? 2
    return expectation.accept.count == 2 && count == 2 && numbers.allSatisfy { number($0) != nil }
  }

  private func number(_ text: String) -> Double? {
    Double(text.replacingOccurrences(of: "_", with: ""))
  }

  /// Nil when met, else what came out.
  private func check(_ expectation: GIEExpectation) -> String? {
    let accept = expectation.accept.compactMap { number($0) }
    var points = [Coordinate(x: accept.first ?? 0, y: accept.dropFirst().first ?? 0)]
    var isGeographic = false
    do {
      let transform = try CoordinateTransform(operation: expectation.operation)
      if expectation.isInverse {
        try transform.transformBack(&points)
      } else {
        try transform.transform(&points)
      }
      isGeographic = expectation.isInverse ? transform.radiansIn : transform.radiansOut
    } catch {
      return expectation.expect == nil ? nil : "\(expectation.operation): \(error)"
    }
    guard let expected = expectation.expect?.compactMap({ number($0) }) else {
      return "\(expectation.operation) gave \(points[0]) instead of failing"
    }
    let miss = distance(
      points[0], Coordinate(x: expected[0], y: expected[1]), isGeographic, expectation)
    return miss <= expectation.tolerance
      ? nil : "\(expectation.operation) gave \(points[0]), not \(expected): off by \(miss)"
  }

  /// Metres along the ellipsoid for degrees, else in the plane; degrees when the tolerance is in degrees.
  private func distance(
    _ a: Coordinate, _ b: Coordinate, _ isGeographic: Bool, _ expectation: GIEExpectation
  ) -> Double {
    if expectation.isAngular || !isGeographic { return hypot(a.x - b.x, a.y - b.y) }
    return Geodesic.wgs84.distance(
      GeographicPoint(longitude: a.x, latitude: a.y), GeographicPoint(longitude: b.x, latitude: b.y)
    )
  }
}
