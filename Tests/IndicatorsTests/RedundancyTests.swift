import Indicators
import Testing

@Suite struct RedundancyTests {
  @Test func `Two stations stand in for each other, a third serves alone`() {
    // Demand 0 reaches stations 0 and 1, demand 1 station 2 only, station 3 reaches nobody; 7 people reach none.
    let table = ReachTable(stationCount: 4, [[(0, 100), (1, 500)], [(2, 10)], []])
    let found = Redundancy(table, people: [40, 30, 7], reach: 500)
    #expect(found.peopleInReach == [40, 40, 30, 0])
    #expect(found.exclusivePeople == [0, 0, 30, 0])
    #expect(found.servedPeople == 70)
    #expect(found.removableAlone == [0, 1, 3])
    // Fewest people first: 3; then 0; then 1 is the last one of demand 0.
    #expect(found.removableTogether == [3, 0])
    #expect(found.peopleLostTogether == 0)
    let turned = Redundancy(table, people: [40, 30, 7], reach: 500) { $0 > $1 }
    #expect(turned.removableTogether == [3, 1])
    // A little less reach, and station 0 serves alone.
    let shorter = Redundancy(table, people: [40, 30, 7], reach: 500.0.nextDown)
    #expect(shorter.exclusivePeople == [40, 0, 30, 0])
    #expect(shorter.removableTogether == [1, 3])
  }

  @Test func `Demands without people hold no station`() {
    let table = ReachTable(stationCount: 2, [[(0, 1)], [(1, 1)]])
    let found = Redundancy(table, people: [0, 5], reach: 9)
    #expect(found.removableAlone == [0])
    #expect(found.removableTogether == [0])
    let nobody = Redundancy(table, people: [0, 0], reach: 9)
    #expect(nobody.removableTogether == [0, 1])
    #expect(nobody.servedPeople == 0)
  }

  @Test func `Where two stations are needed, the third is to spare`() {
    let table = ReachTable(
      stationCount: 3, [[(0, 1), (1, 1), (2, 1)], [(0, 1), (1, 1)], [(2, 1)]])
    let found = Redundancy(table, people: [10, 20, 30], reach: 1, needed: 2)
    #expect(found.servedPeople == 30)
    #expect(found.exclusivePeople == [20, 20, 0])
    #expect(found.removableTogether == [2])
  }

  @Test(arguments: UInt64(1)...60)
  func `Removal is what removing shows`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let needed = 1 + generator.below(2)
    let table = ReachTable.random(demands: 12, stations: 10, oneIn: 3, &generator)
    let people = (0..<12).map { _ in Double(generator.below(5)) }
    func served(without removed: Set<Int>) -> Double {
      (0..<12).filter { demand in
        (0..<10).filter { table.cost(demand, $0) <= 7 && !removed.contains($0) }.count >= needed
      }.reduce(0) { $0 + people[$1] }
    }
    let found = Redundancy(table, people: people, reach: 7, needed: needed)
    let all = served(without: [])
    #expect(found.servedPeople == all)
    #expect(found.exclusivePeople == (0..<10).map { all - served(without: [$0]) })
    #expect(found.removableAlone == (0..<10).filter { served(without: [$0]) == all })
    let together = Set(found.removableTogether)
    #expect(together.count == found.removableTogether.count)
    #expect(served(without: together) == all)
    #expect(found.peopleLostTogether == 0)
    for station in Set(0..<10).subtracting(together) {
      #expect(served(without: together.union([station])) < all)
    }
  }
}
