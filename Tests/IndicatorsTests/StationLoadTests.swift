import Indicators
import Testing

@Suite struct StationLoadTests {
  @Test func `Everybody goes to the nearest station in reach`() {
    // The first demand is nearer to station 1; the second has a tie, listed the wrong way round; the third is just in
    // reach, the fourth just beyond; the fifth has nothing.
    let table = ReachTable(
      stationCount: 3,
      [[(0, 300), (1, 200)], [(2, 100), (0, 100)], [(2, 500)], [(2, 500.0.nextUp)], []])
    let load = StationLoad(table, people: [40, 30, 20, 7, 5], reach: 500)
    #expect(load.nearest == [1, 0, 2, -1, -1])
    #expect(load.people == [30, 40, 20])
    #expect(load.unassignedPeople == 12)
    #expect(load.meanPeople == 30)
    #expect(StationLoad(ReachTable(stationCount: 0, [[]]), people: [5], reach: 9).meanPeople == nil)
  }

  @Test func `Exactly full is not overloaded, unknown capacities are not judged`() {
    let table = ReachTable(
      stationCount: 6, (0..<5).map { [(station: $0, cost: 0)] })
    let load = StationLoad(table, people: [100, 101, 130, 1, 1000], reach: 0)
    let capacities = [100, 100, 100, 0, .nan, 50]
    #expect(load.overloads(capacities).map(\.station) == [2, 1, 3])
    #expect(load.overloads(capacities).map(\.over) == [30, 1, 1])
    #expect(load.utilisation(capacities) == [1, 1.01, 1.3, nil, nil, 0])
  }

  @Test func `Floor area a person`() {
    let table = ReachTable(
      stationCount: 4, (0..<3).map { [(station: $0, cost: 0)] })
    let load = StationLoad(table, people: [3, 40, 10], reach: 0)
    #expect(load.floorAreaPerPerson([0.3, 10, .nan, 80]) == [0.3 / 3, 0.25, nil, nil])
    // 0.3 m² are enough for 3 people at 0.1 m² each, though 0.3 ÷ 0.1 is below 3 in binary.
    let capacities = StationLoad.capacities(areas: [0.3, 10, .nan, 80], perPerson: 0.1)
    #expect(capacities[0] < 3)
    #expect(load.overloads(capacities).isEmpty)
    #expect(
      load.overloads(StationLoad.capacities(areas: [9, 39, 1, 80], perPerson: 1)).map(\.station)
        == [2, 1])
  }

  @Test(arguments: UInt64(1)...20)
  func `People of the stations and of none are everybody`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let table = ReachTable.random(demands: 80, stations: 12, oneIn: 5, &generator)
    let people = (0..<80).map { _ in Double(generator.below(50)) }
    let load = StationLoad(table, people: people, reach: 6)
    #expect(load.people.reduce(0, +) + load.unassignedPeople == people.reduce(0, +))
    for demand in 0..<80 {
      let costs = (0..<12).map { table.cost(demand, $0) }
      let best = costs.min()!
      let nearest = best <= 6 ? costs.firstIndex(of: best)! : -1
      #expect(load.nearest[demand] == Int32(nearest))
    }
  }
}
