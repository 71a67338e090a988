import Geometry
import Model
import Testing

@testable import Streets

@Suite struct LocalDistanceTests {
  /// Pairs of places up to 10 km apart between 75° south and north, across the date line too.
  private func pairs() -> [(FixedPoint, FixedPoint)] {
    var random = SplitMix(state: 11)
    return (0..<4_000).map { number in
      let from = GeographicPoint(
        longitude: number % 10 == 0 ? 179.99 : .random(in: -179...179, using: &random),
        latitude: .random(in: -75...75, using: &random))
      var to = Geodesic.wgs84.destination(
        from: from, azimuth: .random(in: 0..<360, using: &random),
        distance: .random(in: 10...10_000, using: &random))
      if to.longitude > 180 { to.longitude -= 360 }
      return (
        FixedPoint(longitude: from.longitude, latitude: from.latitude),
        FixedPoint(longitude: to.longitude, latitude: to.latitude)
      )
    }
  }

  @Test func `Distances agree with the geodesic as closely as they say`() {
    for (a, b) in pairs() {
      let geodesic = Geodesic.wgs84.distance(a.place, b.place)
      let error = abs(LocalFrame.distance(a, b) - geodesic) / geodesic
      let latitude = max(abs(a.latitude), abs(b.latitude))
      if geodesic <= 2_000 { #expect(error <= 1e-7) }
      if latitude <= 45 { #expect(error <= 1.5e-7) }
      #expect(error <= 2e-6)
    }
  }

  @Test func `The table of radii gives the same distances`() {
    let pairs = pairs()
    let scale = MetreScale(GraphArray(pairs.map(\.0)), GraphArray(pairs.map(\.1)))
    for (a, b) in pairs {
      let exact = LocalFrame.distance(a, b)
      #expect(abs(scale.distance(a, b) - exact) <= 1e-9 * exact)
    }
  }

  @Test func `The table holds for places of one latitude and for none`() {
    let a = FixedPoint(longitudeE7: 1_799_999_000, latitudeE7: -450_000_000)
    let b = FixedPoint(longitudeE7: -1_799_999_000, latitudeE7: -450_000_000)
    let expected = LocalFrame.distance(a, b)
    #expect(
      abs(MetreScale(GraphArray([a]), GraphArray([b])).distance(a, b) - expected) < 1e-9 * expected)
    #expect(
      MetreScale(GraphArray([])).distance(
        FixedPoint(longitudeE7: 0, latitudeE7: 0), FixedPoint(longitudeE7: 0, latitudeE7: 0)) == 0)
  }
}
