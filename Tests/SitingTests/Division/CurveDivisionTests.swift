import Testing

@testable import Siting

@Suite struct CurveDivisionTests {
  /// Pairs of amount and people as a curve.
  private func curve(_ points: (Int, Int)...) -> [CurveDivision.Point] {
    points.map { CurveDivision.Point(spent: $0.0, reached: $0.1) }
  }

  private struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  /// The most people of all ways to take one point of each curve.
  private func bruteForce(_ curves: [[CurveDivision.Point]], _ limit: Int) -> (Int, Int)? {
    var best: (reached: Int, spent: Int)?
    func go(_ region: Int, _ spent: Int, _ reached: Int) {
      if spent > limit { return }
      if region == curves.count {
        if best.map({ reached > $0.reached || reached == $0.reached && spent < $0.spent }) ?? true {
          best = (reached, spent)
        }
        return
      }
      for point in curves[region] { go(region + 1, spent + point.spent, reached + point.reached) }
    }
    go(0, 0, 0)
    return best
  }

  @Test func `Three stations go where the next one gains most`() throws {
    // Gains 100, 40 and 90, 60: the three largest are 100, 90 and 60.
    let division = try #require(
      CurveDivision(
        [curve((0, 0), (1, 100), (2, 140)), curve((0, 0), (1, 90), (2, 150))], limit: 3))
    #expect(division.best == .init(spent: 3, reached: 250, points: [1, 2]))
    #expect(division.curve.map(\.reached) == [0, 100, 190, 250])
  }

  @Test func `Where a curve is not concave, marginal gain would miss the best division`() throws {
    // The second region's first station alone gains next to nothing, two together most of all.
    let curves = [curve((0, 0), (1, 50), (2, 60)), curve((0, 0), (1, 1), (2, 120))]
    let division = try #require(CurveDivision(curves, limit: 2))
    #expect(division.best == .init(spent: 2, reached: 120, points: [0, 2]))
    #expect(CurveDivision.isConcave(curves[0]))
    #expect(!CurveDivision.isConcave(curves[1]))
  }

  @Test
  func `Of equal divisions the cheaper one is taken, then the one with less for later regions`()
    throws
  {
    let division = try #require(
      CurveDivision([curve((0, 0), (1, 10), (2, 10)), curve((0, 0), (1, 10))], limit: 1))
    #expect(division.best == .init(spent: 1, reached: 10, points: [1, 0]))
    #expect(try #require(CurveDivision([curve((0, 5), (7, 5))], limit: 9)).best.spent == 0)
  }

  @Test func `A limit below the cheapest points has no division`() {
    #expect(CurveDivision([curve((3, 5)), curve((2, 1))], limit: 4) == nil)
    #expect(CurveDivision([curve((3, 5)), curve((2, 1))], limit: 5)?.best.reached == 6)
  }

  @Test(arguments: 0..<300) func `The best of all divisions is found`(seed: Int) throws {
    var random = Numbers(state: UInt64(seed) &* 77 &+ 1)
    let isCount = seed % 2 == 0
    let curves = (0..<Int.random(in: 1...5, using: &random)).map { _ in
      var spent = 0
      var reached = Int.random(in: 0...20, using: &random)
      return (0..<Int.random(in: 1...6, using: &random)).map { index in
        if index > 0 {
          spent += isCount ? 1 : .random(in: 1...1_000_000, using: &random)
          reached += .random(in: 0...30, using: &random)
        }
        return CurveDivision.Point(spent: spent, reached: reached)
      }
    }
    let limit = Int.random(in: 0...(isCount ? 12 : 3_000_000), using: &random)
    let division = try #require(CurveDivision(curves, limit: limit))
    for index in division.curve.indices {
      let step = division.step(at: index)
      let taken = zip(curves, step.points).map { $0[$1] }
      #expect(taken.reduce(0) { $0 + $1.spent } == step.spent)
      #expect(taken.reduce(0) { $0 + $1.reached } == step.reached)
      #expect(try #require(bruteForce(curves, step.spent)) == (step.reached, step.spent))
    }
    let best = try #require(bruteForce(curves, limit))
    #expect((division.best.reached, division.best.spent) == best, "seed \(seed)")
    if isCount && curves.allSatisfy(CurveDivision.isConcave) {
      #expect(byMarginalGain(curves, limit) == best.0)
    }
  }

  /// Gross's rule for concave curves of counts.
  private func byMarginalGain(_ curves: [[CurveDivision.Point]], _ limit: Int) -> Int {
    let gains = curves.flatMap { curve in
      zip(curve, curve.dropFirst()).map { $1.reached - $0.reached }
    }
    return curves.reduce(0) { $0 + $1[0].reached }
      + gains.sorted(by: >).prefix(limit).reduce(0, +)
  }
}
