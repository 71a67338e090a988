import Streets

extension StreetWalks {
  /// The walk between a joint and the nearest station of a group, and that station; nil when none is reached.
  package func nearestStation(
    from joint: SnappedPoint, group: Int
  ) -> (millimetres: UInt32, station: Int32)? {
    services[group].nearest.walk(from: joint)
  }

  /// Different stations of a group within a walking length (≤, at most that of the largest time asked for).
  package func stationCount(reaching joint: SnappedPoint, group: Int, within limit: UInt32) -> Int {
    var stations: Set<Int32> = []
    services[group].reach.forEachStation(reaching: joint) { station, millimetres in
      if millimetres <= limit { stations.insert(station) }
    }
    return stations.count
  }
}
