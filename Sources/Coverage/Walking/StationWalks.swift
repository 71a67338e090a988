import Streets

extension StreetWalks {
  /// What a place has of the stations that serve it.
  package struct Existing: Sendable {
    /// Walking length to the nearest, its extra included; nil when none is reached.
    package var millimetres: UInt32?
    /// Different stations within the limit.
    package var count = 0
  }

  /// The nearest station of each place, and how many are within a walking length (≤, at most that of the largest time
  /// asked for).
  ///
  /// - Parameter group: the group of stations that serves a place; nil when none does.
  package func existing(
    _ joints: [SnappedPoint?], group: (Int) -> Int?, within limit: UInt32, threads: Int
  ) throws -> [Existing] {
    var found = [Existing](repeating: Existing(), count: joints.count)
    for batch in batches(threads: threads) {
      let kept = try keeping(batch, threads: threads)
      for (number, joint) in joints.enumerated() {
        guard let joint, let group = group(number), let service = kept.services[group],
          batch.contains(group)
        else { continue }
        found[number].millimetres = service.nearest.walk(from: joint)?.millimetres
        var stations: Set<Int32> = []
        service.reach.forEachStation(reaching: joint) { station, walk in
          if UInt64(walk) + UInt64(extras.millimetres(of: station)) <= UInt64(limit) {
            stations.insert(station)
          }
        }
        found[number].count = stations.count
      }
    }
    return found
  }
}
