/// What barriers do at one place that lies on them: they divide its surroundings into sectors.
///
/// An *arm* leads from the place to another one, a barrier arm or a street arm.
struct BarrierSectors {
  private let place: FixedPoint
  /// Directions of the barrier's arms, counter-clockwise, each once.
  private let arms: [FixedPoint]

  /// `segments` are those that the place lies on: one arm where it is an end, else two.
  init(at place: FixedPoint, _ segments: [BarrierSegment]) {
    self.place = place
    var arms: [FixedPoint] = []
    for segment in segments {
      for end in [segment.from, segment.to]
      where end != place && !arms.contains(where: { Self.isAlike(place, $0, end) }) {
        arms.append(end)
      }
    }
    self.arms = arms.sorted { Self.isBefore(place, $0, $1) }
  }

  /// For each street arm the sector it leads into; arms with the same number may pass to each other.
  ///
  /// One barrier arm alone divides nothing: a street passes the end of a wall. A street along a barrier arm is on both
  /// sides of it, so that the sectors beside it count as one.
  func sectors(of streets: [FixedPoint]) -> [Int] {
    if arms.count < 2 { return streets.map { _ in 0 } }
    var group = Array(arms.indices)
    // Sector n lies counter-clockwise behind arm n.
    for street in streets {
      guard let along = arms.firstIndex(where: { Self.isAlike(place, $0, street) }) else {
        continue
      }
      let (kept, merged) = (group[along], group[(along + arms.count - 1) % arms.count])
      group = group.map { $0 == merged ? kept : $0 }
    }
    return streets.map { street in
      let behind = arms.lastIndex { !Self.isBefore(place, street, $0) }
      return group[behind ?? arms.count - 1]
    }
  }

  private static func isAlike(_ o: FixedPoint, _ a: FixedPoint, _ b: FixedPoint) -> Bool {
    half(o, a) == half(o, b) && PlaneSegments.side(o, a, b) == 0
  }

  /// Counter-clockwise from the east, the east itself first.
  private static func isBefore(_ o: FixedPoint, _ a: FixedPoint, _ b: FixedPoint) -> Bool {
    let (first, second) = (half(o, a), half(o, b))
    return first == second ? PlaneSegments.side(o, a, b) > 0 : first < second
  }

  private static func half(_ o: FixedPoint, _ p: FixedPoint) -> Int {
    if p.latitudeE7 != o.latitudeE7 { return p.latitudeE7 > o.latitudeE7 ? 0 : 1 }
    return p.longitudeE7 > o.longitudeE7 ? 0 : 1
  }
}
