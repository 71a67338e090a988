import Foundation
import Indicators
import Testing

@Suite struct CatchmentAccessTests {
  /// Three demands on a line, two stations: costs 0–10–20 to the first, 20–10–0 to the second.
  private let line = ReachTable(
    stationCount: 2, [[(0, 0), (1, 20)], [(0, 10), (1, 10)], [(1, 0), (0, 20)]])

  @Test func `Two steps worked by hand`() {
    // Reach 10: the first station serves 100 + 50 with 3, the second 50 + 200 with 5.
    let access = CatchmentAccess.twoStep(line, people: [100, 50, 200], supply: [3, 5], reach: 10)
    #expect(access.ratios == [3.0 / 150, 5.0 / 250])
    #expect(access.access == [0.02, 0.02 + 0.02, 0.02])
    #expect(agree(access.distributedSupply, 8))
    #expect(access.usedSupply == 8 && access.unusedSupply == 0)
    #expect(agree(access.mean, 8.0 / 350))
  }

  @Test func `A cost of exactly the reach counts, a little more does not`() {
    let people = [100.0, 50, 200]
    let at = CatchmentAccess.twoStep(line, people: people, supply: [3, 5], reach: 20)
    #expect(at.access == Array(repeating: 3.0 / 350 + 5.0 / 350, count: 3))
    let below = CatchmentAccess.twoStep(line, people: people, supply: [3, 5], reach: 20.0.nextDown)
    #expect(below.ratios == [3.0 / 150, 5.0 / 250])
  }

  @Test func `Zones worked by hand, inclusive at their upper limits`() {
    let zones = [
      CatchmentZone(upTo: 0.25, weight: 1), CatchmentZone(upTo: 0.5, weight: 0.5),
      CatchmentZone(upTo: 1, weight: 0.25),
    ]
    // Of reach 20 the cost 10 is in the second zone, 20 in the third.
    let access = CatchmentAccess.enhanced(
      line, people: [100, 50, 200], supply: [3, 5], reach: 20, zones: zones)
    let (first, second) = (3.0 / (100 + 25 + 50), 5.0 / (25 + 25 + 200))
    #expect(agree(access.ratios[0], first) && agree(access.ratios[1], second))
    #expect(agree(access.access[0], first + 0.25 * second))
    #expect(agree(access.access[1], 0.5 * first + 0.5 * second))
    #expect(agree(access.access[2], 0.25 * first + second))
    #expect(agree(access.distributedSupply, 8))
    // 0.57 × 100 is below 57 in binary; 57 is in the zone all the same.
    let edge = ReachTable(stationCount: 1, [[(0, 57)], [(0, 57.001)]])
    let split = CatchmentAccess.enhanced(
      edge, people: [1, 1], supply: [1], reach: 100,
      zones: [CatchmentZone(upTo: 0.57, weight: 1), CatchmentZone(upTo: 1, weight: 0.5)])
    #expect(agree(split.access[0], 2 * split.access[1]))
    // Beyond the last zone there is nothing, within reach or not.
    let short = CatchmentAccess.enhanced(
      edge, people: [1, 1], supply: [1], reach: 100, zones: [CatchmentZone(upTo: 0.57, weight: 1)])
    #expect(short.access == [1, 0])
  }

  @Test func `One zone over the whole reach is 2SFCA, whatever its weight`() {
    var generator = SeededGenerator(seed: 11)
    let table = ReachTable.random(demands: 60, stations: 9, oneIn: 3, &generator)
    let people = (0..<60).map { _ in Double(1 + generator.below(400)) }
    let supply = (0..<9).map { _ in Double(generator.below(20)) }
    let plain = CatchmentAccess.twoStep(table, people: people, supply: supply, reach: 6)
    let zoned = CatchmentAccess.enhanced(
      table, people: people, supply: supply, reach: 6, zones: [CatchmentZone(upTo: 1, weight: 1)])
    #expect(plain.access == zoned.access)
    // Everybody near everything: supply ÷ people.
    let all = ReachTable(
      stationCount: 9, (0..<60).map { _ in (0..<9).map { ($0, 1) } })
    let even = CatchmentAccess.twoStep(all, people: people, supply: supply, reach: 6)
    let closed = supply.reduce(0, +) / people.reduce(0, +)
    #expect(even.access.allSatisfy { agree($0, closed) })
  }

  @Test(arguments: UInt64(1)...30)
  func `Access equals the formula evaluated pair by pair, and supply is conserved`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let table = ReachTable.random(demands: 25, stations: 7, oneIn: 4, &generator)
    let people = (0..<25).map { _ in Double(generator.below(4) * generator.below(90)) }
    let supply = (0..<7).map { _ in Double(generator.below(30)) }
    let access = CatchmentAccess.weighted(table, people: people, supply: supply, reach: 7) {
      1 / (1 + $0)
    }
    func weight(_ demand: Int, _ station: Int) -> Double {
      let cost = table.cost(demand, station)
      return cost <= 7 ? 1 / (1 + cost) : 0
    }
    var used = 0.0
    var expected = [Double](repeating: 0, count: 25)
    for station in 0..<7 {
      let claims = (0..<25).reduce(0) { $0 + people[$1] * weight($1, station) }
      #expect(access.ratios[station].isNaN == (claims == 0))
      guard claims > 0 else { continue }
      used += supply[station]
      for demand in 0..<25 {
        expected[demand] += supply[station] / claims * weight(demand, station)
      }
    }
    for demand in 0..<25 { #expect(agree(access.access[demand], expected[demand])) }
    #expect(access.usedSupply == used)
    #expect(access.usedSupply + access.unusedSupply == supply.reduce(0, +))
    #expect(agree(access.distributedSupply, used))
  }

  @Test func `Stations nobody reaches keep their supply and spoil nothing`() {
    // The second station is reached by nobody, the third by a demand without people.
    let table = ReachTable(stationCount: 3, [[(0, 5)], [(0, 9), (2, 1)], []])
    let access = CatchmentAccess.twoStep(
      table, people: [10, 0, 30], supply: [4, 7, 9], reach: 10)
    #expect(access.ratios[0] == 0.4)
    #expect(access.ratios[1].isNaN && access.ratios[2].isNaN)
    #expect(access.access == [0.4, 0.4, 0])
    #expect(access.usedSupply == 4 && access.unusedSupply == 16)
    #expect(access.mean == 0.1)
    let nobody = CatchmentAccess.twoStep(table, people: [0, 0, 0], supply: [4, 7, 9], reach: 10)
    #expect(nobody.access == [0, 0, 0])
    #expect(nobody.mean == nil)
  }
}
