import Foundation
import Model
import Testing

@testable import Streets

@Suite struct LinesSlopeTests {
  private func segments(
    _ line: [(Double, Double)], _ traits: EdgeTraits = []
  ) throws -> StreetSegments {
    try LinesFixtures.lines([line], walks: [LineWalk(traits: traits)]).segments()
  }

  /// A plane that rises towards the east.
  private func rising(_ slope: Double) -> (FixedPoint) -> Double? {
    { Double($0.longitudeE7) * LinesFixtures.unit.east * slope }
  }

  @Test func `The factor is one on the level and Tobler's speeds elsewhere`() {
    let profile = SlopeProfile.tobler
    #expect(profile.factor(slope: 0) == 1)
    // 6 km/h · e^-0.175 = 5.0367 km/h on the level; 6 km/h at -5 %; e^(-3.5 · 0.15) · 6 = 3.5493 at 10 %.
    #expect(abs(profile.factor(slope: -0.05) - 5.0367 / 6) < 1e-4)
    #expect(abs(profile.factor(slope: 0.10) - 5.0367 / 3.5493) < 1e-4)
    #expect(profile.factor(slope: 9) == profile.factor(slope: 1))
    #expect(SlopeProfile.none.factor(slope: 0.3) == 1)
  }

  @Test func `Each direction has its own factor`() throws {
    var street = try segments([(0, 0), (200, 0)])
    let result = street.applySlope(elevation: rising(0.1))
    #expect(
      result
        == {
          var r = SlopeResult()
          r.sloped = 1
          return r
        }())
    #expect(abs(street.forwardFactors[0] - 1.41906) < 1e-3)
    #expect(abs(street.backwardFactors[0] - 1) < 1e-3)
    #expect(street.facts.slope == "tobler")
    let graph = StreetGraphBuilder.build(street)
    #expect(graph.edgeBackward != nil)
  }

  @Test func `A long street over a hill is sampled piece by piece`() throws {
    // Up and down again at 10 %: the ends are level, the way is not.
    let hill = { (place: FixedPoint) -> Double? in
      10 - abs(Double(place.longitudeE7) * LinesFixtures.unit.east - 119.5) / 10
    }
    var street = try segments([(0, 0), (239, 0)])
    _ = street.applySlope(elevation: hill)
    let expected = Float(0.5 * (1.41906 + exp(3.5 * (0.05 - 0.05))))
    #expect(abs(street.forwardFactors[0] - expected) < 1e-3)
    #expect(abs(street.backwardFactors[0] - expected) < 1e-3)
    // A bridge climbs evenly between its ends.
    var bridge = try segments([(0, 0), (239, 0)], .bridge)
    _ = bridge.applySlope(elevation: hill)
    #expect(abs(bridge.forwardFactors[0] - 1) < 1e-4)
  }

  @Test func `Where an elevation is missing the street stays level and is counted`() throws {
    var street = try segments([(0, 0), (100, 0)])
    let result = street.applySlope { $0.longitudeE7 > 100 ? nil : 5 }
    #expect(result.missing == 1 && result.sloped == 0)
    #expect(street.forwardFactors == [1])
    #expect(street.applySlope { _ in Double.nan }.missing == 1)
    // Inner places may lack one: elevations at the vertices only.
    let ends = [LinesFixtures.place(0, 0): 0.0, LinesFixtures.place(100, 0): 10.0]
    #expect(street.applySlope { ends[$0] }.sloped == 1)
    #expect(abs(street.forwardFactors[0] - 1.41906) < 1e-3)
  }

  @Test func `Steps keep their factor, and no profile changes nothing`() throws {
    var steps = try segments([(0, 0), (100, 0)], .steps)
    _ = steps.applySlope(elevation: rising(0.3))
    #expect(steps.forwardFactors == [1])
    var street = try segments([(0, 0), (100, 0)])
    _ = street.applySlope(.none, elevation: rising(0.3))
    #expect(street.forwardFactors == [1] && street.facts.slope == "none")
  }
}
