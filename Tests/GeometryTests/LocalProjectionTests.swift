import Foundation
import Model
import Testing

@testable import Geometry

@Suite struct LocalProjectionTests {
  @Test func `The anchor's polynomial equals the full series within ten nanometres`() {
    var generator = SeededGenerator(seed: 3)
    var worst = 0.0
    for _ in 0..<2_000 {
      let longitude = Double.random(in: -180...180, using: &generator)
      let latitude = Double.random(in: -65...65, using: &generator)
      let anchor = LocalProjectionAnchor(longitude: longitude, latitude: latitude)
      for _ in 0..<10 {
        let lon = anchor.longitude + Double.random(in: -0.02...0.02, using: &generator)
        let lat = anchor.latitude + Double.random(in: -0.02...0.02, using: &generator)
        let fast = anchor.offset(longitude: lon, latitude: lat)
        let full = anchor.projection.project(GeographicPoint(longitude: lon, latitude: lat))
        let errorX = abs(fast.x + anchor.origin.x - full.x)
        let errorY = abs(fast.y + anchor.origin.y - full.y)
        worst = max(worst, errorX, errorY)
      }
    }
    // Metres. Northings reach 7e6 m, where a double resolves 1e-9 m.
    #expect(worst < 1e-8, "worst \(worst) m")
  }
}
