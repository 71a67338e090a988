import Indicators
import Synchronization
import Testing

@Suite struct HourlyProfileTests {
  /// Station 0 always, 1 on weekdays from 9 to 17, 2 on Saturdays from 12 to 24.
  private func isOpen(_ station: Int, _ weekday: Int, _ hour: Int) -> Bool {
    switch station {
    case 0: true
    case 1: weekday < 5 && hour >= 9 && hour < 17
    default: weekday == 5 && hour >= 12
    }
  }

  @Test func `Each different set of open stations is worked out once`() throws {
    let profile = HourlyProfile(stationCount: 3, isOpen: isOpen)
    #expect(profile.sets.map(\.stations) == [[0], [0, 1], [0, 2]])
    let calls = Mutex<[[Int]]>([])
    let table = try profile.table { open in
      calls.withLock { $0.append(open.stations) }
      return open.count
    }
    #expect(calls.withLock { $0 } == [[0], [0, 1], [0, 2]])
    #expect(table.count == 7 && table.allSatisfy { $0.count == 24 })
    for weekday in 0..<7 {
      for hour in 0..<24 {
        let open = (0..<3).filter { isOpen($0, weekday, hour) }
        #expect(table[weekday][hour] == open.count)
        #expect(profile.sets[profile.setOfHour[weekday * 24 + hour]].stations == open)
      }
    }
  }

  @Test(arguments: [1, 64, 65, 200])
  func `Sets of any size, on any number of threads`(stations: Int) throws {
    func opens(_ station: Int, _ weekday: Int, _ hour: Int) -> Bool {
      (station * 7 + weekday * 3 + hour) % 5 < 2
    }
    let profile = HourlyProfile(stationCount: stations, isOpen: opens)
    #expect(profile.sets.count == 5 - (stations == 1 ? 3 : 0))
    let one = try profile.table { $0.stations }
    #expect(try profile.table(threads: 4) { $0.stations } == one)
    for index in 0..<168 {
      let (weekday, hour) = (index / 24, index % 24)
      #expect(one[weekday][hour] == (0..<stations).filter { opens($0, weekday, hour) })
      let set = profile.sets[profile.setOfHour[index]]
      #expect((0..<stations).allSatisfy { set.contains($0) == opens($0, weekday, hour) })
    }
  }

  @Test func `An error comes through, no stations are one empty set`() throws {
    struct Failure: Error {}
    let profile = HourlyProfile(stationCount: 0) { _, _, _ in true }
    #expect(profile.sets.map(\.count) == [0])
    #expect(throws: Failure.self) { try profile.table { _ -> Int in throw Failure() } }
  }
}
