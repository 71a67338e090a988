/// Barriers and openings found by place.
struct BarrierIndex {
  let barriers: [BarrierSegment]
  private let openings: [FixedPoint]
  private let grid: SegmentGrid
  private let openingGrid: SegmentGrid

  init(_ barriers: [BarrierSegment], openings: [FixedPoint]) {
    self.barriers = barriers.filter { $0.from != $0.to }
    self.openings = openings
    let kept = self.barriers
    grid = SegmentGrid(count: kept.count, reach: 0.1) { (kept[$0].from, kept[$0].to) }
    openingGrid = SegmentGrid(count: openings.count, reach: BarrierSet.openingMetres) {
      (openings[$0], openings[$0])
    }
  }

  /// Barriers that a…b may touch, each once, in order.
  func barriers(near a: FixedPoint, _ b: FixedPoint) -> [BarrierSegment] {
    var found: [Int] = []
    grid.candidates(a, b) { number in
      let barrier = barriers[number]
      let (c, d) = (barrier.from, barrier.to)
      let isNear =
        max(a.longitudeE7, b.longitudeE7) >= min(c.longitudeE7, d.longitudeE7)
        && min(a.longitudeE7, b.longitudeE7) <= max(c.longitudeE7, d.longitudeE7)
        && max(a.latitudeE7, b.latitudeE7) >= min(c.latitudeE7, d.latitudeE7)
        && min(a.latitudeE7, b.latitudeE7) <= max(c.latitudeE7, d.latitudeE7)
      if isNear { found.append(number) }
    }
    if found.count < 2 { return found.map { barriers[$0] } }
    var last = -1
    return found.sorted().compactMap { number in
      defer { last = number }
      return number == last ? nil : barriers[number]
    }
  }

  /// True within `BarrierSet.openingMetres` (≤) of an opening.
  func isOpen(_ place: FixedPoint) -> Bool {
    var isOpen = false
    openingGrid.candidates(place, place) { number in
      if LocalFrame.distance(place, openings[number]) <= BarrierSet.openingMetres {
        isOpen = true
      }
    }
    return isOpen
  }
}
