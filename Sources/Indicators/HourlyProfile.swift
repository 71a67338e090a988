import Model

/// The stations open at one time.
public struct OpenStations: Sendable, Hashable {
  public let stationCount: Int
  /// Station s is bit s % 64 of word s ÷ 64.
  private var words: [UInt64]

  public init(stationCount: Int, isOpen: (_ station: Int) -> Bool) {
    self.stationCount = stationCount
    words = [UInt64](repeating: 0, count: (stationCount + 63) / 64)
    for station in 0..<stationCount where isOpen(station) {
      words[station >> 6] |= 1 << UInt64(station & 63)
    }
  }

  /// How many are open.
  public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  public func contains(_ station: Int) -> Bool {
    precondition((0..<stationCount).contains(station), "an unknown station")
    return words[station >> 6] & 1 << UInt64(station & 63) != 0
  }

  /// The stations open, ascending.
  public var stations: [Int] { (0..<stationCount).filter(contains) }
}

/// A figure at the start of every hour of a week, worked out once for each different set of open stations.
///
/// Weekdays run from 0 Monday to 6 Sunday, hours from 0 to 23. A value holds for the instant an hour begins, not for the
/// hour: a station open from 9:30 shows at 10:00.
public struct HourlyProfile: Sendable {
  public static let weekdayCount = 7
  public static let hourCount = 24

  /// The different sets, in the order the week meets them from Monday 0:00.
  public let sets: [OpenStations]
  /// Which of `sets` holds at (weekday × 24 + hour); 168 of them.
  public let setOfHour: [Int]

  /// - Parameter isOpen: whether a station is open at the start of an hour; asked once for each of the three.
  public init(
    stationCount: Int, isOpen: (_ station: Int, _ weekday: Int, _ hour: Int) -> Bool
  ) {
    var sets: [OpenStations] = []
    var places: [OpenStations: Int] = [:]
    setOfHour = (0..<Self.weekdayCount * Self.hourCount).map { index in
      let set = OpenStations(stationCount: stationCount) {
        isOpen($0, index / Self.hourCount, index % Self.hourCount)
      }
      if let place = places[set] { return place }
      places[set] = sets.count
      sets.append(set)
      return sets.count - 1
    }
    self.sets = sets
  }

  /// 7 × 24 values by weekday and hour; `value` is called once for each of `sets`, on up to `threads` threads.
  ///
  /// - Throws: the error of the first set that has one.
  public func table<Value: Sendable>(
    threads: Int = 1, _ value: @Sendable (OpenStations) throws -> Value
  ) throws -> [[Value]] {
    let sets = sets
    let values = try Parallel.map(count: sets.count, threads: threads) { try value(sets[$0]) }
    return (0..<Self.weekdayCount).map { weekday in
      (0..<Self.hourCount).map { values[setOfHour[weekday * Self.hourCount + $0]] }
    }
  }
}
